"""Rights of the pipelines and the scopes of their tables."""

from django.utils.translation import gettext_lazy as _

from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Open, scope
from femida.platform.pipelines.models import AutoMove, Gate, Pipeline, Stage, StageChange, Timer, Transition

declare(Right("pipelines.change", _("Design pipelines")))

for design in (Pipeline, Stage, Transition, Gate, AutoMove):
    scope(Open(design, "the firm's own process: every employee may know it"))
for working in (Timer, StageChange):
    scope(Open(working, "read only together with an object that has been checked"))
