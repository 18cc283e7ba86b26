"""Rights on deals."""

from django.utils.translation import gettext_lazy as _

from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Open, Scoped, scope
from femida.sales.deals.models import Deal, RefusalReason

declare(
    Right("deals.view", _("See deals")),
    Right("deals.open", _("Open deals")),
    Right("deals.move", _("Move deals through the stages")),
    Right("deals.refuse", _("Refuse deals")),
    Right("deals.reassign", _("Give deals to other people")),
    Right("deals.see_amount", _("See the amounts of deals")),
    Right("deals.maintain", _("The house's own care of deals: walls, notices, what follows from contracts")),
)

scope(Scoped(Deal, "sales.deal", "deals.view"))
scope(Open(RefusalReason, "a reference book of the firm"))
