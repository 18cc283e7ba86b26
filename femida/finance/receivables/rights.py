"""Rights on receivables and the scopes of their tables."""

from django.utils.translation import gettext_lazy as _

from femida.finance.receivables.models import Overdue, Receivable
from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Scoped, scope

declare(
    Right("receivables.view", _("See payments that clients are to make")),
    Right("receivables.plan", _("Plan when payments will come")),
    Right("receivables.maintain", _("The house's own care of receivables: following plans")),
)

_PLACE = {
    "office": "contract__office_id",
    "department": "contract__department_id",
    "wall": "contract__wall_id",
    "people_type": "practice.contract",
    "people": "contract_id",
}

scope(Scoped(Receivable, "finance.receivable", "receivables.view", **_PLACE))
scope(Scoped(Overdue, "finance.overdue", "receivables.view", **_PLACE))
