"""Reads about saved variants."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from femida.platform.core.actor import Actor
from femida.platform.reports.models import SavedReport


@dataclass(frozen=True, slots=True)
class Variant:
    """A saved way to look at a report."""

    id: int
    name: str
    address: str
    is_shared: bool
    is_own: bool


def saved_variants(actor: Actor, report: str) -> list[Variant]:
    """The reader's own variants of a report and the shared ones, by name; one statement."""
    mine = Q(owner_id=actor.person_id)
    rows = SavedReport.objects.filter(mine | Q(is_shared=True), report=report).order_by("name", "pk")
    return [
        Variant(pk, name, address, is_shared, owner == actor.person_id)
        for pk, name, address, is_shared, owner in rows.values_list(
            "pk", "name", "address", "is_shared", "owner_id"
        )
    ]
