"""Reading the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, QuerySet, Value, When

from femida.parties.registry.matching import by_activity, holders
from femida.parties.registry.models import ContactPoint, Party, PartyRole, purpose_of
from femida.parties.registry.reading import Kind, mask, read_contact
from femida.platform.access.policy import policy_of
from femida.platform.access.prepared import prepared, visible_names
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor, ActorKind
from femida.platform.core.errors import Denied
from femida.platform.core.statements import Hole
from femida.platform.vault.sealed import open_sealed


@dataclass(frozen=True, slots=True)
class MaskedContact:
    """A contact as pages show it. `revealable` says whether this actor may ask for the whole of it."""

    id: int
    kind: str
    mask: str
    label: str
    is_primary: bool
    revealable: bool


@dataclass(frozen=True, slots=True)
class HeldRole:
    """What a party is to the firm now."""

    id: int
    role: str
    object_type: str
    object_id: int | None


def masked_contacts(actor: Actor, party_ids: Iterable[int]) -> dict[int, list[MaskedContact]]:
    """The contacts of visible parties, the main ones first, without whole values: one statement.

    The last four digits show only where the actor's `contacts.find_by_tail` or `contacts.reveal` reaches
    the party; elsewhere all masks of a kind are alike. Parties out of sight are left out.
    """
    wanted = sorted(set(party_ids))
    if not wanted:
        return {}
    points = prepared(policy_of(actor), "masked contacts", lambda: _masked(actor)).rows(parties=wanted)
    found: dict[int, list[MaskedContact]] = defaultdict(list)
    for party_id, pk, kind, label, is_primary, sealed, shows_tail, revealable in points:
        with_tail = shows_tail or revealable
        value = open_sealed(sealed, purpose_of(kind)).reveal() if with_tail else ""
        shown = MaskedContact(pk, kind, mask(kind, value, tail=with_tail), label, is_primary, revealable)
        found[party_id].append(shown)
    return dict(found)


def _masked(actor: Actor) -> QuerySet[ContactPoint, tuple[Any, ...]]:
    rows = visible(actor, ContactPoint).filter(party_id__among=Hole("parties"), removed_at__isnull=True)
    return rows.order_by("-is_primary", "pk").values_list(
        "party_id",
        "pk",
        "kind",
        "label",
        "is_primary",
        "value_enc",
        _flag(actor, "contacts.find_by_tail"),
        _flag(actor, "contacts.reveal"),
    )


def names_of_parties(actor: Actor, party_ids: Iterable[int]) -> dict[int, str]:
    """Names by id of those parties that the actor may see."""
    return visible_names(actor, Party, party_ids, "name")


def roles_of_parties(actor: Actor, party_ids: Iterable[int]) -> dict[int, list[HeldRole]]:
    """The present roles of visible parties, the oldest first: one statement."""
    roles = (
        visible(actor, PartyRole)
        .filter(party_id__in=sorted(set(party_ids)), until__isnull=True)
        .order_by("since", "pk")
    )
    found: dict[int, list[HeldRole]] = defaultdict(list)
    for role in roles:
        found[role.party_id].append(HeldRole(role.pk, role.role, role.object_type, role.object_id))
    return dict(found)


def find_by_phone(actor: Actor, *, number: str) -> list[int]:
    """The parties with this number, the most recently active first: for the house itself (a call comes in).

    People ask by the command `find_by_number`, which counts and records. Raises Denied for them, Invalid.
    """
    if actor.kind not in (ActorKind.SYSTEM, ActorKind.INTEGRATION):
        raise Denied(right="contacts.find_by_number")
    return by_activity(holders(read_contact(Kind.PHONE, number, field="number")))


def _flag(actor: Actor, right: str) -> Case | Value:
    """Whether a contact is within the reach of a right, as a column of the same statement."""
    policy = policy_of(actor)
    if not policy.may(right):
        return Value(value=False)
    reached = policy.rows(ContactPoint, right)
    if not reached:
        # a condition that holds for all rows is empty, and a Case refuses it
        return Value(value=True)
    when = When(reached, then=Value(value=True))
    return Case(when, default=Value(value=False), output_field=BooleanField())
