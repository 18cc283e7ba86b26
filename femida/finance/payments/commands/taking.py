"""Taking money from clients and giving it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.finance.invoices.models import Invoice
from femida.finance.invoices.queries import instalments_of
from femida.finance.ledger.queries import ZERO, ContractMoney, closed_through, money_of
from femida.finance.payments import cash
from femida.finance.payments.commands.billing import hold_invoices, settle_invoices
from femida.finance.payments.entries import bring_to_ledger, offset, post_money
from femida.finance.payments.events import PaymentRefunded, PaymentTaken
from femida.finance.payments.fiscal import write_receipts
from femida.finance.payments.models import Payment, Shift
from femida.finance.receivables.allocating import in_order, rebalance
from femida.finance.receivables.models import Receivable
from femida.finance.receivables.settling import Part, note_overdue, spread, total
from femida.firm.offices import numbering
from femida.firm.offices.queries import local_date
from femida.firm.staff.queries import employee_of
from femida.kernel.money import InvalidMoney, roubles
from femida.parties.registry.models import Party
from femida.platform.access.queries import visible
from femida.platform.commands.core import command, take
from femida.platform.core.actor import Actor
from femida.platform.core.context import current_act
from femida.platform.core.errors import Invalid, UnableTo
from femida.platform.journal.recording import record
from femida.platform.texts.typed import typed_line
from femida.platform.ui.formats import money as shown
from femida.practice.contracts.models import Contract, ContractParty

TYPE = "finance.payment"
TAKE = "payments.take"
REFUND = "payments.refund"
OLDEST = timedelta(days=366)
Method = Payment.Method


class UnableToTakePayment(UnableTo):
    """The contract takes no money now, or the form was sent for something else."""

    code = "unable_to_take_payment"
    default_sentence = gettext_lazy("Only a registered contract takes money.")


class UnableToRefund(UnableTo):
    """Nothing can be given back by this contract."""

    code = "unable_to_refund"


@command(right=TAKE, on=Contract)
def take_payment(
    actor: Actor,
    *,
    contract_id: int,
    amount: Decimal,
    method: str,
    payer_id: int | None = None,
    shift_id: int | None = None,
    parts: Sequence[Part] | None = None,
    is_advance: bool = False,
    business_date: date | None = None,
    purpose: str = "",
    invoice_id: int | None = None,
    key: UUID | None = None,
    version: int | None = None,
) -> int:
    """Take money by a registered contract, in roubles; returns the id of the payment.

    Without `parts` the money goes to the plan's payments in order, the oldest due first; what is over, or
    left out of the parts, needs `is_advance`. Cash needs an open shift; only a transfer may be dated back.
    An invoice that the payer names is paid before the rest of the plan. With `key` a repeated call gives the
    payment that the first one made. `version` is the contract's. Raises Invalid at the field,
    UnableToTakePayment, UnableToMoveCash, Stale, NotFound, Denied.
    """
    contract = take(actor, Contract, contract_id)
    sum_ = _checked_sum(amount)
    if (made := _made_by(key, contract, Payment.Kind.PAYMENT, sum_, method)) is not None:
        return made
    contract = take(actor, Contract, contract_id, version=version)
    if contract.state != Contract.State.REGISTERED:
        raise UnableToTakePayment
    today = _today(contract)
    day = _checked_day(contract, method, business_date, today)
    payer = _checked_party(actor, contract, payer_id, "payer")
    note_overdue(contract.pk, contract.party_id, today)
    hold_invoices(contract.pk)
    rows = _named_first(in_order(contract.pk), _checked_invoice(actor, contract, invoice_id))
    shares = spread(rows, sum_) if parts is None else _checked_parts(rows, parts, sum_)
    rest = sum_ - total(shares)
    if rest and not is_advance:
        raise Invalid({"amount": _over(rows, parts)})
    shift = _shift(actor, method, shift_id, contract, TAKE)
    return _enter(
        actor,
        contract,
        Payment(
            kind=Payment.Kind.PAYMENT.value,
            method=method,
            amount=sum_,
            business_date=day,
            party_id=payer,
            shift=shift,
            is_advance=bool(rest),
            purpose=typed_line("purpose", purpose, longest=500),
            invoice_id=invoice_id,
            key=key,
        ),
        shares,
        rest,
    )


@command(right=REFUND, on=Contract)
def refund(
    actor: Actor,
    *,
    contract_id: int,
    amount: Decimal,
    method: str,
    reason: str,
    receiver_id: int | None = None,
    shift_id: int | None = None,
    key: UUID | None = None,
    version: int | None = None,
) -> int:
    """Give money back that was paid and is not earned, in roubles; returns the id of the refund.

    It comes from what lies beyond the plan first, then from the plan's payments, the last first. A void or
    draft contract holds no money. Raises as `take_payment`, and UnableToRefund when nothing is unearned.
    """
    contract = take(actor, Contract, contract_id)
    sum_ = _checked_sum(amount)
    if (made := _made_by(key, contract, Payment.Kind.REFUND, sum_, method)) is not None:
        return made
    contract = take(actor, Contract, contract_id, version=version)
    hold_invoices(contract.pk)
    today = _today(contract)
    day = _checked_day(contract, method, None, today)
    receiver = _checked_party(actor, contract, receiver_id, "receiver")
    why = typed_line("reason", reason, longest=500, required=True)
    money = money_of(contract.pk)
    if money.advances <= 0:
        raise UnableToRefund(
            _("Nothing to give back: the client has paid nothing beyond the work that was accepted.")
        )
    if sum_ > money.advances:
        raise Invalid({"amount": _("At most %(most)s can be refunded.") % {"most": shown(money.advances)}})
    shares, rest = _taken_from(contract.pk, money, sum_)
    shift = _shift(actor, method, shift_id, contract, REFUND)
    return _enter(
        actor,
        contract,
        Payment(
            kind=Payment.Kind.REFUND.value,
            method=method,
            amount=sum_,
            business_date=day,
            party_id=receiver,
            shift=shift,
            reason=why,
            key=key,
        ),
        shares,
        rest,
    )


@command(right=TAKE, on=Contract)
def allocate_advance(actor: Actor, *, contract_id: int, version: int | None = None) -> None:
    """Put what lies beyond the plan to its open payments, the oldest due first.

    Raises UnableToTakePayment when there is nothing to put or nothing to put it to; Stale.
    """
    contract = take(actor, Contract, contract_id, version=version)
    hold_invoices(contract.pk)
    today = _today(contract)
    if not rebalance(actor, contract, today, with_advance=True):
        raise UnableToTakePayment(_("There is no advance that could be put to a payment of the plan."))
    bring_to_ledger(contract, today)
    settle_invoices(actor, contract.pk)


def _enter(actor: Actor, contract: Contract, row: Payment, shares: Sequence[Part], rest: Decimal) -> int:
    """Post, number and store a payment or refund that has been checked, and bring all to the ledger."""
    act = current_act()
    assert act is not None
    assert contract.office_id is not None
    is_refund = row.kind == Payment.Kind.REFUND
    row.contract, row.legal_entity_id = contract, contract.legal_entity_id
    row.office_id = row.shift.desk.office_id if row.shift is not None else contract.office_id
    if row.method == Method.CASH and row.shift is not None:
        cash.move(row.shift, -row.amount if is_refund else row.amount)
    row.entry_id = post_money(
        actor,
        contract,
        method=row.method,
        party_id=row.party_id,
        parts=shares,
        rest=rest,
        day=row.business_date,
        office_id=row.office_id,
        is_refund=is_refund,
    )
    settled = offset(actor, contract, row.business_date)
    # the counter is the last lock of the act
    year = row.business_date.year
    order = numbering.next_number(TYPE, row.legal_entity_id, row.office_id, year)
    row.number, row.number_year, row.number_order = numbering.written(row.office_id, year, order), year, order
    author = employee_of(actor.id) if actor.kind == "person" and actor.id is not None else None
    row.taken_by_id = author.id if author is not None else None
    row.created_at = act.at
    row.save(force_insert=True)
    write_receipts(row, settled)
    bring_to_ledger(contract, row.business_date)
    settle_invoices(actor, contract.pk)
    event = PaymentRefunded if is_refund else PaymentTaken
    record(
        event(
            payment_id=row.pk,
            contract_id=contract.pk,
            party_id=contract.party_id,
            deal_id=contract.deal_id,
            shift_id=row.shift_id,
        )
    )
    return row.pk


def _made_by(key: UUID | None, contract: Contract, kind: str, amount: Decimal, method: str) -> int | None:
    """The payment that a repeated press made the first time. Raises when the form says something else now."""
    made = Payment.objects.filter(key=key).first() if key is not None else None
    if made is None:
        return None
    if (made.contract_id, made.kind, made.amount, made.method) != (contract.pk, kind, amount, method):
        raise UnableToTakePayment(
            _("This form was sent already with other values. Look at the last payments, then open it anew.")
        )
    return made.pk


def _checked_sum(amount: Decimal) -> Decimal:
    try:
        sum_ = roubles(amount)
    except InvalidMoney:
        raise Invalid({"amount": _("Give a sum in roubles with at most two decimals.")}) from None
    if sum_ <= 0:
        raise Invalid({"amount": _("A sum above zero.")})
    return sum_


def _today(contract: Contract) -> date:
    act = current_act()
    assert act is not None
    assert contract.office_id is not None
    return local_date(contract.office_id, act.at)


def _checked_day(contract: Contract, method: str, wanted: date | None, today: date) -> date:
    if method not in Method.values:
        raise Invalid({"method": _("Choose from the list.")})
    if wanted is None or wanted == today:
        return today
    if method != Method.TRANSFER:
        raise Invalid({"business_date": _("Cash and cards are entered on their day: only today.")})
    if not today - OLDEST <= wanted < today:
        raise Invalid({"business_date": _("A day of the last year, not later than today.")})
    closed = closed_through(contract.legal_entity_id)
    if closed is not None and wanted <= closed:
        raise Invalid(
            {
                "business_date": _("The books are closed up to %(day)s. Choose a later date.")
                % {"day": date_format(closed, "d.m.Y")}
            }
        )
    return wanted


def _checked_party(actor: Actor, contract: Contract, party_id: int | None, field: str) -> int:
    """The client, or another party of the contract that the actor may see."""
    if party_id is None or party_id == contract.party_id:
        return contract.party_id
    is_of_contract = ContractParty.objects.filter(contract=contract, party_id=party_id).exists()
    if not is_of_contract or not visible(actor, Party).filter(pk=party_id).exists():
        raise Invalid({field: _("Choose one of the parties of the contract.")})
    return party_id


def _checked_invoice(actor: Actor, contract: Contract, invoice_id: int | None) -> list[int]:
    """The payments of the plan that the named invoice asks for."""
    if invoice_id is None:
        return []
    waits = visible(actor, Invoice).filter(
        pk=invoice_id, contract=contract, state__in=(Invoice.State.ISSUED, Invoice.State.PART_PAID)
    )
    if not waits.exists():
        raise Invalid({"invoice": _("This invoice does not wait for money.")})
    return instalments_of(invoice_id)


def _named_first(rows: Sequence[Receivable], named: Sequence[int]) -> list[Receivable]:
    return sorted(rows, key=lambda row: row.instalment_id not in named)


def _checked_parts(rows: Sequence[Receivable], parts: Sequence[Part], amount: Decimal) -> list[Part]:
    left = {row.instalment_id: row.remains for row in rows}
    checked = []
    for part in parts:
        try:
            share = roubles(part.amount)
        except InvalidMoney:
            raise Invalid({"parts": _("Give sums in roubles with at most two decimals.")}) from None
        if share == 0:
            continue
        if share < 0 or share > left.pop(part.instalment_id, ZERO):
            raise Invalid({"parts": _("A payment of the plan takes no more than remains of it.")})
        checked.append(Part(part.instalment_id, share))
    if total(checked) > amount:
        raise Invalid({"parts": _("The parts make more than the whole sum.")})
    return checked


def _over(rows: Sequence[Receivable], parts: Sequence[Part] | None) -> str:
    debt = sum((row.remains for row in rows), ZERO)
    if parts is not None and debt:
        return _("Part of the sum is put to no payment of the plan. Put it there, or tick “advance”.")
    return _("The debt is %(debt)s. If the client pays more, tick “advance”.") % {"debt": shown(debt)}


def _taken_from(contract_id: int, money: ContractMoney, amount: Decimal) -> tuple[list[Part], Decimal]:
    """From where a refund comes: parts of instalments, and what lies beyond them."""
    rest = min(money.unallocated, amount)
    wanted, parts = amount - rest, []
    for row in reversed(in_order(contract_id)):
        share = min(row.paid, wanted)
        if share > 0:
            parts.append(Part(row.instalment_id, share))
            wanted -= share
    if wanted:
        raise UnableToRefund(_("The plan does not hold so much. Set the plan of payments anew first."))
    return parts, rest


def _shift(actor: Actor, method: str, shift_id: int | None, contract: Contract, right: str) -> Shift | None:
    """The shift in which money moves: cash needs one, a card may be taken at a desk."""
    if method == Method.TRANSFER or (method == Method.CARD and shift_id is None):
        return None
    return cash.take_shift(actor, shift_id, contract.legal_entity_id, right)
