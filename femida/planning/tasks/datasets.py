"""What tasks offer to reports: planned calls and those that were late."""

from __future__ import annotations

from django.db.models import BooleanField, Case, CharField, Exists, OuterRef, Value, When
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from femida.firm.offices.days import office_day, office_today
from femida.parties.registry.models import PartyRole
from femida.platform.access.policy import Policy
from femida.platform.objects.computed import ComputedField, compute
from femida.platform.objects.types import FieldType
from femida.platform.reports.datasets import Dataset, Measure, offer
from femida.platform.reports.periods import Span

TASK = "planning.task"
CLIENTS = (("potential", _("potential client")), ("current", _("current client")))


def _client() -> Case:
    """A party with an open role of a client is a current one, all others are potential."""
    roles = PartyRole.objects.filter(
        party_id=OuterRef("party_id"), role=PartyRole.Role.CLIENT.value, until__isnull=True
    )
    return Case(
        When(party__isnull=True, then=Value(None)),
        When(Exists(roles), then=Value("current")),
        default=Value("potential"),
        output_field=CharField(null=True),
    )


def _is_late(_policy: Policy | None) -> Case:
    """Not done by the end of the day it was due on; a call due today still has the day before it."""
    due, done = office_day("due_at"), office_day("done_at")
    return Case(
        When(done_at__isnull=False, then=GreaterThan(done, due)),
        default=GreaterThan(office_today(), due),
        output_field=BooleanField(),
    )


def _is_over(_policy: Policy | None) -> GreaterThan:
    """The day it was due on is over in its office."""
    return GreaterThan(office_today(), office_day("due_at"))


def _open_at_end(span: Span) -> dict[str, object]:
    """Due, the day over, and not done by the end of the period (nor till now, when that lies ahead)."""
    later = {"field": "done_day", "op": "after", "value": span.last.isoformat()}
    return {
        "all": [
            {"field": "due_day_over", "op": "is", "value": True},
            {"any": [{"field": "done_day", "op": "is_empty"}, later]},
        ]
    }


for _name, _label, _type, _make in (
    ("due_day", _("Due day"), FieldType.DATE, lambda _policy: office_day("due_at")),
    ("done_day", _("Day of doing"), FieldType.DATE, lambda _policy: office_day("done_at")),
    ("due_day_over", _("The due day is over"), FieldType.YES_NO, _is_over),
    ("is_late", _("Late for its day"), FieldType.YES_NO, _is_late),
):
    compute(ComputedField(TASK, _name, _label, _type, _make))
compute(
    ComputedField(
        TASK, "client", _("Client is"), FieldType.CHOICE, lambda _policy: _client(), choices=lambda: CLIENTS
    )
)

offer(
    Dataset(
        key="planning.calls",
        object_type=TASK,
        date="due_day",
        dimensions={"office": "office", "employee": "responsible", "client": "client"},
        condition={
            "all": [
                {"field": "kind", "op": "is", "value": "call"},
                {"field": "status", "op": "is_not", "value": "cancelled"},
            ]
        },
        measures=(
            Measure(
                "late",
                _("Late on the due day"),
                _("Planned calls that were not made by the end of the day they were due on, by that day."),
                condition={"field": "is_late", "op": "is", "value": True},
            ),
            Measure(
                "open",
                _("Not made by the end of the period"),
                _("Of the calls due in the period, those that were not made even by its end (or until now)."),
                condition=_open_at_end,
            ),
            Measure(
                "planned",
                _("Planned calls"),
                _(
                    "Calls planned for the days of the period, by the day they were due "
                    "on; cancelled ones do not count."
                ),
            ),
        ),
    )
)
