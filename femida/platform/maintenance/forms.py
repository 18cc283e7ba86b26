"""The form of maintenance: it reads what was typed; the command decides."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from femida.platform.maintenance.commands import departments
from femida.platform.maintenance.models import EVERYTHING

MOMENT: Final = "%Y-%m-%dT%H:%M"

NAMES: Final = {
    EVERYTHING: _("Everything: read only"),
    "firm": _("The firm: offices, people, rights"),
    "parties": _("Clients and their contacts"),
    "planning": _("Tasks"),
    "comms": _("Telephony and dialogs"),
    "sales": _("Leads, deals, enquiries"),
    "practice": _("Services, contracts, work"),
    "finance": _("Money"),
    "desk": _("Workspaces"),
    "analytics": _("Reports"),
}
"""What the departments are called here; one that has no name of its own goes by its folder."""


def name_of(department: str) -> str:
    """The department in the reader's words."""
    return str(NAMES.get(department, department))


def _moment_field(label: Any, help_text: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=False,
        help_text=help_text,
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )


class MaintenanceForm(forms.Form):
    """What people read, from when to when, and what is blocked meanwhile."""

    message = forms.CharField(
        label=_("What people read"),
        max_length=300,
        help_text=_("For example: Updating the telephony, about an hour."),
    )
    starts_at = _moment_field(_("Begins"), _("Empty: at once."))
    ends_at = _moment_field(_("Ends, as planned"), _("People read it; a person ends the maintenance."))
    blocked = forms.MultipleChoiceField(
        label=_("Nothing can be changed in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing marked: people only read the notice. Enquiries from sites are always kept."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(key, name_of(key)) for key in (EVERYTHING, *departments())]
        self.fields["blocked"].choices = choices  # type: ignore[attr-defined]
