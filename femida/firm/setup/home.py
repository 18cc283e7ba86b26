"""What an administrator does after the set-up, on the start page until it is done or put away."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.firm.setup.models import ONLY, FirmSetUp
from femida.firm.setup.ports import NextStep, next_steps
from femida.firm.staff.models import Employee
from femida.platform.screens.ports import HomeWidget, home_widgets
from femida.platform.screens.requests import PageRequest
from femida.platform.ui import components as ui

RIGHT = "access.change"


def _has_colleagues() -> bool:
    return len(Employee.objects.values_list("pk")[:2]) > 1


def _has_backups() -> bool:
    return any(Path(settings.BACKUPS).glob("*.femida"))


next_steps.register(
    "people",
    NextStep(
        "people",
        gettext_lazy("Add employees"),
        gettext_lazy("Each with a login, an office and groups of rights."),
        lambda: reverse("staff:list"),
        _has_colleagues,
        order=10,
    ),
)
next_steps.register(
    "backups",
    NextStep(
        "backups",
        gettext_lazy("Make the first backup and a copy of the keys"),
        gettext_lazy("On the server: femida backup, femida keys export FILE. Keep the two apart."),
        lambda: "",
        _has_backups,
        order=900,
    ),
)


def _draw(_request: PageRequest) -> SafeString | None:
    row = FirmSetUp.objects.filter(pk=ONLY, put_away_at=None).first()
    if row is None:
        return None
    lines = [_line(step, is_done=step.is_done()) for step in sorted(next_steps, key=lambda one: one.order)]
    away = ui.button(_("Put this list away"), hx_post=reverse("setup:put-away"), tone="quiet")
    return ui.safe(f'<ul class="f-items">{"".join(lines)}</ul><div class="f-btns f-panel-foot">{away}</div>')


def _line(step: NextStep, *, is_done: bool) -> str:
    url = step.url()
    title = ui.link(step.label, url) if url else ui.text(step.label)
    mark = ui.icon("circle-check" if is_done else "circle")
    state = ui.badge(_("done"), tone="good") if is_done else ""
    return (
        f'<li>{mark}<div class="f-grow"><div>{title}</div>'
        f'<div class="f-caption">{ui.text(step.hint)}</div></div>{state}</li>'
    )


home_widgets.register(
    "setup.next",
    HomeWidget("setup.next", gettext_lazy("What next"), order=1, render=_draw, needs_right=RIGHT, flush=True),
)
