"""What happens to the requisites of parties: ids and kinds only, never the numbers."""

from __future__ import annotations

from dataclasses import dataclass

from femida.parties.registry.events import PARTY
from femida.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class RequisitesSet(Event):
    """Requisites of a party were filled in or changed; `fields` are the names of the columns."""

    kind = "requisites.set"
    subject = (PARTY, "party_id")
    party_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class IdentityDocumentAdded(Event):
    """An identity document of a person was written down."""

    kind = "requisites.document_added"
    subject = (PARTY, "party_id")
    party_id: int
    document_id: int
    document_kind: str


@dataclass(frozen=True, kw_only=True)
class IdentityDocumentOutdated(Event):
    """An identity document is no longer in use."""

    kind = "requisites.document_outdated"
    subject = (PARTY, "party_id")
    party_id: int
    document_id: int
    document_kind: str


@dataclass(frozen=True, kw_only=True)
class BankAccountAdded(Event):
    """A bank account of a party was written down."""

    kind = "requisites.account_added"
    subject = (PARTY, "party_id")
    party_id: int
    account_id: int


@dataclass(frozen=True, kw_only=True)
class BankAccountOutdated(Event):
    """A bank account is no longer in use."""

    kind = "requisites.account_outdated"
    subject = (PARTY, "party_id")
    party_id: int
    account_id: int


@dataclass(frozen=True, kw_only=True)
class NameCorrected(Event):
    """A form of a word of the party's name was put right, or the correction taken back."""

    kind = "requisites.name_corrected"
    subject = (PARTY, "party_id")
    party_id: int
    case: str
