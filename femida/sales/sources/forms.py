"""Forms of sources: they read what was typed; the commands decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from femida.firm.offices.models import Office
from femida.sales.sources.commands import FASTEST
from femida.sales.sources.models import Channel


class SourceForm(forms.Form):
    """A new advertising source."""

    name = forms.CharField(label=_("Name"), max_length=120)
    channel = forms.ChoiceField(label=_("Type"), choices=Channel.choices)
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office"), required=False, empty_label=_("The first office")
    )
    information = forms.CharField(
        label=_("Information for work with the client"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands on the card of every lead of this source."),
    )
    accepts_web = forms.BooleanField(
        label=_("Accepts enquiries from sites"),
        required=False,
        help_text=_("The card of the source then shows its address and a form for the site."),
    )
    origins = forms.CharField(
        label=_("Sites"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=_(
            "One on a line, as https://example.com. Their pages may send enquiries and show the form."
        ),
    )
    per_minute = forms.IntegerField(
        label=_("Requests a minute from one address"), min_value=1, max_value=FASTEST, initial=10
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(is_active=True).order_by("name")
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the commands take."""
        read = dict(self.cleaned_data)
        office = read.pop("office")
        return {**read, "office_id": office.pk if office else None, "origins": read["origins"].split()}


class SourceEditForm(SourceForm):
    """A source that is there already."""

    is_active = forms.BooleanField(label=_("In use"), required=False)
