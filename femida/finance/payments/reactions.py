"""What payments do because of facts from below: work that a client accepted is earned."""

from __future__ import annotations

from femida.finance.payments.commands import follow_certificate
from femida.platform.core.actor import Actor
from femida.platform.reactions.core import reacts
from femida.practice.execution.events import CertificateSigned, CertificateVoided


@reacts(CertificateSigned)
def enter_accepted_work(actor: Actor, event: CertificateSigned) -> None:
    """A signed certificate of work is earned, and offset with what was paid before."""
    follow_certificate(actor, contract_id=event.contract_id, certificate_id=event.certificate_id)


@reacts(CertificateVoided)
def take_accepted_work_back(actor: Actor, event: CertificateVoided) -> None:
    """A void certificate takes back what it had said; what was offset is an advance again."""
    follow_certificate(actor, contract_id=event.contract_id, certificate_id=event.certificate_id)
