"""What happens to contracts."""

from __future__ import annotations

from dataclasses import dataclass

from femida.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class ContractDrafted(Event):
    """A contract was drawn up of a deal."""

    kind = "contract.drafted"
    subject = ("practice.contract", "contract_id")
    anchors = (("parties.party", "party_id"), ("sales.deal", "deal_id"))
    contract_id: int
    party_id: int
    deal_id: int


@dataclass(frozen=True, kw_only=True)
class ContractLinesChanged(Event):
    """Services or discounts of a draft were changed."""

    kind = "contract.lines_changed"
    subject = ("practice.contract", "contract_id")
    contract_id: int


@dataclass(frozen=True, kw_only=True)
class ContractDiscountApproved(Event):
    """A discount over the limit was approved."""

    kind = "contract.discount_approved"
    subject = ("practice.contract", "contract_id")
    contract_id: int


@dataclass(frozen=True, kw_only=True)
class ContractPlanned(Event):
    """The plan of payments was set anew."""

    kind = "contract.planned"
    subject = ("practice.contract", "contract_id")
    contract_id: int
    plan_id: int


@dataclass(frozen=True, kw_only=True)
class ContractDescribed(Event):
    """What the contract is about was changed."""

    kind = "contract.described"
    subject = ("practice.contract", "contract_id")
    contract_id: int


@dataclass(frozen=True, kw_only=True)
class ContractPartyAdded(Event):
    """A further party joined a contract."""

    kind = "contract.party_added"
    subject = ("practice.contract", "contract_id")
    anchors = (("parties.party", "party_id"),)
    contract_id: int
    party_id: int


@dataclass(frozen=True, kw_only=True)
class ContractPartyRemoved(Event):
    """A further party left a draft."""

    kind = "contract.party_removed"
    subject = ("practice.contract", "contract_id")
    anchors = (("parties.party", "party_id"),)
    contract_id: int
    party_id: int


@dataclass(frozen=True, kw_only=True)
class ContractRegistered(Event):
    """A contract got its number."""

    kind = "contract.registered"
    subject = ("practice.contract", "contract_id")
    anchors = (("parties.party", "party_id"), ("sales.deal", "deal_id"))
    contract_id: int
    party_id: int
    deal_id: int


@dataclass(frozen=True, kw_only=True)
class ContractVoided(Event):
    """A contract was declared void."""

    kind = "contract.voided"
    subject = ("practice.contract", "contract_id")
    anchors = (("parties.party", "party_id"), ("sales.deal", "deal_id"))
    contract_id: int
    party_id: int
    deal_id: int
