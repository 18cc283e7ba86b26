"""The administrator's list of what came from outside."""

from __future__ import annotations

import pytest

from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.inbox.commands import Verdict, store
from femida.platform.inbox.models import Message
from tests.firm.people import an_employee, an_office, give
from tests.people_online import browser, into, page_of
from tests.platform.inbox.channel import CHANNEL, SOURCE
from tests.platform.inbox.test_store import jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    employee = an_employee(an_office())
    give(employee, intake__view=Scope.FIRM, intake__retry=Scope.FIRM)
    return employee


def a_message(**values) -> Message:
    site = Actor.integration(SOURCE)
    body = "Иван +79123456789".encode()
    kept = store(site, channel=CHANNEL, source_id=SOURCE, body=body, idempotency_key=None, **values)
    return Message.objects.get(pk=kept.message_id)


def test_failed_messages_are_seen_and_sent_again(administrator) -> None:
    message = a_message()
    Message.objects.update(state="failed", error_code="unable_to_probe")
    client = browser(administrator)
    assert message.receipt in page_of(client.get("/inbox/?quick=failed"))
    card = page_of(client.get(f"/inbox/{message.pk}/"))
    assert f"/inbox/{message.pk}/retry/" in card
    assert "unable_to_probe" in card
    answer = client.post(f"/inbox/{message.pk}/retry/", headers=into("main"))
    assert answer.status_code == 204
    message.refresh_from_db()
    assert message.state == "received"
    assert len(jobs()) == 2
    again = client.post(f"/inbox/{message.pk}/retry/", headers=into("main"))
    assert again.status_code == 422


def test_what_stands_in_a_message_is_on_no_page(administrator) -> None:
    message = a_message(verdict=Verdict(Message.State.REFUSED, {"phone": "not_a_number"}))
    client = browser(administrator)
    for address in ("/inbox/", f"/inbox/{message.pk}/"):
        page = page_of(client.get(address))
        assert "Иван" not in page
        assert "9123456789" not in page
    assert "not_a_number" in page
    assert "retry" not in page


def test_others_see_nothing(administrator) -> None:
    message = a_message()
    Message.objects.update(state="failed", error_code="x")
    office_only, nobody = an_employee(an_office("Тула")), an_employee(an_office("Омск"))
    give(office_only, intake__view=Scope.OFFICE, intake__retry=Scope.OFFICE)
    assert message.receipt not in page_of(browser(office_only).get("/inbox/"))
    assert browser(office_only).get(f"/inbox/{message.pk}/").status_code == 404
    assert browser(office_only).post(f"/inbox/{message.pk}/retry/").status_code == 404
    assert browser(nobody).get("/inbox/").status_code == 403
    assert browser(nobody).post(f"/inbox/{message.pk}/retry/").status_code == 403
    assert Message.objects.get().state == "failed"
