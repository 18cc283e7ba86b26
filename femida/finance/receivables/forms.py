"""Forms of receivables: they read what was typed; the commands decide."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PlanForm(forms.Form):
    """When a payment will come, as the lawyer knows it from the client."""

    expected_on = forms.DateField(
        label=_("Expected on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: nothing else than the plan is known."),
    )
    comment = forms.CharField(
        label=_("Comment"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
