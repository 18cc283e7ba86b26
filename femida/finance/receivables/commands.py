"""Following plans, planning receipts, giving a day to what waits for the work, noting what is overdue."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.finance.ledger.queries import money_of
from femida.finance.receivables.allocating import rebalance
from femida.finance.receivables.events import ReceiptPlanned, ReceivableDue
from femida.finance.receivables.models import Overdue, Receivable
from femida.finance.receivables.settling import count_overdue, note_overdue, settle
from femida.firm.offices.queries import local_date
from femida.firm.staff.queries import employee_of
from femida.platform.access.queries import visible
from femida.platform.commands.core import command, save, take
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.context import current_act
from femida.platform.core.errors import Invalid, NotFound, UnableTo
from femida.platform.journal.recording import record
from femida.platform.texts.typed import typed_line
from femida.practice.contracts.models import Contract, Instalment

FURTHEST = timedelta(days=3660)
NOTED_AT_ONCE = 100
MAINTAIN = "receivables.maintain"


class UnableToVoidWithMoney(UnableTo):
    """Money of the client lies on the contract, or work on it was accepted."""

    code = "contract_holds_money"
    default_sentence = gettext_lazy("The contract holds money of the client. Refund it first.")


class UnableToPlanReceipt(UnableTo):
    """The payment has come already, or has a day already."""

    code = "unable_to_plan_receipt"
    default_sentence = gettext_lazy("This payment has come already.")


def today_of(contract: Contract) -> date:
    """The calendar day in the contract's office."""
    assert contract.office_id is not None
    return local_date(contract.office_id, clock.now())


@command(right=MAINTAIN, on=Contract)
def follow_plan(actor: Actor, *, contract_id: int) -> None:
    """Make the receivables of the plan in force; what was paid under an earlier one is put to the new one.

    The money moves by one entry «reallocation» of today, in the order of the new plan; what is over stays
    an advance. Reactions call it when a contract is registered and when its plan is set anew.
    """
    contract = take(actor, Contract, contract_id)
    today = today_of(contract)
    note_overdue(contract.pk, contract.party_id, today)
    old = Receivable.objects.filter(contract=contract)
    Overdue.objects.filter(contract=contract, ended_on=None).update(ended_on=today)
    old.delete()
    plan = Instalment.objects.filter(plan__contract=contract, plan__is_current=True).order_by("number")
    Receivable.objects.bulk_create(
        Receivable(
            contract=contract,
            instalment=one,
            number=one.number,
            due_on=one.due_on,
            stage_name=one.stage_name,
            amount=one.amount,
        )
        for one in plan
    )
    count_overdue(contract.pk)
    rebalance(actor, contract, today)
    settle(contract.pk, today)


@command(right=MAINTAIN, on=Contract)
def leave_plan(actor: Actor, *, contract_id: int) -> None:
    """Take the receivables of a void contract away; a reaction calls it.

    Raises UnableToVoidWithMoney while money of the client lies on the contract or accepted work is not
    taken back: so the act that voids is refused.
    """
    contract = take(actor, Contract, contract_id)
    money = money_of(contract.pk)
    if money.debts or money.revenue:
        raise UnableToVoidWithMoney(
            _("Work on the contract was accepted. Void the certificate of work first.")
        )
    if money.paid or money.advances:
        raise UnableToVoidWithMoney
    Overdue.objects.filter(contract=contract, ended_on=None).update(ended_on=today_of(contract))
    Receivable.objects.filter(contract=contract).delete()


@command(right="receivables.plan", on=Receivable)
def plan_receipt(
    actor: Actor,
    *,
    receivable_id: int,
    expected_on: date | None,
    comment: str = "",
    version: int | None = None,
) -> None:
    """Say when a payment will come and why. Raises Invalid, Stale, UnableToPlanReceipt for a paid one."""
    row = take(actor, Receivable, receivable_id, version=version)
    if not row.is_open:
        raise UnableToPlanReceipt
    today = today_of(row.contract)
    if expected_on is not None and not today <= expected_on <= today + FURTHEST:
        raise Invalid({"expected_on": _("A day from today on, within ten years.")})
    author = employee_of(actor.id) if actor.kind == "person" and actor.id is not None else None
    row.expected_on = expected_on
    row.comment = typed_line("comment", comment, longest=500)
    row.planned_by_id = author.id if author is not None else None
    save(row, "expected_on", "comment", "planned_by")
    record(ReceiptPlanned(receivable_id=row.pk, contract_id=row.contract_id, expected_on=expected_on))


@command(right="receivables.plan", on=Receivable)
def set_due(actor: Actor, *, instalment_id: int, day: date, version: int | None = None) -> None:
    """Give a day to a payment that waits for a stage of the work: the stage is done.

    The day may be in the past, when the stage was noted late. A second call with the same day changes
    nothing. Raises NotFound for an instalment out of force, UnableToPlanReceipt when its plan names a day,
    Invalid, Stale.
    """
    pk = visible(actor, Receivable).filter(instalment_id=instalment_id).values_list("pk", flat=True).first()
    if pk is None:
        raise NotFound
    row = take(actor, Receivable, pk, version=version)
    if not row.stage_name or Instalment.objects.filter(pk=instalment_id, due_on__isnull=False).exists():
        raise UnableToPlanReceipt(_("The plan names a day for this payment already."))
    if row.due_on == day:
        return
    today = today_of(row.contract)
    if not today - FURTHEST <= day <= today + FURTHEST:
        raise Invalid({"day": _("A day within ten years.")})
    row.due_on = day
    save(row, "due_on")
    record(ReceivableDue(receivable_id=row.pk, contract_id=row.contract_id, due_on=day))


@command(right=MAINTAIN, on=Contract)
def stage_is_done(actor: Actor, *, contract_id: int, stage_name: str) -> int:
    """Give today's day to the open payments of a plan that wait for this stage; returns how many.

    A reaction on the finished stage calls it; a second call changes nothing.
    """
    contract = take(actor, Contract, contract_id)
    today = today_of(contract)
    waiting = Receivable.objects.filter(contract=contract, stage_name=stage_name, due_on=None).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    for pk in ids:
        row = take(actor, Receivable, pk)
        row.due_on = today
        save(row, "due_on")
        record(ReceivableDue(receivable_id=row.pk, contract_id=contract.pk, due_on=today))
    return len(ids)


@command(right=MAINTAIN)
def note_what_is_overdue(actor: Actor) -> int:
    """Note up to `NOTED_AT_ONCE` contracts with payments that were not there on their day; returns how many.

    The day is that of the contract's office.
    """
    due = _contracts_to_note()
    for contract_id in due:
        contract = take(actor, Contract, contract_id)
        note_overdue(contract.pk, contract.party_id, today_of(contract))
    return len(due)


def _contracts_to_note() -> list[int]:
    act = current_act()
    assert act is not None
    with connection.cursor() as cursor:
        cursor.execute(_TO_NOTE, {"now": act.at, "most": NOTED_AT_ONCE})
        return [row[0] for row in cursor.fetchall()]


_TO_NOTE = """
SELECT DISTINCT r.contract_id
  FROM receivables_receivable r
  JOIN contracts_contract c ON c.id = r.contract_id
  JOIN offices_office o ON o.id = c.office_id
 WHERE r.is_open AND r.due_on < (%(now)s::timestamptz AT TIME ZONE o.time_zone)::date
   AND NOT EXISTS (SELECT 1 FROM receivables_overdue v
                    WHERE v.instalment_id = r.instalment_id AND v.due_on = r.due_on)
 ORDER BY 1 LIMIT %(most)s
"""
