"""Rights of tasks and the scope of their rows."""

from django.utils.translation import gettext_lazy as _

from femida.planning.tasks.models import Task
from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Scoped, scope

declare(
    Right("tasks.view", _("See tasks")),
    Right("tasks.add", _("Give tasks")),
    Right("tasks.edit", _("Change, cancel and hand over tasks")),
    Right("tasks.finish", _("Finish tasks")),
)

scope(Scoped(Task, "planning.task", "tasks.view"))
