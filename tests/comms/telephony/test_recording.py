"""Recording calls by hand and by the house."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from femida.comms.telephony.commands import (
    UnableToRecordCall,
    change_call_comment,
    close_calls_of,
    open_calls_of,
    record_call,
)
from femida.comms.telephony.models import Call
from femida.comms.telephony.queries import calls_of_party, completed_calls_since
from femida.firm.staff.models import Assignment
from femida.platform.access.models import Wall, WallMember
from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.accounts.models import User
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.journal.models import AccessLog, Fact, FactAnchor
from tests.comms.telephony.parties import a_number, a_party
from tests.firm.people import a_department, actor_of, an_employee, an_office, give

pytestmark = pytest.mark.django_db

HOUSE = Actor.system("test")


@pytest.fixture
def operator():
    office = an_office()
    employee = an_employee(office, a_department(office, "call_centre"))
    give(employee, parties__view=Scope.OFFICE, calls__record=Scope.OFFICE, calls__view=Scope.OFFICE)
    return employee


@pytest.fixture
def party(operator):
    return a_party(operator.main_office)


def talked(operator, party, **values) -> Call:
    values = {"direction": "out", "answered": True, "talk_seconds": 95, **values}
    return Call.objects.get(pk=record_call(actor_of(operator), party_id=party.pk, **values))


def test_a_call_is_the_caller_s_own(operator, party) -> None:
    call = talked(operator, party, comment="  Перезвонить\u200b завтра ")
    assert (call.result, call.talk_seconds, call.comment) == ("answered", 95, "Перезвонить завтра")
    assert call.employee_id == call.responsible_id == call.created_by_id == operator.pk
    assert (call.office_id, call.department_id) == (operator.main_office_id, operator.department_id)
    roles = Assignment.objects.filter(object_type="comms.call", object_id=call.pk, employee=operator)
    assert sorted(roles.values_list("role", flat=True)) == ["author", "responsible"]
    assert abs(timezone.now() - call.started_at - timedelta(seconds=95)) < timedelta(seconds=10)


def test_the_fact_stands_on_the_party_and_holds_no_text(operator, party) -> None:
    call = talked(operator, party, comment="секрет")
    fact = Fact.objects.get(kind="call.recorded")
    assert fact.payload == {
        "call_id": call.pk,
        "party_id": party.pk,
        "direction": "out",
        "answered": True,
        "talk_seconds": 95,
        "employee_id": operator.pk,
    }
    anchors = set(FactAnchor.objects.filter(fact=fact).values_list("object_type", "object_id"))
    assert anchors == {("comms.call", call.pk), ("parties.party", party.pk)}


def test_numbers_in_a_comment_are_masked(operator, party) -> None:
    call = talked(operator, party, comment="просил набрать 8 912 345-67-89 вечером")
    assert "345" not in call.comment
    assert "вечером" in call.comment


@pytest.mark.parametrize(
    ("direction", "result", "stored"),
    [("out", "", "no_answer"), ("in", "", "missed"), ("out", "busy", "busy"), ("out", "failed", "failed")],
)
def test_a_call_nobody_answered_says_why(operator, party, direction, result, stored) -> None:
    call = talked(operator, party, direction=direction, answered=False, talk_seconds=0, result=result)
    assert (call.result, call.talk_seconds) == (stored, 0)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"talk_seconds": 0}, "talk_seconds"),
        ({"talk_seconds": 24 * 3600 + 1}, "talk_seconds"),
        ({"answered": False, "talk_seconds": 5}, "talk_seconds"),
        ({"answered": False, "talk_seconds": 0, "result": "missed"}, "result"),
        ({"answered": False, "talk_seconds": 0, "result": "answered"}, "result"),
        ({"result": "busy"}, "result"),
        ({"result": "nonsense"}, "result"),
        ({"direction": "up"}, "direction"),
        ({"waiting_seconds": -1}, "waiting_seconds"),
        ({"started_at": timedelta(minutes=5)}, "started_at"),
        ({"started_at": timedelta(days=-31)}, "started_at"),
        ({"comment": "ы" * 2001}, "comment"),
        ({"contact_point_id": 999}, "contact_point_id"),
    ],
)
def test_what_cannot_be_true_is_refused_at_its_field(operator, party, values, field) -> None:
    if "started_at" in values:
        # from the moment of the call, not from that of the collection of the tests
        values = {"started_at": timezone.now() + values["started_at"]}
    with pytest.raises(Invalid) as refusal:
        talked(operator, party, **values)
    assert field in refusal.value.fields
    assert not Call.objects.exists()
    assert not Fact.objects.exists()


def test_a_call_goes_to_a_number_of_the_party_only(operator, party) -> None:
    own, foreign = a_number(party), a_number(a_party(operator.main_office))
    assert talked(operator, party, contact_point_id=own.pk).contact_point_id == own.pk
    with pytest.raises(Invalid):
        talked(operator, party, contact_point_id=foreign.pk)


def test_nobody_records_for_another(operator, party) -> None:
    other = an_employee(operator.main_office)
    with pytest.raises(Denied):
        talked(operator, party, employee_id=other.pk)
    assert not Call.objects.exists()


def test_an_account_without_an_employee_cannot_call(party) -> None:
    account = User.objects.create(login="ghost", name="Без должности")
    from tests.platform.grants import give_account

    give_account(account, parties__view=Scope.FIRM, calls__record=Scope.FIRM)
    with pytest.raises(UnableToRecordCall):
        record_call(
            Actor.person(account.pk), party_id=party.pk, direction="out", answered=True, talk_seconds=5
        )
    assert not Call.objects.exists()


def test_the_house_records_what_was_long_ago(operator, party) -> None:
    long_ago = timezone.now() - timedelta(days=200)
    values = {"party_id": party.pk, "direction": "out", "answered": True, "talk_seconds": 60}
    call_id = record_call(HOUSE, **values, started_at=long_ago, employee_id=operator.pk)
    assert Call.objects.get(pk=call_id).started_at == long_ago
    assert Fact.objects.get(kind="call.recorded").at == long_ago
    with pytest.raises(Invalid):
        record_call(HOUSE, **values)
    with pytest.raises(Invalid):
        record_call(HOUSE, **values, employee_id=999)


def test_a_missed_call_belongs_to_nobody(operator, party) -> None:
    values = {"direction": "in", "answered": False, "talk_seconds": 0, "waiting_seconds": 20}
    call = Call.objects.get(pk=record_call(HOUSE, party_id=party.pk, **values))
    assert (call.result, call.employee_id, call.office_id) == ("missed", None, party.office_id)


def test_a_call_of_the_exchange_is_recorded_once(operator, party) -> None:
    values = {"party_id": party.pk, "direction": "in", "answered": False, "talk_seconds": 0}
    first = record_call(HOUSE, **values, external_id="1700000000.12")
    assert record_call(HOUSE, **values, external_id="1700000000.12") == first
    assert Call.objects.count() == 1
    with pytest.raises(Denied):
        record_call(actor_of(operator), **values, external_id="1700000000.13")


@pytest.mark.parametrize(
    "values",
    [
        {"result": "answered", "talk_seconds": 0},
        {"result": "busy", "talk_seconds": 3},
        {"result": "missed", "talk_seconds": 0, "direction": "out"},
        {"direction": "up"},
    ],
)
def test_the_database_holds_the_rules_by_itself(party, values) -> None:
    values = {"direction": "out", "result": "answered", "talk_seconds": 1, **values}
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.create(party=party, started_at=timezone.now(), **values)
    Call.objects.create(
        party=party, started_at=timezone.now(), direction="out", result="answered", talk_seconds=1
    )


def test_completed_calls_are_counted(operator, party) -> None:
    before = timezone.now() - timedelta(hours=1)
    talked(operator, party, talk_seconds=30)
    talked(operator, party, talk_seconds=5)
    talked(operator, party, answered=False, talk_seconds=0)
    talked(operator, a_party(operator.main_office), talk_seconds=30)
    # the call that brought a lead begins before the lead and is recorded after it
    talked(operator, party, talk_seconds=30, started_at=before - timedelta(seconds=1))
    with clock.at(before - timedelta(seconds=1)):
        talked(operator, party, talk_seconds=30)
    assert completed_calls_since(party.pk, before) == 3
    assert completed_calls_since(party.pk, before, min_seconds=6) == 2
    assert completed_calls_since(party.pk, timezone.now()) == 0


def test_without_the_right_nothing_is_recorded(party) -> None:
    viewer, stranger = an_employee(party.office), an_employee(an_office("Тула"))
    give(viewer, parties__view=Scope.OFFICE)
    give(stranger, parties__view=Scope.OFFICE, calls__record=Scope.OFFICE)
    for employee, error in ((viewer, Denied), (stranger, NotFound)):
        with pytest.raises(error):
            talked(employee, party)
    with pytest.raises(Denied):
        record_call(Actor.anonymous(), party_id=party.pk, direction="out", answered=True, talk_seconds=5)
    assert not Call.objects.exists()
    assert not Fact.objects.exists()
    assert AccessLog.objects.filter(kind="refused").count() == 2


def test_a_party_seen_but_not_to_be_called(operator, party) -> None:
    """The right is checked on the row of the party: seeing it is not enough."""
    narrow = an_employee(party.office)
    give(narrow, parties__view=Scope.OFFICE, calls__record=Scope.OWN)
    with pytest.raises(Denied):
        talked(narrow, party)
    assert not Call.objects.exists()


def test_the_comment_is_corrected_and_nothing_else(operator, party) -> None:
    call = talked(operator, party, comment="было")
    change_call_comment(actor_of(operator), call_id=call.pk, comment="стало", version=1)
    call.refresh_from_db()
    assert (call.comment, call.version) == ("стало", 2)
    with pytest.raises(Stale):
        change_call_comment(actor_of(operator), call_id=call.pk, comment="поздно", version=1)
    viewer = an_employee(party.office)
    give(viewer, calls__view=Scope.OFFICE)
    with pytest.raises(Denied):
        change_call_comment(actor_of(viewer), call_id=call.pk, comment="чужое")
    for act in (close_calls_of, open_calls_of):
        with pytest.raises(Denied):
            act(actor_of(operator), party_id=party.pk, wall_id=1)
    call.refresh_from_db()
    assert call.comment == "стало"


def test_calls_are_seen_by_scope(operator, party) -> None:
    call = talked(operator, party)
    colleague, own_only = an_employee(party.office), an_employee(party.office)
    stranger = an_employee(an_office("Тула"))
    give(colleague, calls__view=Scope.OFFICE)
    give(own_only, calls__view=Scope.OWN)
    give(stranger, calls__view=Scope.OFFICE)
    assert [line.id for line in calls_of_party(actor_of(colleague), party.pk)] == [call.pk]
    for employee in (own_only, stranger):
        assert not visible(actor_of(employee), Call).exists()


def test_a_call_of_a_closed_matter_is_behind_its_wall(operator, party) -> None:
    wall = Wall.objects.create(object_type="parties.party", object_id=party.pk, reason="тест")
    WallMember.objects.create(wall=wall, person_id=operator.account_id)
    party.wall = wall
    party.save()
    call = talked(operator, party)
    assert call.wall_id == wall.pk
    head = an_employee(party.office)
    give(head, calls__view=Scope.FIRM)
    assert visible(actor_of(operator), Call).exists()
    assert not visible(actor_of(head), Call).exists()
