"""Calls on pages: the tab of the composer, the panel, the time-line, the list."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from femida.comms.telephony.commands import record_call
from femida.comms.telephony.forms import read_talk_time
from femida.comms.telephony.models import Call
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from tests.comms.telephony.parties import a_party
from tests.firm.people import actor_of, an_employee, an_office, give
from tests.people_online import browser, into, page_of

pytestmark = pytest.mark.django_db

PANE = into("pane-call")


@pytest.fixture
def operator():
    employee = an_employee(an_office())
    give(employee, parties__view=Scope.OFFICE, calls__record=Scope.OFFICE, calls__view=Scope.OFFICE)
    return employee


@pytest.fixture
def party(operator):
    return a_party(operator.main_office)


def typed(**values):
    return {"result": "answered", "talk": "3:20", "direction": "out", "comment": "Ждёт договор", **values}


def test_a_call_is_recorded_in_the_tab_and_the_card_looks_again(operator, party) -> None:
    client = browser(operator)
    card = page_of(client.get(f"/parties/{party.pk}/"))
    assert f'action="/calls/record/{party.pk}/"' in card
    assert 'id="pane-call"' in card
    answer = client.post(f"/calls/record/{party.pk}/", typed(), headers=PANE)
    assert answer.status_code == 204
    assert "card:changed" in answer.headers["HX-Trigger"]
    call = Call.objects.get()
    assert (call.talk_seconds, call.comment, call.employee_id) == (200, "Ждёт договор", operator.pk)
    card = page_of(client.get(f"/parties/{party.pk}/"))
    assert "Исходящий звонок: разговор 3\u00a0мин 20\u00a0с" in card
    assert card.count("Ждёт договор") == 1
    assert operator.name in card


@pytest.mark.parametrize(
    ("values", "stored"),
    [
        ({"result": "no_answer", "talk": ""}, ("out", "no_answer")),
        ({"result": "busy", "talk": "7"}, ("out", "busy")),
        ({"result": "no_answer", "direction": "in"}, ("in", "missed")),
    ],
)
def test_calls_nobody_answered(operator, party, values, stored) -> None:
    browser(operator).post(f"/calls/record/{party.pk}/", typed(**values), headers=PANE)
    call = Call.objects.get()
    assert (call.direction, call.result) == stored
    assert call.talk_seconds == 0


@pytest.mark.parametrize("talk", ["", "0", "долго", "3:99", "-3", "9999"])
def test_a_talk_time_that_cannot_be_is_marked_and_nothing_is_recorded(operator, party, talk) -> None:
    answer = browser(operator).post(f"/calls/record/{party.pk}/", typed(talk=talk), headers=PANE)
    assert answer.status_code == 422
    assert 'id="id_talk_error"' in answer.content.decode() or "aria-invalid" in answer.content.decode()
    assert "Ждёт договор" in answer.content.decode()
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    ("typed_time", "seconds"), [("3", 180), ("3,5", 210), ("0.25", 15), ("3:20", 200), (" 12 ", 720)]
)
def test_talk_times_are_read_as_people_write_them(typed_time, seconds) -> None:
    assert read_talk_time(typed_time) == seconds


def test_a_wrong_talk_time_is_told() -> None:
    with pytest.raises(ValidationError):
        read_talk_time("три")


def test_without_the_right_there_is_no_tab_and_no_form(party) -> None:
    viewer = an_employee(party.office)
    give(viewer, parties__view=Scope.OFFICE)
    client = browser(viewer)
    card = page_of(client.get(f"/parties/{party.pk}/"))
    assert "pane-call" not in card
    assert "panel-calls" not in card
    assert client.get(f"/calls/record/{party.pk}/").status_code == 403
    assert client.post(f"/calls/record/{party.pk}/", typed()).status_code == 403
    assert client.get("/calls/").status_code == 403
    assert not Call.objects.exists()


def test_a_foreign_party_is_not_found(operator) -> None:
    foreign = a_party(an_office("Тула"))
    answer = browser(operator).post(f"/calls/record/{foreign.pk}/", typed())
    assert answer.status_code == 404
    assert not Call.objects.exists()


def test_the_list_shows_calls_of_the_scope_only(operator, party) -> None:
    far = an_employee(an_office("Тула"))
    give(far, calls__view=Scope.OFFICE, parties__view=Scope.OFFICE)
    record_call(actor_of(operator), party_id=party.pk, direction="out", answered=True, talk_seconds=61)
    client = browser(operator)
    listed = page_of(client.get("/calls/"))
    assert party.name in listed
    assert "1\u00a0мин 1\u00a0с" in listed
    assert party.name in page_of(client.get("/calls/?quick=today"))
    assert party.name in page_of(client.get("/calls/?quick=mine"))
    assert party.name not in page_of(client.get("/calls/?quick=missed"))
    assert party.name not in page_of(browser(far).get("/calls/"))
    call = Call.objects.get()
    assert browser(far).get(f"/calls/{call.pk}/").status_code == 404
    assert browser(far).post(f"/calls/{call.pk}/comment/", {"comment": "x"}).status_code == 403


def test_the_comment_is_corrected_in_a_dialog_and_a_stale_one_is_told(operator, party) -> None:
    record_call(actor_of(operator), party_id=party.pk, direction="out", answered=True, talk_seconds=61)
    call = Call.objects.get()
    client = browser(operator)
    address = f"/calls/{call.pk}/comment/"
    form = page_of(client.get(address, headers=into("dialog-body")))
    assert f'name="version" value="{call.version}"' in form
    dialog = into("dialog-body")
    stale = client.post(address, {"comment": "поздно", "version": call.version + 5}, headers=dialog)
    assert stale.status_code == 409
    good = client.post(address, {"comment": "новое", "version": call.version}, headers=dialog)
    assert good.status_code == 204
    call.refresh_from_db()
    assert call.comment == "новое"


def test_a_missed_call_of_nobody_is_drawn(operator, party) -> None:
    record_call(Actor.system("test"), party_id=party.pk, direction="in", answered=False, talk_seconds=0)
    card = page_of(browser(operator).get(f"/parties/{party.pk}/"))
    assert "Входящий звонок: пропущен" in card


def test_the_list_costs_the_same_for_one_and_for_forty(operator, party, django_assert_num_queries) -> None:
    client = browser(operator)
    made = {"direction": "out", "answered": True, "talk_seconds": 5}
    record_call(actor_of(operator), party_id=party.pk, **made)
    page_of(client.get("/calls/"))
    # session, account, policy (2), rows (a short list is not counted), bell
    with django_assert_num_queries(6):
        page_of(client.get("/calls/"))
    for _number in range(39):
        record_call(actor_of(operator), party_id=party.pk, **made)
    with django_assert_num_queries(6):
        page_of(client.get("/calls/"))
