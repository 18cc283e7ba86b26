"""Forms of payments and the cash desk: they read what was typed; the commands decide."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from femida.finance.payments.models import Payment, Shift
from femida.finance.receivables.models import Receivable
from femida.finance.receivables.settling import Part, spread
from femida.firm.offices.models import Office
from femida.kernel.money import InvalidMoney, roubles
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.screens.money_field import MoneyField
from femida.platform.ui.formats import exact_day, money


class KeyedForm(forms.Form):
    """A form that may be sent twice by a press too many: its key tells."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


def _reason(*, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=_("Reason"), max_length=500, required=required, help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class SplitWidget(forms.Widget):
    """The payments of a plan with a field for each; drawn anew by the server while the sum is typed."""

    template_name = "payments/split.html"

    def __init__(self, rows: Sequence[Receivable], address: str) -> None:
        super().__init__()
        self.rows, self.address = rows, address

    def value_from_datadict(self, data: Mapping[str, Any], _files: Any, name: str) -> dict[str, str]:
        found = {str(row.instalment_id): data.get(f"{name}_{row.instalment_id}", "") for row in self.rows}
        return {**found, "for": data.get(f"{name}_for", "")}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, dict) else {}
        context["lines"] = [
            {
                "id": f"{context['widget']['attrs'].get('id', name)}_{row.instalment_id}",
                "name": f"{name}_{row.instalment_id}",
                "label": words_of(row),
                "remains": money(row.remains),
                "value": typed.get(str(row.instalment_id), ""),
            }
            for row in self.rows
        ]
        context["typed_for"] = typed.get("for", "")
        context["name"] = name
        return context

    def id_for_label(self, id_: str) -> str:  # noqa: ARG002 - several fields, each with its own label
        return ""


class SplitField(forms.Field):
    """How a sum is put to the payments of a plan: parts, or None for their own order."""

    widget: SplitWidget

    def __init__(self, rows: Sequence[Receivable], address: str) -> None:
        super().__init__(required=False, label=_("Goes to"), widget=SplitWidget(rows, address))
        self.rows = rows

    def clean(self, value: Any) -> list[Part] | None:
        """The parts as typed. What the server itself suggested for the sum counts as not typed."""
        typed = value if isinstance(value, dict) else {}
        parts = []
        for row in self.rows:
            words = str(typed.get(str(row.instalment_id), "")).strip()
            try:
                share = roubles(words) if words else Decimal(0)
            except InvalidMoney:
                raise forms.ValidationError(_("Give sums in roubles with at most two decimals.")) from None
            if share:
                parts.append(Part(row.instalment_id, share))
        if not parts:
            return None
        return None if parts == suggestion(self.rows, typed.get("for", "")) else parts


def suggestion(rows: Sequence[Receivable], typed: str) -> list[Part]:
    """How a typed sum would be put in the plan's order; nothing for what is no sum."""
    try:
        return spread(rows, roubles(typed)) if typed.strip() else []
    except InvalidMoney:
        return []


def typed_parts(parts: Sequence[Part], typed_for: str) -> dict[str, str]:
    """Parts as the fields show them."""
    shown = {str(part.instalment_id): plain(part.amount) for part in parts}
    return {**shown, "for": typed_for}


def plain(amount: Decimal) -> str:
    """A sum as people type it: 1500,50."""
    return f"{amount:.2f}".replace(".", ",")


def words_of(row: Receivable) -> str:
    """«2. 31.01.2026» or «2. Claim filed»."""
    when = exact_day(row.due_on) if row.due_on is not None else row.stage_name
    return f"{row.number}. {when}"


class MoneyForm(KeyedForm):
    """What taking and giving money have in common: the sum, the way, the desk."""

    amount = MoneyField(label=_("Sum, roubles"))
    method = forms.ChoiceField(
        label=_("Way of payment"), choices=Payment.Method.choices, widget=forms.RadioSelect
    )
    shift = forms.TypedChoiceField(label=_("Cash desk"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, shifts: Sequence[Shift], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["shift"]
        field.choices = [(one.pk, one.desk.name) for one in shifts]
        if len(shifts) <= 1:
            field.widget = forms.HiddenInput()
            field.initial = shifts[0].pk if shifts else None
            field.choices = [*field.choices, ("", "")]
        self.fields["amount"].widget.attrs["autofocus"] = True
        if not shifts:
            self.fields["method"].help_text = _("Cash: open a shift of the cash desk first.")


class TakeForm(MoneyForm):
    """A payment by a contract."""

    is_advance = forms.BooleanField(
        label=_("Advance: take more than the debt, or put to no payment of the plan"), required=False
    )
    payer = forms.TypedChoiceField(label=_("Payer"), required=False, coerce=int, empty_value=None)
    purpose = forms.CharField(label=_("Purpose"), max_length=500, required=False)
    business_date = forms.DateField(
        label=_("Date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Another day than today is for bank transfers only."),
    )
    invoice = forms.IntegerField(required=False, widget=forms.HiddenInput())
    field_order = ("amount", "parts", "is_advance", "method", "shift", "payer", "purpose", "business_date")

    def __init__(
        self,
        *args: Any,
        rows: Sequence[Receivable],
        payers: Sequence[tuple[int, str]],
        split_url: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if rows:
            self.fields["parts"] = SplitField(rows, split_url)
        self.order_fields(self.field_order)
        payer: Any = self.fields["payer"]
        payer.choices = payers
        if len(payers) <= 1:
            payer.widget = forms.HiddenInput()
        self.fields["amount"].widget.attrs |= {
            "hx-get": split_url,
            "hx-trigger": "input changed delay:250ms",
            "hx-target": "#payment-split",
            "hx-swap": "outerHTML",
        }


class RefundForm(MoneyForm):
    """Money that goes back."""

    reason = _reason()
    receiver = forms.TypedChoiceField(label=_("To whom"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, payers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        receiver: Any = self.fields["receiver"]
        receiver.choices = payers
        if len(payers) <= 1:
            receiver.widget = forms.HiddenInput()


class ReverseForm(forms.Form):
    """Why a payment was a mistake."""

    reason = _reason(help_text=_("The payment stays in the list as reversed. Enter the right one anew."))


class CountForm(forms.Form):
    """Cash counted at the beginning or the end of a shift."""

    counted = MoneyField(label=_("Cash counted, roubles"))
    reason = _reason(required=False, help_text=_("Only when it is not what it should be."))
    field_order = ("counted", "reason")

    def __init__(self, *args: Any, expected: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["counted"].help_text = _("There should be %(cash)s.") % {"cash": money(expected)}
        self.fields["counted"].widget.attrs["autofocus"] = True


class MoveForm(KeyedForm):
    """Cash that moves without a client."""

    amount = MoneyField(label=_("Sum, roubles"))
    reason = _reason(required=False)
    field_order = ("amount", "reason")

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
        self.fields["amount"].widget.attrs["autofocus"] = True


class DeskForm(forms.Form):
    """A new cash desk."""

    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office"))
    name = forms.CharField(label=_("Name"), max_length=80)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = visible(actor, Office, "cash.set_up").filter(is_active=True).order_by("name")
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]


class ChangeDeskForm(forms.Form):
    """Name and use of a cash desk."""

    name = forms.CharField(label=_("Name"), max_length=80)
    is_active = forms.BooleanField(label=_("In use"), required=False)
