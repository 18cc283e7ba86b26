"""What heads see first: the figures of the reports, links that open, own office only, nothing for others."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from femida.firm.staff.presets import load_presets
from femida.platform.access.models import Group, GroupMember
from femida.platform.access.rights import Scope
from femida.platform.core import clock
from femida.platform.ui import formats
from tests.analytics.firm import HOUSE, TODAY, ask, at
from tests.firm.people import an_employee, give
from tests.people_online import browser, page_of

MONEY = {
    "Поступило за месяц": "finance.money:received",
    "Заключено за месяц": "practice.contracts:amount",
    "Выручка за месяц": "finance.revenue:earned",
}
PAGES = [
    "/reports/",
    "/reports/income-funnel/?period=2026-10-01..2026-10-31",
    "/reports/income-funnel-end-to-end/?period=2026-10-01..2026-10-31&by=source",
    "/reports/revenue/?period=2026-01-01..2026-12-31",
    "/reports/debts/",
    "/reports/overdue-calls/?by=time",
    "/reports/calls/?by=employee",
    "/postings/",
]
# Session, account, policy in two, the counters of tasks and of waiting leads, the bell.
FRAME = 6
# One statement for each dataset, one for the names of groups, one for the variants.
BUDGET = {
    "/reports/income-funnel/?period=2026-10-01..2026-10-31": FRAME + 6 + 1,
    "/reports/income-funnel/?period=2026-10-01..2026-10-31&by=office": FRAME + 6 + 2,
    "/reports/income-funnel-end-to-end/?period=2026-10-01..2026-10-31&by=source": FRAME + 1 + 2,
    "/reports/revenue/?period=2026-01-01..2026-12-31": FRAME + 1 + 2,
    "/reports/debts/?by=employee": FRAME + 2 + 2,
    "/reports/overdue-calls/?by=client": FRAME + 1 + 1,
    "/postings/": FRAME + 1 + 2,  # rows, contracts of the page in two
}


def home(employee) -> str:
    with clock.at(at(TODAY)):
        return page_of(browser(employee).get("/"))


def part(page: str, key: str) -> str:
    """One widget of the page, "" when it is not there."""
    _before, found, rest = page.partition(f'id="widget-{key}"')
    return rest.partition("</section>")[0] if found else ""


def tile(page: str, label: str) -> str:
    """The value of a tile."""
    found = re.search(rf'{label}</span><span class="f-tile-value">([^<]+)<', page)
    assert found, label
    return found[1].replace("&nbsp;", "\u00a0")


def test_the_tiles_show_the_figures_of_the_reports(house):
    page = home(house.director)
    month = "2026-11-01..2026-11-30"
    _question, funnel = ask(house.director, "income-funnel", period=month)
    _question, revenue = ask(house.director, "revenue", period=month, by="none", across="none")
    for label, name in MONEY.items():
        figures = funnel.figures if name in funnel.figures.cells else revenue.figures
        assert tile(page, label) == formats.money(figures.total(name).now, kopecks=False)
        assert figures.total(name).now > 0
    _question, debts = ask(house.director, "debts", period=month)
    owed = debts.figures.total("finance.debts:owed").now
    assert tile(page, "Долги клиентов") == formats.money(owed, kopecks=False)
    counts = [int(count) for count in re.findall(r'f-strong">(\d+)<', part(page, "director.funnel"))]
    assert counts == [int(line.cells[0].value) for line in funnel.lines]


def test_each_figure_opens(house):
    page = home(house.director)
    client = browser(house.director)
    drawn = "".join(part(page, key) for key in ("director.money", "director.funnel", "director.alarms"))
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', drawn)}
    assert len(links) >= 12
    for link in links:
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_open_for_a_director_and_a_head(house, address):
    for employee in (house.director, house.heads["east"]):
        page = page_of(browser(employee).get(address))
        assert "style=" not in page.partition("<main")[2].partition("</main>")[0]


def test_a_head_sees_the_figures_of_her_office(house):
    own, whole = home(house.heads["east"]), home(house.director)
    month = "2026-11-01..2026-11-30"
    _question, sheet = ask(house.director, "revenue", period=month, across="none")
    column = [str(head.label) for head in sheet.heads].index("Поступления")
    line = next(line for line in sheet.lines if line.key == house.east.office.pk)
    assert tile(own, "Поступило за месяц") == formats.money(line.cells[column].value, kopecks=False)
    assert "Владивосток" in page_of(browser(house.heads["east"]).get("/reports/debts/?by=office"))
    assert "Москва" not in part(own, "director.money")
    assert part(whole, "director.money")


def test_others_have_no_such_widgets(house):
    lawyer = an_employee(house.west.office)
    give(lawyer, leads__view=Scope.OWN, contracts__view=Scope.OWN, reports__view=Scope.OWN)
    for employee in (lawyer, house.west.operator):
        page = home(employee)
        for key in ("director.money", "director.funnel", "director.alarms"):
            assert part(page, key) == ""


def test_the_presets_open_reports_to_the_director_and_the_heads(house):
    ids = load_presets(HOUSE)
    opened = {}
    for role in (
        "director",
        "head_of_sales",
        "head_of_call_centre",
        "head_of_finance",
        "manager",
        "operator",
    ):
        employee = an_employee(house.west.office)
        GroupMember.objects.create(group=Group.objects.get(pk=ids[role]), person_id=employee.account_id)
        answer = browser(employee).get("/reports/")
        opened[role] = sorted(set(re.findall(r"/reports/([a-z-]+)/", answer.content.decode())))
        if role in ("manager", "operator"):
            assert answer.status_code == 403
    assert opened["director"] == opened["head_of_sales"]
    assert len(opened["director"]) == 6
    assert "overdue-calls" in opened["head_of_call_centre"]
    assert "revenue" not in opened["head_of_call_centre"]
    assert {"revenue", "debts"} <= set(opened["head_of_finance"])


@pytest.mark.parametrize("address", BUDGET)
def test_exact_numbers_of_statements(house, address):
    client = browser(house.director)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        page_of(client.get(address))
    assert len(captured) == BUDGET[address], "\n".join(one["sql"][:160] for one in captured.captured_queries)


def test_the_first_view_costs_one_statement_for_each_dataset_and_day(house):
    with CaptureQueriesContext(connection) as captured:
        home(house.director)
    figures = [
        one["sql"] for one in captured.captured_queries if '"now_0"' in one["sql"] or "FILTER" in one["sql"]
    ]
    # the month: six of the funnel, revenue, debts, calls; the day: leads, money, contracts, calls
    assert len(figures) == 9 + 4
