"""Which reaction has answered which fact."""

from __future__ import annotations

from django.db import models


class ReactionRun(models.Model):
    """A reaction that has run for a fact: written in the reaction's own transaction, so it runs once."""

    id = models.BigAutoField(primary_key=True)
    reaction = models.CharField(max_length=160)
    fact_id = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reaction", "fact_id"], name="reactions_run_once")]
