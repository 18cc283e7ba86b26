"""Pages of employees beyond the common screens."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from femida.firm.staff import commands
from femida.firm.staff.forms import EditForm, GivenPasswordForm, GroupsForm, HireForm
from femida.firm.staff.models import Employee, EmployeeOffice
from femida.platform.access.models import GroupMember
from femida.platform.access.queries import get_visible
from femida.platform.screens.forms import done, form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest

FORM = ("GET", "POST")


@page(right="staff.change", methods=FORM)
def new(request: PageRequest) -> HttpResponse:
    """Hire somebody."""

    def act(form: HireForm, _version: int | None) -> str:
        data = form.cleaned_data
        employee_id = commands.hire(
            request.actor,
            login=data["login"],
            password=data["password"],
            person=form.person(),
            group_ids=[group.pk for group in data.get("groups", ())],
        )
        return _card(employee_id)

    return form_view(
        request,
        HireForm,
        act,
        title=_("New employee"),
        submit=_("Hire"),
        back=reverse("staff:list"),
        actor=request.actor,
        may_give_groups=request.policy.may("access.change"),
    )


@page(right="staff.change", methods=FORM)
def edit(request: PageRequest, *, pk: int) -> HttpResponse:
    """Change what is known of an employee."""
    employee = get_visible(request.actor, Employee, pk, "staff.change")

    def act(form: EditForm, version: int | None) -> None:
        commands.change_employee(
            request.actor,
            employee_id=pk,
            person=form.person(),
            on_leave=form.cleaned_data["on_leave"],
            version=version,
        )

    return form_view(
        request,
        EditForm,
        act,
        title=_("Change the employee"),
        initial=_initial(employee),
        version=employee.version,
        back=_card(pk),
        fresh_url=_card(pk),
        actor=request.actor,
    )


@page(right="access.change", methods=FORM)
def groups(request: PageRequest, *, pk: int) -> HttpResponse:
    """Choose the groups of an employee."""
    employee = get_visible(request.actor, Employee, pk, "access.change")

    def act(form: GroupsForm, _version: int | None) -> None:
        commands.set_groups(
            request.actor, employee_id=pk, group_ids=[group.pk for group in form.cleaned_data["groups"]]
        )

    held = GroupMember.objects.filter(person_id=employee.account_id).values_list("group_id", flat=True)
    return form_view(
        request, GroupsForm, act, title=_("Groups"), initial={"groups": list(held)}, back=_card(pk)
    )


@page(right="access.change", methods=FORM)
def password(request: PageRequest, *, pk: int) -> HttpResponse:
    """Give an employee a new password."""
    get_visible(request.actor, Employee, pk, "access.change")

    def act(form: GivenPasswordForm, _version: int | None) -> None:
        commands.give_password(request.actor, employee_id=pk, password=form.cleaned_data["password"])

    return form_view(
        request,
        GivenPasswordForm,
        act,
        title=_("Give a new password"),
        back=_card(pk),
        said=_("The password is new; every session of the employee has ended."),
    )


@page(right="staff.change", methods=("POST",))
def block(request: PageRequest, *, pk: int) -> HttpResponse:
    """End the employee's access."""
    commands.block_employee(request.actor, employee_id=pk)
    return done(_("Blocked and signed out everywhere."))


@page(right="staff.change", methods=("POST",))
def unblock(request: PageRequest, *, pk: int) -> HttpResponse:
    """Give the employee's access back."""
    commands.unblock_employee(request.actor, employee_id=pk)
    return done(_("May sign in again."))


def _card(pk: int) -> str:
    return reverse("staff:card", args=[pk])


def _initial(employee: Employee) -> dict[str, Any]:
    further = EmployeeOffice.objects.filter(employee=employee).values_list("office_id", flat=True)
    return {
        "surname": employee.surname,
        "given_name": employee.given_name,
        "patronymic": employee.patronymic,
        "position": employee.position_id,
        "main_office": employee.main_office_id,
        "offices": list(further),
        "department": employee.department_id,
        "manager": employee.manager_id,
        "extension": employee.extension,
        "capabilities": ", ".join(employee.capabilities),
        "on_leave": employee.status == Employee.Status.ON_LEAVE,
    }
