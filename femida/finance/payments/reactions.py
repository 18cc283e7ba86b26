"""What payments do because of facts from below: accepted work is earned, invoices follow what was paid."""

from __future__ import annotations

from femida.finance.invoices.events import InvoiceIssued
from femida.finance.payments.commands import follow_certificate, follow_invoices
from femida.platform.core.actor import Actor
from femida.platform.reactions.core import reacts
from femida.practice.contracts.events import ContractPlanned
from femida.practice.execution.events import CertificateSigned, CertificateVoided


@reacts(CertificateSigned)
def enter_accepted_work(actor: Actor, event: CertificateSigned) -> None:
    """A signed certificate of work is earned, and offset with what was paid before."""
    follow_certificate(actor, contract_id=event.contract_id, certificate_id=event.certificate_id)


@reacts(CertificateVoided)
def take_accepted_work_back(actor: Actor, event: CertificateVoided) -> None:
    """A void certificate takes back what it had said; what was offset is an advance again."""
    follow_certificate(actor, contract_id=event.contract_id, certificate_id=event.certificate_id)


@reacts(InvoiceIssued)
def count_what_came_before(actor: Actor, event: InvoiceIssued) -> None:
    """An invoice may be issued for payments that have come already."""
    follow_invoices(actor, contract_id=event.contract_id)


@reacts(ContractPlanned)
def count_by_the_new_plan(actor: Actor, event: ContractPlanned) -> None:
    """A new plan moves what was paid between its payments."""
    follow_invoices(actor, contract_id=event.contract_id)
