"""What stands over a report: period, step, groups, figure, filters, variants, exports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from femida.platform.access.policy import Policy
from femida.platform.access.queries import visible
from femida.platform.core.errors import Text
from femida.platform.objects.types import FieldType, object_types
from femida.platform.reports.asking import Question
from femida.platform.reports.datasets import measure_at
from femida.platform.reports.described import TIME, Report, open_reports
from femida.platform.reports.periods import PERIODS, STEPS, Span
from femida.platform.reports.queries import Variant
from femida.platform.ui import formats
from femida.platform.ui.components import (
    Tab,
    button,
    chip,
    date_input,
    join,
    labelled,
    menu_item,
    pick,
    safe,
    select,
    tabs,
    text,
)

MOST_CHOICES: Final = 200
FILTERS: Final = "report-filters"

Options = Iterable[tuple[str, Text]]


def span_words(span: Span) -> str:
    """A period in words: 01.11.2026 – 30.11.2026."""
    if span.first == span.last:
        return formats.exact_day(span.first)
    return f"{formats.exact_day(span.first)} – {formats.exact_day(span.last)}"


def choice(name: str, label: Text, options: Options, chosen: str) -> SafeString:
    """One choice of the bar, with its label."""
    return pick(label, select(name, options, chosen, small=True))


def draw_bar(policy: Policy, question: Question) -> SafeString:
    """The choices of a report; those that its view does not use are left out."""
    report = question.report
    dates = ("dates", _("own dates"))
    word = question.period.word
    named = word if word in PERIODS else "dates"
    parts = [choice("period", _("Period"), [*PERIODS.items(), dates], named)]
    if named == "dates":
        parts.append(_days(question.period.span))
    groups = [("none", _("all together")), *report.dimensions, (TIME, _("by time"))]
    parts.append(choice("by", _("Lines"), groups, question.by or "none"))
    columns = [("none", _("figures")), *((key, label) for key, label in groups[1:] if key != question.by)]
    parts.append(choice("across", _("Columns"), columns, question.across or "none"))
    if TIME in (question.by, question.across):
        parts.append(
            choice(
                "step", _("Step"), [(one.value, words) for one, words in STEPS.items()], question.step.value
            )
        )
    if question.across or question.by:
        figures = [(name, measure_at(name)[1].label) for name in report.open_measures(policy)]
        parts.append(choice("figure", _("Figure"), figures, question.figure))
    return join(parts)


def _days(span: Span) -> SafeString:
    ends = (("from", _("From day"), span.first), ("to", _("To day"), span.last))
    return join(pick(label, date_input(name, day, small=True)) for name, label, day in ends)


def draw_views(question: Question) -> SafeString:
    """Chart or table."""
    shown = (("chart", _("Chart"), "chart-bar"), ("table", _("Table"), "list"))
    drawn = [
        button(
            label,
            url=question.address(view=value if value != "chart" else None),
            icon_name=picture,
            small=True,
            aria_current="page" if question.view == value else None,
        )
        for value, label, picture in shown
    ]
    return safe(f'<span class="f-btns-joined">{join(drawn)}</span>')


def draw_family(policy: Policy, question: Question) -> SafeString:
    """The reports beside this one, as tabs; the period goes along."""
    family = question.report.family
    if not family:
        return safe("")
    period = question.params.get("period", "")
    query = f"?period={text(period)}" if period else ""
    drawn = [
        Tab(
            label=one.tab or one.title,
            url=f"{reverse('reports:report', args=[one.key])}{query}",
            current=one.key == question.report.key,
        )
        for one in open_reports(policy)
        if one.family == family
    ]
    return tabs(drawn, label=_("Views of the report")) if len(drawn) > 1 else safe("")


def draw_chips(policy: Policy, question: Question) -> SafeString:
    """The filters in force, each with a cross; at most one statement for each."""
    drawn = []
    for key, values in question.filters.items():
        labels = dict(_options(policy, question.report, key, values))
        words = ", ".join(str(labels.get(value, value)) for value in values[:3])
        more = " …" if len(values) > 3 else ""  # noqa: PLR2004 - a chip is short
        label = question.report.dimension_label(key)
        drawn.append(chip(f"{label}: {words}{more}", on=True, remove_url=question.address(**{key: None})))
    return join(drawn)


def draw_filters(policy: Policy, question: Question) -> SafeString:
    """A choice for each dimension, as it is fetched when the filters are opened."""
    drawn = []
    for key, label in question.report.dimensions:
        options = _options(policy, question.report, key, None)
        chosen = question.filters.get(key, ("",))
        if options:
            drawn.append(_field(key, label, options, chosen[0]))
    return join(drawn)


def _field(key: str, label: Text, options: Options, chosen: str) -> SafeString:
    field_id = f"by-{key}"
    return labelled(label, select(key, [("", _("any")), *options], chosen, id=field_id), control_id=field_id)


def _options(
    policy: Policy, report: Report, key: str, only: tuple[str, ...] | None
) -> list[tuple[str, Text]]:
    """Values of a dimension with their names, as the reader may choose them."""
    for name in report.measures:
        dataset = measure_at(name)[0]
        if key in dataset.dimensions:
            field = dataset.field(dataset.dimensions[key])
            break
    else:
        return []
    if field.type is FieldType.CHOICE and field.choices is not None:
        return [(str(value), words) for value, words in field.choices()]
    words: list[tuple[str, Text]] = [("-", _("not given"))]
    if field.type is FieldType.PERSON:
        words = [("me", _("me")), ("my_team", _("my people")), *words]
    if field.to == "firm.office":
        words = [("my_office", _("my office")), *words]
    target = object_types.get(field.to) if field.to else None
    if target is None or not policy.may(target.view_right):
        return words
    rows: Any = visible(policy.actor, target.model).order_by(target.title)
    if only is not None:
        rows = rows.filter(pk__in=[int(one) for one in only if one.isdecimal() and len(one) < 19])  # noqa: PLR2004
    named = rows.values_list("pk", target.title)[:MOST_CHOICES]
    return [*words, *((str(pk), str(title)) for pk, title in named)]


def variant_rows(policy: Policy, question: Question, variants: Iterable[Variant]) -> list[dict[str, Any]]:
    """The saved variants, with what the reader may do with each."""
    base = reverse("reports:report", args=[question.report.key])
    remove = _("Remove")
    return [
        {
            "link": menu_item(
                safe(f'{text(one.name)} <span class="f-caption">{text(_("for everybody"))}</span>')
                if one.is_shared
                else one.name,
                url=f"{base}?{one.address}",
            ),
            "remove": button(
                f"{remove}: {one.name}",
                icon_name="x",
                kind="submit",
                tone="quiet",
                small=True,
                only_icon=True,
            ),
            "remove_url": reverse("reports:remove-variant", args=[one.id])
            if one.is_own or policy.may("reports.share")
            else "",
        }
        for one in variants
    ]
