"""The start page answers «what do I do now?» to each role, and shows nobody what is not theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from femida.comms.telephony.commands import record_call
from femida.platform.access.rights import Scope
from femida.platform.reactions.core import reacting_at_once
from femida.sales.leads.commands import qualify_lead, reassign_lead
from femida.sales.leads.models import Lead
from tests.firm.people import a_department, actor_of, an_employee, an_office, give
from tests.people_online import browser, page_of
from tests.sales.firm import HEAD, OPERATOR, a_firm

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    firm = a_firm()
    give(firm.head, **HEAD, calls__view=Scope.OFFICE)
    return firm


def home(employee) -> str:
    return page_of(browser(employee).get("/"))


def part(page: str, key: str) -> str:
    """One widget of the page, "" when it is not there."""
    _before, found, rest = page.partition(f'id="widget-{key}"')
    return rest.partition("</section>")[0] if found else ""


def test_an_operator_sees_own_leads_to_call_and_the_queue(firm):
    other = an_employee(firm.office, firm.call_centre)
    give(other, **OPERATOR)
    mine = firm.enquiry("+79990000001", name="Белов Иван")
    theirs = firm.enquiry("+79990000002", name="Чернов Олег")
    reassign_lead(actor_of(firm.head), lead_id=theirs.lead_id, employee_id=other.pk)
    waiting = firm.enquiry("+79990000003", name="Серов Пётр")
    reassign_lead(actor_of(firm.head), lead_id=waiting.lead_id, employee_id=None)
    seen = part(home(firm.operator), "leads.do_now")
    assert "Белов Иван" in seen
    assert f"/leads/{mine.lead_id}/" in seen
    assert "Чернов" not in seen
    assert "Серов" not in seen
    assert "В очереди ждёт 1 лид" in seen
    assert "/leads/take-next/" in seen


def test_a_head_sees_what_nobody_answers_for_and_what_burns(firm):
    late = firm.enquiry("+79990000001", name="Белов Иван")
    Lead.objects.filter(pk=late.lead_id).update(stage_since=timezone.now() - timedelta(hours=3))
    firm.enquiry("+79990000002", name="Свежий Олег")
    waiting = firm.enquiry("+79990000003", name="Серов Пётр")
    reassign_lead(actor_of(firm.head), lead_id=waiting.lead_id, employee_id=None)
    page = home(firm.head)
    assert "Серов Пётр" in part(page, "leads.waiting")
    assert "Белов Иван" in part(page, "leads.burning")
    assert "Свежий" not in part(page, "leads.burning")


def test_figures_count_the_day_of_the_office_only(firm):
    done = firm.enquiry("+79990000001")
    a_firm_elsewhere = an_office("Казань")
    director = an_employee(firm.office, a_department(None, "management"))
    give(director, leads__view=Scope.FIRM, leads__reassign=Scope.FIRM, calls__view=Scope.FIRM)
    record_call(
        actor_of(firm.operator), party_id=done.party_id, direction="out", answered=False, talk_seconds=0
    )
    Lead.objects.filter(pk=firm.enquiry("+79990000002").lead_id).update(office=a_firm_elsewhere)
    by_people = part(home(firm.head), "leads.people")
    assert firm.operator.name in by_people
    assert numbers(by_people, firm.operator.name) == ["1", "1", "1", "1", "—"]
    by_offices = part(home(director), "leads.offices")
    assert numbers(by_offices, "Казань") == ["1", "1", "1", "—", "—"]
    assert numbers(by_offices, "Всего") == ["2", "2", "2", "1", "—"]


def numbers(table: str, name: str) -> list[str]:
    """The cells of the row of a name."""
    row = table.partition(f'<th scope="row">{name}</th>')[2].partition("</tr>")[0]
    cells = row.split("<td")[1:]
    return ["—" if "—" in cell else cell.partition(">")[2].partition("<")[0] for cell in cells]


def test_a_seller_sees_own_deals_and_no_leads_of_others(firm, django_capture_on_commit_callbacks):
    done = firm.enquiry("+79990000001", name="Белов Иван")
    with reacting_at_once(), django_capture_on_commit_callbacks(execute=True):
        record_call(
            actor_of(firm.operator), party_id=done.party_id, direction="out", answered=True, talk_seconds=9
        )
    qualify_lead(actor_of(firm.operator), lead_id=done.lead_id, title="Развод")
    page = home(firm.seller)
    assert "Белов Иван" in part(page, "deals.mine")
    assert "Развод" in part(page, "deals.mine")
    assert part(page, "leads.people") == ""
    assert part(page, "leads.waiting") == ""
