"""Forms of contracts: they read what was typed; the commands decide."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from femida.firm.offices.models import LegalEntity
from femida.parties.registry.models import Party
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.practice.contracts.models import Contract, ContractParty
from femida.practice.contracts.values import Kind, name_of
from femida.practice.services.models import Service, ServiceField
from femida.practice.services.queries import today


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def _long(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class KeyedForm(forms.Form):
    """A form that may be sent twice by a press too many: its key tells."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class DraftForm(KeyedForm):
    """Which services a contract begins with."""

    services = forms.ModelMultipleChoiceField(
        Service.objects.none(), label=_("Services"), widget=forms.CheckboxSelectMultiple
    )
    legal_entity = forms.ModelChoiceField(
        LegalEntity.objects.none(), label=_("Our side"), required=False, empty_label=_("firm of the office")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Contract.Kind.choices)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = visible(actor, Service).filter(is_active=True).order_by("group__order", "name_key")
        self.fields["services"].queryset = offered  # type: ignore[attr-defined]
        entities = visible(actor, LegalEntity).filter(is_active=True).order_by("short_name")
        self.fields["legal_entity"].queryset = entities  # type: ignore[attr-defined]


class LineForm(forms.Form):
    """How much of a service, with which discount."""

    quantity = forms.DecimalField(
        label=_("Quantity"), min_value=0, max_digits=8, decimal_places=2, initial=1, localize=True
    )
    discount_percent = forms.DecimalField(
        label=_("Discount, per cent"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        initial=0,
        localize=True,
    )


class AddLineForm(LineForm):
    """A further service."""

    service = forms.ModelChoiceField(Service.objects.none(), label=_("Service"))
    field_order = ("service", "quantity", "discount_percent")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = visible(actor, Service).filter(is_active=True).order_by("name_key")
        self.fields["service"].queryset = offered  # type: ignore[attr-defined]


class EqualPlanForm(forms.Form):
    """Equal monthly payments."""

    parts = forms.IntegerField(label=_("How many payments"), min_value=1, max_value=120, initial=1)
    first_on = _day(_("First payment on"), initial=today)


class PlanForm(forms.Form):
    """Payments one a line."""

    lines = forms.CharField(label=_("Payments, one a line"), widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, example: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].help_text = example


class AboutForm(forms.Form):
    """What the contract is about, and what its services ask for."""

    essence = _long(_("Essence of the matter"))
    legal_actions = _long(_("Legal actions"))
    expectations = _long(_("What the client expects"))
    terms = _long(_("Expected terms"))

    def __init__(self, *args: Any, asked: Sequence[ServiceField], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked = asked
        for one in asked:
            self.fields[name_of(one)] = _field_of(one)

    def asked_values(self) -> dict[str, dict[str, Any]]:
        """The values of the services' fields, as the command takes them."""
        found: dict[str, dict[str, Any]] = {}
        for one in self._asked:
            value = self.cleaned_data[name_of(one)]
            if one.kind == Kind.YES_NO:
                value = {"yes": True, "no": False}.get(value)
            if isinstance(value, date):
                value = value.isoformat()
            found.setdefault(str(one.service_id), {})[one.key] = value
        return found


def _field_of(one: ServiceField) -> forms.Field:
    label: Any = f"{one.label} *" if one.is_required else one.label
    match one.kind:
        case Kind.DATE:
            return _day(label, required=False)
        case Kind.YES_NO:
            choices: list[tuple[str, Any]] = [("", "—"), ("yes", _("yes")), ("no", _("no"))]
            return forms.ChoiceField(label=label, choices=choices, required=False)
        case Kind.CHOICE:
            return forms.ChoiceField(
                label=label, choices=[("", "—"), *((word, word) for word in one.options)], required=False
            )
    return forms.CharField(label=label, max_length=500, required=False)


class PartyForm(forms.Form):
    """A further party: one that the firm knows."""

    party = forms.ModelChoiceField(Party.objects.none(), label=_("Party"))
    role = forms.ChoiceField(label=_("Part in the contract"), choices=ContractParty.Role.choices)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # a list to choose from stays short: the parties entered last
        newest = visible(actor, Party).order_by("-created_at", "-pk").values_list("pk", flat=True)[:200]
        known = visible(actor, Party).filter(pk__in=list(newest)) if not self.is_bound else None
        choices = known.order_by("name_key") if known is not None else visible(actor, Party)
        self.fields["party"].queryset = choices  # type: ignore[attr-defined]


class RegisterForm(KeyedForm):
    """When it was signed."""

    signed_on = _day(_("Signed on"), initial=today)


class VoidForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500)
