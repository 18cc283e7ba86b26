"""Reads about contracts."""

from __future__ import annotations

from decimal import Decimal

from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.practice.contracts.models import ContractLine, Instalment

# The greatest discount, in per cent of a line, that a person with `contracts.discount` gives alone.
DISCOUNT_LIMIT = Decimal(10)


def lines_of(actor: Actor, contract_id: int) -> list[ContractLine]:
    """The services of a contract that the actor may see."""
    return list(visible(actor, ContractLine).filter(contract_id=contract_id).order_by("pk"))


def plan_of(actor: Actor, contract_id: int) -> list[Instalment]:
    """The payments of the plan in force."""
    current = visible(actor, Instalment).filter(plan__contract_id=contract_id, plan__is_current=True)
    return list(current.order_by("number"))
