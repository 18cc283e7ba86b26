"""Rights of offices and the scopes of their tables."""

from django.utils.translation import gettext_lazy as _

from femida.firm.offices.models import Department, LegalEntity, NumberCounter, Office, Position
from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Open, Scoped, scope

declare(
    Right("offices.view", _("See offices and departments")),
    Right("offices.change", _("Change offices, departments and positions")),
)

scope(Scoped(LegalEntity, "firm.legal_entity", "offices.view", office="", department="", wall=""))
scope(Scoped(Office, "firm.office", "offices.view", office="id", department="", wall=""))
scope(Scoped(Department, "firm.department", "offices.view", department="id", wall=""))
scope(Open(Position, "names of posts, the same for everybody"))
scope(Open(NumberCounter, "a counter without content that no page reads"))
