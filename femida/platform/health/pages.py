"""Readiness and metrics for machines, slow statements for administrators."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.health.door import may_watch
from femida.platform.health.gauges import exposition
from femida.platform.health.readiness import readiness
from femida.platform.health.statements import Statement, statements
from femida.platform.screens.pages import page
from femida.platform.screens.ports import NavLink, nav_entries
from femida.platform.screens.requests import PageRequest
from femida.platform.ui import formats
from femida.platform.ui.components import Head, Tab, fold, safe, state, table, tabs, text
from femida.platform.ui.pages import render_page

RIGHT = "health.view"
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"

nav_entries.register(
    "slow-statements",
    NavLink(
        "slow-statements",
        gettext_lazy("Slow statements"),
        "hourglass",
        lambda: reverse("health:statements"),
        section=gettext_lazy("Administration"),
        order=970,
        right=RIGHT,
    ),
)


@page(right=None, reason="a balancer asks whether to send requests here", public=True)
def ready(request: PageRequest) -> HttpResponse:
    """200 when everything holds, 503 otherwise; why is for those who keep the server."""
    findings = readiness()
    holds = all(finding.holds for finding in findings)
    said: dict[str, object] = {"ready": holds}
    if may_watch(request):
        said["checks"] = {one.name: {"holds": one.holds, "note": one.note} for one in findings}
    answer = JsonResponse(said, status=200 if holds else 503)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@page(right=None, reason="counts without any person; only for those who keep the server", public=True)
def metrics(request: PageRequest) -> HttpResponse:
    """The counts of this process and of the database."""
    if not may_watch(request):
        raise Http404
    answer = HttpResponse(exposition(), content_type=PROMETHEUS)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@page(right=RIGHT)
def slow(request: PageRequest) -> HttpResponse:
    """Which statements cost the database most."""
    order = request.GET.get("by", "total")
    found = statements(order)
    content = _missing() if found is None else _table(found)
    labels = {"total": _("By total time"), "mean": _("By mean time"), "calls": _("By executions")}
    here = reverse("health:statements")
    chooser = tabs(
        [
            Tab(label=label, url=f"{here}?by={key}", current=key == (order if order in labels else "total"))
            for key, label in labels.items()
        ],
        label=_("Order"),
    )
    context = {"title": _("Slow statements"), "content": content, "tabs": chooser if found else ""}
    return render_page(request, "health/statements.html", context)


def _table(rows: Sequence[Statement]) -> SafeString:
    heads = [
        Head(label=_("Statement")),
        Head(label=_("Executions"), numeric=True),
        Head(label=_("Mean, ms"), numeric=True),
        Head(label=_("Total, s"), numeric=True),
        Head(label=_("Rows"), numeric=True, width="mid"),
    ]
    drawn = [
        safe(
            f"<tr><td>{_folded(row.text)}</td>"
            f'<td class="f-col-num">{text(formats.number(row.calls))}</td>'
            f'<td class="f-col-num">{text(formats.number(row.mean, 1))}</td>'
            f'<td class="f-col-num">{text(formats.number(row.total / 1000, 1))}</td>'
            f'<td class="f-col-num f-col-mid">{text(formats.number(row.rows))}</td></tr>'
        )
        for row in rows
    ]
    empty = _("No statement has been counted yet.")
    return table(heads, drawn, label=_("Slow statements"), empty=empty)


def _folded(statement: str) -> SafeString:
    """One line that opens to the whole statement."""
    words = text(" ".join(statement.split()))
    return fold(safe(words), safe(f"<code>{words}</code>"), css="f-sql")


def _missing() -> SafeString:
    return state(
        _("The database does not count its statements"),
        _(
            "Add pg_stat_statements to shared_preload_libraries of the server, restart it and run "
            "CREATE EXTENSION pg_stat_statements in this database."
        ),
        icon_name="hourglass",
    )
