"""The stages of pipelines on cards and boards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from femida.platform.core.actor import Actor
from femida.platform.core.errors import UnableTo
from femida.platform.pipelines.models import Stage, Transition
from femida.platform.pipelines.moving import stages_of
from femida.platform.screens.ports import StageStep
from femida.platform.ui.palette import STAGE_COLOURS


class AsksFirst(UnableTo):
    """A move that needs a form filled in first; scripts open it as a dialog."""

    code = "asks_first"
    default_sentence = _("Fill in the form of this step first.")

    def __init__(self, dialog: str) -> None:
        super().__init__()
        self.dialog = dialog


def colour_name(number: int) -> str:
    """The palette's name of a stage's colour, 1 to 12."""
    return STAGE_COLOURS[(number - 1) % len(STAGE_COLOURS)]


class PipelineStages:
    """The stages of one pipeline, for the port `stage_sources`."""

    def __init__(self, pipeline_key: str) -> None:
        self.pipeline_key = pipeline_key

    def steps(self, actor: Actor, row: Any) -> tuple[Sequence[StageStep], str]:
        """All stages, those reached by hand from the row's own marked; two queries."""
        ways = set(
            Transition.objects.filter(from_stage_id=row.stage_id).values_list("to_stage_id", flat=True)
        )
        steps = [self.step(stage, allowed=stage.pk in ways) for stage in stages_of(self.pipeline_key)]
        return steps, str(row.stage_id)

    def columns(self, actor: Actor) -> Sequence[StageStep]:  # stages are open to all
        """The columns of the board; one query."""
        return [replace(self.step(stage), dialog="") for stage in stages_of(self.pipeline_key)]

    def step(self, stage: Stage, *, allowed: bool = False) -> StageStep:
        """One stage as the screens draw it."""
        return StageStep(
            value=str(stage.pk),
            label=stage.name,
            colour=colour_name(stage.colour),
            allowed=allowed,
            dialog=self.dialog_of(stage),
        )

    def dialog_of(self, stage: Stage) -> str:  # noqa: ARG002
        """The address of the form that a stage asks for, if any."""
        return ""
