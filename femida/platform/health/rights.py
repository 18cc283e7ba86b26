"""Who may look at how the system feels."""

from django.utils.translation import gettext_lazy as _

from femida.platform.access.rights import Right, declare

declare(Right("health.view", _("See slow statements of the database")))
