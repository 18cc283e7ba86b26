"""Moving an object through its pipeline.

These functions run inside a room's command that has locked the row and checked the right on it. There is
no other way to change a stage: `femida verify` compares every stage with the last `StageChange`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from femida.platform.access.policy import policy_of
from femida.platform.conditions.evaluation import holds
from femida.platform.core.actor import Actor
from femida.platform.core.context import current_act
from femida.platform.core.errors import Denied, Text, UnableTo
from femida.platform.pipelines.models import AutoMove, Gate, Stage, StageChange, Staged, Timer, Transition


class UnableToMove(UnableTo):
    """The stage does not change; the sentence says what is missing."""

    code = "unable_to_move"


@dataclass(frozen=True, slots=True)
class Option:
    """A stage that a person may want to move to; `sentence` says why it is closed to her now."""

    stage: Stage
    sentence: Text = ""

    @property
    def allowed(self) -> bool:
        """Whether the move would go through."""
        return not self.sentence


def stages_of(pipeline_key: str) -> Sequence[Stage]:
    """The stages of a pipeline in order."""
    return list(Stage.objects.filter(pipeline__key=pipeline_key).order_by("order"))


def stage_named(pipeline_key: str, key: str) -> Stage:
    """A stage by its key. Raises Stage.DoesNotExist."""
    return Stage.objects.select_related("pipeline").get(pipeline__key=pipeline_key, key=key)


def first_stage(pipeline_key: str) -> Stage:
    """Where objects begin."""
    return stages_of(pipeline_key)[0]


def note_start(row: Staged, object_type: str) -> None:
    """Write the first stage change of a new row that has just been stored with its stage."""
    _write_change(row, object_type, None, row.stage, by_hand=False, past_gate=False)


def _write_change(
    row: Staged, object_type: str, old: Stage | None, new: Stage, *, by_hand: bool, past_gate: bool
) -> None:
    act = current_act()
    if act is None:
        raise RuntimeError("a stage changes only inside a command")
    seconds = None if old is None else max(0, int((act.at - row.stage_since).total_seconds()))
    StageChange.objects.create(
        object_type=object_type,
        object_id=row.pk,
        from_stage=old,
        to_stage=new,
        at=act.at,
        seconds_in_stage=seconds,
        by_hand=by_hand,
        past_gate=past_gate,
        actor_kind=act.actor.kind.value,
        actor_id=act.actor.id,
        act_id=act.id,
    )


class _Gates:
    """The gates that are shut before a row now; each condition is judged once."""

    def __init__(self, row: Staged, object_type: str) -> None:
        self._row, self._type = row, object_type
        self._gates = list(Gate.objects.filter(stage_id=row.stage_id).order_by("pk"))
        self._open: dict[int, bool] = {}

    def shut_towards(self, to: Stage) -> Gate | None:
        """The first gate on the way to a stage that is shut."""
        ways = (gate for gate in self._gates if gate.to_stage_id in (None, to.pk))
        return next((gate for gate in ways if not self._holds(gate)), None)

    def _holds(self, gate: Gate) -> bool:
        if gate.pk not in self._open:
            since = {"since": self._row.stage_since}
            self._open[gate.pk] = holds(self._type, self._row, gate.condition, since)
        return self._open[gate.pk]


def _passes(actor: Actor, row: Staged, right: str) -> bool:
    """Whether the actor's bypass right reaches this very row."""
    policy = policy_of(actor)
    if not right or not policy.may(right):
        return False
    model = type(row)
    return bool(model._default_manager.filter(policy.rows(model, right), pk=row.pk).exists())


def options(actor: Actor, row: Staged, object_type: str) -> list[Option]:
    """Where the actor may move the row by hand, and why not where she may not."""
    ways = list(
        Transition.objects.filter(from_stage_id=row.stage_id)
        .select_related("to_stage")
        .order_by("to_stage__order")
    )
    gates = _Gates(row, object_type)
    policy = policy_of(actor)
    found = []
    for way in ways:
        gate = gates.shut_towards(way.to_stage)
        shut = gate is not None and not _passes(actor, row, gate.bypass_right)
        sentence: Text = gate.sentence if shut and gate is not None else ""
        if way.right and not policy.may(way.right):
            sentence = Denied.default_sentence
        found.append(Option(way.to_stage, sentence))
    return found


def require_way(actor: Actor, row: Staged, object_type: str, stage_key: str) -> None:
    """Say what is missing before a person fills in the form of a stage in vain. Raises UnableToMove."""
    for option in options(actor, row, object_type):
        if option.stage.key == stage_key:
            if not option.allowed:
                raise UnableToMove(option.sentence)
            return
    raise UnableToMove(_("This step is not possible from «%(stage)s».") % {"stage": row.stage.name})


def move_by_hand(actor: Actor, row: Staged, object_type: str, to: Stage) -> None:
    """Move a locked row because a person asked.

    Raises UnableToMove when there is no such way or a gate is closed, Denied when the way needs a right
    that the actor lacks. The caller stores `stage` and `stage_since`.
    """
    if to.pk == row.stage_id:
        raise UnableToMove(_("It stands in this stage already."))
    way = Transition.objects.filter(from_stage_id=row.stage_id, to_stage=to).first()
    if way is None:
        raise UnableToMove(
            _("From «%(from)s» one cannot go to «%(to)s».") % {"from": row.stage.name, "to": to.name}
        )
    if way.right:
        policy_of(actor).require(way.right)
    gate = _Gates(row, object_type).shut_towards(to)
    if gate is not None and not _passes(actor, row, gate.bypass_right):
        raise UnableToMove(gate.sentence)
    _apply(row, object_type, to, by_hand=True, past_gate=gate is not None)


def move_by_itself(row: Staged, object_type: str, to: Stage) -> None:
    """Move a locked row because of a fact or a timer."""
    if to.pk != row.stage_id:
        _apply(row, object_type, to, by_hand=False, past_gate=False)


def _apply(row: Staged, object_type: str, to: Stage, *, by_hand: bool, past_gate: bool) -> None:
    _write_change(row, object_type, row.stage, to, by_hand=by_hand, past_gate=past_gate)
    act = current_act()
    assert act is not None
    row.stage = to
    row.stage_since = act.at
    Timer.objects.filter(object_type=object_type, object_id=row.pk, state=Timer.State.SET).update(
        state=Timer.State.DROPPED
    )


def automatic_target(row: Staged, object_type: str, fact_kind: str) -> Stage | None:
    """Where a fact of this kind takes the row by itself, or None."""
    moves = AutoMove.objects.filter(from_stage_id=row.stage_id, on_fact=fact_kind).select_related("to_stage")
    for move in moves.order_by("order"):
        if not move.condition or holds(object_type, row, move.condition, {"since": row.stage_since}):
            return move.to_stage
    return None


def set_timer(row: Staged, object_type: str, *, due_at: datetime, to: Stage) -> None:
    """Move the row to a stage at a moment, unless it leaves its present stage before."""
    Timer.objects.filter(object_type=object_type, object_id=row.pk, state=Timer.State.SET).update(
        state=Timer.State.DROPPED
    )
    Timer.objects.create(
        object_type=object_type, object_id=row.pk, stage_id=row.stage_id, to_stage=to, due_at=due_at
    )
