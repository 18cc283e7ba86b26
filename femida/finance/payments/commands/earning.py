"""Accepted work: what the client owes by a signed certificate, and the offset of what was paid before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy

from femida.finance.ledger.posting import reverse
from femida.finance.payments.entries import bring_to_ledger, offset, post_work
from femida.finance.payments.events import WorkRecognised, WorkTakenBack
from femida.finance.payments.fiscal import drop_receipts, write_offset
from femida.finance.payments.models import Recognition
from femida.kernel.money import roubles
from femida.platform.commands.core import command, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import NotFound, UnableTo
from femida.platform.journal.recording import record
from femida.practice.contracts.models import Contract

MAINTAIN = "payments.maintain"


class UnableToRecognise(UnableTo):
    """The contract is not registered, or the certificate was entered with other values."""

    code = "unable_to_recognise"
    default_sentence = gettext_lazy("Work is accepted by a registered contract only.")


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a signed certificate of work says: `amount` in roubles with VAT, `vat` its part by its lines."""

    certificate_id: int
    contract_id: int
    amount: Decimal
    vat: Decimal
    business_date: date


@command(right=MAINTAIN, on=Contract)
def recognise(actor: Actor, *, accepted: Accepted) -> int:
    """Enter accepted work as earned and offset it with advances; returns the id of the entry.

    The reaction on a signed certificate calls it; a second call with the same values changes nothing.
    Raises UnableToRecognise, UnableToPost for a closed month, ValueError for sums that cannot be.
    """
    contract = take(actor, Contract, accepted.contract_id)
    amount, vat = roubles(accepted.amount), roubles(accepted.vat)
    if not 0 <= vat < amount:
        raise ValueError("a certificate of nothing, or with more VAT than sum")
    known = Recognition.objects.filter(certificate_id=accepted.certificate_id).first()
    if known is not None:
        if (known.contract_id, known.amount, known.vat) != (contract.pk, amount, vat):
            raise UnableToRecognise(gettext_lazy("This certificate is in the books with other values."))
        return known.entry_id
    if contract.state != Contract.State.REGISTERED:
        raise UnableToRecognise
    entry_id = post_work(actor, contract, amount=amount, vat=vat, day=accepted.business_date)
    row = Recognition.objects.create(
        certificate_id=accepted.certificate_id,
        contract=contract,
        amount=amount,
        vat=vat,
        business_date=accepted.business_date,
        entry_id=entry_id,
    )
    write_offset(row, offset(actor, contract, accepted.business_date))
    bring_to_ledger(contract, accepted.business_date)
    record(WorkRecognised(contract_id=contract.pk, certificate_id=accepted.certificate_id))
    return entry_id


@command(right=MAINTAIN, on=Contract)
def take_back(actor: Actor, *, contract_id: int, certificate_id: int, business_date: date) -> None:
    """Take accepted work back: its certificate was declared void. What was offset is an advance again.

    A second call changes nothing. Raises NotFound, UnableToPost for a closed month.
    """
    contract = take(actor, Contract, contract_id)
    row = Recognition.objects.filter(contract=contract, certificate_id=certificate_id).first()
    if row is None:
        raise NotFound
    if row.reversal_id is not None:
        return
    row.reversal_id = reverse(actor, row.entry_id, max(business_date, row.business_date))
    row.save(update_fields=["reversal"])
    offset(actor, contract, business_date)
    drop_receipts(recognition=row)
    bring_to_ledger(contract, business_date)
    record(WorkTakenBack(contract_id=contract.pk, certificate_id=certificate_id))
