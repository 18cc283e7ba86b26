"""Forms of the staff room: they read what was typed; the commands decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from femida.firm.offices.models import Department, Office, Position
from femida.firm.staff.commands import Person
from femida.firm.staff.models import Employee
from femida.platform.access.models import Group
from femida.platform.access.queries import visible
from femida.platform.accounts.models import User
from femida.platform.core.actor import Actor


def _password(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": autocomplete})


class LookForm(forms.Form):
    """How the pages look to their reader."""

    language = forms.ChoiceField(label=_("Language"), choices=[("ru", "Русский"), ("en", "English")])
    theme = forms.ChoiceField(label=_("Theme"), choices=User.Theme.choices)
    density = forms.ChoiceField(label=_("Rows of lists"), choices=User.Density.choices)


class PasswordForm(forms.Form):
    """A new password for one's own account."""

    current = forms.CharField(
        label=_("Password now"), strip=False, max_length=200, widget=_password("current-password")
    )
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=200,
        widget=_password("new-password"),
        help_text=_("At least 10 characters, not only digits, nothing that is easy to guess."),
    )
    again = forms.CharField(
        label=_("New password once more"), strip=False, max_length=200, widget=_password("new-password")
    )

    def clean_again(self) -> str:
        """The two must be the same."""
        again = str(self.cleaned_data["again"])
        if self.cleaned_data.get("new") not in (None, again):
            raise forms.ValidationError(_("The two do not match."))
        return again


class PersonForm(forms.Form):
    """What is known of an employee. Offers what the actor's right to change staff reaches."""

    surname = forms.CharField(label=_("Surname"), max_length=80)
    given_name = forms.CharField(label=_("Given name"), max_length=80)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=80, required=False)
    position = forms.ModelChoiceField(
        Position.objects.order_by("order", "name"), label=_("Position"), empty_label=_("choose")
    )
    main_office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Main office"), empty_label=_("choose")
    )
    offices = forms.ModelMultipleChoiceField(
        Office.objects.none(),
        label=_("Works in these offices too"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), required=False, empty_label=_("none")
    )
    manager = forms.ModelChoiceField(
        Employee.objects.none(), label=_("Head"), required=False, empty_label=_("none")
    )
    extension = forms.CharField(label=_("Internal number"), max_length=8, required=False)
    capabilities = forms.CharField(
        label=_("Capabilities"),
        max_length=300,
        required=False,
        help_text=_("Words divided by commas; enquiries are given by them."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = visible(actor, Office, "staff.change").filter(is_active=True).order_by("name")
        departments = Department.objects.filter(is_active=True).select_related("office")
        people = Employee.objects.exclude(status=Employee.Status.BLOCKED).order_by("name_key", "pk")
        self._offer("main_office", offices)
        self._offer("offices", offices)
        self._offer("department", departments.order_by("office__name", "order", "name"))
        self._offer("manager", people)
        self.fields["department"].label_from_instance = _department_label  # type: ignore[attr-defined]

    def _offer(self, field: str, rows: Any) -> None:
        self.fields[field].queryset = rows  # type: ignore[attr-defined]

    def person(self) -> Person:
        """What was typed, as the commands take it."""
        data = self.cleaned_data
        return Person(
            surname=data["surname"],
            given_name=data["given_name"],
            patronymic=data["patronymic"],
            position_id=data["position"].pk,
            main_office_id=data["main_office"].pk,
            office_ids=[office.pk for office in data["offices"]],
            department_id=data["department"].pk if data["department"] else None,
            manager_id=data["manager"].pk if data["manager"] else None,
            extension=data["extension"],
            capabilities=data["capabilities"].split(","),
        )


class HireForm(PersonForm):
    """A new employee, with the account to sign in by."""

    login = forms.CharField(
        label=_("Login"),
        max_length=64,
        help_text=_("Latin letters, digits, dots, dashes."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=_("First password"), strip=False, max_length=200, widget=_password("new-password")
    )
    groups = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"),
        label=_("Groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, may_give_groups: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_give_groups:
            del self.fields["groups"]


class EditForm(PersonForm):
    """An employee who works here already."""

    on_leave = forms.BooleanField(label=_("On leave"), required=False)


class GroupsForm(forms.Form):
    """The groups of an employee."""

    groups = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"),
        label=_("Groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class GivenPasswordForm(forms.Form):
    """A new password for somebody who has forgotten theirs."""

    password = forms.CharField(
        label=_("New password"), strip=False, max_length=200, widget=_password("new-password")
    )


def _department_label(department: Department) -> str:
    return f"{department.name} · {department.office.name}" if department.office else department.name
