"""Rights on payments and the cash desk, and the scopes of their tables."""

from django.utils.translation import gettext_lazy as _

from femida.finance.payments.models import (
    CashDesk,
    CashMovement,
    FiscalReceipt,
    Payment,
    Recognition,
    Shift,
    Unearned,
)
from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Child, Scoped, scope

declare(
    Right("payments.view", _("See payments and their receipts")),
    Right("payments.take", _("Take payments")),
    Right("payments.refund", _("Refund money to clients")),
    Right("payments.reverse", _("Reverse payments that were a mistake")),
    Right("payments.maintain", _("The house's own care of payments: accepted work, answers of registers")),
    Right("advances.view", _("See advances that are not earned")),
    Right("cash.view", _("See cash desks and their shifts")),
    Right("cash.shift", _("Open and close shifts, move cash")),
    Right("cash.set_up", _("Set up cash desks")),
    Right("cash.start", _("Begin the day at the cash desk")),
)

_OF_CONTRACT = {
    "office": "contract__office_id",
    "department": "contract__department_id",
    "wall": "contract__wall_id",
    "people_type": "practice.contract",
    "people": "contract_id",
}

# a payment belongs to the office that took it; whose matter it is, the contract says
scope(
    Scoped(
        Payment,
        "finance.payment",
        "payments.view",
        **(_OF_CONTRACT | {"office": "office_id"}),
    )
)
scope(Scoped(FiscalReceipt, "finance.fiscal_receipt", "payments.view", **_OF_CONTRACT))
scope(Scoped(Recognition, "finance.recognition", "advances.view", **_OF_CONTRACT))
scope(Scoped(Unearned, "finance.unearned", "advances.view", **_OF_CONTRACT))
scope(Scoped(CashDesk, "finance.cash_desk", "cash.view", department="", wall=""))
scope(Scoped(Shift, "finance.shift", "cash.view", office="desk__office_id", department="", wall=""))
scope(Child(CashMovement, "shift", Shift))
