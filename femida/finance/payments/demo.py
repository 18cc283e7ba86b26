"""Payments of the demonstration firm: a desk in each office, shifts, and what clients paid by their plans."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Protocol

from femida.finance.payments.commands import (
    add_desk,
    close_shift,
    move_cash,
    open_shift,
    refund,
    reverse_payment,
    take_payment,
)
from femida.finance.payments.models import CashDesk, Payment, Shift
from femida.finance.receivables.commands import note_what_is_overdue, plan_receipt
from femida.finance.receivables.models import Receivable
from femida.firm.offices.models import Office
from femida.firm.offices.queries import zone_of
from femida.firm.staff.models import Employee
from femida.platform.core import clock
from femida.platform.core.actor import Actor

FLOAT = Decimal(5000)
ON_TIME, IN_PART = 0.82, 0.9
REFUND_REASON = "Клиент отказался от части работ"
MISTAKE = "Сумма введена дважды"
PROMISE = "Обещал заплатить после зарплаты"


class Context(Protocol):
    """What the set-up of the demonstration firm gives to each room."""

    random: random.Random
    now: datetime
    made: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Coming:
    """A payment that will be made: when, by which contract, how much of an instalment, in which way."""

    at: datetime
    contract_id: int
    office_id: int
    amount: Decimal
    method: str


def build(context: Context) -> None:
    """Open a desk per office, let clients pay on their days, leave a shift of today open for the cashier."""
    actor = Actor.system("demo")
    desks = {
        office.pk: _desk(actor, office) for office in Office.objects.filter(is_active=True).order_by("pk")
    }
    days: dict[tuple[date, int], list[Coming]] = defaultdict(list)
    for one in sorted(_coming(context), key=lambda one: (one.at, one.contract_id)):
        days[one.at.astimezone(zone_of(one.office_id)).date(), one.office_id].append(one)
    today = context.now.astimezone(zone_of(min(desks))).date()
    for (day, office_id), payments in sorted(days.items()):
        _work(desks[office_id], payments, is_today=day == today)
    _special(context, actor)
    _open_today(context, desks)
    with clock.at(context.now):
        note_what_is_overdue(actor)
    _promise(actor, context.now)


def _desk(actor: Actor, office: Office) -> int:
    return add_desk(actor, office_id=office.pk, name=f"Касса · {office.city}")


def _cashier(office_id: int) -> Actor:
    """The cashier of an office; the house where there is none."""
    people = Employee.objects.filter(main_office_id=office_id, position__name="Кассир").order_by("pk")
    account = people.values_list("account_id", flat=True).first()
    return Actor.person(account) if account is not None else Actor.system("demo")


def _coming(context: Context) -> Iterator[Coming]:
    """Most payments come on their day, some in part, some not at all."""
    chance = context.random
    rows = Receivable.objects.select_related("contract").order_by("contract_id", "number")
    for row in rows:
        office_id = row.contract.office_id
        assert office_id is not None
        assert row.due_on is not None
        fate = chance.random()
        method = chance.choice(("card", "card", "transfer", "cash"))
        late = chance.choice((0, 0, 0, 1, 4))
        hour = chance.randint(10, 16)
        at = datetime.combine(row.due_on + timedelta(days=late), time(hour), zone_of(office_id))
        signed_on = row.contract.signed_on
        assert signed_on is not None
        at = max(at, datetime.combine(signed_on, time(17), zone_of(office_id)))
        if at > context.now or fate > IN_PART:
            continue
        amount = row.amount if fate < ON_TIME else (row.amount / 2).quantize(Decimal("0.01"))
        yield Coming(at, row.contract_id, office_id, amount, method)


def _work(desk_id: int, payments: list[Coming], *, is_today: bool) -> None:
    """A day of one office: a shift when somebody pays in cash."""
    actor = _cashier(payments[0].office_id)
    if is_today or not any(one.method == "cash" for one in payments):
        for one in payments:
            _pay(actor, one, None)
        return
    with clock.at(payments[0].at - timedelta(minutes=30)):
        shift_id = _open(actor, desk_id)
    for one in payments:
        _pay(actor, one, shift_id)
    with clock.at(payments[-1].at + timedelta(hours=1)):
        surplus = CashDesk.objects.get(pk=desk_id).cash - FLOAT
        if surplus > 0:
            move_cash(actor, shift_id=shift_id, kind="to_bank", amount=surplus)
        left = CashDesk.objects.get(pk=desk_id).cash
        close_shift(actor, shift_id=shift_id, counted=left)


def _open(actor: Actor, desk_id: int) -> int:
    desk = CashDesk.objects.get(pk=desk_id)
    shift_id = open_shift(actor, desk_id=desk_id, counted=desk.cash)
    if not Shift.objects.filter(desk=desk).exclude(pk=shift_id).exists():
        move_cash(actor, shift_id=shift_id, kind="put_in", amount=FLOAT, reason="Размен")
    return shift_id


def _pay(actor: Actor, one: Coming, shift_id: int | None) -> None:
    left = sum((row.remains for row in Receivable.objects.filter(contract_id=one.contract_id)), Decimal(0))
    amount = min(one.amount, left)
    method = "card" if one.method == "cash" and shift_id is None else one.method
    if amount:
        with clock.at(one.at):
            take_payment(
                actor,
                contract_id=one.contract_id,
                amount=amount,
                method=method,
                shift_id=shift_id if method != "transfer" else None,
                purpose="Оплата по договору",
            )


def _special(context: Context, actor: Actor) -> None:
    """One advance over the debt, one refund, one mistake reversed."""
    paid = (
        Receivable.objects.filter(is_open=False).order_by("contract_id").values_list("contract_id", flat=True)
    )
    ids = list(dict.fromkeys(paid))[:3]
    with clock.at(context.now - timedelta(hours=2)):
        if ids:
            take_payment(
                actor, contract_id=ids[0], amount=Decimal(300000), method="transfer", is_advance=True,
                purpose="Аванс на следующие работы",
            )  # fmt: skip
        if len(ids) > 1:
            last_paid = Receivable.objects.filter(contract_id=ids[1], paid__gt=0).order_by("-number")
            part = min(Decimal(1500), last_paid[0].paid)
            refund(actor, contract_id=ids[1], amount=part, method="card", reason=REFUND_REASON)
        last = Payment.objects.filter(kind="payment", method="card").exclude(contract_id__in=ids[:2])
        wrong = last.order_by("-pk").first()
        if wrong is not None:
            reverse_payment(actor, payment_id=wrong.pk, reason=MISTAKE)


def _open_today(context: Context, desks: dict[int, int]) -> None:
    """The first office works today: its shift is open, and somebody has paid in cash."""
    office_id = min(desks)
    actor = _cashier(office_id)
    with clock.at(context.now - timedelta(minutes=50)):
        shift_id = _open(actor, desks[office_id])
        rows = Receivable.objects.filter(is_open=True, contract__office_id=office_id).order_by("due_on", "pk")
        for row in rows[:2]:
            take_payment(
                actor, contract_id=row.contract_id, amount=min(row.remains, Decimal(5000)), method="cash",
                shift_id=shift_id, purpose="Оплата по договору",
            )  # fmt: skip
        move_cash(actor, shift_id=shift_id, kind="expense", amount=Decimal(640), reason="Бумага для принтера")


def _promise(actor: Actor, now: datetime) -> None:
    """Lawyers know when some of the overdue payments will come."""
    with clock.at(now):
        late = Receivable.objects.filter(is_open=True, times_overdue__gt=0).order_by("pk")
        for number, pk in enumerate(late.values_list("pk", flat=True)[:6]):
            day = now.date() + timedelta(days=2 + 3 * number)
            plan_receipt(actor, receivable_id=pk, expected_on=day, comment=PROMISE)
