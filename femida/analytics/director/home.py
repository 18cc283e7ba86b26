"""What heads see first: money, the funnel in small, alarms and calls; each figure leads to its report.

The same words for all heads: whose rows count is decided by their own rights on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.analytics.funnel.reports import PERIOD_FUNNEL
from femida.platform.access.policy import Policy
from femida.platform.access.rights import Scope
from femida.platform.core import clock
from femida.platform.core.errors import Text
from femida.platform.reports.asking import Question, read_question
from femida.platform.reports.datasets import measure_at
from femida.platform.reports.described import FunnelStep, Report
from femida.platform.reports.drawing import written_value
from femida.platform.reports.drilling import rows_address
from femida.platform.reports.running import Figures, Pair, run
from femida.platform.reports.sheets import change, share
from femida.platform.screens.ports import HomeWidget, home_widgets
from femida.platform.screens.requests import PageRequest
from femida.platform.ui import components as ui
from femida.platform.ui import formats

VIEW = "reports.view"
BAR: Final = 1000
"""The width of the longest bar in the units of its picture."""

RECEIVED, REVENUE, DEBTS = "finance.money:received", "finance.revenue:earned", "finance.debts:owed"
SIGNED, AMOUNT = "practice.contracts:signed", "practice.contracts:amount"
OPENED, LATE = "sales.leads:opened", "planning.calls:open"
CALLS = ("comms.calls:incoming", "comms.calls:outgoing", "comms.calls:talks", "comms.calls:missed")

_MONTH: Final = (*PERIOD_FUNNEL.measures, REVENUE, DEBTS, LATE)
_DAY: Final = (OPENED, RECEIVED, SIGNED, AMOUNT, *CALLS)
# Not a page of its own: it only says what the first view asks.
_FIRST = Report(
    key="first-view", title="", explains="", dimensions=(), figures=tuple(dict.fromkeys((*_MONTH, *_DAY)))
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The figures of a period and the question they answer."""

    question: Question
    figures: Figures

    def at(self, name: str) -> Pair | None:
        return self.figures.total(name)


def _seen(request: PageRequest) -> Mapping[str, _Seen]:
    """The figures of today and of this month, asked once for all widgets of a page."""
    kept: dict[str, _Seen] | None = getattr(request, "femida_first_view", None)
    if kept is None:
        kept = {
            "today": _ask(request.policy, "today", _DAY),
            "this_month": _ask(request.policy, "this_month", _MONTH),
        }
        request.femida_first_view = kept  # type: ignore[attr-defined]
    return kept


def _ask(policy: Policy, period: str, names: Sequence[str]) -> _Seen:
    params = QueryDict(urlencode({"period": period}))
    today = timezone.localtime(clock.now()).date()
    question = read_question(_FIRST, params, open_figures=_FIRST.open_measures(policy), today=today)
    return _Seen(question, run(policy, question, names, ()))


def _is_head(request: PageRequest) -> bool:
    return request.policy.scope(VIEW) >= Scope.OFFICE


def _report(key: str, **params: str) -> str:
    address = reverse("reports:report", args=[key])
    return f"{address}?{urlencode(params)}" if params else address


def _rows(request: PageRequest, seen: _Seen, name: str) -> str:
    dataset, measure = measure_at(name)
    return rows_address(request.policy, seen.question, dataset, measure, {})


def _tile(label: object, value: str, note: object, url: str) -> SafeString:
    inner = (
        f'<span class="f-caption">{ui.text(label)}</span><span class="f-tile-value">{ui.text(value)}</span>'
        f'<span class="f-tile-note">{ui.text(note)}</span>'
    )
    if url:
        return ui.safe(f'<a class="f-tile" href="{ui.text(url)}">{inner}</a>')
    return ui.safe(f'<div class="f-tile">{inner}</div>')


def _tiles(drawn: Sequence[SafeString]) -> SafeString | None:
    return ui.safe(f'<div class="f-tiles">{ui.join(drawn)}</div>') if drawn else None


def _against(pair: Pair, *, is_bad: bool = False) -> SafeString:
    """How a figure differs from the period before: a sign besides the colour, which is red for the worse."""
    moved = change(pair)
    if moved is None:
        return ui.safe(ui.text(_("nothing before")))
    if not moved:
        return ui.safe(ui.text(_("as before")))
    css = "f-rise" if (moved > 0) is not is_bad else "f-fall"
    sign = "↑" if moved > 0 else "↓"
    words, than = f"{sign} {formats.percent(abs(moved))}", _("against the period before")
    return ui.safe(f'<span class="{css}" title="{ui.text(than)}">{ui.text(words)}</span>')


def _money(request: PageRequest) -> SafeString | None:
    """Money of today and of the month, what was signed for, what is owed."""
    if not _is_head(request):
        return None
    seen = _seen(request)
    today, month = seen["today"], seen["this_month"]
    received, by_office = {"figure": RECEIVED}, {"by": "office", "across": "none"}
    asked: list[tuple[object, str, _Seen, str]] = [
        (_("Received today"), RECEIVED, today, _report("revenue", period="today", **received, **by_office)),
        (
            _("Received this month"),
            RECEIVED,
            month,
            _report("revenue", period="this_month", **received, **by_office),
        ),
        (_("Signed for today"), AMOUNT, today, _report("income-funnel", period="today", by="employee")),
        (
            _("Signed for this month"),
            AMOUNT,
            month,
            _report("income-funnel", period="this_month", by="employee"),
        ),
        (
            _("Revenue this month"),
            REVENUE,
            month,
            _report("revenue", period="this_month", figure=REVENUE, **by_office),
        ),
        (_("Debts of clients"), DEBTS, month, _report("debts")),
    ]
    drawn = []
    for label, name, when, url in asked:
        pair = when.at(name)
        if pair is not None:
            drawn.append(_tile(label, _whole_roubles(pair.now), _against(pair, is_bad=name == DEBTS), url))
    return _tiles(drawn)


def _whole_roubles(amount: Decimal) -> str:
    return formats.money(amount, kopecks=False)


def _funnel(request: PageRequest) -> SafeString | None:
    """The steps of this month as bars, with the conversion of each."""
    if not _is_head(request):
        return None
    figures = _seen(request)["this_month"].figures
    steps = [(step, figures.total(step.count)) for step in PERIOD_FUNNEL.steps]
    shown = [(step, pair) for step, pair in steps if pair is not None]
    longest = max((pair.now for _step, pair in shown), default=Decimal(0))
    if not longest:
        return ui.state(_("Nothing has come this month yet"), icon_name="filter", small=True)
    lines = []
    last: Decimal | None = None
    for step, pair in shown:
        lines.append(_bar(step, pair, longest, last))
        last = pair.now
    return ui.safe(f'<ol class="f-steps">{"".join(lines)}</ol>')


def _bar(step: FunnelStep, pair: Pair, longest: Decimal, last: Decimal | None) -> str:
    url = _report("income-funnel", period="this_month", by="employee", figure=step.count)
    width = int(pair.now / longest * BAR) if pair.now > 0 else 0
    of_last = share(pair.now, last) if last is not None else None
    conversion = formats.percent(of_last) if of_last is not None else ""
    picture = (
        f'<svg viewBox="0 0 {BAR} 18" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{max(width, 2)}" height="18" rx="2"></rect></svg>'
    )
    return (
        f'<li>{ui.link(step.label, url)}<span>{picture}</span><span class="f-num f-strong">'
        f"{ui.text(formats.number(pair.now))}</span>"
        f'<span class="f-num f-muted">{ui.text(conversion)}</span></li>'
    )


def _alarms(request: PageRequest) -> SafeString | None:
    """What burns: calls not made, missed calls, enquiries of the day."""
    if not _is_head(request):
        return None
    seen = _seen(request)
    today, month = seen["today"], seen["this_month"]
    asked: list[tuple[Text, str, _Seen, str]] = [
        (_("Planned calls not made"), LATE, month, _rows(request, month, LATE)),
        (_("Missed calls today"), CALLS[3], today, _rows(request, today, CALLS[3])),
        (_("Enquiries today"), OPENED, today, _report("income-funnel", period="today", by="source")),
        (_("Incoming calls today"), CALLS[0], today, _report("calls", period="today")),
        (_("Outgoing calls today"), CALLS[1], today, _report("calls", period="today")),
        (_("Talks today"), CALLS[2], today, _report("calls", period="today", by="employee")),
    ]
    drawn = []
    for label, name, when, url in asked:
        pair = when.at(name)
        if pair is not None:
            words = written_value(pair.now, measure_at(name)[1].unit)
            note: Any = _("due this month") if name == LATE else _against(pair, is_bad=name == CALLS[3])
            drawn.append(_tile(label, words, note, url))
    return _tiles(drawn)


for _key, _title, _order, _render, _live in (
    ("director.money", gettext_lazy("Money"), 1, _money, ("practice.contract",)),
    ("director.funnel", gettext_lazy("Funnel of this month"), 2, _funnel, ()),
    ("director.alarms", gettext_lazy("Calls and alarms"), 3, _alarms, ()),
):
    home_widgets.register(
        _key, HomeWidget(_key, _title, _order, _render, needs_right=VIEW, live=_live, flush=True)
    )
