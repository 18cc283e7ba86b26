"""The journal: every act of the firm, once."""

from __future__ import annotations

from django.db import models


class Fact(models.Model):
    """One thing that happened. The payload holds ids and values that are never hidden from anybody."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    act_id = models.UUIDField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    on_behalf_of = models.BigIntegerField(null=True)
    because = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    payload = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "at"], name="journal_fact_kind"),
            models.Index(fields=["act_id"], name="journal_fact_act"),
            models.Index(fields=["actor_id", "-at"], name="journal_fact_actor"),
        ]


class FactAnchor(models.Model):
    """An object on whose time-line a fact stands."""

    id = models.BigAutoField(primary_key=True)
    object_type = models.CharField(max_length=64)
    object_id = models.BigIntegerField()
    at = models.DateTimeField()
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")
    pinned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id", "-at"], name="journal_anchor_line"),
            models.Index(
                fields=["object_type", "object_id", "-pinned_at"],
                condition=models.Q(pinned_at__isnull=False),
                name="journal_anchor_pinned",
            ),
        ]


class FieldChange(models.Model):
    """One changed value of one row, written by the database's own trigger."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    act_id = models.UUIDField(null=True)
    actor = models.CharField(max_length=64, blank=True)
    database_role = models.CharField(max_length=64)
    address = models.CharField(max_length=64, blank=True)
    table = models.CharField(max_length=64)
    row = models.BigIntegerField()
    field = models.CharField(max_length=64)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["table", "row", "-at"], name="journal_change_row"),
            models.Index(fields=["act_id"], name="journal_change_act"),
        ]


class AccessLog(models.Model):
    """Reveals, exports, sign-ins, openings of cards and refusals."""

    class Kind(models.TextChoices):
        REVEAL = "reveal"
        EXPORT = "export"
        SIGN_IN = "sign_in"
        SIGN_IN_FAILED = "sign_in_failed"
        SIGN_OUT = "sign_out"
        OPENED = "opened"
        REFUSED = "refused"
        FOUND_BY_NUMBER = "found_by_number"
        FOUND_BY_TAIL = "found_by_tail"

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=24, choices=Kind.choices)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    object_type = models.CharField(max_length=64, blank=True)
    object_id = models.BigIntegerField(null=True)
    right = models.CharField(max_length=80, blank=True)
    command = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["actor_id", "-at"], name="journal_access_actor"),
            models.Index(fields=["object_type", "object_id", "-at"], name="journal_access_object"),
        ]
