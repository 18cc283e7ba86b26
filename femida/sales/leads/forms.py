"""Forms of leads: they read what was typed; the commands decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from femida.firm.offices.models import Office
from femida.firm.staff.models import Employee
from femida.platform.access.policy import Policy
from femida.platform.access.rights import Scope
from femida.sales.leads.models import RefusalReason
from femida.sales.sources.models import Source


class NewLeadForm(forms.Form):
    """An enquiry entered by hand."""

    name = forms.CharField(label=_("Client's name"), max_length=300, required=False)
    phone = forms.CharField(
        label=_("Phone"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "autofocus": True}),
    )
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    source = forms.ModelChoiceField(Source.objects.none(), label=_("Source"))
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office"))
    subject = forms.CharField(label=_("What about"), max_length=200, required=False)
    text = forms.CharField(
        label=_("What the client said"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(is_active=True)
        if policy.scope("leads.open") < Scope.FIRM:
            offices = offices.filter(pk__in=sorted(policy.placement.offices))
        self.fields["office"].queryset = offices.order_by("name")  # type: ignore[attr-defined]
        sources = Source.objects.filter(is_active=True).order_by("name")
        self.fields["source"].queryset = sources  # type: ignore[attr-defined]


class QualifyForm(forms.Form):
    """What the deal is about and who leads it."""

    title = forms.CharField(label=_("What the deal is about"), max_length=200)
    responsible = forms.ModelChoiceField(
        Employee.objects.none(),
        label=_("Who leads the deal"),
        required=False,
        empty_label=_("Choose by load"),
    )

    def __init__(self, *args: Any, office_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = working_people(office_id)  # type: ignore[attr-defined]


class RefuseForm(forms.Form):
    """Why, and whether to come back."""

    reason = forms.ModelChoiceField(
        RefusalReason.objects.filter(is_active=True).order_by("order", "name"), label=_("Reason")
    )
    return_on = forms.DateField(
        label=_("Come back on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("On that morning the lead returns to “Call again”. Leave empty to close it for good."),
    )


class DeferForm(forms.Form):
    """Until when."""

    until = forms.DateField(
        label=_("Call again on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class SubjectForm(forms.Form):
    """What the lead is about."""

    subject = forms.CharField(label=_("What about"), max_length=200, required=False)


class ReassignForm(forms.Form):
    """Who answers from now on."""

    employee = forms.ModelChoiceField(
        Employee.objects.none(),
        label=_("Responsible"),
        required=False,
        empty_label=_("Nobody: into the queue of the office"),
    )

    def __init__(self, *args: Any, office_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employee"].queryset = working_people(office_id)  # type: ignore[attr-defined]


def working_people(office_id: int) -> Any:
    """The employees who work in an office now."""
    return Employee.objects.filter(
        status=Employee.Status.ACTIVE, main_office_id=office_id, account__is_active=True
    ).order_by("name_key", "pk")
