"""Rights on deals."""

from django.utils.translation import gettext_lazy as _

from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Scoped, scope
from femida.sales.deals.models import Deal

declare(
    Right("deals.view", _("See deals")),
    Right("deals.open", _("Open deals")),
    Right("deals.move", _("Move deals through the stages")),
    Right("deals.reassign", _("Give deals to other people")),
    Right("deals.see_amount", _("See the amounts of deals")),
    Right("deals.maintain", _("The house's own care of deals: walls, notices")),
)

scope(Scoped(Deal, "sales.deal", "deals.view"))
