"""The mechanism over the sample: groups, comparison, rights, walls, drill-down, numbers of statements."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from urllib.parse import urlparse

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from femida.platform.access.models import Wall
from femida.platform.access.policy import load_policy, one_policy_per_actor, policy_of
from femida.platform.conditions.compiling import compile_condition
from femida.platform.conditions.language import UnableToReadCondition
from femida.platform.objects.types import object_types
from femida.platform.reports.asking import read_question
from femida.platform.reports.described import reports
from femida.platform.reports.periods import UnableToReadReport
from femida.platform.reports.running import run
from femida.platform.reports.sheets import build_sheet
from femida.platform.screens.lists.asking import read_asking
from femida.platform.screens.lists.listing import matching
from tests.firm.people import actor_of
from tests.sample.models import Thing

REPORT = "sample-things"
YEAR = "2026-01-01..2026-12-31"
COUNT, URGENT, YOUNG, AMOUNT, ALL = (
    f"sample.things:{key}" for key in ("count", "urgent", "young", "amount", "all")
)


def ask(employee, /, **params):
    policy = load_policy(actor_of(employee))
    query = QueryDict(mutable=True)
    for name, value in ({"period": YEAR} | params).items():
        query.setlist(name, value if isinstance(value, list) else [str(value)])
    described = reports[REPORT]
    figures = described.open_measures(policy)
    return policy, read_question(described, query, open_figures=figures, today=date(2026, 6, 1))


def cells(sheet, name):
    return {key: pair.now for key, pair in sheet.figures.cells[name].items()}


def test_groups_count_and_add_up_what_is_seen(house):
    policy, question = ask(house.director)
    sheet = build_sheet(policy, question)
    assert cells(sheet, COUNT) == {(house.here.pk,): 8, (house.there.pk,): 4}
    assert cells(sheet, URGENT) == {(house.here.pk,): 4, (house.there.pk,): 2}
    assert cells(sheet, AMOUNT) == {(house.here.pk,): Decimal("52.00"), (house.there.pk,): Decimal("20.00")}
    assert [line.name for line in sheet.lines] == ["Здесь", "Там", "Всего", "Прошлый период"]
    assert sheet.lines[2].cells[3].value == Decimal("72.00")


def test_a_reader_counts_the_rows_of_her_scope_and_no_walled_ones(house):
    policy, question = ask(house.clerk)
    assert cells(build_sheet(policy, question), COUNT) == {(house.here.pk,): 8}
    wall = Wall.objects.create(object_type="sample.thing", object_id=1, reason="закрыто")
    Thing.objects.filter(office=house.here, is_urgent=True).update(wall=wall)
    assert cells(build_sheet(policy, question), COUNT) == {(house.here.pk,): 4}


def test_twin_without_the_policy_all_rows_would_count(house, monkeypatch):
    monkeypatch.setattr(
        "femida.platform.reports.statements.visible", lambda _actor, model: model.objects.all()
    )
    policy, question = ask(house.clerk)
    assert cells(build_sheet(policy, question), COUNT) == {(house.here.pk,): 8, (house.there.pk,): 4}


def test_a_computed_field_counts_only_what_its_reader_sees(house):
    hidden = Thing.objects.filter(office=house.there).first()
    seen = Thing.objects.filter(office=house.here).first()
    for parent in (hidden, seen):
        house.thing(parent=parent, due_on=date(2026, 5, 5))
    for reader, expected in ((house.clerk, 1), (house.director, 2)):
        policy, question = ask(reader, by="none")
        assert run(policy, question, [YOUNG], ()).total(YOUNG).now == expected


def test_the_period_before_stands_beside(house):
    policy, question = ask(house.director, period="2026-02-01..2026-02-28", by="none")
    pair = run(policy, question, [COUNT], ()).total(COUNT)
    assert (pair.now, pair.before) == (3, 3)


def test_two_dimensions_make_a_table_whose_sums_are_those_of_one(house):
    policy, question = ask(house.director, across="time", figure=AMOUNT, step="month")
    sheet = build_sheet(policy, question)
    assert len(sheet.heads) == 13
    for line in sheet.lines:
        assert sum(cell.value for cell in line.cells[:12]) == line.cells[12].value
    assert sheet.lines[-1].cells[12].value == Decimal("72.00")


@pytest.mark.parametrize("step", ["day", "week", "month", "quarter", "half", "year"])
def test_steps_of_the_database_are_those_of_the_periods(house, step):
    house.thing(due_on=date(2026, 7, 1))
    house.thing(due_on=date(2026, 12, 31))
    policy, question = ask(house.director, by="time", step=step)
    sheet = build_sheet(policy, question)
    assert sum(line.cells[0].value for line in sheet.lines if line.kind == "line") == 14
    assert sheet.lines[-1].cells[0].value == 14


def rows_behind(policy, address: str) -> int:
    parsed = urlparse(address)
    described = next(one for one in object_types if f"/{one.slug}/" == parsed.path)
    return matching(policy, described, read_asking(described, QueryDict(parsed.query))).rows.count()


@pytest.mark.parametrize("by", ["none", "office", "kind", "employee", "time"])
@pytest.mark.parametrize("filters", [{}, {"kind": "hard"}, {"kind": ["hard", "simple"]}, {"employee": "-"}])
def test_any_count_leads_to_a_list_of_as_many_rows(house, by, filters):
    policy, question = ask(house.director, by=by, step="week", **filters)
    followed = 0
    for line in build_sheet(policy, question).lines:
        for cell in line.cells[:3]:
            if cell.address:
                assert rows_behind(policy, cell.address) == cell.value
                followed += 1
    assert followed


def test_one_statement_for_a_dataset_whatever_is_asked(house):
    for params in ({"by": "none"}, {}, {"by": "time"}, {"across": "time"}, {"kind": "hard"}):
        policy, question = ask(house.director, **params)
        groups = tuple(one for one in (question.by, question.across) if one)
        with one_policy_per_actor(), CaptureQueriesContext(connection) as captured:
            policy_of(actor_of(house.director))
            asked_before = len(captured)
            run(policy, question, [COUNT, URGENT, YOUNG, AMOUNT, ALL], groups)
        assert len(captured) == asked_before + 1, params


def test_children_never_multiply_rows(house):
    parent = house.thing(due_on=date(2026, 5, 5), amount=Decimal(10))
    for _number in range(3):
        house.thing(parent=parent)
    condition = {"field": "children", "op": "contains", "value": "вещь"}
    policy, question = ask(house.director, period="2026-05-05..2026-05-05", by="none")
    assert (
        Thing.objects.filter(compile_condition(policy, object_types["sample.thing"], condition)).count() == 1
    )
    assert run(policy, question, [AMOUNT], ()).total(AMOUNT).now == 10


@pytest.mark.parametrize(
    "params",
    [
        {"by": "secret"},
        {"across": "amount"},
        {"figure": "sample.things:none"},
        {"step": "hour"},
        {"period": "ever"},
    ],
)
def test_what_a_report_has_not_is_refused(house, params):
    with pytest.raises(UnableToReadReport):
        ask(house.director, **params)


def test_a_wrong_value_of_a_filter_is_refused(house):
    policy, question = ask(house.director, kind="soft")
    with pytest.raises(UnableToReadCondition):
        build_sheet(policy, question)


def test_a_finer_question_than_anybody_reads_is_refused(house, monkeypatch):
    monkeypatch.setattr("femida.platform.reports.running.MOST_GROUPS", 3)
    policy, question = ask(house.director, by="time", step="day")
    with pytest.raises(UnableToReadReport):
        build_sheet(policy, question)


@pytest.mark.parametrize(
    ("condition", "count"),
    [
        ({"field": "has_parent", "op": "is", "value": True}, 1),
        ({"field": "has_parent", "op": "is", "value": False}, 13),
        ({"not": {"field": "has_parent", "op": "is", "value": True}}, 13),
    ],
)
def test_conditions_ask_computed_fields(house, condition, count):
    house.thing(parent=house.thing())
    policy, _question = ask(house.director)
    rows = Thing.objects.filter(compile_condition(policy, object_types["sample.thing"], condition))
    assert rows.count() == count


@pytest.mark.parametrize("value", ["yes", 1, None, [True]])
def test_a_computed_yes_or_no_takes_nothing_else(house, value):
    policy, _question = ask(house.director)
    with pytest.raises(UnableToReadCondition):
        compile_condition(
            policy, object_types["sample.thing"], {"field": "has_parent", "op": "is", "value": value}
        )
