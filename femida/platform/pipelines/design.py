"""Designs of pipelines in plain data, and loading them into the tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from femida.platform.core.errors import Text
from femida.platform.pipelines.models import AutoMove, Gate, Pipeline, Stage, Transition

Condition = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StageDesign:
    """One stage of a design."""

    key: str
    name: Text
    kind: str = Stage.Kind.OPEN
    colour: int = 1
    norm_hours: int | None = None


@dataclass(frozen=True, slots=True)
class GateDesign:
    """A gate on leaving the named stages, or with `to` on the way to that one only."""

    stages: tuple[str, ...]
    condition: Condition
    sentence: Text
    bypass_right: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class AutoDesign:
    """An automatic move."""

    from_stage: str
    to_stage: str
    on_fact: str
    condition: Condition = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Design:
    """A ready pipeline. `ways` maps a stage to the stages reached from it by hand.

    `rights` maps a stage to the right that the ways to it ask for.
    """

    key: str
    object_type: str
    name: Text
    stages: tuple[StageDesign, ...]
    ways: dict[str, tuple[str, ...]]
    gates: tuple[GateDesign, ...] = ()
    autos: tuple[AutoDesign, ...] = ()
    rights: dict[str, str] = field(default_factory=dict)


def load_design(design: Design) -> Pipeline:
    """Write a design into the tables in the language now active; a pipeline that exists is left alone."""
    with transaction.atomic():
        pipeline, made = Pipeline.objects.get_or_create(
            key=design.key, defaults={"object_type": design.object_type, "name": str(design.name)}
        )
        if made:
            _fill(pipeline, design)
    return pipeline


def _fill(pipeline: Pipeline, design: Design) -> None:
    stages = {
        s.key: Stage.objects.create(
            pipeline=pipeline,
            key=s.key,
            name=str(s.name),
            kind=s.kind,
            order=number,
            colour=s.colour,
            norm_hours=s.norm_hours,
        )
        for number, s in enumerate(design.stages, start=1)
    }
    for start, ends in design.ways.items():
        for end in ends:
            right = design.rights.get(end, "")
            Transition.objects.create(from_stage=stages[start], to_stage=stages[end], right=right)
    for gate in design.gates:
        for key in gate.stages:
            Gate.objects.create(
                stage=stages[key],
                to_stage=stages[gate.to] if gate.to else None,
                condition=gate.condition,
                sentence=str(gate.sentence),
                bypass_right=gate.bypass_right,
            )
    for number, auto in enumerate(design.autos, start=1):
        AutoMove.objects.create(
            from_stage=stages[auto.from_stage],
            to_stage=stages[auto.to_stage],
            on_fact=auto.on_fact,
            condition=auto.condition,
            order=number,
        )
