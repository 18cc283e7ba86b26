"""The sample object as reports see it."""

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When

from femida.platform.objects.computed import ComputedField, compute
from femida.platform.objects.types import FieldType
from femida.platform.reports.datasets import Dataset, Measure, offer
from tests.sample.models import Thing


def _has_parent_in_sight(policy):
    reached = Q() if policy is None else policy.rows(Thing)
    parents = Thing.objects.filter(reached, pk=OuterRef("parent_id"))
    return Case(When(Exists(parents), then=Value(True)), default=Value(False), output_field=BooleanField())


compute(
    ComputedField(
        "sample.thing", "has_parent", "Has a parent in sight", FieldType.YES_NO, _has_parent_in_sight
    )
)

offer(
    Dataset(
        key="sample.things",
        object_type="sample.thing",
        date="due_on",
        dimensions={"office": "office", "kind": "kind", "employee": "responsible"},
        measures=(
            Measure("count", "Things", "Things by the day they are due on."),
            Measure(
                "urgent",
                "Urgent",
                "Things that are urgent.",
                condition={"field": "is_urgent", "op": "is", "value": True},
            ),
            Measure(
                "young",
                "With a parent",
                "Things whose parent is in sight.",
                condition={"field": "has_parent", "op": "is", "value": True},
            ),
            Measure("amount", "Amount", "Sums of the things.", of="amount", unit="money"),
            Measure("all", "Altogether", "Things due up to the end.", standing=True),
        ),
    )
)
