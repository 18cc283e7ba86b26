"""Overdue calls by office, employee and client: equal to SQL of the definitions; days are of the office."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from femida.comms.telephony.commands import record_call
from femida.planning.tasks.commands import add_task, cancel_task, finish_task
from femida.platform.core import clock
from femida.sales.leads.models import Lead
from tests.analytics.firm import HOUSE, TODAY, ask, at
from tests.analytics.test_funnel import rows_behind

PERIOD = "2026-11-01..2026-11-19"
DUE = "(t.due_at AT TIME ZONE o.time_zone)::date"
DONE = "(t.done_at AT TIME ZONE o.time_zone)::date"
NOW = "(%s::timestamptz AT TIME ZONE o.time_zone)::date"
BASE = f"""FROM tasks_task t JOIN offices_office o ON o.id = t.office_id
    WHERE t.kind = 'call' AND t.status <> 'cancelled' AND {DUE} BETWEEN %s AND %s"""
SQL = {
    "planned": f"SELECT {{group}}, count(*) {BASE} GROUP BY 1",
    "late": f"SELECT {{group}}, count(*) {BASE} AND coalesce({DONE}, {NOW}) > {DUE} GROUP BY 1",
    "open": f"""SELECT {{group}}, count(*) {BASE}
        AND {NOW} > {DUE} AND (t.done_at IS NULL OR {DONE} > %s) GROUP BY 1""",
}
CLIENT = """CASE WHEN EXISTS (SELECT 1 FROM registry_partyrole r WHERE r.party_id = t.party_id
    AND r.role = 'client' AND r.until IS NULL) THEN 'current' ELSE 'potential' END"""
GROUPS = {"office": "t.office_id", "employee": "t.responsible_id", "client": CLIENT, "none": "NULL"}


@pytest.fixture
def calls(house):
    """Planned calls: in time, late, never made, cancelled, of another kind, at the edge of a day."""
    leads = list(Lead.objects.order_by("pk"))
    moments = [datetime(2026, 11, day, hour, tzinfo=UTC) for day, hour in (
        (2, 9), (2, 22), (5, 9), (9, 14), (12, 15), (19, 9), (19, 20), (20, 9),
    )]  # fmt: skip
    for number, due in enumerate(moments):
        for turn, lead in enumerate(leads[:4]):
            with clock.at(due - timedelta(days=3)):
                task = add_task(
                    HOUSE, title="Позвонить", due_at=due,
                    kind="meeting" if (number, turn) == (3, 0) else "call",
                    object_type="sales.lead", object_id=lead.pk, responsible_id=lead.responsible_id,
                )  # fmt: skip
            delay = (None, timedelta(hours=-1), timedelta(hours=3), timedelta(days=6))[(number + turn) % 4]
            if delay is not None and due + delay < at(TODAY):
                with clock.at(due + delay):
                    finish_task(HOUSE, task_id=task)
            elif number == 4:
                cancel_task(HOUSE, task_id=task)
    return house


def by_sql(key: str, group: str, days: tuple[str, str]) -> dict[object, Decimal]:
    now = at(TODAY)
    given = {"planned": days, "late": (*days, now), "open": (*days, now, days[1])}[key]
    with connection.cursor() as cursor:
        cursor.execute(SQL[key].format(group=group), given)
        return {found: Decimal(count) for found, count in cursor.fetchall()}


@pytest.mark.parametrize("by", GROUPS)
@pytest.mark.parametrize("period", [PERIOD, "2026-11-02..2026-11-05", "2026-11-15..2026-11-30"])
def test_overdue_calls_equal_the_sql_of_their_definitions(calls, by, period):
    _question, sheet = ask(calls.director, "overdue-calls", period=period, by=by)
    for key in SQL:
        cells = sheet.figures.cells[f"planning.calls:{key}"]
        found = {group[0] if group else None: pair.now for group, pair in cells.items() if pair.now}
        assert found == by_sql(key, GROUPS[by], tuple(period.split(".."))), key
        assert found


def test_the_calls_behind_a_figure_are_as_many(calls):
    for by in ("office", "employee", "client", "time"):
        _question, sheet = ask(calls.director, "overdue-calls", period=PERIOD, by=by)
        with clock.at(at(TODAY)):
            for line in sheet.lines:
                for cell in line.cells:
                    if cell.address:
                        assert rows_behind(calls.director, cell.address) == cell.value, (by, line.name)


def test_a_head_sees_the_calls_of_her_office_only(calls):
    _question, sheet = ask(calls.heads["east"], "overdue-calls", period=PERIOD)
    assert [line.key for line in sheet.lines if line.kind == "line"] == [calls.east.office.pk]


def test_the_filter_by_client_leaves_potential_ones(calls):
    _question, sheet = ask(calls.director, "overdue-calls", period=PERIOD, by="none", client="potential")
    expected = by_sql("late", CLIENT, tuple(PERIOD.split("..")))["potential"]
    assert sheet.figures.total("planning.calls:late").now == expected


def test_calls_in_and_out_are_counted_on_the_day_of_the_office(house):
    party = Lead.objects.filter(office=house.east.office).values_list("party_id", flat=True)[0]
    with clock.at(datetime(2026, 11, 10, 20, tzinfo=UTC)):
        for direction, answered in (("in", True), ("in", False), ("out", True), ("out", False)):
            record_call(
                HOUSE, party_id=party, direction=direction, answered=answered, talk_seconds=60 * answered,
                employee_id=house.east.operator.pk,
            )  # fmt: skip
    _question, sheet = ask(house.director, "calls", period="2026-11-11..2026-11-11", by="office")
    line = sheet.lines[0]
    assert line.key == house.east.office.pk
    assert [cell.value for cell in line.cells] == [2, 2, 2, 1, 120]
    _question, sheet = ask(house.director, "calls", period="2026-11-10..2026-11-10", by="none")
    assert [cell.value for cell in sheet.lines[0].cells] == [0, 0, 0, 0, 0]
