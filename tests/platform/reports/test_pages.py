"""The pages of reports: what they show to whom, exports and their trace, variants, numbers of statements."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from femida.platform.access.rights import Scope
from femida.platform.core.errors import Denied, NotFound
from femida.platform.journal.models import AccessLog
from femida.platform.reports.commands import remove_saved_report, save_report
from femida.platform.reports.models import SavedReport
from tests.firm.people import actor_of, an_employee, give, give_personally
from tests.people_online import browser, into, page_of
from tests.platform.reports.conftest import READS

ADDRESS = "/reports/sample-things/"
YEAR = "period=2026-01-01..2026-12-31"
# Session, account, policy in two, the bell: what every page asks.
FRAME = 5


def test_the_register_holds_the_reports_that_have_rows_for_the_reader(house):
    assert "/reports/sample-things/" in page_of(browser(house.clerk).get("/reports/"))
    assert browser(house.visitor).get("/reports/").status_code == 403
    give(house.visitor, reports__view=Scope.FIRM)
    page = page_of(browser(house.visitor).get("/reports/"))
    assert "sample-things" not in page
    assert "Вам не открыт ни один отчёт" in page
    assert browser(house.visitor).get(ADDRESS).status_code == 404


def test_a_report_shows_figures_that_lead_to_their_rows(house):
    page = page_of(browser(house.clerk).get(f"{ADDRESS}?{YEAR}&view=table"))
    assert 'title="Things by the day they are due on."' in page
    link = f"/things/?office={house.here.pk}&amp;due_on=2026-01-01..2026-12-31"
    assert f'<a href="{link}">8</a>' in page
    assert "data-chart" not in page
    listed = browser(house.clerk).get(link.replace("&amp;", "&"))
    assert '<span class="f-title-count" id="listing-count">8</span>' in page_of(listed)


def test_the_chart_carries_ready_words_and_no_script_of_its_own(house):
    page = page_of(browser(house.clerk).get(f"{ADDRESS}?{YEAR}&by=kind"))
    drawn = re.search(r'data-chart="([^"]+)"', page)[1].replace("&quot;", '"')
    chart = json.loads(drawn)
    assert (chart["kind"], chart["names"]) == ("bars", ["Simple", "Hard"])
    assert chart["series"][0]["words"] == ["6", "2"]
    assert "style=" not in page.partition('id="report"')[2].partition("</main>")[0]


def test_names_of_groups_are_escaped_everywhere(house):
    house.here.name = '</script><img src=x onerror="1">'
    house.here.save()
    page = page_of(browser(house.clerk).get(f"{ADDRESS}?{YEAR}&office={house.here.pk}"))
    assert "<img src=x" not in page


def test_the_region_alone_comes_with_the_address_of_what_was_chosen(house):
    answer = browser(house.clerk).get(
        f"{ADDRESS}?period=dates&from=2026-01-01&to=2026-03-31&by=kind&across=none&kind=",
        headers=into("report"),
    )
    assert answer.headers["HX-Push-Url"] == f"{ADDRESS}?period=2026-01-01..2026-03-31&by=kind&across=none"
    assert "<html" not in page_of(answer)


def test_the_filters_are_fetched_when_they_are_opened(house):
    page = page_of(browser(house.director).get(ADDRESS, headers=into("report-filters")))
    assert f'<option value="{house.there.pk}">Там</option>' in page
    assert "f-table" not in page


def test_a_wrong_address_is_refused_with_a_sentence(house):
    for query in ("by=x", "period=x", "step=x", "kind=x", f"{YEAR}&figure=x", "office=999999999999999999999"):
        answer = browser(house.clerk).get(f"{ADDRESS}?{query}")
        assert answer.status_code == 422, query


def exported(employee, form: str, query: str = YEAR):
    answer = browser(employee).post(f"{ADDRESS}export/?{query}", {"format": form})
    assert answer.status_code == 200
    return answer, b"".join(answer.streaming_content)


def test_an_export_holds_the_table_of_the_page(house):
    answer, file = exported(house.director, "xlsx")
    assert "attachment" in answer["Content-Disposition"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert ["Здесь", 8.0, 4.0, 0.0, 52.0] in rows
    for form, separator, money in (("csv", ";", "52,00"), ("csv-comma", ",", "52.00")):
        _answer, file = exported(house.director, form)
        found = list(csv.reader(io.StringIO(file.decode("utf-8-sig")), delimiter=separator))
        assert found[1] == ["Здесь", "8", "4", "0", money]
    _answer, file = exported(house.clerk, "csv")
    assert "Там" not in file.decode()


def test_every_export_leaves_the_report_and_the_whole_condition(house):
    offices = "&".join(f"office={number}" for number in range(1000, 1040))
    exported(house.clerk, "xlsx", f"{YEAR}&kind=hard&{offices}")
    lines = AccessLog.objects.filter(kind="export", actor_id=house.clerk.account_id).order_by("pk")
    assert lines[0].command == "report sample-things"
    assert lines[0].right == "reports.export"
    whole = "".join(line.reason for line in lines)
    assert whole.startswith("xlsx: period=2026-01-01..2026-12-31&")
    assert "kind=hard" in whole
    assert "office=1039" in whole


def test_an_export_needs_its_right_and_a_known_format(house):
    give_personally(house.clerk, reports__export=Scope.DENIED)
    answer = browser(house.clerk).post(f"{ADDRESS}export/?{YEAR}", {"format": "csv"})
    assert answer.status_code == 403
    assert not AccessLog.objects.filter(kind="export").exists()
    assert browser(house.director).post(f"{ADDRESS}export/", {"format": "exe"}).status_code == 422
    assert browser(house.director).get(f"{ADDRESS}export/").status_code == 405


def test_a_variant_is_ones_own_until_it_is_shared(house):
    colleague = an_employee(house.here)
    give(colleague, **READS)
    client = browser(house.director)
    answer = client.post(f"{ADDRESS}save/?by=kind&{YEAR}", {"name": "По видам"})
    assert answer.status_code == 302
    saved = SavedReport.objects.get()
    assert (saved.owner_id, saved.address, saved.is_shared) == (
        house.director.account_id, "by=kind&period=2026-01-01..2026-12-31", False,
    )  # fmt: skip
    assert "По видам" in page_of(client.get(ADDRESS))
    assert "По видам" not in page_of(browser(colleague).get(ADDRESS))
    client.post(f"{ADDRESS}save/?by=kind", {"name": "По видам", "is_shared": "on"})
    assert SavedReport.objects.get().is_shared
    assert "По видам" in page_of(browser(colleague).get(ADDRESS))


def test_only_those_with_the_right_share_and_take_away_what_is_shared(house):
    clerk, director = actor_of(house.clerk), actor_of(house.director)
    with pytest.raises(Denied):
        save_report(clerk, report="sample-things", name="Моё", address="", is_shared=True)
    own = save_report(clerk, report="sample-things", name="Моё", address="")
    shared = save_report(director, report="sample-things", name="Общее", address="", is_shared=True)
    with pytest.raises(NotFound):
        remove_saved_report(director, saved_id=own)
    with pytest.raises(Denied):
        remove_saved_report(clerk, saved_id=shared)
    remove_saved_report(clerk, saved_id=own)
    browser(house.director).post(f"/reports/variants/{shared}/remove/")
    assert not SavedReport.objects.exists()


def test_a_variant_of_an_unknown_report_is_not_found(house):
    with pytest.raises(NotFound):
        save_report(actor_of(house.clerk), report="nothing", name="x", address="")
    assert browser(house.clerk).get("/reports/nothing/").status_code == 404


@pytest.mark.parametrize(
    ("query", "more"),
    [
        (YEAR, 3),  # the figures, the names of the groups, the variants
        (f"{YEAR}&by=kind", 2),
        (f"{YEAR}&by=office&across=time", 3),
        (f"{YEAR}&by=none&kind=hard", 2),
    ],
)
def test_exactly_as_many_statements_with_few_rows_and_with_many(house, query, more):
    client = browser(house.clerk)
    client.get(f"{ADDRESS}?{query}")
    for _turn in range(2):
        with CaptureQueriesContext(connection) as captured:
            page_of(client.get(f"{ADDRESS}?{query}"))
        assert len(captured) == FRAME + more, "\n".join(one["sql"] for one in captured.captured_queries)
        for number in range(40):
            house.thing(f"вещь {number}", due_on="2026-03-03")
