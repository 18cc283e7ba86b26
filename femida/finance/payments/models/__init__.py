"""Tables of payments and of the cash desk."""

from femida.finance.payments.models.cash import CashDesk, CashMovement, Shift
from femida.finance.payments.models.earning import FiscalReceipt, Recognition, Unearned
from femida.finance.payments.models.payments import Payment

__all__ = ["CashDesk", "CashMovement", "FiscalReceipt", "Payment", "Recognition", "Shift", "Unearned"]
