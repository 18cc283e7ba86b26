"""How the facts of deals read on a time-line."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.journal.timeline import Entry, StoredFact, renders
from femida.platform.pipelines.models import Stage
from femida.sales.deals.events import DealMoved, DealOpened, DealReassigned


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
    names = dict(visible(actor, Stage).filter(pk__in=ids).values_list("pk", "name"))
    return [
        Entry(
            fact_id=fact.id,
            at=fact.at,
            icon="arrow-right",
            title=_("Stage of the deal: %(stage)s") % {"stage": names.get(fact.event.to_stage_id, "?")},
            author_id=fact.actor.person_id,
        )
        for fact in facts
        if isinstance(fact.event, DealMoved)
    ]
