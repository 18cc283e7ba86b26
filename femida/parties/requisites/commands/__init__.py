"""Every write to the requisites of parties, for the floors above."""

from femida.parties.requisites.commands.filling import Values, correct_name, set_requisites
from femida.parties.requisites.commands.sealed import (
    UnableToAddAccount,
    UnableToAddDocument,
    add_bank_account,
    add_identity_document,
    mark_outdated,
    reveal_identity,
)

__all__ = [
    "UnableToAddAccount",
    "UnableToAddDocument",
    "Values",
    "add_bank_account",
    "add_identity_document",
    "correct_name",
    "mark_outdated",
    "reveal_identity",
    "set_requisites",
]
