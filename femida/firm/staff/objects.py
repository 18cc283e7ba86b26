"""The description of employees."""

from django.utils.translation import gettext_lazy as _

from femida.firm.offices.described import DEPARTMENT_FIELD
from femida.firm.staff.models import Employee
from femida.platform.objects.types import Field, FieldType, ObjectType, QuickFilter, describe

EMPLOYEE = describe(
    ObjectType(
        key="firm.employee",
        model=Employee,
        label=_("Employee"),
        plural=_("Employees"),
        icon="id-badge",
        slug="staff",
        view_right="staff.view",
        create_right="staff.change",
        create_url="/staff/new/",
        title="name",
        department=_("Firm"),
        nav_order=90,
        search=("name",),
        hint="position",
        fields=(
            Field("name", _("Employee"), FieldType.TEXT, column="name_key", text="name", sortable=True),
            Field(
                "position",
                _("Position"),
                FieldType.REFERENCE,
                column="position_id",
                text="position__name",
                groupable=True,
            ),
            Field(
                "main_office",
                _("Main office"),
                FieldType.REFERENCE,
                column="main_office_id",
                text="main_office__name",
                to="firm.office",
                groupable=True,
            ),
            DEPARTMENT_FIELD,
            Field(
                "manager",
                _("Head"),
                FieldType.PERSON,
                column="manager_id",
                text="manager__name",
                to="firm.employee",
            ),
            Field(
                "status",
                _("Status"),
                FieldType.CHOICE,
                groupable=True,
                choices=lambda: Employee.Status.choices,
            ),
            Field("extension", _("Internal number"), FieldType.TEXT, numeric=True),
        ),
        columns=("name", "position", "main_office", "department", "extension", "status"),
        order=("name_key", "id"),
        quick_filters=(
            QuickFilter("active", _("At work"), {"field": "status", "op": "is", "value": "active"}),
            QuickFilter("blocked", _("Blocked"), {"field": "status", "op": "is", "value": "blocked"}),
        ),
    )
)
