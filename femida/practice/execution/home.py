"""What executions say on the start page: what waits for the lawyer, and how her department does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.screens.ports import HomeWidget, home_widgets
from femida.platform.screens.requests import PageRequest
from femida.platform.ui import components as ui
from femida.practice.execution.cards import due_mark
from femida.practice.execution.commands.taking import TYPE
from femida.practice.execution.models import Execution
from femida.practice.execution.pipeline import HANDED_OVER, RETURNED, UNDER_WAY
from femida.sales.deals.home import stage_mark, who_and_what

SHOWN = 12
_COLUMNS = ("pk", "party__name", "title", "stage__name", "stage__colour", "due_at", "responsible__name")
_Row = tuple[int, str, str, str, int, datetime | None, str | None]


def _lines(rows: QuerySet[Execution]) -> list[_Row]:
    """Those that burn first: by what is due next, those without a term behind."""
    ordered = rows.order_by(F("due_at").asc(nulls_last=True), "pk")
    return list(ordered.values_list(*_COLUMNS)[:SHOWN])


def _draw(lines: Iterable[_Row], *, with_person: bool = False) -> SafeString:
    drawn = []
    for pk, name, title, stage, colour, due_at, lawyer in lines:
        parts: list[object] = [who_and_what(name, title, reverse("executions:card", args=[pk]))]
        parts.append(stage_mark(stage, colour))
        if with_person and lawyer:
            parts.append(ui.avatar(lawyer))
        parts.append(due_mark(due_at))
        drawn.append(f"<li>{ui.join(parts)}</li>")
    return ui.safe(f'<ul class="f-items">{"".join(drawn)}</ul>')


def _figures(now: datetime) -> dict[str, Count]:
    """What both widgets count, in the order in which it is shown."""
    return {
        "under_way": Count("pk", filter=Q(stage__key__in=UNDER_WAY)),
        "waiting": Count("pk", filter=Q(stage__key=HANDED_OVER)),
        "overdue": Count("pk", filter=Q(due_at__lt=now)),
    }


def _mine(request: PageRequest) -> SafeString | None:
    """One's own contracts: those to accept, those overdue, those in work."""
    policy = request.policy
    own = visible(request.actor, Execution).filter(closed_at=None, responsible=policy.placement.employee_id)
    own = own.exclude(stage__key=RETURNED)
    counted = own.aggregate(**_figures(timezone.now()))
    if not counted["waiting"] and not counted["under_way"]:
        if not policy.may("execution.accept") or policy.scope("execution.view") > Scope.OWN:
            return None
        return ui.state(_("No contracts in work"), icon_name="check", small=True)
    marks = [
        ui.badge(_("in work: %(n)s") % {"n": counted["under_way"]}),
        ui.badge(_("wait for acceptance: %(n)s") % {"n": counted["waiting"]}, tone="warn"),
        ui.badge(_("overdue: %(n)s") % {"n": counted["overdue"]}, tone="bad", icon_name="clock-exclamation"),
    ]
    shown = [
        mark for mark, key in zip(marks, ("under_way", "waiting", "overdue"), strict=True) if counted[key]
    ]
    head = ui.safe(f'<div class="f-panel-body"><div class="f-btns">{ui.join(shown)}</div></div>')
    return ui.join([head, _draw(_lines(own))])


def _to_answer(request: PageRequest) -> SafeString | None:
    """For those who give work out: what waits for acceptance, and what was returned."""
    rows = visible(request.actor, Execution, "execution.assign").filter(
        stage__key__in=(HANDED_OVER, RETURNED), closed_at=None
    )
    lines = _lines(rows)
    if not lines:
        return ui.state(_("Every contract has its answer"), icon_name="check", small=True)
    return _draw(lines, with_person=True)


def _load(request: PageRequest) -> SafeString | None:
    """For those who give work out: how much each lawyer leads, and what is late."""
    rows = (
        visible(request.actor, Execution, "execution.assign")
        .filter(closed_at=None)
        .exclude(stage__key=RETURNED)
        .order_by()
        .values_list("responsible__name")
        .annotate(**_figures(timezone.now()))
        .order_by(F("responsible__name").asc(nulls_last=True))
    )
    css = ui.column_class(ui.Head(label="", numeric=True))
    drawn = []
    for name, *figures in rows:
        cells = "".join(f'<td class="{css}">{figure or ui.EMPTY_CELL}</td>' for figure in figures)
        label = name or _("Without a lawyer")
        drawn.append(ui.safe(f'<tr><th scope="row">{ui.text(label)}</th>{cells}</tr>'))
    if not drawn:
        return None
    heads = (_("In work"), _("Wait for acceptance"), _("Overdue"))
    return ui.table(
        [ui.Head(label=_("Lawyer")), *(ui.Head(label=head, numeric=True) for head in heads)],
        drawn,
        label=_("Load of the lawyers"),
    )


for _key, _title, _order, _render, _right in (
    ("execution.mine", gettext_lazy("My contracts"), 14, _mine, "execution.view"),
    ("execution.to_answer", gettext_lazy("Contracts to accept"), 15, _to_answer, "execution.assign"),
    ("execution.load", gettext_lazy("Load of the lawyers"), 16, _load, "execution.assign"),
):
    home_widgets.register(
        _key, HomeWidget(_key, _title, _order, _render, needs_right=_right, live=(TYPE,), flush=True)
    )
