"""How often one address has sent enquiries lately."""

from __future__ import annotations

from django.db import models


class Hit(models.Model):
    """Requests of one address to one source in one minute; the address is kept as a keyed digest."""

    source_id = models.BigIntegerField()
    address_digest = models.BinaryField(max_length=32)
    minute = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source_id", "address_digest", "minute"], name="intake_hit_minute_once"
            )
        ]
        indexes = [models.Index(fields=["minute"], name="intake_hit_minute")]
