"""What the commands of invoices share: taking drafts, sums that follow the positions, walls."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.finance.invoices.models import Invoice, InvoiceLine
from femida.firm.offices.queries import local_date
from femida.kernel.money import LIMIT
from femida.parties.registry.models import Party
from femida.platform.commands.core import save, take
from femida.platform.core.actor import Actor
from femida.platform.core.context import current_act
from femida.platform.core.errors import Invalid, UnableTo
from femida.practice.contracts.models import Contract, ContractParty

TYPE = "finance.invoice"


class UnableToChangeInvoice(UnableTo):
    """The invoice is issued or void, or what was asked does not fit it."""

    code = "unable_to_change_invoice"
    default_sentence = gettext_lazy("Only a draft can be changed. Declare it void and copy it as a new one.")


def today_of(office_id: int) -> date:
    """The day of the running act in an office."""
    act = current_act()
    assert act is not None
    return local_date(office_id, act.at)


def take_draft(actor: Actor, invoice_id: int, version: int | None) -> Invoice:
    """Lock an invoice that is still a draft, checking the right of the running command on it."""
    invoice = take(actor, Invoice, invoice_id, version=version)
    if invoice.state != Invoice.State.DRAFT:
        raise UnableToChangeInvoice
    return invoice


def payer_of(contract: Contract, party_id: int | None) -> int:
    """Who pays: the client, or a further party of the contract. Raises Invalid at `party` for others."""
    if party_id is None or party_id == contract.party_id:
        return contract.party_id
    if not ContractParty.objects.filter(contract=contract, party_id=party_id).exists():
        raise Invalid(
            {"party": _("The payer is the client or a party of the contract: add the party first.")}
        )
    return party_id


def wall_of(contract_party_id: int, payer_id: int) -> int | None:
    """The wall that an invoice stands behind: the client's, or else the payer's."""
    walls = dict(Party.objects.filter(pk__in=[contract_party_id, payer_id]).values_list("pk", "wall_id"))
    return walls[contract_party_id] or walls[payer_id]


def due_day(typed: date, today: date) -> date:
    """The day until which to pay. Raises Invalid at `due_on` for a day that is over, or years ahead."""
    if not today <= typed or (typed - today).days > 366 * 3:
        raise Invalid({"due_on": _("A day from today on, within three years.")})
    return typed


def retotal(invoice: Invoice) -> None:
    """Bring the sums of a draft to its positions."""
    sums = InvoiceLine.objects.filter(invoice=invoice).aggregate(amount=Sum("amount"), vat=Sum("vat"))
    invoice.amount = sums["amount"] or Decimal(0)
    invoice.vat = sums["vat"] or Decimal(0)
    if invoice.amount > LIMIT:
        raise Invalid({"price": _("The sum is too great.")})
    save(invoice, "amount", "vat")
