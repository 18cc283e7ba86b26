"""Forms of services: they read what was typed; the commands decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from femida.firm.offices.models import Office
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.screens.money_field import MoneyField
from femida.practice.services.models import ClientKind, Service, ServiceField, ServiceGroup, VatKind
from femida.practice.services.queries import today


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A calendar day, today to begin with."""
    return forms.DateField(
        label=label,
        initial=today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **more,
    )


def order_field() -> forms.IntegerField:
    """A place in an order."""
    return forms.IntegerField(label=_("Place in the order"), min_value=0, max_value=10_000, initial=100)


class GroupForm(forms.Form):
    """A new group."""

    name = forms.CharField(label=_("Name"), max_length=120)
    order = order_field()


class GroupEditForm(GroupForm):
    """A group that is there already."""

    is_active = forms.BooleanField(label=_("In use"), required=False)


class ServiceEditForm(forms.Form):
    """What a service says of itself."""

    name = forms.CharField(label=_("Name"), max_length=200)
    group = forms.ModelChoiceField(ServiceGroup.objects.none(), label=_("Group"), empty_label=_("choose"))
    unit = forms.ChoiceField(label=_("Unit"), choices=Service.Unit.choices)
    norm_days = forms.IntegerField(
        label=_("Norm time, working days"), required=False, min_value=1, max_value=3650
    )
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # a service stays in its group after that has gone out of use
        groups = visible(actor, ServiceGroup).order_by("-is_active", "order", "name")
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was typed, as the commands take it."""
        values = dict(self.cleaned_data)
        values["group_id"] = values.pop("group").pk
        return values


class ServiceForm(ServiceEditForm):
    """A new service with its first price."""

    price = MoneyField(label=_("Price, roubles"), required=False)
    vat = forms.ChoiceField(label=_("VAT"), choices=VatKind.choices)
    valid_from = day_field(_("Price and VAT from"))


class PriceForm(forms.Form):
    """A price from a day on."""

    price = MoneyField(
        label=_("Price, roubles"),
        required=False,
        help_text=_("Empty: the special price ends, the common one applies again."),
    )
    valid_from = day_field(_("From"))
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office"), required=False, empty_label=_("all offices")
    )
    client_kind = forms.ChoiceField(
        label=_("For whom"), choices=[("", _("all clients")), *ClientKind.choices], required=False
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = visible(actor, Office).filter(is_active=True).order_by("name")
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]


class VatForm(forms.Form):
    """How the service is taxed from a day on."""

    kind = forms.ChoiceField(label=_("VAT"), choices=VatKind.choices)
    valid_from = day_field(_("From"))


class StageForm(forms.Form):
    """A new work stage."""

    name = forms.CharField(label=_("Name"), max_length=160)
    norm_business_hours = forms.IntegerField(
        label=_("Norm time, business hours"), required=False, min_value=1, max_value=20_000
    )
    planned_expense = MoneyField(label=_("Planned expense, roubles"), initial="0")
    order = order_field()


class StageEditForm(StageForm):
    """A work stage that is there already."""

    is_active = forms.BooleanField(label=_("In use"), required=False)


class FieldEditForm(forms.Form):
    """A field that is there already: its key and kind stay."""

    label = forms.CharField(label=_("Name of the field"), max_length=120)
    options = forms.CharField(
        label=_("Choices, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_required = forms.BooleanField(label=_("Must be filled in"), required=False)
    order = order_field()
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def clean_options(self) -> list[str]:
        """The lines that are not empty."""
        return [line for line in self.cleaned_data["options"].splitlines() if line.strip()]


class FieldForm(FieldEditForm):
    """A new field."""

    is_active = None  # type: ignore[assignment]
    key = forms.CharField(
        label=_("Key for documents"), max_length=40, help_text=_("Latin letters: court_name.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ServiceField.Kind.choices)

    field_order = ("label", "key", "kind", "options", "is_required", "order")
