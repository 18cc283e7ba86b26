"""Forms of offices: they read what was typed; the commands decide."""

from __future__ import annotations

import re
import zoneinfo
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from femida.firm.offices.commands import SIGNING_FIELDS, Signing
from femida.firm.offices.models import WEEKDAYS, Department, LegalEntity, Office
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor

DAYS = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}
_DASH = re.compile(r"\s*[-–—]\s*")
_SHORT = re.compile(r"\d:\d\d")


class EntityForm(forms.Form):
    """An own firm."""

    short_name = forms.CharField(label=_("Short name"), max_length=120)
    name = forms.CharField(label=_("Full name"), max_length=300)
    inn = forms.CharField(label=_("INN"), max_length=20, required=False)
    kpp = forms.CharField(label=_("KPP"), max_length=20, required=False)
    ogrn = forms.CharField(label=_("OGRN"), max_length=20, required=False)
    address = forms.CharField(label=_("Registered address"), max_length=300, required=False)
    head_name = forms.CharField(
        label=_("Who signs"),
        max_length=200,
        required=False,
        help_text=_("Surname, given name and patronymic: documents decline them."),
    )
    head_position = forms.CharField(label=_("Post"), max_length=120, required=False)
    head_basis = forms.CharField(
        label=_("Acts on the basis of"), max_length=200, required=False, help_text=_("Such as “Устава”.")
    )

    def values(self) -> dict[str, Any]:
        """What was typed, as the commands take it."""
        data = dict(self.cleaned_data)
        return {"signing": Signing(**{name: data.pop(name) for name in SIGNING_FIELDS}), **data}


class EntityEditForm(EntityForm):
    """An own firm that is there already."""

    is_active = forms.BooleanField(label=_("In use"), required=False)


class BankForm(forms.Form):
    """Where clients pay an own firm to."""

    bank_name = forms.CharField(label=_("Bank"), max_length=160, required=False)
    bic = forms.CharField(label=_("BIC"), max_length=20, required=False)
    account = forms.CharField(label=_("Account"), max_length=40, required=False)
    corr_account = forms.CharField(label=_("Correspondent account"), max_length=40, required=False)
    accountant_name = forms.CharField(
        label=_("Chief accountant"),
        max_length=200,
        required=False,
        help_text=_("Signs invoices and cash orders; empty if the head keeps the books."),
    )


class OfficeForm(forms.Form):
    """A place where clients are received."""

    name = forms.CharField(label=_("Name"), max_length=120)
    legal_entity = forms.ModelChoiceField(
        LegalEntity.objects.none(), label=_("Legal entity"), empty_label=_("choose")
    )
    city = forms.CharField(label=_("City"), max_length=120)
    time_zone = forms.ChoiceField(label=_("Time zone"), initial="Europe/Moscow")
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    phone = forms.CharField(label=_("Phone shown to clients"), max_length=32, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # an office keeps its legal entity after that has gone out of use
        entities = visible(actor, LegalEntity).order_by("-is_active", "short_name")
        self.fields["legal_entity"].queryset = entities  # type: ignore[attr-defined]
        zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone)
        self.fields["time_zone"].choices = [(zone, zone) for zone in zones]  # type: ignore[attr-defined]
        for day, label in DAYS.items():
            self.fields[day] = forms.CharField(
                label=label,
                max_length=20,
                required=False,
                help_text=_("Such as 09:00–18:00; empty for a day off.") if day == "mon" else "",
            )

    def values(self) -> dict[str, Any]:
        """What was typed, as the commands take it."""
        data = self.cleaned_data
        hours = {}
        for day in WEEKDAYS:
            if data[day].strip():
                times = _DASH.split(data[day].strip())
                hours[day] = [f"0{time}" if _SHORT.fullmatch(time) else time for time in times]
        return {
            "name": data["name"],
            "legal_entity_id": data["legal_entity"].pk,
            "city": data["city"],
            "time_zone": data["time_zone"],
            "address": data["address"],
            "phone": data["phone"],
            "hours": hours,
        }


class OfficeEditForm(OfficeForm):
    """An office that is there already."""

    is_active = forms.BooleanField(label=_("In use"), required=False)


class DepartmentEditForm(forms.Form):
    """A department that is there already: it never moves to another office."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=Department.Kind.choices)
    order = forms.IntegerField(label=_("Place in the order"), min_value=0, max_value=1000, initial=100)
    is_active = forms.BooleanField(label=_("In use"), required=False)


class DepartmentForm(forms.Form):
    """A new department."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=Department.Kind.choices)
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office"), required=False, empty_label=_("the whole firm")
    )
    order = forms.IntegerField(label=_("Place in the order"), min_value=0, max_value=1000, initial=100)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = visible(actor, Office, "offices.change").filter(is_active=True).order_by("name")
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
