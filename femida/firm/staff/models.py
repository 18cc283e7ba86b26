"""Who works here, and who answers for which object."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower, Replace
from django.utils.translation import gettext_lazy as _

from femida.platform.core import clock


class Employee(models.Model):
    """A person of the firm. Employees are never deleted: they are blocked, and their past stays."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("works")
        ON_LEAVE = "on_leave", _("on leave")
        BLOCKED = "blocked", _("blocked")

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    surname = models.CharField(_("surname"), max_length=80)
    given_name = models.CharField(_("given name"), max_length=80)
    patronymic = models.CharField(_("patronymic"), max_length=80, blank=True)
    name = models.CharField(_("full name of a person"), max_length=242)
    name_key = models.GeneratedField(
        expression=Replace(Lower("name"), Value("ё"), Value("е")),
        output_field=models.CharField(max_length=242, db_collation="C"),
        db_persist=True,
    )
    position = models.ForeignKey(
        "offices.Position", on_delete=models.PROTECT, related_name="+", verbose_name=_("position")
    )
    main_office = models.ForeignKey(
        "offices.Office", on_delete=models.PROTECT, related_name="+", verbose_name=_("main office")
    )
    department = models.ForeignKey(
        "offices.Department",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("department"),
    )
    manager = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("head")
    )
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.ACTIVE)
    extension = models.CharField(_("internal number"), max_length=8, blank=True)
    capabilities = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name=_("capabilities")
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["name_key", "id"], name="staff_employee_by_name"),
            models.Index(fields=["main_office", "department"], name="staff_employee_place"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["extension"], condition=~Q(extension=""), name="staff_employee_extension_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["active", "on_leave", "blocked"]), name="staff_employee_status_known"
            ),
            models.CheckConstraint(
                condition=Q(manager__isnull=True) | ~Q(manager=F("id")), name="staff_employee_not_own_head"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EmployeeOffice(models.Model):
    """A further office that an employee works in, besides the main one."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey("offices.Office", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employee", "office"], name="staff_employeeoffice_once")
        ]


class DepartmentHead(models.Model):
    """The head of a department: one, and possibly of several departments."""

    department = models.OneToOneField("offices.Department", on_delete=models.CASCADE, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")


class Assignment(models.Model):
    """One person's part in one object, from a moment until another; open while `until` is empty.

    An open assignment of any role makes the object the employee's own. Rows are closed, never deleted.
    """

    class Role(models.TextChoices):
        RESPONSIBLE = "responsible", _("responsible")
        AUTHOR = "author", _("author")
        PARTICIPANT = "participant", _("participant")
        WATCHER = "watcher", _("watcher")

    id = models.BigAutoField(primary_key=True)
    object_type = models.CharField(max_length=64)
    object_id = models.BigIntegerField()
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=16, choices=Role.choices)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            # «own»: from a person to objects, and from an object met in a list back to the person
            models.Index(
                fields=["object_type", "employee", "object_id"],
                condition=Q(until__isnull=True),
                name="staff_assignment_own",
            ),
            models.Index(fields=["object_type", "object_id", "since"], name="staff_assignment_object"),
            models.Index(fields=["employee", "since"], name="staff_assignment_employee"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id", "employee", "role"],
                condition=Q(until__isnull=True),
                name="staff_assignment_open_once",
            ),
            models.UniqueConstraint(
                fields=["object_type", "object_id", "role"],
                condition=Q(until__isnull=True, role__in=["responsible", "author"]),
                name="staff_assignment_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["responsible", "author", "participant", "watcher"]),
                name="staff_assignment_role_known",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="staff_assignment_in_order"
            ),
        ]


class Assignable(models.Model):
    """Base of the objects that people answer for: party, lead, deal, task, call.

    `responsible` and `created_by` repeat the open assignments «responsible» and «author», so that lists show
    and sort them without a join; only `femida.firm.staff.assigning` writes either. `office` and `department`
    say whose the row is, `wall` closes it to all but the named people.
    """

    office = models.ForeignKey(
        "offices.Office", on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("office")
    )
    department = models.ForeignKey(
        "offices.Department",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("department"),
    )
    responsible = models.ForeignKey(
        "staff.Employee",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("responsible"),
    )
    created_by = models.ForeignKey(
        "staff.Employee",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("created by"),
    )
    wall = models.ForeignKey(
        "access.Wall", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    class Meta:
        abstract = True
