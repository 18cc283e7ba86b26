"""How the facts of deals read on a time-line."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from femida.platform.access.prepared import visible_names
from femida.platform.core.actor import Actor
from femida.platform.journal.timeline import Entry, StoredFact, renders
from femida.platform.pipelines.models import Stage
from femida.platform.ui.formats import exact_day
from femida.sales.deals.events import (
    DealDeferred,
    DealMoved,
    DealOpened,
    DealReassigned,
    DealRefused,
    DealReturned,
)
from femida.sales.deals.models import RefusalReason


@renders(DealOpened, group="stages")
@renders(DealReassigned)
def draw_deals(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Openings and changes of the responsible person."""
    entries = []
    for fact in facts:
        opened = isinstance(fact.event, DealOpened)
        entries.append(
            Entry(
                fact_id=fact.id,
                at=fact.at,
                icon="briefcase" if opened else "user",
                title=_("Deal opened") if opened else _("Another person leads the deal"),
                author_id=fact.actor.person_id,
                tone="good" if opened else "",
            )
        )
    return entries


@renders(DealMoved, group="stages")
def draw_moves(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Changes of stage."""
    ids = {fact.event.to_stage_id for fact in facts if isinstance(fact.event, DealMoved)}
    names = visible_names(actor, Stage, ids, "name")
    return [
        Entry(
            fact_id=fact.id,
            at=fact.at,
            icon="arrow-right",
            title=_stage_words(fact.event.by_hand) % {"stage": names.get(fact.event.to_stage_id, "?")},
            author_id=fact.actor.person_id,
        )
        for fact in facts
        if isinstance(fact.event, DealMoved)
    ]


def _stage_words(by_hand: bool) -> str:
    return _("Stage of the deal: %(stage)s") if by_hand else _("The deal moved by itself: %(stage)s")


@renders(DealRefused)
def draw_refusals(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Refusals with their reasons."""
    ids = {fact.event.reason_id for fact in facts if isinstance(fact.event, DealRefused)}
    names = visible_names(actor, RefusalReason, ids, "name")
    entries = []
    for fact in facts:
        event = fact.event
        if not isinstance(event, DealRefused):
            continue
        back = event.return_on
        entries.append(
            Entry(
                fact_id=fact.id,
                at=fact.at,
                icon="x",
                title=_("Deal refused: %(reason)s") % {"reason": names.get(event.reason_id, "?")},
                body=_("Comes back on %(day)s") % {"day": exact_day(back)} if back is not None else "",
                author_id=fact.actor.person_id,
                tone="bad",
            )
        )
    return entries


@renders(DealDeferred, DealReturned)
def draw_waits(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """What was put aside, and what came back."""
    entries = []
    for fact in facts:
        event = fact.event
        title = _("The deal came back")
        if isinstance(event, DealDeferred):
            title = _("Deal put aside until %(day)s") % {"day": exact_day(event.return_on)}
        icon = "clock" if isinstance(event, DealDeferred) else "refresh"
        entries.append(Entry(fact.id, fact.at, icon, title, author_id=fact.actor.person_id))
    return entries
