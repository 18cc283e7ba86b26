"""Reads about executions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from femida.firm.staff.queries import least_loaded, on_duty
from femida.parties.requisites.queries import lacking_requisites
from femida.platform.access.queries import visible
from femida.platform.conditions.gates import gate_fields
from femida.platform.core.actor import Actor
from femida.practice.contracts.models import Contract
from femida.practice.contracts.values import missing
from femida.practice.execution.models import Certificate, Execution, WorkStage

# Facts about a contract that other rooms hang in and that must hold before it is handed over, such as
# «documents.signed_scan»: the label of the gate field says what is missing.
NEEDED = "handover."
# What an employee is marked with who gets new contracts.
TAKES_CONTRACTS = "contracts"


def lacking_for_work(contract: Contract) -> list[str]:
    """What a registered contract lacks before execution can take it, in words; empty when it is whole.

    For commands and for panels of a contract that the reader sees: it asks no policy and tells no value.
    """
    lacking = [str(label) for label in lacking_requisites(contract.party_id)]
    described = {
        _("essence of the matter"): contract.essence,
        _("legal actions"): contract.legal_actions,
        _("what the client expects"): contract.expectations,
        _("expected terms"): contract.terms,
    }
    lacking += [label for label, text in described.items() if not text]
    lacking += missing(contract.pk, contract.values)
    for key, field in gate_fields.items():
        if key.startswith(f"practice.contract:{NEEDED}") and not field.compute(contract):
            lacking.append(str(field.label))
    return lacking


def least_loaded_lawyer(office_id: int) -> int | None:
    """Who of the office's execution department leads the fewest open executions, None when nobody is there.

    Those marked as taking contracts, or everybody where nobody is marked.
    """
    people = on_duty(office_id, "execution", capability=TAKES_CONTRACTS) or on_duty(office_id, "execution")
    return least_loaded(people, Execution.objects.filter(closed_at=None)) if people else None


def left_to_certify(contract_id: int, amount: Decimal) -> Decimal:
    """What of a contract's `amount` stands in no certificate yet, in roubles; those not signed count too."""
    alive = Certificate.objects.filter(contract_id=contract_id).exclude(state=Certificate.State.VOID)
    return amount - (alive.aggregate(total=Sum("amount"))["total"] or Decimal(0))


def stages_of(actor: Actor, execution_id: int) -> list[WorkStage]:
    """The stages of an execution that the actor may see, in order, with who does them."""
    rows = visible(actor, WorkStage).filter(execution_id=execution_id)
    return list(rows.select_related("responsible").order_by("order"))


def execution_of(contract: Contract) -> Execution | None:
    """The execution of a contract that has been checked as visible: asked once for one drawn card."""
    kept: list[Execution | None] | None = getattr(contract, "_execution", None)
    if kept is None:
        found = Execution.objects.select_related("stage", "responsible").filter(contract=contract.pk).first()
        kept = [found]
        contract._execution = kept  # type: ignore[attr-defined]
    return kept[0]


@dataclass(frozen=True, slots=True)
class CertifiedWork:
    """What a certificate says to the books: `amount` in roubles with VAT, `signed_on` once it is signed."""

    certificate_id: int
    contract_id: int
    amount: Decimal
    signed_on: date | None
    is_signed: bool


def certified_work(certificate_id: int) -> CertifiedWork:
    """A certificate as it stands now, for the books of the house. Raises Certificate.DoesNotExist."""
    row = Certificate.objects.get(pk=certificate_id)
    is_signed = row.state == Certificate.State.SIGNED
    return CertifiedWork(row.pk, row.contract_id, row.amount, row.signed_on, is_signed)


def name_of_stage(stage_id: int) -> str:
    """The name of a work stage. Raises WorkStage.DoesNotExist."""
    return WorkStage.objects.values_list("name", flat=True).get(pk=stage_id)
