"""Reading the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Value, When

from femida.parties.registry.matching import by_activity, holders
from femida.parties.registry.models import ContactPoint, Party, PartyRole
from femida.parties.registry.reading import Kind, mask, read_contact
from femida.platform.access.policy import policy_of
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor, ActorKind
from femida.platform.core.errors import Denied


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
    points = (
        visible(actor, ContactPoint)
        .filter(party_id__in=wanted, removed_at__isnull=True)
        .annotate(
            shows_tail=_flag(actor, "contacts.find_by_tail"), revealable=_flag(actor, "contacts.reveal")
        )
        .order_by("-is_primary", "pk")
    )
    found: dict[int, list[MaskedContact]] = defaultdict(list)
    for point in points:
        with_tail = point.shows_tail or point.revealable
        found[point.party_id].append(
            MaskedContact(
                id=point.pk,
                kind=point.kind,
                mask=mask(point.kind, point.value().reveal() if with_tail else "", tail=with_tail),
                label=point.label,
                is_primary=point.is_primary,
                revealable=point.revealable,
            )
        )
    return dict(found)


def names_of_parties(actor: Actor, party_ids: Iterable[int]) -> dict[int, str]:
    """Names by id of those parties that the actor may see."""
    wanted = sorted(set(party_ids))
    return dict(visible(actor, Party).filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


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
    reached = policy_of(actor).rows(ContactPoint, right)
    if not reached:
        # a condition that holds for all rows is empty, and a Case refuses it
        return Value(value=True)
    when = When(reached, then=Value(value=True))
    return Case(when, default=Value(value=False), output_field=BooleanField())
