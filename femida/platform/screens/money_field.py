"""A sum of money in a form: read by the kernel's rules, never through a binary fraction."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from femida.kernel.money import InvalidMoney, roubles


class MoneyField(forms.CharField):
    """A sum in roubles: spaces between thousands, comma or point, at most two decimals."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"max_length": 40, "widget": widget, **kwargs})

    def clean(self, value: Any) -> Decimal | None:
        """The exact sum, or None for an empty field that may be empty. Raises ValidationError."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return roubles(str(typed))
        except InvalidMoney:
            raise ValidationError(_("Give a sum in roubles with at most two decimals.")) from None
