"""Every write to contracts, for the floors above."""

from femida.practice.contracts.commands.drafting import (
    LineWish,
    UnableToChangeContract,
    add_line,
    add_to_contract,
    approve_discount,
    change_line,
    describe_contract,
    draft_contract,
    remove_line,
    take_from_contract,
)
from femida.practice.contracts.commands.registering import (
    UnableToRegister,
    register_contract,
    set_plan,
    void_contract,
    wall_contracts,
)

__all__ = [
    "LineWish",
    "UnableToChangeContract",
    "UnableToRegister",
    "add_line",
    "add_to_contract",
    "approve_discount",
    "change_line",
    "describe_contract",
    "draft_contract",
    "register_contract",
    "remove_line",
    "set_plan",
    "take_from_contract",
    "void_contract",
    "wall_contracts",
]
