"""Monthly invoices of regular contracts."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from femida.finance.invoices.commands.drafting import draft_invoice
from femida.finance.invoices.commands.storing import TYPE, UnableToChangeInvoice
from femida.finance.invoices.events import MonthNotBilled, SubscriptionSet
from femida.finance.invoices.models import Invoice, InvoiceInstalment, Subscription
from femida.firm.staff.queries import accounts_of
from femida.parties.registry.models import Party
from femida.platform.access.queries import get_visible
from femida.platform.commands.core import command, hold, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid
from femida.platform.journal.recording import record
from femida.platform.notices.notifying import notify
from femida.practice.contracts.models import Contract, Instalment

LATEST_DAY = 28
CONTRACT = "practice.contract"


@command(right="invoices.draft", on=Contract)
def set_subscription(actor: Actor, *, contract_id: int, day: int, is_active: bool = True) -> None:
    """Have an invoice of a regular contract made on a day of each month (1 to 28), or stop that.

    Raises Invalid at `day`, UnableToChangeInvoice for a contract that is no regular service or is void.
    """
    contract = take(actor, Contract, contract_id)
    if contract.kind != Contract.Kind.REGULAR or contract.state == Contract.State.VOID:
        raise UnableToChangeInvoice(_("Monthly invoices are of regular contracts in force."))
    if not 1 <= day <= LATEST_DAY:
        raise Invalid({"day": _("From 1 to 28: every month has such a day.")})
    Subscription.objects.update_or_create(
        contract=contract, defaults={"day": day, "is_active": is_active, "refused": ""}
    )
    record(SubscriptionSet(contract_id=contract.pk, day=day, is_active=is_active))


@command(right="invoices.maintain", on=Contract)
def bill_month(actor: Actor, *, contract_id: int, month: date) -> int | None:
    """Issue the invoice of a regular contract for a month; returns its id, None when nothing is due in it.

    It asks for the payments of the plan in force that fall into the month and are not billed, and the
    responsible person is told. A second call for the month gives the invoice that the first one made, be
    it void: the database holds one for each contract and month. Raises UnableToIssueInvoice, Invalid.
    """
    # the client first, as everywhere: no wall goes up meanwhile
    hold(Party, get_visible(actor, Contract, contract_id).party_id)
    contract = take(actor, Contract, contract_id)
    period = month.replace(day=1)
    made = Invoice.objects.filter(contract=contract, period=period).values_list("pk", flat=True).first()
    if made is not None:
        return made
    due = Instalment.objects.filter(
        plan__contract=contract,
        plan__is_current=True,
        due_on__year=period.year,
        due_on__month=period.month,
    )
    billed = InvoiceInstalment.objects.filter(is_live=True, instalment__in=due).values("instalment_id")
    ids = list(due.exclude(pk__in=billed).values_list("pk", flat=True))
    if not ids:
        return None
    pk = draft_invoice(
        actor,
        contract_id=contract.pk,
        kind=Invoice.Kind.SUBSCRIPTION.value,
        instalments=ids,
        period=period,
        issue=True,
    )
    Subscription.objects.filter(contract=contract).exclude(refused="").update(refused="")
    notify(accounts_of([contract.responsible_id]).values(), "invoices.monthly", TYPE, pk)
    return pk


@command(right="invoices.maintain", on=Contract)
def note_refusal(actor: Actor, *, contract_id: int, sentence: str) -> None:
    """Keep why a monthly invoice could not be made and tell the responsible person, once for each cause."""
    contract = take(actor, Contract, contract_id)
    subscription = Subscription.objects.get(contract=contract)
    if subscription.refused == sentence[:300]:
        return
    subscription.refused = sentence[:300]
    save(subscription, "refused")
    record(MonthNotBilled(contract_id=contract.pk))
    notify(accounts_of([contract.responsible_id]).values(), "invoices.not_made", CONTRACT, contract.pk)
