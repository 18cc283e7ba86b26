"""Drawing up a contract: of a deal, with services, discounts, further parties and what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.firm.offices.models import LegalEntity, Office
from femida.firm.offices.queries import local_date
from femida.firm.staff.assigning import start_assignments
from femida.firm.staff.queries import employee_of
from femida.kernel.money import LIMIT, percent, round_half_up
from femida.parties.registry.models import Party
from femida.platform.access.policy import policy_of
from femida.platform.access.queries import get_visible
from femida.platform.commands.core import command, hold, is_system, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.context import current_act
from femida.platform.core.errors import Denied, Invalid, NotFound, UnableTo
from femida.platform.core.locks import lock_words
from femida.platform.journal.recording import record
from femida.platform.texts.typed import typed_text
from femida.practice.contracts.events import (
    ContractDescribed,
    ContractDiscountApproved,
    ContractDrafted,
    ContractLinesChanged,
    ContractPartyAdded,
    ContractPartyRemoved,
)
from femida.practice.contracts.models import Contract, ContractLine, ContractParty, PlanVersion
from femida.practice.contracts.queries import DISCOUNT_LIMIT
from femida.practice.contracts.values import checked_values
from femida.practice.services.models import Service
from femida.practice.services.queries import Vat, prices_on, vats_on
from femida.sales.deals.models import Deal

TYPE = "practice.contract"
MOST_LINES = 50
MOST_QUANTITY = Decimal(100_000)
HUNDRED = Decimal(100)


class UnableToChangeContract(UnableTo):
    """The contract is no longer a draft, or what was asked does not fit it."""

    code = "unable_to_change_contract"
    default_sentence = gettext_lazy("Only a draft can be changed.")


@dataclass(frozen=True, slots=True)
class LineWish:
    """A service to be sold: how much of it, and the discount in per cent of its price."""

    service_id: int
    quantity: Decimal = Decimal(1)
    discount_percent: Decimal = Decimal(0)


@command(right="contracts.draft", on=Deal)
def draft_contract(
    actor: Actor,
    *,
    deal_id: int,
    lines: Sequence[LineWish],
    legal_entity_id: int | None = None,
    kind: str = Contract.Kind.ONCE.value,
    key: UUID | None = None,
) -> int:
    """Draw up a contract of a deal at the prices of today; returns its id.

    The office's own firm signs unless another is named. With `key` a repeated call gives the contract that
    the first one made. Raises Invalid, UnableToChangeContract, NotFound for a deal out of reach.
    """
    if key is not None:
        lock_words("contracts.draft", str(key))
    deal = take(actor, Deal, deal_id)
    made = Contract.objects.filter(draft_key=key).first() if key is not None else None
    if made is not None:
        if made.deal_id != deal.pk:
            raise UnableToChangeContract(_("This form was sent for another deal."))
        return made.pk
    if deal.office_id is None:
        raise UnableToChangeContract(_("The deal has no office."))
    if kind not in Contract.Kind.values:
        raise Invalid({"kind": _("Choose from the list.")})
    act = current_act()
    assert act is not None
    author = employee_of(actor.id) if actor.kind == "person" and actor.id is not None else None
    contract = Contract(
        party_id=deal.party_id,
        deal=deal,
        legal_entity_id=_legal_entity(deal.office_id, legal_entity_id),
        kind=kind,
        office_id=deal.office_id,
        department_id=deal.department_id,
        wall_id=deal.wall_id,
        responsible_id=deal.responsible_id,
        created_by_id=author.id if author is not None else None,
        business_date=local_date(deal.office_id, act.at),
        draft_key=key,
    )
    contract.save()
    start_assignments(contract, TYPE)
    _put_lines(actor, contract, lines)
    _retotal(contract)
    record(ContractDrafted(contract_id=contract.pk, party_id=contract.party_id, deal_id=deal.pk))
    return contract.pk


@command(right="contracts.edit", on=Contract)
def add_line(actor: Actor, *, contract_id: int, wish: LineWish, version: int | None = None) -> int:
    """Add a service to a draft at its price of today; returns the id of the line. Raises Invalid, Stale."""
    contract = take_draft(actor, contract_id, version)
    _put_lines(actor, contract, [wish])
    _retotal(contract)
    record(ContractLinesChanged(contract_id=contract.pk))
    return ContractLine.objects.values_list("pk", flat=True).get(
        contract=contract, service_id=wish.service_id
    )


@command(right="contracts.edit", on=Contract)
def change_line(
    actor: Actor,
    *,
    contract_id: int,
    line_id: int,
    quantity: Decimal,
    discount_percent: Decimal,
    version: int | None = None,
) -> None:
    """Change how much of a service is sold and the discount; its price stays. Raises Invalid, Stale."""
    contract = take_draft(actor, contract_id, version)
    line = ContractLine.objects.filter(pk=line_id, contract=contract).first()
    if line is None:
        raise NotFound
    _require_discount(actor, contract, discount_percent)
    _count(line, quantity, discount_percent)
    line.save()
    _retotal(contract)
    record(ContractLinesChanged(contract_id=contract.pk))


@command(right="contracts.edit", on=Contract)
def remove_line(actor: Actor, *, contract_id: int, line_id: int, version: int | None = None) -> None:
    """Take a service out of a draft. Raises NotFound, Stale, UnableToChangeContract for the last one."""
    contract = take_draft(actor, contract_id, version)
    if not ContractLine.objects.filter(contract=contract).exclude(pk=line_id).exists():
        raise UnableToChangeContract(_("A contract has at least one service."))
    if not ContractLine.objects.filter(pk=line_id, contract=contract).delete()[0]:
        raise NotFound
    _retotal(contract)
    record(ContractLinesChanged(contract_id=contract.pk))


@command(right="contracts.approve_discount", on=Contract)
def approve_discount(actor: Actor, *, contract_id: int, version: int | None = None) -> None:
    """Let a discount over the limit pass; a change of the services asks for it anew. Raises Stale."""
    contract = take_draft(actor, contract_id, version)
    if not contract.needs_approval:
        raise UnableToChangeContract(_("No discount waits for approval."))
    employee = employee_of(actor.id) if actor.id is not None else None
    if employee is None:
        raise Denied(right="contracts.approve_discount")
    contract.discount_by_id = employee.id
    save(contract, "discount_by")
    record(ContractDiscountApproved(contract_id=contract.pk))


@command(right="contracts.edit", on=Contract)
def describe_contract(
    actor: Actor,
    *,
    contract_id: int,
    essence: str = "",
    legal_actions: str = "",
    expectations: str = "",
    terms: str = "",
    values: Mapping[str, Mapping[str, Any]] | None = None,
    version: int | None = None,
) -> None:
    """Write down what the contract is about, and what its services ask for. Raises Invalid, Stale.

    `values`: id of the service → key of the field → value; without it they stay as they are.
    """
    contract = take(actor, Contract, contract_id, version=version)
    if contract.state == Contract.State.VOID:
        raise UnableToChangeContract(_("The contract is void."))
    contract.essence = typed_text("essence", essence, longest=10_000)
    contract.legal_actions = typed_text("legal_actions", legal_actions, longest=10_000)
    contract.expectations = typed_text("expectations", expectations, longest=10_000)
    contract.terms = typed_text("terms", terms, longest=10_000)
    if values is not None:
        contract.values = checked_values(contract.pk, values)
    save(contract, "essence", "legal_actions", "expectations", "terms", "values")
    record(ContractDescribed(contract_id=contract.pk))


@command(right="contracts.edit", on=Contract)
def add_to_contract(
    actor: Actor, *, contract_id: int, party_id: int, role: str, version: int | None = None
) -> int:
    """Add a further party to a draft; returns the id of the row. Raises Invalid, NotFound, Stale."""
    get_visible(actor, Party, party_id)
    contract = take_draft(actor, contract_id, version)
    if role not in ContractParty.Role.values:
        raise Invalid({"role": _("Choose from the list.")})
    if ContractParty.objects.filter(contract=contract, party_id=party_id, role=role).exists():
        raise Invalid({"party": _("This party has this part already.")})
    added = ContractParty.objects.create(contract=contract, party_id=party_id, role=role)
    save(contract)
    record(ContractPartyAdded(contract_id=contract.pk, party_id=party_id))
    return added.pk


@command(right="contracts.edit", on=Contract)
def take_from_contract(actor: Actor, *, contract_id: int, row_id: int, version: int | None = None) -> None:
    """Take a further party out of a draft. Raises NotFound, Stale."""
    contract = take_draft(actor, contract_id, version)
    row = ContractParty.objects.filter(pk=row_id, contract=contract).first()
    if row is None:
        raise NotFound
    row.delete()
    save(contract)
    record(ContractPartyRemoved(contract_id=contract.pk, party_id=row.party_id))


def take_draft(actor: Actor, contract_id: int, version: int | None) -> Contract:
    """Lock a contract that is still a draft, checking the right of the running command on it."""
    hold_deal(contract_id)
    contract = take(actor, Contract, contract_id, version=version)
    if contract.state != Contract.State.DRAFT:
        raise UnableToChangeContract
    return contract


def hold_deal(contract_id: int) -> None:
    """Lock the contract's deal before the contract: the deal follows it in the same act."""
    deal_id = Contract.objects.filter(pk=contract_id).values_list("deal_id", flat=True).first()
    if deal_id is not None:
        hold(Deal, deal_id)


def _legal_entity(office_id: int, named: int | None) -> int:
    if named is None:
        return Office.objects.values_list("legal_entity_id", flat=True).get(pk=office_id)
    if not LegalEntity.objects.filter(pk=named, is_active=True).exists():
        raise Invalid({"legal_entity": _("There is no such firm of ours in use.")})
    return named


def _put_lines(actor: Actor, contract: Contract, wishes: Sequence[LineWish]) -> None:
    """Price the services on the day of business and add them."""
    ids = [wish.service_id for wish in wishes]
    there = set(ContractLine.objects.filter(contract=contract).values_list("service_id", flat=True))
    services = Service.objects.filter(pk__in=ids, is_active=True).in_bulk()
    if not ids or len(services) != len(ids):
        raise Invalid({"services": _("Choose services that are in use, each once.")})
    if there & set(ids):
        raise Invalid({"services": _("The contract has this service already.")})
    if len(there) + len(ids) > MOST_LINES:
        raise Invalid({"services": _("A contract has at most 50 services.")})
    client_kind = Party.objects.values_list("kind", flat=True).get(pk=contract.party_id)
    prices = prices_on(ids, contract.business_date, contract.office_id, client_kind)
    vats = vats_on(ids, contract.business_date)
    for wish in wishes:
        service = services[wish.service_id]
        _require_discount(actor, contract, wish.discount_percent)
        line = ContractLine(contract=contract, service=service, name=service.name, unit=service.unit)
        line.price = _known(prices.get(service.pk), service)
        vat = vats.get(service.pk)
        if vat is None:
            raise Invalid({"services": _("The VAT of “%(name)s” is not set.") % {"name": service.name}})
        line.vat_kind, line.vat_percent = _taxed(vat)
        _count(line, wish.quantity, wish.discount_percent)
        line.save()


def _known(price: Decimal | None, service: Service) -> Decimal:
    if price is None:
        raise Invalid({"services": _("“%(name)s” has no price for today.") % {"name": service.name}})
    return price


def _taxed(vat: Vat) -> tuple[str, int | None]:
    return vat.kind, vat.percent


def _require_discount(actor: Actor, contract: Contract, rate: Decimal) -> None:
    """A discount needs its right on the deal's row, which the contract's office and people follow."""
    if rate == 0 or is_system(actor):
        return
    policy = policy_of(actor)
    rows = Contract.objects.filter(pk=contract.pk)
    if not any(
        policy.may(right) and rows.filter(policy.rows(Contract, right)).exists()
        for right in ("contracts.discount", "contracts.approve_discount")
    ):
        raise Denied(right="contracts.discount")


def _count(line: ContractLine, quantity: Decimal, discount_percent: Decimal) -> None:
    """Put quantity and discount into a line and count its sums. Raises Invalid."""
    if not quantity.is_finite() or not 0 < quantity <= MOST_QUANTITY or _is_finer(quantity):
        raise Invalid({"quantity": _("From 0.01 to 100,000, at most two decimals.")})
    if (
        not discount_percent.is_finite()
        or not 0 <= discount_percent <= HUNDRED
        or _is_finer(discount_percent)
    ):
        raise Invalid({"discount_percent": _("From 0 to 100 per cent, at most two decimals.")})
    exact = quantity * line.price
    if exact > LIMIT:
        raise Invalid({"quantity": _("The sum is too great.")})
    gross = round_half_up(exact)
    line.quantity, line.discount_percent = quantity, discount_percent
    line.discount = percent(gross, discount_percent)
    line.amount = gross - line.discount


def _is_finer(number: Decimal) -> bool:
    return number != number.quantize(Decimal("0.01"))


def _retotal(contract: Contract) -> None:
    """Bring the sum to the lines; a plan that no longer adds up falls away, an approval as well."""
    lines = ContractLine.objects.filter(contract=contract)
    amount = lines.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    if amount > LIMIT:
        raise Invalid({"quantity": _("The sum is too great.")})
    if amount != contract.amount:
        PlanVersion.objects.filter(contract=contract, is_current=True).update(is_current=False)
    contract.amount = amount
    contract.needs_approval = lines.filter(discount_percent__gt=DISCOUNT_LIMIT).exists()
    contract.discount_by = None
    save(contract, "amount", "needs_approval", "discount_by")
