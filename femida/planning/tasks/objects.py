"""The description of tasks."""

from django.utils.translation import gettext_lazy as _

from femida.firm.offices.described import OFFICE_FIELD
from femida.firm.staff.described import RESPONSIBLE_FIELD
from femida.parties.registry.described import CLIENT_FIELD
from femida.planning.tasks.models import Task
from femida.platform.objects.types import Field, FieldType, ObjectType, QuickFilter, describe

_OPEN: dict[str, object] = {"field": "status", "op": "is", "value": "new"}
_MINE: dict[str, object] = {"field": "responsible", "op": "me"}

TASK = describe(
    ObjectType(
        key="planning.task",
        model=Task,
        label=_("Task"),
        plural=_("Tasks"),
        icon="checkbox",
        slug="tasks",
        view_right="tasks.view",
        create_right="tasks.add",
        create_url="/tasks/new/",
        title="title",
        department=_("Work"),
        nav_order=20,
        # the board and the quick filters show what is open; a list without them begins with the future
        order=("-due_at", "-id"),
        search=("title", "party__name"),
        hint="party",
        fields=(
            Field("title", _("What to do"), FieldType.TEXT),
            Field("kind", _("Kind"), FieldType.CHOICE, groupable=True, choices=lambda: Task.Kind.choices),
            CLIENT_FIELD,
            # the text is the status: only an open task can be overdue (see `cards`)
            Field("due_at", _("Due"), FieldType.MOMENT, text="status", sortable=True),
            RESPONSIBLE_FIELD,
            Field(
                "status", _("Status"), FieldType.CHOICE, groupable=True, choices=lambda: Task.Status.choices
            ),
            Field("result", _("Result"), FieldType.LONG_TEXT),
            Field("done_at", _("Done"), FieldType.MOMENT),
            Field(
                "author",
                _("Given by"),
                FieldType.PERSON,
                column="created_by_id",
                text="created_by__name",
                to="firm.employee",
            ),
            OFFICE_FIELD,
            Field("created_at", _("Given"), FieldType.MOMENT),
        ),
        columns=("title", "due_at", "party", "kind", "responsible", "status"),
        board="status",
        board_lines=("party", "due_at", "responsible"),
        quick_filters=(
            QuickFilter(
                "mine_today",
                _("Mine today"),
                {"all": [_MINE, _OPEN, {"field": "due_at", "op": "is", "value": "today"}]},
            ),
            QuickFilter(
                "overdue",
                _("Overdue"),
                {"all": [_OPEN, {"field": "due_at", "op": "before", "value": "now"}]},
            ),
            QuickFilter("mine", _("Mine"), {"all": [_MINE, _OPEN]}),
            QuickFilter("open", _("To do"), _OPEN),
            QuickFilter("given", _("Given by me"), {"field": "author", "op": "me"}),
        ),
    )
)
