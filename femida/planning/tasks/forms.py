"""Forms of tasks: they read what was typed; the commands decide."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from femida.firm.staff.queries import names_of, on_duty
from femida.planning.tasks.models import LONGEST_RESULT, LONGEST_TITLE, Task
from femida.platform.access.policy import Policy

MOMENT_FORMAT: Final = "%Y-%m-%dT%H:%M"
MORNING: Final = 10


def moment_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateTimeField:
    """A day and a time of the person's own zone."""
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=[MOMENT_FORMAT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT_FORMAT),
    )


def tomorrow_morning() -> datetime:
    """Ten o'clock tomorrow, in the person's zone."""
    tomorrow = timezone.localtime() + timedelta(days=1)
    return tomorrow.replace(hour=MORNING, minute=0, second=0, microsecond=0)


def colleagues(policy: Policy) -> list[tuple[int, str]]:
    """Who works now in the offices of the person: id and name, by name."""
    people = {pk for office in sorted(policy.placement.offices) for pk in on_duty(office)}
    return sorted(names_of(people).items(), key=lambda pair: pair[1].casefold())


class ShortTaskForm(forms.Form):
    """A task for oneself: the tab of the composer."""

    title = forms.CharField(label=_("What to do"), max_length=LONGEST_TITLE)
    kind = forms.ChoiceField(label=_("Kind"), choices=Task.Kind.choices, initial=Task.Kind.CALL.value)
    due_at = moment_field(_("Due"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_at"].initial = tomorrow_morning


class TaskForm(ShortTaskForm):
    """A task for anybody of one's offices."""

    responsible = forms.TypedChoiceField(
        label=_("Who will do it"), required=False, coerce=int, empty_value=None
    )
    remind_at = moment_field(
        _("Remind"), required=False, help_text=_("Without it the reminder comes when the task is due.")
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = policy.placement.employee_id
        others = [pair for pair in colleagues(policy) if pair[0] != own]
        self.fields["responsible"].choices = [("", _("I myself")), *others]  # type: ignore[attr-defined]


class ChangeForm(forms.Form):
    """What is asked for, and until when."""

    title = forms.CharField(label=_("What to do"), max_length=LONGEST_TITLE)
    kind = forms.ChoiceField(label=_("Kind"), choices=Task.Kind.choices)
    due_at = moment_field(_("Due"))
    remind_at = moment_field(_("Remind"))


class FinishForm(forms.Form):
    """What came of it."""

    result = forms.CharField(
        label=_("Result"),
        max_length=LONGEST_RESULT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
    )


class CancelForm(forms.Form):
    """Why it is no longer needed."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_RESULT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
    )


class HandOverForm(forms.Form):
    """To whom."""

    employee = forms.TypedChoiceField(label=_("Who will do it"), coerce=int)

    def __init__(self, *args: Any, policy: Policy, present: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employee"].choices = [  # type: ignore[attr-defined]
            pair for pair in colleagues(policy) if pair[0] != present
        ]
