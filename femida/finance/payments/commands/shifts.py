"""Cash desks, their shifts, and cash that comes or goes without a client."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.finance.ledger.chart import Code
from femida.finance.ledger.posting import Line, post
from femida.finance.payments import cash
from femida.finance.payments.events import CashDeskAdded, CashDeskChanged, CashMoved, ShiftClosed, ShiftOpened
from femida.finance.payments.models import CashDesk, CashMovement, Shift
from femida.firm.offices.models import Office
from femida.firm.offices.queries import local_date
from femida.firm.staff.queries import employee_of
from femida.kernel.money import InvalidMoney, roubles
from femida.platform.access.queries import get_visible, visible
from femida.platform.commands.core import command, hold, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.context import current_act
from femida.platform.core.errors import Denied, Invalid, UnableTo
from femida.platform.journal.recording import record
from femida.platform.texts.typed import typed_line
from femida.platform.ui.formats import money

SHIFT = "cash.shift"
SET_UP = "cash.set_up"
Kind = CashMovement.Kind
# the other side of each movement in the ledger
ACCOUNTS = {
    Kind.PUT_IN.value: Code.BANK,
    Kind.TO_BANK.value: Code.BANK,
    Kind.EXPENSE.value: Code.EXPENSES,
    Kind.SHORTAGE.value: Code.CASH_SHORTAGE,
    Kind.SURPLUS.value: Code.CASH_SURPLUS,
}
BY_HAND = (Kind.PUT_IN.value, Kind.TO_BANK.value, Kind.EXPENSE.value)


class UnableToOpenShift(UnableTo):
    """A shift of the desk is open already, or the desk is out of use."""

    code = "unable_to_open_shift"
    default_sentence = gettext_lazy("A shift of this cash desk is open already.")


class UnableToCloseShift(UnableTo):
    """The shift is closed already."""

    code = "unable_to_close_shift"
    default_sentence = gettext_lazy("The shift is closed already.")


class UnableToChangeDesk(UnableTo):
    """A shift of the desk is open, or cash lies in it."""

    code = "unable_to_change_desk"


@command(right=SET_UP)
def add_desk(actor: Actor, *, office_id: int, name: str) -> int:
    """Set up a cash desk of an office and its legal entity; returns its id.

    Raises Invalid, NotFound, Denied.
    """
    office = get_visible(actor, Office, office_id)
    if not visible(actor, Office, SET_UP).filter(pk=office_id).exists():
        raise Denied(right=SET_UP)
    title = _free_name(office_id, name)
    desk = CashDesk.objects.create(name=title, office=office, legal_entity_id=office.legal_entity_id)
    record(CashDeskAdded(desk_id=desk.pk))
    return desk.pk


@command(right=SET_UP, on=CashDesk)
def change_desk(
    actor: Actor, *, desk_id: int, name: str, is_active: bool, version: int | None = None
) -> None:
    """Rename a desk, take it out of use or back. Raises Invalid, Stale, UnableToChangeDesk."""
    desk = take(actor, CashDesk, desk_id, version=version)
    desk.name = _free_name(desk.office_id, name, but=desk_id)
    is_busy = desk.cash or Shift.objects.filter(desk=desk, closed_at=None).exists()
    if not is_active and is_busy:
        raise UnableToChangeDesk(_("Close the shift and take the cash to the bank first."))
    desk.is_active = is_active
    save(desk, "name", "is_active")
    record(CashDeskChanged(desk_id=desk.pk))


@command(right=SHIFT, on=CashDesk)
def open_shift(actor: Actor, *, desk_id: int, counted: Decimal, reason: str = "") -> int:
    """Open a shift with the cash that was counted, in roubles; returns its id.

    A difference to what should lie there needs a reason and is posted as missing or over. Raises Invalid,
    UnableToOpenShift, NotFound, Denied.
    """
    desk = take(actor, CashDesk, desk_id)
    if not desk.is_active:
        raise UnableToOpenShift(_("This cash desk is out of use."))
    if Shift.objects.filter(desk=desk, closed_at=None).exists():
        raise UnableToOpenShift
    sum_ = _counted(counted)
    why = _reason(reason, sum_, desk.cash)
    act = current_act()
    assert act is not None
    last = Shift.objects.filter(desk=desk).aggregate(last=Max("number"))["last"] or 0
    shift = Shift.objects.create(
        desk=desk,
        number=last + 1,
        business_date=local_date(desk.office_id, act.at),
        opened_at=act.at,
        opened_by_id=_author(actor),
        opening_expected=desk.cash,
        opening_counted=sum_,
        opening_reason=why,
    )
    _explain(actor, shift, sum_ - desk.cash, why)
    record(ShiftOpened(shift_id=shift.pk, desk_id=desk.pk))
    return shift.pk


@command(right=SHIFT, on=Shift)
def close_shift(
    actor: Actor, *, shift_id: int, counted: Decimal, reason: str = "", version: int | None = None
) -> None:
    """Close a shift with the cash that was counted, in roubles.

    A difference to what should lie there needs a reason and is posted as missing or over. Raises Invalid,
    UnableToCloseShift, Stale, NotFound, Denied.
    """
    shift = take(actor, Shift, shift_id, version=version)
    if not shift.is_open:
        raise UnableToCloseShift
    hold(CashDesk, shift.desk_id)
    expected = CashDesk.objects.values_list("cash", flat=True).get(pk=shift.desk_id)
    sum_ = _counted(counted)
    why = _reason(reason, sum_, expected)
    _explain(actor, shift, sum_ - expected, why)
    act = current_act()
    assert act is not None
    shift.closed_at, shift.closed_by_id = act.at, _author(actor)
    shift.closing_expected, shift.closing_counted, shift.closing_reason = expected, sum_, why
    save(shift, "closed_at", "closed_by", "closing_expected", "closing_counted", "closing_reason")
    record(ShiftClosed(shift_id=shift.pk, desk_id=shift.desk_id))


@command(right=SHIFT, on=Shift)
def move_cash(
    actor: Actor, *, shift_id: int, kind: str, amount: Decimal, reason: str = "", key: UUID | None = None
) -> int:
    """Put cash in, take it to the bank, or pay a small expense, in roubles; returns the movement's id.

    With `key` a repeated call gives the first answer. Raises Invalid, UnableToMoveCash, NotFound, Denied.
    """
    shift = take(actor, Shift, shift_id)
    made = CashMovement.objects.filter(key=key).first() if key is not None else None
    if made is not None:
        return made.pk
    if not shift.is_open:
        raise cash.UnableToMoveCash(_("The shift is closed. Open a new one first."))
    hold(CashDesk, shift.desk_id)
    if kind not in BY_HAND:
        raise Invalid({"kind": _("Choose from the list.")})
    sum_ = _counted(amount)
    if not sum_:
        raise Invalid({"amount": _("A sum above zero.")})
    why = typed_line("reason", reason, longest=500, required=kind == Kind.EXPENSE)
    return _move(actor, shift, kind, sum_, why, key)


def _move(
    actor: Actor, shift: Shift, kind: str, amount: Decimal, reason: str, key: UUID | None = None
) -> int:
    signed = amount if kind in CashMovement.COMING else -amount
    cash.move(shift, signed)
    act = current_act()
    assert act is not None
    entry_id = post(
        actor,
        kind=f"cash.{kind}",
        legal_entity_id=shift.desk.legal_entity_id,
        office_id=shift.desk.office_id,
        business_date=local_date(shift.desk.office_id, act.at),
        lines=[Line(Code.CASH, signed), Line(ACCOUNTS[kind], -signed)],
    )
    movement = CashMovement.objects.create(
        shift=shift,
        kind=kind,
        amount=amount,
        reason=reason,
        entry_id=entry_id,
        moved_by_id=_author(actor),
        at=act.at,
        key=key,
    )
    record(CashMoved(shift_id=shift.pk, desk_id=shift.desk_id, what=kind))
    return movement.pk


def _explain(actor: Actor, shift: Shift, difference: Decimal, reason: str) -> None:
    if difference:
        kind = Kind.SURPLUS if difference > 0 else Kind.SHORTAGE
        _move(actor, shift, kind.value, abs(difference), reason)


def _counted(amount: Decimal) -> Decimal:
    try:
        sum_ = roubles(amount)
    except InvalidMoney:
        raise Invalid({"counted": _("Give a sum in roubles with at most two decimals.")}) from None
    if sum_ < 0:
        raise Invalid({"counted": _("Cash cannot be below zero.")})
    return sum_


def _reason(reason: str, counted: Decimal, expected: Decimal) -> str:
    why = typed_line("reason", reason, longest=500)
    if counted != expected and not why:
        raise Invalid(
            {
                "reason": _("There should be %(expected)s. Count again, or say why it is not so.")
                % {"expected": money(expected)}
            }
        )
    return why if counted != expected else ""


def _free_name(office_id: int, name: str, but: int = 0) -> str:
    title = typed_line("name", name, longest=80, required=True)
    if CashDesk.objects.filter(office_id=office_id, name=title).exclude(pk=but).exists():
        raise Invalid({"name": _("The office has a cash desk of this name already.")})
    return title


def _author(actor: Actor) -> int | None:
    author = employee_of(actor.id) if actor.kind == "person" and actor.id is not None else None
    return author.id if author is not None else None
