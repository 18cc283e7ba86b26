"""Exact numbers of statements: a list or a card asks no more when there is more to show."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from femida.platform.core.actor import Actor
from femida.sales.leads.commands import qualify_lead
from femida.sales.leads.models import Lead
from tests.firm.people import give
from tests.sales.firm import HEAD, OPERATOR, Firm, a_firm

pytestmark = pytest.mark.django_db

# On every page: session, account, policy in two, the counter of waiting leads, the bell.
FRAME = 6
BUDGET = {
    "/leads/": FRAME + 3,  # rows, stages, masks of contacts
    "/leads/?view=board": FRAME + 3,  # stages, counts, rows of all columns in one
    "/deals/": FRAME + 3,
    "/leads/{lead}/": FRAME + 14,
}
# Past one page the list counts what was found, up to a thousand.
COUNTED = {"/leads/": 1}


@pytest.fixture
def firm() -> Firm:
    """A firm whose head has everything in her office."""
    firm = a_firm()
    give(firm.head, **HEAD | OPERATOR)
    return firm


def statements(firm: Firm, address: str) -> list[str]:
    """The statements of one GET as the head."""
    client = Client()
    client.force_login(firm.head.account)
    client.get(address)  # what is loaded once in a process
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return [one["sql"] for one in captured.captured_queries]


@pytest.mark.parametrize("address", BUDGET)
def test_exactly_as_many_statements_with_five_rows_and_with_seventy(firm, address):
    for number in range(5):
        firm.enquiry(f"+7999000{number:04}")
    first, second = Lead.objects.order_by("pk").values_list("pk", flat=True)[:2]
    qualify_lead(Actor.system("test"), lead_id=first, title="Спор")
    page = address.format(lead=second)
    few = statements(firm, page)
    assert len(few) == BUDGET[address], "\n".join(few)
    for number in range(5, 70):
        firm.enquiry(f"+7999000{number:04}")
    many = statements(firm, page)
    assert len(many) == BUDGET[address] + COUNTED.get(address, 0), "\n".join(many)
