"""What leads say on the start page: whom to call now, what burns, how the day goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from femida.comms.telephony.models import Call
from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.screens.ports import HomeWidget, home_widgets
from femida.platform.screens.requests import PageRequest
from femida.platform.ui import components as ui
from femida.platform.ui import formats
from femida.sales.deals.home import stage_mark, who_and_what
from femida.sales.leads.models import Lead
from femida.sales.leads.opening import TYPE
from femida.sales.leads.pipeline import CALL_AGAIN, NEW

SHOWN = 10
TO_CALL = (NEW, CALL_AGAIN)


@dataclass(frozen=True, slots=True)
class _Line:
    id: int
    name: str
    subject: str
    stage: str
    colour: int
    since: datetime
    responsible: str | None


_COLUMNS = (
    "pk",
    "party__name",
    "subject",
    "stage__name",
    "stage__colour",
    "stage_since",
    "responsible__name",
)


def _lines(rows: QuerySet[Lead]) -> list[_Line]:
    return [_Line(*row) for row in rows.order_by("stage_since", "pk").values_list(*_COLUMNS)[:SHOWN]]


def _draw(lines: Iterable[_Line], *, with_person: bool = False) -> SafeString:
    """One line a lead: who, what about, the stage, how long it waits."""
    drawn = []
    for line in lines:
        who = who_and_what(line.name, line.subject, reverse("leads:card", args=[line.id]))
        parts: list[object] = [who, stage_mark(line.stage, line.colour)]
        if with_person and line.responsible:
            parts.append(ui.avatar(line.responsible))
        parts.append(ui.safe(f'<span class="f-num f-muted">{formats.when_ago(line.since)}</span>'))
        drawn.append(f"<li>{ui.join(parts)}</li>")
    return ui.safe(f'<ul class="f-items">{"".join(drawn)}</ul>')


def _call_now(request: PageRequest) -> SafeString | None:
    """One's own leads that wait for a call, the longest waiting first, and a way to the queue."""
    policy = request.policy
    lines = _lines(
        visible(request.actor, Lead).filter(
            closed_at=None, stage__key__in=TO_CALL, responsible=policy.placement.employee_id
        )
    )
    waiting = _waiting(request).count() if policy.may("leads.take") else 0
    if not lines and (not policy.may("leads.move") or policy.scope("leads.view") > Scope.OWN):
        return None
    parts: list[object] = []
    if waiting:
        words = ngettext("%(n)s lead waits in the queue", "%(n)s leads wait in the queue", waiting)
        take = ui.button(
            _("Take the next one"),
            tone="primary",
            icon_name="phone",
            hx_post=reverse("leads:take-next"),
            hx_swap="none",
        )
        queue = ui.note(words % {"n": waiting}, acts=take)
        parts.append(ui.safe(f'<div class="f-panel-body">{queue}</div>'))
    parts.append(_draw(lines) if lines else _nobody())
    return ui.join(parts)


def _nobody() -> SafeString:
    return ui.state(_("Nobody waits for a call"), icon_name="check", small=True)


def _waiting(request: PageRequest) -> QuerySet[Lead]:
    rows = request.policy.rows(Lead, "leads.take")
    return Lead.objects.filter(rows, responsible=None, closed_at=None)


def _unanswered_for(request: PageRequest) -> SafeString | None:
    """For those who give leads out: the ones that nobody answers for."""
    lines = _lines(visible(request.actor, Lead, "leads.reassign").filter(responsible=None, closed_at=None))
    if not lines:
        return ui.state(_("Every lead has its person"), icon_name="check", small=True)
    return _draw(lines)


def _burning(request: PageRequest) -> SafeString | None:
    """For those who give leads out: the ones that have stood longer than their stage allows."""
    norm = ExpressionWrapper(F("stage__norm_hours") * Value(timedelta(hours=1)), DurationField())
    late = Q(stage_since__lt=timezone.now() - norm)
    rows = visible(request.actor, Lead, "leads.reassign").filter(
        late, closed_at=None, responsible__isnull=False, stage__norm_hours__isnull=False
    )
    lines = _lines(rows)
    if not lines:
        return ui.state(_("Nothing burns"), icon_name="check", small=True)
    return _draw(lines, with_person=True)


def _offices(request: PageRequest) -> SafeString | None:
    """For those who see the firm: how the day goes, by offices."""
    return _figures(request, by_office=True) if request.policy.scope("leads.view") >= Scope.FIRM else None


def _people(request: PageRequest) -> SafeString | None:
    """For those who see an office: how the day goes, by people."""
    return _figures(request, by_office=False) if request.policy.scope("leads.view") == Scope.OFFICE else None


def _figures(request: PageRequest, *, by_office: bool) -> SafeString:
    here = timezone.localtime()
    morning = here.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = here.date() - timedelta(days=here.weekday())
    group = "office__name" if by_office else "responsible__name"
    leads = visible(request.actor, Lead)
    opened = (
        leads.filter(business_date__gte=monday)
        .order_by()
        .values_list(group)
        .annotate(today=Count("pk", filter=Q(business_date=here.date())), week=Count("pk"))
    )
    to_call = leads.filter(closed_at=None, stage__key__in=TO_CALL).order_by().values_list(group)
    talked = Q(result=Call.Result.ANSWERED)
    called = (
        visible(request.actor, Call)
        .filter(started_at__gte=morning)
        .order_by()
        .values_list("office__name" if by_office else "employee__name")
        .annotate(made=Count("pk"), answered=Count("pk", filter=talked))
    )
    today: Counter[str] = Counter()
    week: Counter[str] = Counter()
    calls: Counter[str] = Counter()
    talks: Counter[str] = Counter()
    for name, of_today, of_week in opened:
        today[name or ""], week[name or ""] = of_today, of_week
    for name, made, answered in called:
        calls[name or ""], talks[name or ""] = made, answered
    waiting = Counter({name or "": count for name, count in to_call.annotate(Count("pk"))})
    return _table(_("Office") if by_office else _("Employee"), (today, week, waiting, calls, talks))


def _table(first: str, columns: tuple[Counter[str], ...]) -> SafeString:
    heads = (_("New today"), _("New this week"), _("Wait for a call"), _("Calls today"), _("Talks today"))
    names = sorted({name for column in columns for name in column}, key=lambda name: (name == "", name))
    rows = [_row(name or _("Without responsible"), [column[name] for column in columns]) for name in names]
    if len(names) > 1:
        rows.append(_row(_("Together"), [column.total() for column in columns], css="f-strong"))
    return ui.table(
        [ui.Head(label=first), *(ui.Head(label=head, numeric=True) for head in heads)],
        rows,
        label=_("How the day goes"),
    )


def _row(name: str, numbers: list[int], css: str = "") -> SafeString:
    css_of_cell = ui.column_class(ui.Head(label="", numeric=True))
    cells = "".join(f'<td class="{css_of_cell}">{number or ui.EMPTY_CELL}</td>' for number in numbers)
    kind = f' class="{css}"' if css else ""
    return ui.safe(f'<tr{kind}><th scope="row">{ui.text(name)}</th>{cells}</tr>')


home_widgets.register(
    "leads.do_now",
    HomeWidget(
        "leads.do_now",
        gettext_lazy("Call now"),
        10,
        _call_now,
        needs_right="leads.view",
        live=(TYPE,),
        flush=True,
    ),
)
home_widgets.register(
    "leads.waiting",
    HomeWidget(
        "leads.waiting",
        gettext_lazy("Without responsible"),
        11,
        _unanswered_for,
        needs_right="leads.reassign",
        live=(TYPE,),
        flush=True,
    ),
)
home_widgets.register(
    "leads.burning",
    HomeWidget(
        "leads.burning",
        gettext_lazy("Burning leads"),
        12,
        _burning,
        needs_right="leads.reassign",
        live=(TYPE,),
        flush=True,
    ),
)
for _key, _order, _render in (("leads.offices", 5, _offices), ("leads.people", 13, _people)):
    home_widgets.register(
        _key,
        HomeWidget(
            _key,
            gettext_lazy("How the day goes"),
            _order,
            _render,
            needs_right="leads.reassign",
            live=(TYPE, "comms.call"),
            flush=True,
        ),
    )
