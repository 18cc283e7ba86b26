"""Forms of calls: they read what was typed; the commands decide."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from femida.comms.telephony.models import LONGEST_COMMENT, Call

Result = Call.Result

# «3», «3,5», «3.5» in minutes, or «3:20».
_MINUTES: Final = re.compile(r"(\d{1,4})(?:[.,](\d{1,2}))?")
_CLOCK: Final = re.compile(r"(\d{1,3}):([0-5]\d)")


def read_talk_time(typed: str) -> int:
    """Whole seconds of «3», «3,5» (minutes) or «3:20». Raises ValidationError."""
    text = typed.strip().replace(" ", "")
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        return int(clock[1]) * 60 + int(clock[2])
    minutes = _MINUTES.fullmatch(text)
    if minutes is None:
        raise ValidationError(_("Write minutes, such as 3 or 3:20."))
    return int(minutes[1]) * 60 + round(int((minutes[2] or "0").ljust(2, "0")) * 60 / 100)


class RecordForm(forms.Form):
    """A call that has just ended: the result first, then how long it lasted and what was said."""

    result = forms.ChoiceField(
        label=_("How the call ended"),
        choices=[
            (Result.ANSWERED.value, _("We talked")),
            (Result.NO_ANSWER.value, _("Did not answer")),
            (Result.BUSY.value, _("The line is busy")),
        ],
        initial=Result.ANSWERED.value,
        widget=forms.RadioSelect,
    )
    talk = forms.CharField(
        label=_("Talked, minutes"),
        max_length=8,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "placeholder": "3:20"}),
    )
    direction = forms.ChoiceField(
        label=_("Who called"),
        choices=[
            (Call.Direction.OUT.value, _("We called")),
            (Call.Direction.IN.value, _("The client called")),
        ],
        initial=Call.Direction.OUT.value,
    )
    comment = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """Put result and talk time together: `talk_seconds` is 0 when nobody answered."""
        values = super().clean() or self.cleaned_data
        values["answered"] = values.get("result") == Result.ANSWERED
        values["talk_seconds"] = 0
        if not values["answered"]:
            return values
        typed = values.get("talk", "")
        if not typed:
            self.add_error("talk", _("Say how long you talked."))
            return values
        try:
            values["talk_seconds"] = read_talk_time(typed)
        except ValidationError as error:
            self.add_error("talk", error)
        return values


class CommentForm(forms.Form):
    """What was said."""

    comment = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
    )
