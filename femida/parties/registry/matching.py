"""Which party a number or an address belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Max

from femida.parties.registry.events import PARTY
from femida.parties.registry.models import ContactPoint, Party, purpose_of
from femida.parties.registry.names import likeness
from femida.parties.registry.reading import GivenContact
from femida.platform.core import locks
from femida.platform.journal.models import FactAnchor
from femida.platform.vault.lookups import equals


def lock_contacts(given: Iterable[GivenContact]) -> None:
    """Make two acts about the same number or address wait for each other.

    Always before the lock of a party: the other way round two acts could wait for each other for ever.
    """
    for kind, value in sorted({(contact.kind, contact.value) for contact in given}):
        locks.lock_words("contact", kind, value)


def match(given: Sequence[GivenContact], name: str) -> int | None:
    """The party to which these contacts lead, numbers before addresses, or None.

    Of several with one number: whose name agrees with the given one, then the most recently active.
    """
    for contact in given:
        found = holders(contact)
        if found:
            return _best(found, name)
    return None


def holders(contact: GivenContact) -> list[int]:
    """All parties that have this contact now."""
    return list(
        ContactPoint.objects.filter(
            equals(contact.value, purpose_of(contact.kind)), kind=contact.kind, removed_at__isnull=True
        )
        .order_by("party_id")
        .values_list("party_id", flat=True)
        .distinct()
    )


def by_activity(party_ids: Sequence[int]) -> list[int]:
    """The parties, the one with the newest fact on its time-line first."""
    newest = dict(
        FactAnchor.objects.filter(object_type=PARTY, object_id__in=party_ids)
        .values_list("object_id")
        .annotate(newest=Max("at"))
    )
    return sorted(
        party_ids, key=lambda pk: (newest[pk].timestamp() if pk in newest else 0.0, pk), reverse=True
    )


def _best(party_ids: Sequence[int], name: str) -> int:
    if len(party_ids) == 1:
        return party_ids[0]
    ordered = by_activity(party_ids)
    if not name:
        return ordered[0]
    names = dict(Party.objects.filter(pk__in=ordered).values_list("pk", "name"))
    # max keeps the first of equals, which is the most recently active
    return max(ordered, key=lambda pk: likeness(name, names[pk]))
