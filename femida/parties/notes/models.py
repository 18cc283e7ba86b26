"""Notes: what people write down about a party, on its card or on the card of its lead or deal."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from femida.platform.core import clock


class Note(models.Model):
    """One note. Its text holds no telephone number and no address: they are contacts of the party."""

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey("registry.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    object_type = models.CharField(max_length=64)
    object_id = models.BigIntegerField()
    text = models.TextField(_("text"))
    author = models.ForeignKey(
        "staff.Employee", on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["party", "-created_at"], name="notes_note_of_party"),
            models.Index(fields=["object_type", "object_id", "-created_at"], name="notes_note_of_object"),
        ]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="notes_note_not_empty")]
