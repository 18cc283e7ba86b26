"""What comes from outside, exactly as it came: kept sealed until it has been handled."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """One webhook or intake as it came in.

    `receipt` is the public reference that the sender gets back. The body is sealed by the vault; the
    sender's key and the body are compared by keyed digests only, so that nothing personal can be read
    from the table. `errors` holds names of fields and codes, never values.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Waiting")
        HANDLED = "handled", _("Handled")
        REFUSED = "refused", _("Turned down")
        SPAM = "spam", _("Spam")
        FAILED = "failed", _("Failed")

    id = models.BigAutoField(primary_key=True)
    channel = models.CharField(_("channel"), max_length=32)
    source_id = models.BigIntegerField(_("source"))
    receipt = models.CharField(_("receipt"), max_length=32, unique=True)
    key_digest = models.BinaryField(max_length=32, null=True)
    body_hash = models.BinaryField(max_length=32)
    content_type = models.CharField(max_length=100, blank=True)
    payload_enc = models.BinaryField()
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.RECEIVED)
    errors = models.JSONField(_("wrong fields"), default=dict)
    error_code = models.CharField(_("reason of failure"), max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    object_type = models.CharField(max_length=64, blank=True)
    object_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField(_("received"))
    handled_at = models.DateTimeField(_("handled"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "source_id", "key_digest"], name="inbox_message_key_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="handled", handled_at__isnull=False)
                | (~models.Q(state="handled") & models.Q(handled_at__isnull=True)),
                name="inbox_message_handled_at",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="failed") | ~models.Q(error_code=""),
                name="inbox_message_failed_has_code",
            ),
            models.CheckConstraint(
                condition=models.Q(object_type="", object_id__isnull=True)
                | (~models.Q(object_type="") & models.Q(object_id__isnull=False)),
                name="inbox_message_result_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="inbox_message_list"),
            models.Index(
                fields=["received_at"],
                condition=models.Q(state="received"),
                name="inbox_message_waiting",
            ),
            models.Index(fields=["state", "-received_at", "-id"], name="inbox_message_state"),
        ]

    def __str__(self) -> str:
        return self.receipt
