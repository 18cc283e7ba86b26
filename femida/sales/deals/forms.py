"""Forms of deals: they read what was typed; the commands decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from femida.firm.staff.models import Employee
from femida.firm.staff.queries import on_duty
from femida.sales.deals.models import RefusalReason


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


class RefuseForm(forms.Form):
    """Why, and whether to come back."""

    reason = forms.ModelChoiceField(
        RefusalReason.objects.filter(is_active=True).order_by("order", "name"), label=_("Reason")
    )
    return_on = _day(
        _("Come back on"),
        required=False,
        help_text=_("On that morning the deal returns to “Contact again”. Leave empty to close it for good."),
    )


class DeferForm(forms.Form):
    """Until when."""

    until = _day(_("Contact again on"))


class ReassignForm(forms.Form):
    """Who leads from now on."""

    employee = forms.ModelChoiceField(Employee.objects.none(), label=_("Responsible"))

    def __init__(self, *args: Any, office_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = on_duty(office_id) if office_id is not None else []
        known = Employee.objects.filter(pk__in=people).order_by("name_key")
        self.fields["employee"].queryset = known  # type: ignore[attr-defined]
