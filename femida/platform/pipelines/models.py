"""Pipelines: stages, the ways between them, the gates on those ways, and what has happened."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from femida.platform.core import clock


class Pipeline(models.Model):
    """A pipeline for one object type."""

    key = models.SlugField(max_length=64, unique=True)
    object_type = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(_("in use"), default=True)

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    """A stage. `norm_hours` is in business hours; `colour` a number of the palette, 1 to 12."""

    class Kind(models.TextChoices):
        OPEN = "open", _("in work")
        WAITING = "waiting", _("waiting")
        WON = "won", _("reached")
        LOST = "lost", _("refused")

    pipeline = models.ForeignKey(Pipeline, on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=64)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.OPEN)
    order = models.PositiveSmallIntegerField(_("order"))
    colour = models.PositiveSmallIntegerField(_("colour"), default=1)
    norm_hours = models.PositiveIntegerField(_("norm time, business hours"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pipeline", "key"], name="pipelines_stage_key_once"),
            models.UniqueConstraint(fields=["pipeline", "order"], name="pipelines_stage_order_once"),
            models.CheckConstraint(condition=models.Q(colour__range=(1, 12)), name="pipelines_stage_colour"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def closes(self) -> bool:
        """Whether an object in this stage is finished."""
        return self.kind in (self.Kind.WON, self.Kind.LOST)


class Transition(models.Model):
    """A way between two stages that a person may go by hand, if she has `right` (when one is named)."""

    from_stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="+")
    to_stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="+")
    right = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_stage", "to_stage"], name="pipelines_transition_once"),
            models.CheckConstraint(
                condition=~models.Q(from_stage=models.F("to_stage")), name="pipelines_transition_moves"
            ),
        ]


class Gate(models.Model):
    """A condition for leaving a stage by hand, with the sentence that a refused person reads.

    With `to_stage` it stands on the way to that stage only. Who holds `bypass_right` on the object passes all
    the same; the change of stage says so.
    """

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="+")
    to_stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="+", null=True)
    condition = models.JSONField()
    sentence = models.CharField(_("what the person reads"), max_length=300)
    bypass_right = models.CharField(max_length=80, blank=True)


class AutoMove(models.Model):
    """An automatic transition: on a fact of this kind, when the condition holds."""

    from_stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="+")
    to_stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="+")
    on_fact = models.CharField(max_length=64)
    condition = models.JSONField(default=dict)
    order = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_stage", "on_fact", "order"], name="pipelines_automove_order_once"
            )
        ]


class Timer(models.Model):
    """A move that happens by itself at a moment, unless the object has left the stage before."""

    class State(models.TextChoices):
        SET = "set"
        DONE = "done"
        DROPPED = "dropped"
        FAILED = "failed"

    object_type = models.CharField(max_length=64)
    object_id = models.BigIntegerField()
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="+")
    to_stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="+")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.SET)
    error = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id"],
                condition=models.Q(state="set"),
                name="pipelines_timer_one_set",
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="set"), name="pipelines_timer_due")
        ]


class StageChange(models.Model):
    """One change of stage: the base of every funnel. Never edited."""

    object_type = models.CharField(max_length=64)
    object_id = models.BigIntegerField()
    from_stage = models.ForeignKey(Stage, on_delete=models.PROTECT, null=True, related_name="+")
    to_stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seconds_in_stage = models.BigIntegerField(null=True)
    by_hand = models.BooleanField()
    past_gate = models.BooleanField(default=False)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    act_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_stage__isnull=True) | ~models.Q(from_stage=models.F("to_stage")),
                name="pipelines_change_moves",
            ),
            models.UniqueConstraint(
                fields=["object_type", "object_id"],
                condition=models.Q(from_stage__isnull=True),
                name="pipelines_change_one_start",
            ),
        ]
        indexes = [
            models.Index(fields=["object_type", "object_id", "at"], name="pipelines_change_object"),
            models.Index(fields=["to_stage", "at"], name="pipelines_change_stage"),
        ]


class Staged(models.Model):
    """Base of objects that stand in a pipeline."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+", verbose_name=_("stage"))
    stage_since = models.DateTimeField(_("in the stage since"), default=clock.now)

    class Meta:
        abstract = True
