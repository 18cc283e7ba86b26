"""The stages of pipelines on cards and boards."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.access.policy import policy_of
from femida.platform.access.prepared import prepared
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid, UnableTo
from femida.platform.pipelines.models import Stage, Staged, Transition
from femida.platform.pipelines.moving import require_way, stages_of
from femida.platform.screens.ports import StageStep
from femida.platform.ui import formats
from femida.platform.ui.palette import STAGE_COLOURS


class AsksFirst(UnableTo):
    """A move that needs a form filled in first; scripts open it as a dialog."""

    code = "asks_first"
    default_sentence = gettext_lazy("Fill in the form of this step first.")

    def __init__(self, dialog: str) -> None:
        super().__init__()
        self.dialog = dialog


def colour_name(number: int) -> str:
    """The palette's name of a stage's colour, 1 to 12."""
    return STAGE_COLOURS[(number - 1) % len(STAGE_COLOURS)]


class PipelineStages:
    """The stages of one pipeline, for the port `stage_sources`.

    `forms` maps the key of a stage to the name of the address whose form it asks for; the address takes the
    key of the row. `aside` are the stages that are no step of the way: a return, a pause. `due` says when the
    norm time of a row's present stage is over, None without a norm.
    """

    def __init__(
        self,
        pipeline_key: str,
        forms: Mapping[str, str] | None = None,
        *,
        aside: Collection[str] = (),
        due: Callable[[Any], datetime | None] | None = None,
    ) -> None:
        self.pipeline_key = pipeline_key
        self.forms = forms or {}
        self.aside = frozenset(aside)
        self._due = due

    def steps(self, actor: Actor, row: Any) -> tuple[Sequence[StageStep], str]:
        """All stages, those that the actor may try by hand marked; two queries and what `due` asks."""
        policy = policy_of(actor)
        ways = {
            to
            for to, right in Transition.objects.filter(from_stage_id=row.stage_id).values_list(
                "to_stage_id", "right"
            )
            if not right or policy.may(right)
        }
        steps = []
        for stage in stages_of(self.pipeline_key):
            form = self.forms.get(stage.key)
            dialog = reverse(form, args=[row.pk]) if form and stage.pk in ways else ""
            step = replace(self._step(stage), allowed=stage.pk in ways, dialog=dialog)
            steps.append(self._with_norm(step, row) if stage.pk == row.stage_id else step)
        return steps, str(row.stage_id)

    def columns(self, actor: Actor) -> Sequence[StageStep]:
        """The columns of the board; one query. Stages are open to all."""
        statement = prepared(
            policy_of(actor),
            ("stages", self.pipeline_key),
            lambda: (
                Stage.objects.filter(pipeline__key=self.pipeline_key)
                .order_by("order")
                .values_list("pk", "key", "name", "colour")
            ),
        )
        return [self._drawn(*values) for values in statement.rows()]

    def _step(self, stage: Stage) -> StageStep:
        return self._drawn(stage.pk, stage.key, stage.name, stage.colour)

    def _drawn(self, pk: int, key: str, name: str, colour: int) -> StageStep:
        return StageStep(value=str(pk), label=name, colour=colour_name(colour), aside=key in self.aside)

    def _with_norm(self, step: StageStep, row: Any) -> StageStep:
        due = self._due(row) if self._due is not None else None
        if due is None:
            return step
        late = due < clock.now()
        words = _("over since %(moment)s") if late else _("until %(moment)s")
        return replace(step, note=words % {"moment": formats.moment(due)}, late=late)

    def asked(self, actor: Actor, row: Staged, object_type: str, to: str) -> Stage:
        """The stage that a drop on a column means.

        Raises Invalid for a stage of another pipeline, UnableToMove when the way is shut, AsksFirst when
        the stage asks for its form.
        """
        stage = Stage.objects.filter(
            pk=int(to) if to.isdecimal() else 0, pipeline__key=self.pipeline_key
        ).first()
        if stage is None:
            raise Invalid({"stage": _("Choose a stage of this pipeline.")})
        if stage.key in self.forms:
            require_way(actor, row, object_type, stage.key)
            raise AsksFirst(reverse(self.forms[stage.key], args=[row.pk]))
        return stage
