"""Plans of payments, registration with a number, voiding, walls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from femida.firm.offices import numbering
from femida.firm.offices.queries import local_date
from femida.parties.registry.commands import add_role
from femida.parties.registry.models import Party
from femida.platform.access.queries import get_visible, visible
from femida.platform.commands.core import Outcome, command, is_system, save, take, take_rows
from femida.platform.core.actor import Actor
from femida.platform.core.context import current_act
from femida.platform.core.errors import Invalid, UnableTo
from femida.platform.journal.recording import record
from femida.platform.texts.typed import typed_line
from femida.practice.contracts.commands.drafting import TYPE, UnableToChangeContract, hold_deal
from femida.practice.contracts.events import ContractPlanned, ContractRegistered, ContractVoided
from femida.practice.contracts.models import Contract, ContractParty, Instalment, PlanVersion
from femida.practice.contracts.plans import Due, checked
from femida.practice.contracts.values import missing

OLDEST = timedelta(days=366)


class UnableToRegister(UnableTo):
    """Something of the contract is missing, or it is registered already."""

    code = "unable_to_register"


@command(right="contracts.edit", on=Contract)
def set_plan(
    actor: Actor, *, contract_id: int, way: str, payments: Sequence[Due], version: int | None = None
) -> int:
    """Set the plan of payments anew; returns the id of the version. The old one is kept.

    Raises Invalid when the payments do not make the amount of the contract to the kopeck; Stale.
    """
    contract = take(actor, Contract, contract_id, version=version)
    if contract.state == Contract.State.VOID:
        raise UnableToChangeContract(_("The contract is void."))
    if way not in PlanVersion.Way.values:
        raise Invalid({"way": _("Choose from the list.")})
    cleaned = checked(payments, contract.amount)
    plans = PlanVersion.objects.filter(contract=contract)
    plans.filter(is_current=True).update(is_current=False)
    number = (plans.aggregate(last=Max("number"))["last"] or 0) + 1
    act = current_act()
    assert act is not None
    plan = PlanVersion.objects.create(contract=contract, number=number, way=way, made_at=act.at)
    Instalment.objects.bulk_create(
        Instalment(plan=plan, number=n, amount=one.amount, due_on=one.due_on, stage_name=one.stage_name)
        for n, one in enumerate(cleaned, start=1)
    )
    save(contract)
    record(ContractPlanned(contract_id=contract.pk, plan_id=plan.pk))
    return plan.pk


@command(right="contracts.register", on=Contract)
def register_contract(
    actor: Actor,
    *,
    contract_id: int,
    signed_on: date | None = None,
    key: UUID | None = None,
    version: int | None = None,
) -> str:
    """Register a draft: it gets its number, which is returned, and the party becomes a client.

    A repeated call with the same `key` returns the number that the first one gave. Raises
    UnableToRegister, Invalid, Stale; NotFound when the client is closed to the actor.
    """
    party_id = get_visible(actor, Contract, contract_id).party_id
    # the client first: it is locked before its contracts everywhere, so that no wall goes up meanwhile
    take(actor, Party, party_id, right=None if is_system(actor) else "parties.view")
    hold_deal(contract_id)
    contract = take(actor, Contract, contract_id)
    if contract.state == Contract.State.REGISTERED and key is not None and contract.register_key == key:
        return contract.number
    contract = take(actor, Contract, contract_id, version=version)
    act = current_act()
    assert act is not None
    assert contract.office_id is not None
    today = local_date(contract.office_id, act.at)
    _require_whole(actor, contract)
    contract.signed_on = _checked_day(signed_on or today, today)
    contract.business_date = today
    contract.state = Contract.State.REGISTERED.value
    contract.register_key = key
    add_role(
        actor.as_system("contracts.register"),
        party_id=party_id,
        role="client",
        object_type=TYPE,
        object_id=contract.pk,
    )
    record(ContractRegistered(contract_id=contract.pk, party_id=party_id, deal_id=contract.deal_id))
    # the counter is the last lock of the act
    year = today.year
    order = numbering.next_number(TYPE, contract.legal_entity_id, contract.office_id, year)
    contract.number_year, contract.number_order = year, order
    contract.number = numbering.written(contract.office_id, year, order)
    save(
        contract,
        "signed_on", "business_date", "state", "register_key", "number", "number_year", "number_order",
    )  # fmt: skip
    return contract.number


@command(right="contracts.void", on=Contract)
def void_contract(actor: Actor, *, contract_id: int, reason: str, version: int | None = None) -> None:
    """Declare a contract void with a reason; a number that was given stays. Raises Invalid, Stale."""
    hold_deal(contract_id)
    contract = take(actor, Contract, contract_id, version=version)
    if contract.state == Contract.State.VOID:
        raise UnableToChangeContract(_("The contract is void."))
    contract.void_reason = typed_line("reason", reason, longest=500, required=True)
    contract.state = Contract.State.VOID.value
    save(contract, "state", "void_reason")
    record(ContractVoided(contract_id=contract.pk, party_id=contract.party_id, deal_id=contract.deal_id))


@command(right="contracts.maintain", on=Contract, rows=True)
def wall_contracts(actor: Actor, *, party_id: int, wall_id: int | None) -> Outcome:
    """Put the contracts of a party behind its wall, or bring them out (reactions call it)."""
    outcome = Outcome()
    ids = list(Contract.objects.filter(party_id=party_id).values_list("pk", flat=True))
    for contract in take_rows(actor, Contract, ids, outcome=outcome):
        contract.wall_id = wall_id
        save(contract, "wall")
        outcome.done.append(contract.pk)
    return outcome


def _require_whole(actor: Actor, contract: Contract) -> None:
    """Say what is missing before a number is given."""
    if contract.state != Contract.State.DRAFT:
        raise UnableToRegister(_("The contract is registered or void already."))
    if contract.needs_approval and contract.discount_by_id is None:
        raise UnableToRegister(_("The discount is over the limit: it waits for approval by the head."))
    if not PlanVersion.objects.filter(contract=contract, is_current=True).exists():
        raise UnableToRegister(_("Set the plan of payments first."))
    empty = missing(contract.pk, contract.values)
    if empty:
        raise UnableToRegister(_("Fill in: %(fields)s.") % {"fields": ", ".join(empty)})
    others = set(ContractParty.objects.filter(contract=contract).values_list("party_id", flat=True))
    if others and visible(actor, Party).filter(pk__in=others).count() != len(others):
        raise UnableToRegister(_("One of the parties is closed to you."))


def _checked_day(day: date, today: date) -> date:
    if not today - OLDEST <= day <= today:
        raise Invalid({"signed_on": _("A day of the last year, not later than today.")})
    return day
