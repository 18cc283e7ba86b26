"""What is done to the contacts of a party, and the two ways to find a party by one.

Looking up a whole number and looking up the last four digits are the only questions about hidden values
that the house answers; both are counted per person and leave a line in the access log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from femida.parties.registry.events import PARTY, ContactPointRemoved
from femida.parties.registry.matching import lock_contacts
from femida.parties.registry.models import ContactPoint, Party, purpose_of
from femida.parties.registry.reading import Kind, display, read_contact, safe_line
from femida.parties.registry.writing import add_missing, present_contact
from femida.platform.access.policy import policy_of
from femida.platform.commands.core import command, take
from femida.platform.core import clock
from femida.platform.core.actor import Actor, ActorKind
from femida.platform.core.errors import Invalid, NotFound, UnableTo
from femida.platform.core.locks import lock_words
from femida.platform.journal.access_log import Kind as AccessKind
from femida.platform.journal.access_log import log_access
from femida.platform.journal.models import AccessLog
from femida.platform.journal.recording import record
from femida.platform.vault.lookups import ends_with, equals

SEARCHES_AN_HOUR: Final = 30
TAIL_DIGITS: Final = 4
MOST_FOUND: Final = 50
LONGEST_REASON: Final = 200
LONGEST_LABEL: Final = 60


class UnableToFindMore(UnableTo):
    """The person has searched by numbers too often within an hour."""

    code = "too_many_searches"
    default_sentence = _("You have searched by number too often. Try again in an hour.")


@dataclass(frozen=True, slots=True)
class FoundContact:
    """A contact that was found and its party."""

    party_id: int
    contact_point_id: int


@command(right="contacts.change", on=Party)
def add_contact_point(
    actor: Actor, *, party_id: int, kind: str, value: str, label: str = "", is_primary: bool = False
) -> int:
    """Add a number or an address to a party and return its id; one that the party has stays as it is.

    The first of a kind is the main one; `is_primary` makes a later one so. Who adds a contact that is there
    learns that it is: that counts as a search by number. Raises Invalid at `value`, UnableToFindMore.
    """
    given = read_contact(kind, value)
    note = safe_line(label, LONGEST_LABEL, field="label")
    lock_contacts([given])
    take(actor, Party, party_id)
    present = present_contact(party_id, given)
    if present is not None:
        _note_search(actor, AccessKind.FOUND_BY_NUMBER, "contacts.change", [FoundContact(party_id, present)])
    point_id = present or add_missing(party_id, [given], label=note)[0]
    if is_primary:
        _make_main(party_id, kind, point_id)
    return point_id


@command(right="contacts.change", on=Party)
def remove_contact_point(actor: Actor, *, contact_point_id: int) -> None:
    """Take a contact out of use; what was done through it keeps its trace."""
    take(actor, Party, _point_of(contact_point_id).party_id)
    # once more, now that nobody else can take it out of use
    point = _point_of(contact_point_id)
    was_main = point.is_primary
    ContactPoint.objects.filter(pk=point.pk).update(removed_at=clock.now(), is_primary=False)
    if was_main:
        following = _present(point.party_id, point.kind).order_by("pk").first()
        if following is not None:
            _make_main(point.party_id, point.kind, following.pk)
    record(ContactPointRemoved(party_id=point.party_id, contact_point_id=point.pk, point_kind=point.kind))


@command(right="contacts.reveal", on=Party, in_maintenance=True)
def reveal_contact(actor: Actor, *, contact_point_id: int, reason: str) -> str:
    """The whole number or address, for reading. The reason is required and is kept in the access log."""
    why = safe_line(reason, LONGEST_REASON, field="reason")
    if not why:
        raise Invalid({"reason": _("Say what you need the contact for.")})
    point = _point_of(contact_point_id)
    take(actor, Party, point.party_id)
    log_access(
        actor,
        AccessKind.REVEAL,
        object_type="parties.contact_point",
        object_id=point.pk,
        right="contacts.reveal",
        reason=why,
    )
    shown = display(point.kind, point.value().reveal())
    return f"{shown}, {point.extension}" if point.extension else shown


@command(right="contacts.find_by_number", in_maintenance=True)
def find_by_number(actor: Actor, *, number: str) -> list[FoundContact]:
    """The parties with exactly this number or address, of those that the actor may see.

    Raises Invalid at `number`, UnableToFindMore after 30 searches within an hour.
    """
    kind = Kind.EMAIL if "@" in number else Kind.PHONE
    given = read_contact(kind, number, field="number")
    condition = Q(equals(given.value, purpose_of(kind)), kind=kind)
    return _search(actor, condition, "contacts.find_by_number", AccessKind.FOUND_BY_NUMBER)


@command(right="contacts.find_by_tail", in_maintenance=True)
def find_by_tail(actor: Actor, *, tail: str) -> list[FoundContact]:
    """The parties with a number that ends with these four digits, of those that the actor may see.

    Raises Invalid at `tail`, UnableToFindMore after 30 searches within an hour.
    """
    digits = tail.strip()
    if len(digits) != TAIL_DIGITS or not (digits.isascii() and digits.isdigit()):
        raise Invalid({"tail": _("Give exactly four digits.")})
    condition = Q(ends_with(digits, purpose_of(Kind.PHONE)), kind=Kind.PHONE)
    return _search(actor, condition, "contacts.find_by_tail", AccessKind.FOUND_BY_TAIL)


def _search(actor: Actor, condition: Q, right: str, kind: AccessLog.Kind) -> list[FoundContact]:
    # before the look, so that a refused question asks the database nothing
    _count_search(actor, kind)
    policy = policy_of(actor)
    rows = (
        ContactPoint.objects.filter(policy.rows(ContactPoint, right))
        .filter(policy.rows(ContactPoint))
        .filter(condition, removed_at__isnull=True)
        .order_by("-party_id", "pk")[:MOST_FOUND]
    )
    found = [FoundContact(party_id, pk) for party_id, pk in rows.values_list("party_id", "pk")]
    _log_search(actor, kind, right, found)
    return found


def _note_search(actor: Actor, kind: AccessLog.Kind, right: str, found: list[FoundContact]) -> None:
    """Count and record an answer that another command gives away."""
    _count_search(actor, kind)
    _log_search(actor, kind, right, found)


def _log_search(actor: Actor, kind: AccessLog.Kind, right: str, found: list[FoundContact]) -> None:
    single = found[0] if len(found) == 1 else None
    log_access(
        actor,
        kind,
        object_type=PARTY if single else "",
        object_id=single.party_id if single else None,
        right=right,
        reason=f"{len(found)}",
    )


def _count_search(actor: Actor, kind: AccessLog.Kind) -> None:
    """Refuse a person who has asked too often. The lock makes two questions at once count as two."""
    if actor.kind is not ActorKind.PERSON:
        return
    lock_words("search by number", kind.value, str(actor.id))
    since = clock.now() - timedelta(hours=1)
    asked = AccessLog.objects.filter(
        actor_id=actor.id, actor_kind=actor.kind.value, kind=kind, at__gte=since
    ).count()
    if asked >= SEARCHES_AN_HOUR:
        raise UnableToFindMore


def _point_of(contact_point_id: int) -> ContactPoint:
    point = ContactPoint.objects.filter(pk=contact_point_id, removed_at__isnull=True).first()
    if point is None:
        raise NotFound
    return point


def _present(party_id: int, kind: str) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(party_id=party_id, kind=kind, removed_at__isnull=True)


def _make_main(party_id: int, kind: str, contact_point_id: int) -> None:
    _present(party_id, kind).filter(is_primary=True).update(is_primary=False)
    ContactPoint.objects.filter(pk=contact_point_id).update(is_primary=True)
