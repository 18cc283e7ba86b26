"""Finding rows of the vault by a whole value or by last digits: the only two conditions there are."""

from __future__ import annotations

from django.db.models import Q

from femida.platform.vault.sealed import blind_indexes, tail_indexes


def equals(value: str, purpose: str) -> Q:
    """Rows that hold exactly this normalised value, also in the middle of a rotation of keys."""
    digests = blind_indexes(value, purpose)
    found = Q(blind_index__in=digests)
    return found | Q(blind_index_next__in=digests) if len(digests) > 1 else found


def ends_with(tail: str, purpose: str) -> Q:
    """Rows whose value ends with these digits."""
    return Q(tail_index__in=tail_indexes(tail, purpose))
