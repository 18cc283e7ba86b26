"""Who may switch the technological mode."""

from django.utils.translation import gettext_lazy as _

from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Open, scope
from femida.platform.maintenance.models import Mode

declare(Right("maintenance.change", _("Announce, begin and end maintenance")))
scope(Open(Mode, "everybody who works is told of maintenance; there is nobody's data in it"))
