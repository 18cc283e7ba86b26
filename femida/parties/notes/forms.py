"""The form of a note."""

from django import forms
from django.utils.translation import gettext_lazy as _

from femida.parties.notes.commands import LONGEST


class NoteForm(forms.Form):
    """What is worth remembering."""

    text = forms.CharField(
        label=_("Note"),
        max_length=LONGEST,
        help_text=_("Numbers and addresses from the text go to the contacts of the party."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
