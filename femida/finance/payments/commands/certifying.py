"""Bringing the books to a certificate of work as it stands now."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Sum

from femida.finance.ledger.queries import closed_through
from femida.finance.payments.commands.earning import MAINTAIN, Accepted, recognise, take_back
from femida.finance.payments.models import Recognition
from femida.finance.receivables.commands import today_of
from femida.kernel.money import round_half_up
from femida.platform.commands.core import command, take
from femida.platform.core.actor import Actor
from femida.practice.contracts.models import Contract
from femida.practice.contracts.queries import vat_of
from femida.practice.execution.queries import CertifiedWork, certified_work


@command(right=MAINTAIN, on=Contract)
def follow_certificate(actor: Actor, *, contract_id: int, certificate_id: int) -> None:
    """Enter a signed certificate as earned, or take a void one back; reactions call it.

    It looks at the certificate as it stands, so calls may come twice and in any order. The work is entered on
    the day of signing, or today when that month is closed already. Raises Contract.DoesNotExist.
    """
    contract = take(actor, Contract, contract_id)
    work = certified_work(certificate_id)
    known = Recognition.objects.filter(certificate_id=certificate_id).first()
    if work.is_signed and known is None:
        recognise(
            actor,
            accepted=Accepted(
                certificate_id=certificate_id,
                contract_id=contract_id,
                amount=work.amount,
                vat=_vat(contract, work),
                business_date=_day(contract, work),
            ),
        )
    elif not work.is_signed and known is not None and known.reversal_id is None:
        take_back(
            actor, contract_id=contract_id, certificate_id=certificate_id, business_date=today_of(contract)
        )


def _vat(contract: Contract, work: CertifiedWork) -> Decimal:
    """The certificate's part of the contract's VAT: all certificates together have just the whole."""
    whole = vat_of(contract.pk)
    if not whole:
        return whole
    entered = Recognition.objects.filter(contract=contract, reversal=None).aggregate(
        amount=Sum("amount"), vat=Sum("vat")
    )
    through = (entered["amount"] or Decimal(0)) + work.amount
    return max(round_half_up(whole * through / contract.amount) - (entered["vat"] or Decimal(0)), Decimal(0))


def _day(contract: Contract, work: CertifiedWork) -> date:
    closed = closed_through(contract.legal_entity_id)
    today = today_of(contract)
    if work.signed_on is None or (closed is not None and work.signed_on <= closed):
        return today
    return min(work.signed_on, today)
