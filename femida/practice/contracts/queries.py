"""Reads about contracts."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Q, Sum

from femida.kernel.vat import included_vat
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.practice.contracts.models import Contract, ContractLine, Instalment

# The greatest discount, in per cent of a line, that a person with `contracts.discount` gives alone.
DISCOUNT_LIMIT = Decimal(10)


def lines_of(actor: Actor, contract_id: int) -> list[ContractLine]:
    """The services of a contract that the actor may see."""
    return list(visible(actor, ContractLine).filter(contract_id=contract_id).order_by("pk"))


def plan_of(actor: Actor, contract_id: int) -> list[Instalment]:
    """The payments of the plan in force."""
    current = visible(actor, Instalment).filter(plan__contract_id=contract_id, plan__is_current=True)
    return list(current.order_by("number"))


def registered_of(deal_id: int) -> int:
    """How many contracts of a deal are registered and not void. For gates and the deal's own stage."""
    return Contract.objects.filter(deal_id=deal_id, state=Contract.State.REGISTERED).count()


def amount_of_deal(deal_id: int, *, registering_id: int | None = None) -> Decimal | None:
    """What a deal is worth, in roubles: its registered contracts or, before the first of them, its drafts.

    What is signed is signed; a draft beside it counts only when it is registered too. None without any.
    `registering_id` is a contract that is being registered just now.
    """
    registered = Q(state=Contract.State.REGISTERED) | Q(pk=registering_id)
    sums = Contract.objects.filter(deal_id=deal_id).aggregate(
        registered=Sum("amount", filter=registered),
        drafts=Sum("amount", filter=Q(state=Contract.State.DRAFT)),
    )
    worth: Decimal | None = sums["registered"]
    return sums["drafts"] if worth is None else worth


def vat_of(contract_id: int) -> Decimal:
    """The VAT inside the amount of a contract, in roubles, by its lines: for the books of the house."""
    lines = ContractLine.objects.filter(contract_id=contract_id).values_list("amount", "vat_percent")
    return sum((included_vat(amount, percent) for amount, percent in lines), Decimal(0))
