"""What a room's `bulk.py` writes with: rows, facts on time-lines, changes of stages, each with its author."""

from __future__ import annotations

import json
import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from femida.platform.bulk.rows import Copier, Row
from femida.platform.bulk.spool import Spool
from femida.platform.core.actor import Actor
from femida.platform.journal.events import Event
from femida.platform.journal.models import Fact, FactAnchor, FieldChange
from femida.platform.pipelines.models import StageChange, Timer


@dataclass(frozen=True, slots=True)
class Deed:
    """One act of the past: who did it and when. Everything that was written in it bears its id."""

    actor: Actor
    at: datetime
    id: str


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages of a pipeline by their keys, of objects of one type in one table."""

    object_type: str
    table: str
    ids: dict[str, int]


@dataclass
class Batch:
    """One part of the mass: some parties with all that begins with them, or some days of contracts and money.

    `chance` is the only source of chance; `made` holds what rooms below leave to those above within this
    part, `kept` what they keep through the whole load. No moment is later than `now`.
    """

    copier: Copier
    spool: Spool
    chance: random.Random
    now: datetime
    since: datetime
    """Where the past begins that is told."""
    parties: range = range(0)
    """The numbers of the parties of this part, in the order of their coming."""
    all_parties: int = 0
    until: datetime | None = None
    """The end of the days of this part; None while parties are made."""
    made: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    def add(self, model: type[Model], **values: Any) -> Row:
        """Let a row be written; returns it with its id, and it may still be changed."""
        return self.copier.add(model, **values)

    def deed(self, actor: Actor, at: datetime) -> Deed:
        """An act of somebody at a moment."""
        return Deed(actor, at, str(uuid.UUID(int=self.chance.getrandbits(128), version=4)))

    def record(self, deed: Deed, event: Event, *also: tuple[str, int]) -> None:
        """Write a fact with its anchors, `also` further ones that a reaction would have added."""
        subject_type, subject_id = event.subject_ref()
        actor = deed.actor
        fact = self.copier.add(
            Fact,
            at=deed.at,
            act_id=deed.id,
            actor_kind=actor.kind.value,
            actor_id=actor.id,
            on_behalf_of=actor.on_behalf_of,
            because=actor.because,
            kind=event.kind,
            subject_type=subject_type,
            subject_id=subject_id,
            payload=json.dumps(event.payload(), ensure_ascii=False),
        )
        refs = event.anchor_refs()
        for object_type, object_id in (*refs, *(one for one in also if one not in refs)):
            self.copier.add(
                FactAnchor, object_type=object_type, object_id=object_id, at=deed.at, fact_id=fact["id"]
            )

    def begin_stage(self, deed: Deed, stages: Stages, row: Row, key: str) -> None:
        """Put a new row into its first stage."""
        row["stage_id"], row["stage_since"] = stages.ids[key], deed.at
        self._stage_change(deed, stages, row, None, None, by_hand=False)

    def move(
        self, deed: Deed, stages: Stages, row: Row, key: str, *, by_hand: bool, past_gate: bool = False
    ) -> tuple[int, int]:
        """Move a row to another stage, as a command would; returns the ids of both stages."""
        before, after = row["stage_id"], stages.ids[key]
        seconds = max(0, int((deed.at - row["stage_since"]).total_seconds()))
        row["stage_id"], row["stage_since"] = after, deed.at
        row["version"] = row.get("version", 1) + 1
        self._stage_change(deed, stages, row, before, seconds, by_hand=by_hand, past_gate=past_gate)
        # what the trigger of the field history writes when a row is changed
        self.copier.add(
            FieldChange,
            at=deed.at,
            act_id=deed.id,
            actor=str(deed.actor),
            database_role="",
            table=stages.table,
            row=row["id"],
            field="stage_id",
            old=str(before),
            new=str(after),
        )
        return before, after

    def set_timer(self, stages: Stages, row: Row, key: str, due_at: datetime) -> None:
        """Let a row move by itself at a moment to come."""
        self.copier.add(
            Timer,
            object_type=stages.object_type,
            object_id=row["id"],
            stage_id=row["stage_id"],
            to_stage_id=stages.ids[key],
            due_at=due_at,
        )

    def _stage_change(
        self,
        deed: Deed,
        stages: Stages,
        row: Row,
        before: int | None,
        seconds: int | None,
        *,
        by_hand: bool,
        past_gate: bool = False,
    ) -> None:
        self.copier.add(
            StageChange,
            object_type=stages.object_type,
            object_id=row["id"],
            from_stage_id=before,
            to_stage_id=row["stage_id"],
            at=deed.at,
            seconds_in_stage=seconds,
            by_hand=by_hand,
            past_gate=past_gate,
            actor_kind=deed.actor.kind.value,
            actor_id=deed.actor.id,
            act_id=deed.id,
        )


def stages_of(object_type: str, table: str, pipeline: str) -> Stages:
    """The stages of a pipeline that stands in the database."""
    from femida.platform.pipelines.moving import stages_of as found

    return Stages(object_type, table, {stage.key: stage.pk for stage in found(pipeline)})
