"""Certificates of work: drawn up with a number, signed, void."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from femida.firm.offices import numbering
from femida.firm.offices.queries import local_date
from femida.platform.access.queries import get_visible
from femida.platform.commands.core import command, hold, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid, UnableTo
from femida.platform.core.locks import lock_words
from femida.platform.journal.recording import record
from femida.platform.texts.typed import typed_line
from femida.platform.ui.formats import money
from femida.practice.contracts.models import Contract
from femida.practice.execution.commands.staging import sum_of
from femida.practice.execution.commands.taking import ids_of, moment, office_of, stage_of
from femida.practice.execution.events import CertificateDrawnUp, CertificateSigned, CertificateVoided
from femida.practice.execution.models import Certificate, Execution
from femida.practice.execution.queries import left_to_certify

TYPE = "practice.certificate"
OLDEST = timedelta(days=366)


class UnableToCertify(UnableTo):
    """The contract's work cannot be certified so, or the certificate is past this step."""

    code = "unable_to_certify"


@command(right="certificates.draw_up", on=Execution)
def draw_up_certificate(
    actor: Actor,
    *,
    execution_id: int,
    amount: Decimal,
    what_for: str = "",
    dated_on: date | None = None,
    stage_id: int | None = None,
    key: UUID | None = None,
) -> int:
    """Draw up a certificate over a part of the contract, in roubles; it gets its number. Returns its id.

    With `key` a repeated call gives the certificate that the first one made. Raises Invalid when more is
    certified than the contract has left, UnableToCertify.
    """
    if key is not None:
        lock_words("execution.certificate", str(key))
    contract_id = get_visible(actor, Execution, execution_id).contract_id
    # the contract before its execution, as everywhere: the database looks at it when the row is stored
    hold(Contract, contract_id)
    execution = take(actor, Execution, execution_id)
    made = Certificate.objects.filter(draft_key=key).first() if key is not None else None
    if made is not None:
        if made.execution_id != execution.pk:
            raise UnableToCertify(_("This form was sent for another contract."))
        return made.pk
    if execution.accepted_at is None:
        raise UnableToCertify(_("The contract is not accepted into work yet: there is nothing to certify."))
    contract = Contract.objects.get(pk=contract_id)
    if contract.state != Contract.State.REGISTERED:
        raise UnableToCertify(_("The contract is void: there is nothing to certify."))
    stage = stage_of(execution, stage_id) if stage_id is not None else None
    given = _part_of(contract, amount)
    today = local_date(office_of(execution), moment())
    words = typed_line("what_for", what_for, longest=300) or (stage.name if stage else execution.title)
    certificate = Certificate(
        execution=execution,
        contract=contract,
        party_id=execution.party_id,
        stage=stage,
        legal_entity_id=contract.legal_entity_id,
        office_id=office_of(execution),
        dated_on=_checked_day("dated_on", dated_on or today, today),
        amount=given,
        what_for=words,
        draft_key=key,
        created_at=moment(),
    )
    # the counter is the last lock of the act
    year = certificate.dated_on.year
    order = numbering.next_number(TYPE, contract.legal_entity_id, certificate.office_id, year)
    certificate.number_year, certificate.number_order = year, order
    certificate.number = numbering.written(certificate.office_id, year, order)
    certificate.save()
    record(CertificateDrawnUp(**ids_of(execution), certificate_id=certificate.pk))
    return certificate.pk


@command(right="certificates.sign", on=Certificate)
def sign_certificate(
    actor: Actor, *, certificate_id: int, signed_on: date | None = None, version: int | None = None
) -> None:
    """Note that the client signed: what the certificate says is earned.

    Raises UnableToCertify, Invalid, Stale.
    """
    certificate = take(actor, Certificate, certificate_id, version=version)
    if certificate.state != Certificate.State.DRAFT:
        raise UnableToCertify(_("Only a certificate that waits for its signature can be signed."))
    today = local_date(certificate.office_id, moment())
    day = _checked_day("signed_on", signed_on or today, today)
    if day < certificate.dated_on:
        raise Invalid({"signed_on": _("It is not signed before its own date.")})
    certificate.state = Certificate.State.SIGNED.value
    certificate.signed_on = day
    certificate.was_signed = True
    save(certificate, "state", "signed_on", "was_signed")
    record(CertificateSigned(**_ids(certificate)))


@command(right="certificates.void", on=Certificate)
def void_certificate(actor: Actor, *, certificate_id: int, reason: str, version: int | None = None) -> None:
    """Declare a certificate void with a reason: of a signed one that is the reversal. It keeps its number.

    Raises UnableToCertify, Invalid, Stale.
    """
    certificate = take(actor, Certificate, certificate_id, version=version)
    if certificate.state == Certificate.State.VOID:
        raise UnableToCertify(_("The certificate is void already."))
    certificate.void_reason = typed_line("reason", reason, longest=500, required=True)
    certificate.state = Certificate.State.VOID.value
    save(certificate, "state", "void_reason")
    record(CertificateVoided(**_ids(certificate), was_signed=certificate.was_signed))


def _part_of(contract: Contract, amount: Decimal) -> Decimal:
    """The sum, checked against what the contract has left."""
    given = sum_of("amount", amount)
    if given == 0:
        raise Invalid({"amount": _("Give a sum above zero.")})
    left = left_to_certify(contract.pk, contract.amount)
    if given > left:
        raise Invalid({"amount": _("Of this contract %(left)s are left to certify.") % {"left": money(left)}})
    return given


def _checked_day(field: str, day: date, today: date) -> date:
    if not today - OLDEST <= day <= today:
        raise Invalid({field: _("A day of the last year, not later than today.")})
    return day


def _ids(certificate: Certificate) -> dict[str, int]:
    return {
        "execution_id": certificate.execution_id,
        "contract_id": certificate.contract_id,
        "party_id": certificate.party_id,
        "certificate_id": certificate.pk,
    }
