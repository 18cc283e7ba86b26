"""Forms of invoices: they read what was typed; the commands decide."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from femida.finance.invoices.models import Invoice
from femida.finance.invoices.positions import LONGEST_NAME
from femida.platform.screens.money_field import MoneyField
from femida.platform.ui.formats import exact_day, money
from femida.practice.contracts.models import Instalment
from femida.practice.services.models import Service, VatKind
from femida.practice.services.queries import rates_on, today

MOMENT: Final = "%Y-%m-%dT%H:%M"


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def vat_choices() -> list[tuple[str, str]]:
    """The kinds of VAT with the rates of today."""
    rates = rates_on(today())
    named = dict(VatKind.choices)
    return [
        (kind, f"{named[kind]}, {rates[kind]} %" if kind in rates else str(named[kind]))
        for kind in VatKind.values
        if kind == VatKind.NONE or kind in rates
    ]


class KeyedForm(forms.Form):
    """A form that may be sent twice by a press too many: its key tells."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class BillForm(KeyedForm):
    """What a client is asked for: payments of the plan, further positions, who pays and until when."""

    instalments = forms.TypedMultipleChoiceField(
        label=_("Payments of the plan"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    positions = forms.CharField(
        label=_("Further positions, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as “Visit of a lawyer = 5 000”: the name and the sum with VAT."),
    )
    vat_kind = forms.ChoiceField(label=_("VAT of the further positions"))
    party = forms.TypedChoiceField(label=_("Payer"), coerce=int)
    due_on = _day(
        _("Pay until"), required=False, help_text=_("Empty: the day of the plan, or a week from today.")
    )
    purpose = forms.CharField(
        label=_("Purpose of the payment"),
        max_length=160,
        required=False,
        help_text=_("Empty: payment under the contract with its number."),
    )
    kind = forms.ChoiceField(label=_("Kind"), initial=Invoice.Kind.ONCE.value)
    issue = forms.BooleanField(
        label=_("Issue at once: the invoice gets its number"), required=False, initial=True
    )

    def __init__(
        self,
        *args: Any,
        instalments: Sequence[Instalment],
        payers: Sequence[tuple[int, str]],
        may_issue: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["instalments"].choices = [(one.pk, _label(one)) for one in instalments]
        fields["party"].choices = payers
        fields["vat_kind"].choices = vat_choices()
        kinds = (Invoice.Kind.ONCE, Invoice.Kind.DEPOSIT)
        fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        # the payment that is due next is what is billed as a rule
        fields["instalments"].initial = [one.pk for one in instalments[:1]]
        if not instalments:
            del self.fields["instalments"]
        if not may_issue:
            del self.fields["issue"]


def _label(one: Instalment) -> str:
    when = exact_day(one.due_on) if one.due_on is not None else one.stage_name
    return f"{one.number}. {when} — {money(one.amount)}"


class ChangeForm(forms.Form):
    """Who pays, until when, what for."""

    party = forms.TypedChoiceField(label=_("Payer"), coerce=int)
    due_on = _day(_("Pay until"))
    purpose = forms.CharField(label=_("Purpose of the payment"), max_length=160, required=False)

    def __init__(self, *args: Any, payers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = payers  # type: ignore[attr-defined]


class PositionForm(forms.Form):
    """A position."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    quantity = forms.DecimalField(
        label=_("Quantity"), min_value=0, max_digits=8, decimal_places=2, initial=1, localize=True
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=Service.Unit.choices)
    price = MoneyField(label=_("Price of one, with VAT"))
    vat_kind = forms.ChoiceField(label=_("VAT"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vat_kind"].choices = vat_choices()  # type: ignore[attr-defined]


class IssueForm(KeyedForm):
    """Nothing is asked: the key only."""


class SentForm(forms.Form):
    """How and when the payer got it."""

    how = forms.ChoiceField(label=_("How"), choices=Invoice.Sent.choices)
    sent_at = forms.DateTimeField(
        label=_("When"),
        input_formats=[MOMENT],
        initial=timezone.localtime,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )


class VoidForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class SubscriptionForm(forms.Form):
    """On which day of the month."""

    day = forms.IntegerField(
        label=_("Day of the month"),
        min_value=1,
        max_value=28,
        initial=1,
        help_text=_("On this day the payments of the plan that fall into the month are billed."),
    )
    is_active = forms.BooleanField(label=_("Make invoices"), required=False, initial=True)
