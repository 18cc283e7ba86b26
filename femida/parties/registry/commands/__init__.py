"""Every write to the register of parties: the commands of its three concerns, for the floors above."""

from femida.parties.registry.commands.closing import UnableToCloseParty, close_party, open_party
from femida.parties.registry.commands.contacts import (
    FoundContact,
    UnableToFindMore,
    add_contact_point,
    find_by_number,
    find_by_tail,
    remove_contact_point,
    reveal_contact,
)
from femida.parties.registry.commands.parties import (
    FoundParty,
    UnableToAddRole,
    add_role,
    assign_party,
    change_party,
    end_role,
    find_or_make_party,
    register_party,
)

__all__ = [
    "FoundContact",
    "FoundParty",
    "UnableToAddRole",
    "UnableToCloseParty",
    "UnableToFindMore",
    "add_contact_point",
    "add_role",
    "assign_party",
    "change_party",
    "close_party",
    "end_role",
    "find_by_number",
    "find_by_tail",
    "find_or_make_party",
    "open_party",
    "register_party",
    "remove_contact_point",
    "reveal_contact",
]
