"""Revenue by office and month with records, debts at the end of a period: equal to SQL of the definitions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from femida.practice.contracts.models import Contract
from tests.analytics.firm import ask

YEAR = "2026-01-01..2026-12-31"
BY_MONTH = """
    SELECT e.office_id, date_trunc('month', e.business_date)::date, sum({sum})
      FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id
      JOIN ledger_account a ON a.id = p.account_id
     WHERE {accounts} AND e.business_date <= %s GROUP BY 1, 2"""
FIGURES = {
    "finance.revenue:earned": ("-p.amount", "a.code = 'revenue'"),
    "finance.money:received": (
        "p.amount", "a.code IN ('cash', 'card_in_transit', 'bank') AND p.contract_id IS NOT NULL"
    ),
}  # fmt: skip
STANDING = {
    "finance.debts:owed": ("p.amount", "a.code = 'client_debts'"),
    "finance.advances:unearned": ("-p.amount", "a.code = 'advances'"),
}


def by_sql(figure: tuple[str, str], until: date) -> dict[tuple[int, date], Decimal]:
    """Office and month → sum."""
    with connection.cursor() as cursor:
        cursor.execute(BY_MONTH.format(sum=figure[0], accounts=figure[1]), [until])
        return {(office, month): total for office, month, total in cursor.fetchall() if total}


@pytest.mark.parametrize("name", FIGURES)
def test_revenue_by_office_and_month_equals_the_sql(house, name):
    _question, sheet = ask(house.director, "revenue", period=YEAR, figure=name)
    expected = by_sql(FIGURES[name], date(2026, 12, 31))
    assert {key: pair.now for key, pair in sheet.figures.cells[name].items()} == expected
    assert len(expected) >= 3
    columns = [str(head.label) for head in sheet.heads]
    assert len(columns) == 13
    for line in sheet.lines[:2]:
        sums = [cell.value for cell in line.cells]
        assert sums[:12] == [expected.get((line.key, date(2026, month, 1)), 0) for month in range(1, 13)]
        assert sums[12] == sum(sums[:12])
    assert sheet.lines[2].cells[12].value == sum(expected.values())


def test_the_best_month_of_all_the_past_is_marked_once_in_each_office(house):
    _question, sheet = ask(house.director, "revenue", period=YEAR, figure="finance.money:received")
    for line in sheet.lines:
        marked = [cell for cell in line.cells if cell.is_record]
        assert len(marked) == 1
        assert marked[0].value == max(cell.value for cell in line.cells[:12])


def test_a_month_is_no_record_when_an_earlier_year_had_a_better_one(house):
    contract = Contract.objects.filter(office=house.west.office, state="registered").first()
    house.money(contract, date(2025, 3, 3), "999999.00")
    _question, sheet = ask(house.director, "revenue", period=YEAR, figure="finance.money:received")
    west = next(line for line in sheet.lines if line.key == house.west.office.pk)
    assert not any(cell.is_record for cell in west.cells)
    _question, sheet = ask(
        house.director, "revenue", period="2025-01-01..2025-12-31", figure="finance.money:received"
    )
    west = next(line for line in sheet.lines if line.key == house.west.office.pk)
    assert [cell.is_record for cell in west.cells[:12]].index(True) == 2


@pytest.mark.parametrize("name", STANDING)
@pytest.mark.parametrize("until", [date(2026, 10, 9), date(2026, 10, 31), date(2026, 11, 30)])
def test_debts_and_advances_stand_at_the_end_of_the_period(house, name, until):
    first = until.replace(day=1)
    _question, sheet = ask(house.director, "debts", period=f"{first}..{until}", by="office")
    expected: dict[int, Decimal] = {}
    for (office, _month), total in by_sql(STANDING[name], until).items():
        expected[office] = expected.get(office, Decimal(0)) + total
    cells = {key[0]: pair.now for key, pair in sheet.figures.cells[name].items() if pair.now}
    assert cells == {office: total for office, total in expected.items() if total}


@pytest.mark.parametrize("name", STANDING)
def test_debts_by_month_are_the_states_at_the_ends_of_months(house, name):
    _question, sheet = ask(house.director, "debts", period="2026-10-01..2026-11-30", by="time", step="month")
    place = list(sheet.figures.cells).index(name)
    for line in sheet.lines[:2]:
        end = {10: date(2026, 10, 31), 11: date(2026, 11, 30)}[line.key.month]
        assert line.cells[place].value == sum(by_sql(STANDING[name], end).values())
    # a state is not added up: the last one stands below
    assert sheet.lines[2].cells[place].value == sheet.lines[1].cells[place].value
    _question, pivot = ask(
        house.director, "debts", period="2026-10-01..2026-11-30", across="time", figure=name, step="month"
    )
    assert [cell.value for cell in pivot.lines[-1].cells] == [
        line.cells[place].value for line in sheet.lines[:2]
    ]


def test_money_by_employee_source_and_service_is_that_of_the_contract(house):
    columns = {"employee": "c.responsible_id", "source": "d.source_id"}
    for by, column in columns.items():
        _question, sheet = ask(house.director, "revenue", period=YEAR, by=by, across="none")
        with connection.cursor() as cursor:
            cursor.execute(
                f"""SELECT {column}, sum(p.amount) FROM ledger_posting p
                      JOIN ledger_account a ON a.id = p.account_id
                      JOIN contracts_contract c ON c.id = p.contract_id
                      JOIN deals_deal d ON d.id = c.deal_id
                     WHERE a.code IN ('cash', 'card_in_transit', 'bank') GROUP BY 1"""
            )
            expected = dict(cursor.fetchall())
        cells = sheet.figures.cells["finance.money:received"]
        assert {key[0]: pair.now for key, pair in cells.items()} == expected


@pytest.mark.parametrize("step", ["day", "week", "quarter", "half", "year"])
def test_every_step_adds_up_to_the_same(house, step):
    period = "2026-09-30..2026-11-19"
    _question, sheet = ask(house.director, "revenue", period=period, by="time", across="none", step=step)
    _question, whole = ask(house.director, "revenue", period=period, by="none", across="none")
    lines = [line for line in sheet.lines if line.kind == "line"]
    together = whole.lines[0].cells
    for place, cell in enumerate(together):
        total = sum(line.cells[place].value for line in lines)
        assert total == cell.value
    assert {"day": 51, "week": 8, "quarter": 2, "half": 1, "year": 1}[step] == len(lines)
