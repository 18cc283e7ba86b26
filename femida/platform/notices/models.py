"""What people are told: that something happened to an object, never what stands in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """One thing to tell one person.

    The row holds a kind and an object only; the words are made when the person reads, under the rights of
    that moment. `because` is a word of the program (the cause), not of a person.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=64)
    object_type = models.CharField(max_length=64)
    object_id = models.BigIntegerField()
    because = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notices_notice_list"),
            models.Index(
                fields=["person", "-created_at"],
                condition=models.Q(read_at__isnull=True),
                name="notices_notice_unread",
            ),
            models.Index(fields=["object_type", "object_id"], name="notices_notice_object"),
            models.Index(
                fields=["read_at"], condition=models.Q(read_at__isnull=False), name="notices_notice_old"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(because__regex=r"^[a-z0-9_.:]*$"), name="notices_notice_because_is_a_word"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_type}:{self.object_id}"
