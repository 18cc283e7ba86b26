"""The sample object, and a child of it."""

from django.db import models
from django.db.models import Value
from django.db.models.functions import Lower, Replace

from femida.firm.staff.models import Assignable


class Thing(Assignable):
    class Kind(models.TextChoices):
        SIMPLE = "simple", "Simple"
        HARD = "hard", "Hard"

    name = models.CharField(max_length=80)
    name_key = models.GeneratedField(
        expression=Replace(Lower("name"), Value("ё"), Value("е")),
        output_field=models.CharField(max_length=80, db_collation="C"),
        db_persist=True,
    )
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.SIMPLE, db_default=Kind.SIMPLE)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    due_on = models.DateField(null=True)
    note = models.TextField(blank=True, db_default="")
    is_urgent = models.BooleanField(default=False, db_default=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")


class Part(models.Model):
    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="+")
