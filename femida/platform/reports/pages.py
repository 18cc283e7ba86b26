"""The pages of reports: the register of them, one report, its export."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from femida.platform.core import clock
from femida.platform.core.errors import Invalid, NotFound
from femida.platform.files.answers import one_by_one
from femida.platform.journal.access_log import Kind, log_access
from femida.platform.reports import controls
from femida.platform.reports.asking import Question, read_question
from femida.platform.reports.charts import chart_of
from femida.platform.reports.described import TIME, Report, open_reports, reports
from femida.platform.reports.drawing import draw_explanations, draw_sheet
from femida.platform.reports.exporting import SEPARATORS, write_csv, write_xlsx
from femida.platform.reports.queries import saved_variants
from femida.platform.reports.sheets import Sheet, build_sheet
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.platform.ui.pages import render_page, wanted_target

VIEW = "reports.view"
EXPORT = "reports.export"
REGION = "report"
LONGEST_REASON = 300
"""Characters of one line of the register of access."""

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(right=VIEW)
def index(request: PageRequest) -> HttpResponseBase:
    """The reports that have something to say to the reader, by their sections."""
    sections: dict[str, list[dict[str, Any]]] = {}
    for one in open_reports(request.policy):
        line = {
            "title": one.title,
            "explains": one.explains,
            "icon": one.icon,
            "url": reverse("reports:report", args=[one.key]),
        }
        sections.setdefault(str(one.section), []).append(line)
    context = {"title": _("Reports"), "sections": list(sections.items())}
    return render_page(request, "reports/index.html", context)


@page(right=VIEW)
def show(request: PageRequest, *, key: str) -> HttpResponseBase:
    """A report as its address asks for it; for htmx the region or the form of filters alone."""
    question = _question(request, key)
    if wanted_target(request) == controls.FILTERS:
        return _filters(request, question)
    sheet = build_sheet(request.policy, question)
    context = _context(request, question, sheet)
    answer = render_page(
        request, "reports/report.html", context, fragments={REGION: "reports/report_region.html"}
    )
    if wanted_target(request) == REGION:
        # a form sends its defaults too; the address goes without them
        answer.headers["HX-Push-Url"] = f"{request.path}{question.address()}"
    return answer


def _question(request: PageRequest, key: str) -> Question:
    report = reports.get(key)
    figures = report.open_measures(request.policy) if report is not None else ()
    if report is None or not figures:
        raise NotFound
    return read_question(
        report, request.GET, open_figures=figures, today=timezone.localtime(clock.now()).date()
    )


def _context(request: PageRequest, question: Question, sheet: Sheet) -> dict[str, Any]:
    policy, report = request.policy, question.report
    chart = chart_of(policy, question, sheet) if question.view == "chart" else None
    variants = saved_variants(request.actor, report.key)
    return {
        "title": report.title,
        "report": report,
        "explains": report.explains,
        "region": REGION,
        "filters_region": controls.FILTERS,
        "here": f"{request.path}{question.address()}",
        "family": controls.draw_family(policy, question),
        "bar": controls.draw_bar(policy, question),
        "views": controls.draw_views(question),
        "chips": controls.draw_chips(policy, question),
        "kept": _kept(question),
        "period": controls.span_words(question.period.span),
        "previous": controls.span_words(question.period.previous)
        if question.by != TIME and not question.across
        else "",
        # an attribute, not a script: htmx takes scripts out of what it swaps in
        "chart": json.dumps(chart, ensure_ascii=False) if chart else "",
        "table": draw_sheet(sheet, label=str(report.title)),
        "explanations": draw_explanations(sheet),
        "may_export": policy.may(EXPORT),
        "export_url": f"{reverse('reports:export', args=[report.key])}{question.address()}",
        "save_url": f"{reverse('reports:save', args=[report.key])}{question.address()}",
        "variants": controls.variant_rows(policy, question, variants),
    }


def _kept(question: Question) -> list[tuple[str, str]]:
    """The parameters that the bar of choices does not send itself."""
    sent = {"period", "by", "across", "step", "figure"}
    return [
        (name, value)
        for name in question.params
        if name not in sent
        for value in question.params.getlist(name)
    ]


def _filters(request: PageRequest, question: Question) -> HttpResponse:
    shown = {key for key, _label in question.report.dimensions}
    context = {
        "filters": controls.draw_filters(request.policy, question),
        "region": REGION,
        "other_kept": [
            (name, value)
            for name in question.params
            if name not in shown
            for value in question.params.getlist(name)
        ],
    }
    return HttpResponse(render_to_string("reports/filters.html", context, request=request))


@page(right=EXPORT, methods=("POST",))
def export(request: PageRequest, *, key: str) -> HttpResponseBase:
    """The table of the report as a file; who took what, and with which filters, is noted first."""
    request.policy.require(VIEW)
    question = _question(request, key)
    form = request.POST.get("format", "xlsx")
    if form != "xlsx" and form not in SEPARATORS:
        raise Invalid({"format": _("Choose XLSX or CSV.")})
    sheet = build_sheet(request.policy, question)
    _note(request, question, form)
    title = str(question.report.title)
    if form == "xlsx":
        pieces = write_xlsx(sheet, title=title, about=controls.span_words(question.period.span))
        return _file(request, pieces, _XLSX, _file_name(question.report, question, "xlsx"))
    pieces = write_csv(sheet, separator=SEPARATORS[form])
    return _file(request, pieces, "text/csv; charset=utf-8", _file_name(question.report, question, "csv"))


def _note(request: PageRequest, question: Question, form: str) -> None:
    """One line of the register, or as many as the condition needs: none of it is cut off."""
    words = f"{form}: period={question.period.span}&{question.here}"
    parts = [words[at : at + LONGEST_REASON] for at in range(0, len(words), LONGEST_REASON)]
    for part in parts:
        log_access(
            request.actor,
            Kind.EXPORT,
            object_type="reports.report",
            right=EXPORT,
            command=f"report {question.report.key}",
            reason=part,
            address=request.META.get("REMOTE_ADDR") or "",
        )


def _file_name(report: Report, question: Question, ending: str) -> str:
    title = re.sub(r"[^\w\- ]+", "", str(report.title)).strip()
    span = question.period.span
    return f"{title} {span.first.isoformat()} {span.last.isoformat()}.{ending}"


def _file(request: PageRequest, pieces: Iterator[bytes], content_type: str, name: str) -> HttpResponseBase:
    body = one_by_one(pieces) if isinstance(request, ASGIRequest) else pieces
    answer = StreamingHttpResponse(body, content_type=content_type)
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
