"""The past of the demonstration firm: played through commands, alike at every run, and sound."""

import random
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.utils.module_loading import autodiscover_modules

from femida.cli.demo import DemoContext
from femida.comms.telephony.models import Call
from femida.firm.offices import demo as offices_demo
from femida.firm.staff import demo as staff_demo
from femida.firm.staff.models import Employee
from femida.parties.registry import demo as registry_demo
from femida.planning.tasks.models import Task
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.core.verify import checks
from femida.platform.journal.models import Fact
from femida.platform.notices.queries import unread_count
from femida.sales.deals.models import Deal
from femida.sales.leads import demo as leads_demo
from femida.sales.leads.models import Lead
from femida.sales.sources import demo as sources_demo
from femida.sales.sources.models import Source

# a Wednesday afternoon: everybody is at work
NOW = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
CLIENTS = 20


def with_parties() -> DemoContext:
    context = DemoContext(random=random.Random(11), now=NOW)
    for room in (offices_demo, staff_demo, registry_demo, sources_demo):
        room.build(context)
    return context


def picture() -> dict[str, Any]:
    """What two runs are compared by."""
    leads = Lead.objects.order_by("pk").values_list(
        "party__name", "subject", "stage__key", "responsible__account__login", "created_at", "return_on"
    )
    return {
        "leads": list(leads),
        "facts": Counter(Fact.objects.values_list("kind", flat=True)),
        "calls": list(Call.objects.order_by("pk").values_list("started_at", "talk_seconds", "comment")),
        "tasks": list(Task.objects.order_by("pk").values_list("title", "due_at", "status")),
        "deals": list(Deal.objects.order_by("pk").values_list("title", "stage__key", "wall_id")),
    }


@pytest.fixture
def two_runs(cloned_database, database_server, django_db_blocker):
    """A played firm in the database of the test, and the picture of another run."""
    other = f"{cloned_database}_again"
    with django_db_blocker.unblock():
        context = with_parties()
        chance = context.random.getstate()
        connection.close()
        with database_server.clone(other, cloned_database):
            database_server.point(other)
            leads_demo.build(context, parties=CLIENTS)
            first = picture()
            connection.close()
            database_server.point(cloned_database)
        context.random.setstate(chance)
        leads_demo.build(context, parties=CLIENTS)
        yield context, first


def test_the_firm_is_played_alike_soundly_and_leaves_work(two_runs):
    context, first = two_runs
    assert picture() == first
    assert_sound()
    assert_work_is_left(context)
    assert_past_is_past()


def assert_sound() -> None:
    autodiscover_modules("checks")
    wrong = {name: verdict.wrong for name, check in checks.items() if not (verdict := check()).holds}
    assert wrong == {}


def assert_work_is_left(context: DemoContext) -> None:
    open_leads = Lead.objects.filter(closed_at=None)
    for login, employee in context.made["employees"].items():
        if login.startswith("operator"):
            mine = Counter(open_leads.filter(responsible=employee).values_list("stage__key", flat=True))
            assert mine["new"] >= 2, login
            assert mine["call_again"] >= 1, login
    waiting = Counter(open_leads.filter(responsible=None).values_list("office__name", flat=True))
    assert waiting == {"Москва": 3, "Санкт-Петербург": 1, "Казань": 1}
    assert Source.objects.get(key="demo-msk").accepts_web
    operator = Actor.person(context_account(context, "operator1.msk"))
    assert unread_count(operator) > 0
    for party_id in context.made["closed_parties"]:
        lead = Lead.objects.get(party=party_id)
        assert lead.wall_id is not None
        assert not visible(operator, Lead).filter(pk=lead.pk).exists()


def context_account(context: DemoContext, login: str) -> int:
    return Employee.objects.values_list("account_id", flat=True).get(pk=context.made["employees"][login])


def assert_past_is_past() -> None:
    assert not Lead.objects.filter(created_at__gt=NOW).exists()
    assert not Fact.objects.filter(at__gt=NOW, kind__startswith="lead.").exists()
    assert Lead.objects.filter(created_at__lt="2026-11-01T00:00Z").exists()
    assert Task.objects.filter(status="done").exists()
    # people work in the hours of work
    hours = {
        moment.astimezone(leads_demo.ZONE).hour
        for moment in Call.objects.values_list("created_at", flat=True)
    }
    assert hours <= set(range(9, 20))
