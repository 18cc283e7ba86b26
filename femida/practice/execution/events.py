"""What happens to executions. Sums, texts and names stay in their tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from femida.platform.journal.events import Event

CONTRACT_AND_PARTY = (("practice.contract", "contract_id"), ("parties.party", "party_id"))


@dataclass(frozen=True, kw_only=True)
class _OfExecution(Event):
    """Base of what is told of one execution, on the time-lines of its contract and its client too."""

    subject = ("practice.execution", "execution_id")
    anchors: ClassVar[tuple[tuple[str, str], ...]] = CONTRACT_AND_PARTY
    execution_id: int
    contract_id: int
    party_id: int


@dataclass(frozen=True, kw_only=True)
class ContractHandedOver(_OfExecution):
    """Sales handed a contract over to execution, for the `attempt`th time."""

    kind = "contract.handed_over"
    hand_over_id: int
    attempt: int


@dataclass(frozen=True, kw_only=True)
class ExecutionAccepted(_OfExecution):
    """Execution took the contract into work."""

    kind = "execution.accepted"
    hand_over_id: int


@dataclass(frozen=True, kw_only=True)
class ExecutionReturned(_OfExecution):
    """Execution gave the contract back to sales."""

    kind = "execution.returned"
    hand_over_id: int
    reason_id: int


@dataclass(frozen=True, kw_only=True)
class ExecutionMoved(_OfExecution):
    """The work changed its stage."""

    kind = "execution.moved"
    from_stage_id: int
    to_stage_id: int
    by_hand: bool


@dataclass(frozen=True, kw_only=True)
class ExecutionAssigned(_OfExecution):
    """Another lawyer leads the work."""

    kind = "execution.assigned"
    from_id: int | None
    to_id: int


@dataclass(frozen=True, kw_only=True)
class ExecutionTerminated(_OfExecution):
    """The work ended before its time."""

    kind = "execution.terminated"


@dataclass(frozen=True, kw_only=True)
class _OfStage(_OfExecution):
    """Base of what is told of a work stage."""

    stage_id: int


@dataclass(frozen=True, kw_only=True)
class WorkStageStarted(_OfStage):
    """A stage of the work began."""

    kind = "work_stage.started"


@dataclass(frozen=True, kw_only=True)
class WorkStageFinished(_OfStage):
    """A stage of the work is done; with `is_for_client` its four answers are ready for the client."""

    kind = "work_stage.finished"
    is_for_client: bool
    next_news_on: date | None


@dataclass(frozen=True, kw_only=True)
class WorkStageSkipped(_OfStage):
    """A stage was left out, with a reason."""

    kind = "work_stage.skipped"


@dataclass(frozen=True, kw_only=True)
class WorkStageAdded(_OfStage):
    """An extra stage was added, with a reason."""

    kind = "work_stage.added"


@dataclass(frozen=True, kw_only=True)
class ExpenseNoted(_OfStage):
    """Something was spent on a stage."""

    kind = "expense.noted"
    anchors = ()
    expense_id: int


@dataclass(frozen=True, kw_only=True)
class ExpenseCancelled(_OfStage):
    """A mistaken expense was cancelled, with a reason."""

    kind = "expense.cancelled"
    anchors = ()
    expense_id: int


@dataclass(frozen=True, kw_only=True)
class CaseActionRecorded(_OfExecution):
    """A lawyer did something on the contract."""

    kind = "case_action.recorded"
    subject = ("practice.case_action", "action_id")
    anchors = (("practice.execution", "execution_id"), *CONTRACT_AND_PARTY)
    action_id: int
    type_id: int
    is_ready: bool


@dataclass(frozen=True, kw_only=True)
class CaseActionReadied(_OfExecution):
    """What the client will read of an action is ready for the portal."""

    kind = "case_action.readied"
    subject = ("practice.case_action", "action_id")
    anchors = (("practice.execution", "execution_id"),)
    action_id: int


@dataclass(frozen=True, kw_only=True)
class CaseActionWithdrawn(_OfExecution):
    """An action is not for the portal after all."""

    kind = "case_action.withdrawn"
    subject = ("practice.case_action", "action_id")
    anchors = (("practice.execution", "execution_id"),)
    action_id: int


@dataclass(frozen=True, kw_only=True)
class _OfCertificate(_OfExecution):
    """Base of what is told of a certificate of work."""

    subject = ("practice.certificate", "certificate_id")
    anchors = (("practice.execution", "execution_id"), *CONTRACT_AND_PARTY)
    certificate_id: int


@dataclass(frozen=True, kw_only=True)
class CertificateDrawnUp(_OfCertificate):
    """A certificate of work got its number."""

    kind = "certificate.drawn_up"


@dataclass(frozen=True, kw_only=True)
class CertificateSigned(_OfCertificate):
    """The client signed a certificate of work: what it says is earned."""

    kind = "certificate.signed"


@dataclass(frozen=True, kw_only=True)
class CertificateVoided(_OfCertificate):
    """A certificate was declared void; with `was_signed` that takes back what signing it had said."""

    kind = "certificate.voided"
    was_signed: bool


@dataclass(frozen=True, kw_only=True)
class ActionTypeAdded(Event):
    """A type of actions was set up."""

    kind = "action_type.added"
    subject = ("practice.action_type", "type_id")
    type_id: int


@dataclass(frozen=True, kw_only=True)
class ActionTypeChanged(Event):
    """A type of actions was changed."""

    kind = "action_type.changed"
    subject = ("practice.action_type", "type_id")
    type_id: int
