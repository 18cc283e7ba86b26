"""The administrator's page of maintenance, and the bar that everybody sees."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from femida.platform.access.queries import visible
from femida.platform.live.ports import told_to_all
from femida.platform.maintenance.commands import RIGHT, end_maintenance, set_maintenance
from femida.platform.maintenance.forms import MaintenanceForm, name_of
from femida.platform.maintenance.models import EVERYTHING, ONLY, Mode
from femida.platform.maintenance.state import State, look, state
from femida.platform.screens.forms import form_view
from femida.platform.screens.pages import page
from femida.platform.screens.ports import NavLink, nav_entries
from femida.platform.screens.requests import PageRequest
from femida.platform.ui import formats
from femida.platform.ui.components import facts, join, note, text
from femida.platform.ui.shell import Bar, bars

nav_entries.register(
    "maintenance",
    NavLink(
        "maintenance",
        pgettext_lazy("navigation", "Technological mode"),
        "tool",
        lambda: reverse("maintenance:page"),
        section=gettext_lazy("Administration"),
        order=960,
        right=RIGHT,
    ),
)
told_to_all.register("maintenance.mode", "everybody who works is told of maintenance")


@page(right=RIGHT, methods=("GET", "POST"))
def maintenance(request: PageRequest) -> HttpResponse:
    """What is set now, and the form that announces or begins maintenance."""
    mode = visible(request.actor, Mode).get(pk=ONLY)
    here = reverse("maintenance:page")

    def act(form: MaintenanceForm, version: int | None) -> str:
        set_maintenance(request.actor, version=version, **form.cleaned_data)
        look()
        return here

    initial: dict[str, Any] = {"blocked": [EVERYTHING]}
    if mode.is_on:
        initial = {name: getattr(mode, name) for name in ("message", "starts_at", "ends_at", "blocked")}
    return form_view(
        request,
        MaintenanceForm,
        act,
        title=_("Technological mode"),
        submit=_("Change") if mode.is_on else _("Begin or announce"),
        initial=initial,
        version=mode.version,
        fresh_url=here,
        template="maintenance/page.html",
        extra={"present": _present(state() if state().is_on == mode.is_on else look())},
    )


@page(right=RIGHT, methods=("POST",))
def end(request: PageRequest) -> HttpResponse:
    """End what is under way, or take the announcement back."""
    end_maintenance(request.actor)
    look()
    return HttpResponseRedirect(reverse("maintenance:page"))


@page(right=None, reason="everybody who works is told of maintenance")
def bar(request: PageRequest) -> HttpResponse:
    """The bar as it is now; nothing when there is no maintenance."""
    look()
    answer = HttpResponse(_drawn())
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bars.adds("maintenance")
def maintenance_bar() -> Bar:
    """The bar over every page."""
    return Bar(content=_drawn(), url=reverse("maintenance:bar"), live="maintenance.mode")


def _drawn() -> str:
    """One sentence: what is blocked until when, or when it will be. No query of its own."""
    present = state()
    if not present.is_on:
        return ""
    tone = "info" if present.is_announced or not present.blocked else "warn"
    return note(join([text(present.message), " ", text(_sentence(present))]), tone=tone)  # type: ignore[arg-type]


def _sentence(present: State) -> str:
    if present.is_announced:
        start = formats.moment(present.starts_at)
        if present.ends_at is None:
            return _("Maintenance begins %(start)s.") % {"start": start}
        return _("Maintenance from %(start)s until %(end)s.") % {
            "start": start,
            "end": formats.moment(present.ends_at),
        }
    what = _blocked(present)
    if present.ends_at is None:
        return what
    return _("%(what)s Planned until %(end)s.") % {"what": what, "end": formats.moment(present.ends_at)}


def _blocked(present: State) -> str:
    if not present.blocked:
        return ""
    if EVERYTHING in present.blocked:
        return _("Everything can be read, nothing can be changed.")
    names = ", ".join(name_of(one) for one in sorted(present.blocked))
    return _("Read only for now: %(names)s.") % {"names": names}


def _present(present: State) -> SafeString | None:
    if not present.is_on:
        return None
    return facts(
        [
            (_("State"), _("announced") if present.is_announced else _("under way")),
            (_("What people read"), text(present.message)),
            (_("Begins"), text(formats.moment(present.starts_at))),
            (_("Ends, as planned"), text(formats.moment(present.ends_at))),
            (
                _("What is blocked"),
                text(", ".join(name_of(one) for one in sorted(present.blocked)) or _("nothing")),
            ),
        ]
    )
