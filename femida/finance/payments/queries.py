"""Reads of payments and of the cash desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, DecimalField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from femida.finance.invoices.models import Invoice
from femida.finance.ledger.models import Posting
from femida.finance.ledger.queries import ZERO
from femida.finance.payments.models import CashDesk, CashMovement, Payment, Shift
from femida.finance.receivables.models import Receivable
from femida.parties.registry.models import Party
from femida.platform.access.policy import policy_of
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.objects.types import object_types
from femida.platform.search.finding import found_keys
from femida.practice.contracts.models import Contract

FOUND = 12
# digits of a key that a database takes
LONGEST_KEY = 18


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One payment or refund as lists at the desk and on cards show it; the sum in roubles."""

    id: int
    number: str
    kind: str
    method: str
    amount: Decimal
    business_date: date
    created_at: datetime
    counts: bool
    contract_id: int
    contract_number: str
    client: str
    taken_by: str | None


_LINE = (
    "pk", "number", "kind", "method", "amount", "business_date", "created_at", "counts", "contract_id",
    "contract__number", "contract__party__name", "taken_by__name",
)  # fmt: skip


def payment_lines(actor: Actor, *, most: int, **where: object) -> list[PaymentLine]:
    """The newest payments that the actor may see: one statement."""
    rows = visible(actor, Payment).filter(**where).order_by("-created_at", "-pk")
    return [PaymentLine(*row) for row in rows.values_list(*_LINE)[:most]]


def allocation_of(payment: Payment) -> list[tuple[str, Decimal]]:
    """What a payment that the actor sees was meant for, as its entry says: words and roubles."""
    rows = Posting.objects.filter(entry_id=payment.entry_id, account__code="advances").order_by("pk")
    numbers = dict(
        Receivable.objects.filter(contract_id=payment.contract_id).values_list("instalment_id", "number")
    )
    return [
        (str(numbers.get(instalment_id or 0, "")), abs(amount))
        for instalment_id, amount in rows.values_list("instalment_id", "amount")
    ]


def payer_of(actor: Actor, payment: Payment) -> str:
    """Who paid, or got the money back: a party that is closed to the actor has no name here."""
    name = visible(actor, Party).filter(pk=payment.party_id).values_list("name", flat=True).first()
    return name or _("closed to you")


@dataclass(frozen=True, slots=True)
class Payable:
    """A registered contract as the cashier finds it; sums in roubles."""

    id: int
    number: str
    client: str
    remains: Decimal
    due_now: Decimal


def payable(actor: Actor, today: date, *, text: str = "", party_id: int | None = None) -> list[Payable]:
    """Registered contracts by which the actor may take money: found by client or number, or of a party."""
    rows = visible(actor, Contract, "payments.take").filter(state=Contract.State.REGISTERED)
    if party_id is not None:
        rows = rows.filter(party_id=party_id)
    if text:
        found = found_keys(policy_of(actor), rows, object_types["practice.contract"], text)
        rows = rows.filter(pk__in=found)
    rows = rows.annotate(left=_left(Q()), due=_left(Q(due_on__lte=today))).order_by("-created_at", "-pk")
    shown = rows.values_list("pk", "number", "party__name", "left", "due")[:FOUND]
    return [Payable(*row) for row in shown]


def _left(which: Q) -> Coalesce:
    rows = Receivable.objects.filter(which, contract_id=OuterRef("pk"), is_open=True).order_by()
    sums = rows.values("contract_id").annotate(sum=Sum("remains")).values("sum")
    return Coalesce(Subquery(sums), ZERO, output_field=DecimalField(max_digits=14, decimal_places=2))


@dataclass(frozen=True, slots=True)
class DueLine:
    """A payment of a plan that should have come by today, in roubles."""

    contract_id: int
    contract_number: str
    client: str
    due_on: date
    remains: Decimal
    responsible: str | None


def due_lines(actor: Actor, today: date, most: int) -> list[DueLine]:
    """What is due today and was due in the last days, today's first: one statement."""
    rows = visible(actor, Receivable).filter(is_open=True, due_on__lte=today).order_by("-due_on", "-pk")
    columns = (
        "contract_id", "contract__number", "contract__party__name", "due_on", "remains",
        "contract__responsible__name",
    )  # fmt: skip
    return [DueLine(*row) for row in rows.values_list(*columns)[:most]]


@dataclass(frozen=True, slots=True)
class Movement:
    """Cash that moved without a client; the sum with its sign, in roubles."""

    kind: str
    amount: Decimal
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShiftTotals:
    """What moved in a shift, in roubles: (kind, way) → sum of payments; reversals of cash; movements."""

    taken: dict[tuple[str, str], Decimal]
    counts: dict[tuple[str, str], int]
    reversed_cash: Decimal
    movements: tuple[Movement, ...]

    def of(self, kind: str, method: str) -> Decimal:
        """The sum of payments or refunds by a way of payment."""
        return self.taken.get((kind, method), ZERO)

    @property
    def cash(self) -> Decimal:
        """What the shift adds to the desk, beginning with what should have lain there."""
        moved = sum((one.amount for one in self.movements), ZERO)
        return self.of("payment", "cash") - self.of("refund", "cash") + self.reversed_cash + moved


def shift_totals(shift: Shift) -> ShiftTotals:
    """The totals of a shift that the actor sees, whoever's matters its payments are: three statements.

    The sums are of the desk, not of clients: what lies in it is counted whole.
    """
    sums = Payment.objects.filter(shift=shift).order_by().values_list("kind", "method")
    taken: dict[tuple[str, str], Decimal] = {}
    counts: dict[tuple[str, str], int] = {}
    for kind, method, total, count in sums.annotate(total=Sum("amount"), count=Count("pk")):
        taken[kind, method], counts[kind, method] = total, count
    back = Payment.objects.filter(reversal_shift=shift, method="cash").aggregate(
        payments=Sum("amount", filter=Q(kind="payment")), refunds=Sum("amount", filter=Q(kind="refund"))
    )
    rows = CashMovement.objects.filter(shift=shift).order_by("at", "pk")
    movements = tuple(
        Movement(row.kind, row.amount if row.kind in CashMovement.COMING else -row.amount, row.reason, row.at)
        for row in rows
    )
    reversed_cash = (back["refunds"] or ZERO) - (back["payments"] or ZERO)
    return ShiftTotals(taken, counts, reversed_cash, movements)


@dataclass(frozen=True, slots=True)
class DeskState:
    """A cash desk now: its open shift, if any, and what lies in it, in roubles."""

    id: int
    name: str
    office: str
    cash: Decimal
    shift_id: int | None
    shift_number: int | None
    opened_at: datetime | None
    opened_by: str | None


def desk_states(actor: Actor) -> Sequence[DeskState]:
    """The desks in use that the actor may work at: one statement."""
    open_shift = Shift.objects.filter(desk_id=OuterRef("pk"), closed_at=None)
    rows = (
        visible(actor, CashDesk, "cash.shift")
        .filter(is_active=True)
        .annotate(
            shift_id=Subquery(open_shift.values("pk")[:1]),
            shift_number=Subquery(open_shift.values("number")[:1]),
            opened_at=Subquery(open_shift.values("opened_at")[:1]),
            opened_by=Subquery(open_shift.values("opened_by__name")[:1]),
        )
        .order_by("name", "pk")
    )
    columns = ("pk", "name", "office__name", "cash", "shift_id", "shift_number", "opened_at", "opened_by")
    return [DeskState(*row) for row in rows.values_list(*columns)]


def named_invoice(actor: Actor, contract_id: int, typed: str) -> Invoice | None:
    """The invoice of a contract that waits for money and that an address names; None for anything else."""
    if not typed.isdecimal() or len(typed) > LONGEST_KEY:
        return None
    waits = (Invoice.State.ISSUED, Invoice.State.PART_PAID)
    return visible(actor, Invoice).filter(pk=int(typed), contract_id=contract_id, state__in=waits).first()
