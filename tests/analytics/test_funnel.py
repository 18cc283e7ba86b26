"""The funnel equals its definitions, written once more in SQL; and the rows behind a figure are as many."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from urllib.parse import urlparse

import pytest
from django.db import connection
from django.http import QueryDict

from femida.parties.registry.commands import close_party
from femida.platform.access.policy import load_policy
from femida.platform.access.rights import Scope
from femida.platform.objects.types import object_types
from femida.platform.reports.datasets import measure_at
from femida.platform.screens.lists.asking import read_asking
from femida.platform.screens.lists.listing import matching
from femida.practice.contracts.models import Contract
from femida.sales.leads.models import Lead
from tests.analytics.firm import HOUSE, ask, at
from tests.firm.people import actor_of, give_personally

PERIOD = ("2026-10-01", "2026-10-31")
WHOLE = ("2026-09-01", "2026-11-20")

# The definitions of docs/reports.md, written without any of the code under test.
ZONED = "(l.closed_at AT TIME ZONE o.time_zone)::date"
STANDS = "c.number <> '' AND c.state <> 'void'"
MONEY = "a.code IN ('cash', 'card_in_transit', 'bank') AND p.contract_id IS NOT NULL"
RECEIPT = f"""{MONEY} AND p.amount > 0 AND e.reverses_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = e.id)"""
POSTINGS = (
    "ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id JOIN ledger_account a ON a.id = p.account_id"
)
SQL = {
    "sales.leads:opened": """
        SELECT {group}, count(*) FROM leads_lead l WHERE l.business_date BETWEEN %s AND %s GROUP BY 1""",
    "sales.leads.qualified:qualified": f"""
        SELECT {{group}}, count(*) FROM leads_lead l JOIN offices_office o ON o.id = l.office_id
         WHERE l.deal_id IS NOT NULL AND {ZONED} BETWEEN %s AND %s GROUP BY 1""",
    "sales.deals:opened": """
        SELECT {group}, count(*) FROM deals_deal l WHERE l.business_date BETWEEN %s AND %s GROUP BY 1""",
    "practice.contracts:signed": f"""
        SELECT {{group}}, count(*) FROM contracts_contract c JOIN deals_deal l ON l.id = c.deal_id
         WHERE {STANDS} AND c.business_date BETWEEN %s AND %s GROUP BY 1""",
    "practice.contracts:amount": f"""
        SELECT {{group}}, sum(c.amount) FROM contracts_contract c JOIN deals_deal l ON l.id = c.deal_id
         WHERE {STANDS} AND c.business_date BETWEEN %s AND %s GROUP BY 1""",
    "practice.contracts.paid:paid": f"""
        SELECT {{group}}, count(*) FROM contracts_contract c JOIN deals_deal l ON l.id = c.deal_id
          JOIN (SELECT p.contract_id, min(e.business_date) AS day FROM {POSTINGS} WHERE {RECEIPT}
                 GROUP BY 1) f ON f.contract_id = c.id
         WHERE {STANDS} AND f.day BETWEEN %s AND %s GROUP BY 1""",
    "finance.money:received": f"""
        SELECT {{group}}, sum(p.amount) FROM {POSTINGS} JOIN contracts_contract c ON c.id = p.contract_id
          JOIN deals_deal l ON l.id = c.deal_id
         WHERE {MONEY} AND e.business_date BETWEEN %s AND %s GROUP BY 1""",
}
COHORT = "FROM leads_lead l WHERE l.business_date BETWEEN %s AND %s"
OF_LEAD = f"SELECT c.id FROM contracts_contract c WHERE c.deal_id = l.deal_id AND {STANDS}"
COHORT_SQL = {
    "opened": f"SELECT {{group}}, count(*) {COHORT} GROUP BY 1",
    "qualified": f"SELECT {{group}}, count(*) {COHORT} AND l.deal_id IS NOT NULL GROUP BY 1",
    "deals": f"SELECT {{group}}, count(*) {COHORT} AND l.deal_id IS NOT NULL GROUP BY 1",
    "contracts": f"SELECT {{group}}, count(*) {COHORT} AND EXISTS ({OF_LEAD}) GROUP BY 1",
    "signed_for": f"""
        SELECT {{group}}, sum(c.amount) FROM leads_lead l JOIN contracts_contract c ON c.deal_id = l.deal_id
         WHERE {STANDS} AND l.business_date BETWEEN %s AND %s GROUP BY 1""",
    "paid": f"""
        SELECT {{group}}, count(*) {COHORT} AND EXISTS (
            SELECT 1 FROM {POSTINGS} WHERE {RECEIPT} AND p.contract_id IN ({OF_LEAD})) GROUP BY 1""",
    "received": f"""
        SELECT {{group}}, sum(p.amount) FROM leads_lead l JOIN contracts_contract c ON c.deal_id = l.deal_id
          JOIN ledger_posting p ON p.contract_id = c.id JOIN ledger_entry e ON e.id = p.entry_id
          JOIN ledger_account a ON a.id = p.account_id
         WHERE {STANDS} AND {MONEY} AND l.business_date BETWEEN %s AND %s GROUP BY 1""",
}
GROUPS = {"office": "l.office_id", "source": "l.source_id", "employee": "l.responsible_id"}
OWN_GROUPS = {
    "practice.contracts:signed": {"office": "c.office_id", "employee": "c.responsible_id"},
    "practice.contracts:amount": {"office": "c.office_id", "employee": "c.responsible_id"},
    "practice.contracts.paid:paid": {"office": "c.office_id", "employee": "c.responsible_id"},
    "finance.money:received": {"office": "e.office_id", "employee": "c.responsible_id"},
}


def by_sql(sql: str, group: str, days: tuple[str, str]) -> dict[object, Decimal]:
    """The figures of a definition, by group."""
    with connection.cursor() as cursor:
        cursor.execute(sql.format(group=group), days)
        return {key: Decimal(value) for key, value in cursor.fetchall() if value}


def of_sheet(sheet, name: str) -> dict[object, Decimal]:
    """The figures of a report, by group."""
    cells = sheet.figures.cells[name]
    return {key[0] if key else None: pair.now for key, pair in cells.items() if pair.now}


@pytest.mark.parametrize("days", [PERIOD, WHOLE, ("2026-11-01", "2026-11-20"), ("2025-01-01", "2025-01-31")])
@pytest.mark.parametrize("by", ["none", "office", "source", "employee"])
def test_the_funnel_of_a_period_equals_the_sql_of_its_definitions(house, by, days):
    _question, sheet = ask(house.director, "income-funnel", period="..".join(days), by=by)
    for name, sql in SQL.items():
        group = OWN_GROUPS.get(name, {}).get(by) or GROUPS.get(by, "NULL::bigint")
        assert of_sheet(sheet, name) == by_sql(sql, group, days), name
    if days == WHOLE:
        assert all(sheet.figures.total(name).now for name in SQL)


@pytest.mark.parametrize("days", [PERIOD, WHOLE, ("2026-11-01", "2026-11-20")])
@pytest.mark.parametrize("by", ["none", "office", "source", "employee"])
def test_the_funnel_from_end_to_end_equals_the_sql_of_its_definitions(house, by, days):
    _question, sheet = ask(house.director, "income-funnel-end-to-end", period="..".join(days), by=by)
    for key, sql in COHORT_SQL.items():
        name = f"analytics.journeys:{key}"
        assert of_sheet(sheet, name) == by_sql(sql, GROUPS.get(by, "NULL::bigint"), days), key
    if days == WHOLE:
        assert all(sheet.figures.total(f"analytics.journeys:{key}").now for key in COHORT_SQL)


def test_by_service_a_contract_counts_once_under_its_dearest_line(house):
    _question, sheet = ask(house.director, "income-funnel", period="..".join(WHOLE), by="service")
    dearest = f"""
        SELECT (SELECT s.service_id FROM contracts_contractline s WHERE s.contract_id = c.id
                 ORDER BY s.amount DESC, s.id LIMIT 1), count(*)
          FROM contracts_contract c WHERE {STANDS} AND c.business_date BETWEEN %s AND %s GROUP BY 1"""
    name = "practice.contracts:signed"
    assert of_sheet(sheet, name) == by_sql(dearest, "", WHOLE)
    assert {line.name for line in sheet.lines if line.kind == "line"} == {"Развод", "Совет"}
    # leads know no service: their column stands empty, and only the total is told
    opened = [line.cells[0].value for line in sheet.lines if line.kind == "line"]
    assert opened == [None, None]


def test_the_steps_stand_with_their_conversions_beside_the_period_before(house):
    _question, sheet = ask(house.director, "income-funnel", period="..".join(PERIOD))
    assert len(sheet.lines) == 5
    counts = [line.cells[0].value for line in sheet.lines]
    steps = [line.cells[2].value for line in sheet.lines]
    whole = [line.cells[3].value for line in sheet.lines]
    before = [line.cells[4].value for line in sheet.lines]
    assert steps == [None, *(this / last for last, this in pairwise(counts))]
    assert whole == [None, *(one / counts[0] for one in counts[1:])]
    september = ("2026-09-01", "2026-09-30")
    expected = [sum(by_sql(SQL[name], "NULL", september).values()) for name in (
        "sales.leads:opened", "sales.leads.qualified:qualified", "sales.deals:opened",
        "practice.contracts:signed", "practice.contracts.paid:paid",
    )]  # fmt: skip
    assert before == expected
    assert before[0] > 0


def test_a_day_is_the_day_of_its_office(house):
    """Ten in the evening in Greenwich is the next morning in Vladivostok, and past midnight in Moscow."""
    moment = datetime(2026, 10, 31, 20, 30, tzinfo=UTC)
    west, east = house.lead(house.west, moment), house.lead(house.east, moment)
    house.deal(house.west, west, moment)
    house.deal(house.east, east, moment)
    for pk in (west, east):
        lead = Lead.objects.get(pk=pk)
        assert str(lead.business_date) == ("2026-10-31" if pk == west else "2026-11-01")
    _question, sheet = ask(house.director, "income-funnel", period="2026-10-31..2026-10-31", by="office")
    qualified = of_sheet(sheet, "sales.leads.qualified:qualified")
    assert qualified == {house.west.office.pk: 1}


def rows_behind(employee, address: str) -> int:
    """How many rows the list at an address shows."""
    parsed = urlparse(address)
    slug = parsed.path.strip("/")
    described = next(one for one in object_types if one.slug == slug)
    policy = load_policy(actor_of(employee))
    return matching(policy, described, read_asking(described, QueryDict(parsed.query))).rows.count()


@pytest.mark.parametrize("key", ["income-funnel", "income-funnel-end-to-end"])
@pytest.mark.parametrize("by", ["none", "office", "source", "employee", "service", "time"])
def test_any_figure_leads_to_as_many_rows(house, key, by):
    if by == "service" and key != "income-funnel":
        by = "channel"
    question, sheet = ask(house.director, key, period="..".join(WHOLE), by=by)
    followed = 0
    for line in sheet.lines:
        for cell in line.cells:
            if cell.unit == "count" and cell.address:
                assert rows_behind(house.director, cell.address) == cell.value, (line.name, cell.address)
                followed += 1
    assert followed >= 5
    money = [cell for line in sheet.lines for cell in line.cells if cell.unit == "money" and cell.value]
    assert money
    assert question.figure


def test_the_sum_of_the_rows_behind_a_sum_is_that_sum(house):
    _question, sheet = ask(house.director, "income-funnel", period="..".join(PERIOD), by="office")
    dataset, measure = measure_at("finance.money:received")
    policy = load_policy(actor_of(house.director))
    place = [str(head.label) for head in sheet.heads].index(str(measure.label))
    for line in sheet.lines[:2]:
        cell = line.cells[place]
        query = QueryDict(urlparse(cell.address).query)
        rows = matching(policy, dataset.type, read_asking(dataset.type, query)).rows
        assert sum(rows.values_list("amount", flat=True)) == cell.value


def test_filters_leave_the_rows_of_others_out(house):
    _question, whole = ask(house.director, "income-funnel", period="..".join(WHOLE), by="office")
    _question, part = ask(
        house.director, "income-funnel", period="..".join(WHOLE), office=house.east.office.pk
    )
    for name in SQL:
        assert part.figures.total(name).now == of_sheet(whole, name)[house.east.office.pk], name
    _question, mine = ask(house.director, "income-funnel", period="..".join(WHOLE), employee="me")
    assert mine.figures.total("sales.leads:opened").now == 0


def test_a_head_counts_her_own_office_only(house):
    for name, firm in (("west", house.west), ("east", house.east)):
        _question, own = ask(house.heads[name], "income-funnel", period="..".join(WHOLE), by="office")
        _question, all_of_it = ask(house.director, "income-funnel", period="..".join(WHOLE), by="office")
        for measure in SQL:
            expected = of_sheet(all_of_it, measure)
            office = firm.office.pk
            assert of_sheet(own, measure) == {office: expected[office]}, measure


def test_what_happens_elsewhere_changes_no_figure_of_a_head(house):
    """Two databases that differ only in the other office and in a closed matter give one answer."""
    keys = ("income-funnel", "income-funnel-end-to-end", "revenue", "debts")

    def seen() -> list[object]:
        return [ask(house.heads["west"], key, period="..".join(WHOLE))[1].lines for key in keys]

    contract = house.contract(
        house.deal(house.west, house.lead(house.west, at_noon(5)), at_noon(6)), at_noon(7)
    )
    close_party(
        HOUSE, party_id=contract.party_id, people=[house.director.account_id], reason="Конфликт интересов"
    )
    before = seen()
    house.money(contract, contract.business_date, "999.00")
    house.work(contract, contract.business_date, "700.00")
    other = house.contract(house.deal(house.east, house.lead(house.east, at_noon(8)), at_noon(9)), at_noon(9))
    house.money(other, other.business_date, "888.00")
    assert seen() == before
    # the director stands on the wall's list and counts both
    _question, sheet = ask(house.director, "income-funnel", period="..".join(WHOLE))
    assert sheet.figures.total("finance.money:received").now > Decimal("1887")


def test_twin_without_the_wall_the_head_counts_the_closed_contract(house):
    contract = house.contract(
        house.deal(house.west, house.lead(house.west, at_noon(5)), at_noon(6)), at_noon(7)
    )
    name = "practice.contracts:signed"
    opened = ask(house.heads["west"], "income-funnel", period="..".join(WHOLE))[1].figures.total(name)
    close_party(
        HOUSE, party_id=contract.party_id, people=[house.director.account_id], reason="Конфликт интересов"
    )
    closed = ask(house.heads["west"], "income-funnel", period="..".join(WHOLE))[1].figures.total(name)
    assert closed.now == opened.now - 1
    Contract.objects.filter(pk=contract.pk).update(wall=None)
    again = ask(house.heads["west"], "income-funnel", period="..".join(WHOLE))[1].figures.total(name)
    assert again == opened


def test_sums_are_for_those_who_may_see_them(house):
    give_personally(house.director, contracts__see_amount=Scope.DENIED, ledger__view=Scope.DENIED)
    _question, sheet = ask(house.director, "income-funnel", period="..".join(WHOLE))
    assert [line.key for line in sheet.lines] == [
        "sales.leads:opened", "sales.leads.qualified:qualified", "sales.deals:opened",
        "practice.contracts:signed",
    ]  # fmt: skip
    assert "money" not in {head.unit for head in sheet.heads}
    _question, sheet = ask(house.director, "income-funnel-end-to-end", period="..".join(WHOLE))
    assert "money" not in {head.unit for head in sheet.heads}


def at_noon(day: int):
    return at(date(2026, 10, day))
