"""Nothing leaks: the number of a contact stands in no table, no log line and no error."""

import io
import logging
import traceback

import pytest
from django.db import connection, connections, transaction

from femida.parties.registry.commands import (
    add_contact_point,
    change_party,
    close_party,
    find_by_number,
    find_by_tail,
    find_or_make_party,
    open_party,
    register_party,
    remove_contact_point,
    reveal_contact,
)
from femida.parties.registry.models import ContactPoint, Party
from femida.platform.access.rights import Scope
from femida.platform.core.errors import FemidaError
from tests.firm.people import actor_of, an_employee, an_office, give
from tests.parties.canary import CANARY, database_as_text, spellings, tables_with
from tests.parties.people import SYSTEM

pytestmark = pytest.mark.django_db
TYPED = "+7 916 555-01-37"


@pytest.fixture
def everything_done(monkeypatch):
    """Every act of the register done about the number, with all logs kept."""
    told = io.StringIO()
    keeper = logging.StreamHandler(told)
    for name in ("", "django", "django.db.backends", "procrastinate"):
        logger = logging.getLogger(name)
        monkeypatch.setattr(logger, "level", logging.DEBUG)
        monkeypatch.setattr(logger, "handlers", [keeper])
    # loggers remember which levels they were asked for before
    logging.Logger.manager._clear_cache()
    # every statement with its values, as a careless log of slow queries would have them
    monkeypatch.setattr(connections["default"], "force_debug_cursor", True)
    office = an_office()
    person = an_employee(office)
    give(
        person,
        parties__view=Scope.OFFICE,
        contacts__reveal=Scope.OFFICE,
        contacts__find_by_number=Scope.OFFICE,
        contacts__find_by_tail=Scope.OFFICE,
    )
    actor = actor_of(person)
    first = find_or_make_party(SYSTEM, name=f"Анна {TYPED}", phones=[TYPED], office_id=office.pk).party_id
    second = register_party(SYSTEM, surname="Вторая", phones=[TYPED], office_id=office.pk)
    point = ContactPoint.objects.get(party_id=first)
    added = add_contact_point(SYSTEM, party_id=first, kind="whatsapp", value=TYPED, label=f"как {TYPED}")
    reveal_contact(actor, contact_point_id=point.pk, reason=f"перезвонить на {TYPED}")
    find_by_number(actor, number=TYPED)
    find_by_tail(actor, tail=CANARY[-4:])
    change_party(SYSTEM, party_id=second, given_name="Мария")
    wall = close_party(SYSTEM, party_id=second, people=[person.account_id], reason=f"спор из-за {TYPED}")
    open_party(SYSTEM, party_id=second)
    remove_contact_point(SYSTEM, contact_point_id=added)
    assert wall
    return told


def test_the_number_is_in_no_table(everything_done):
    assert ContactPoint.objects.count() == 3
    assert tables_with() == set()


def test_the_search_for_the_canary_sees_one():
    """The twin: a number kept in the open is found in every spelling."""
    Party.objects.create(name="Кто-то")
    for spelling in spellings():
        Party.objects.update(name=f"х{spelling}х")
        assert tables_with() >= {"registry_party"}, spelling
    assert "registry_contactpoint" in database_as_text()


def test_the_number_is_in_no_log(everything_done):
    told = everything_done.getvalue()
    assert 'INSERT INTO "registry_contactpoint"' in told
    assert [spelling for spelling in spellings() if spelling in told] == []


@pytest.mark.parametrize(
    "act",
    [
        lambda party_id: add_contact_point(SYSTEM, party_id=party_id, kind="phone", value=f"{TYPED}0"),
        lambda party_id: add_contact_point(SYSTEM, party_id=party_id, kind="fax", value=TYPED),
        lambda party_id: add_contact_point(SYSTEM, party_id=0, kind="phone", value=TYPED),
        lambda party_id: find_or_make_party(SYSTEM, phones=[f"{TYPED} или {TYPED}"]),
        lambda party_id: find_or_make_party(SYSTEM, emails=[f"{CANARY}@"]),
        lambda party_id: find_by_tail(SYSTEM, tail=TYPED),
        lambda party_id: register_party(SYSTEM, surname="я" * 90 + TYPED, phones=[TYPED]),
    ],
)
def test_the_number_is_in_no_refusal(act):
    party_id = register_party(SYSTEM, surname="Первая", phones=[TYPED])
    with pytest.raises(FemidaError) as refusal:
        act(party_id)
    told = (
        "".join(traceback.format_exception(refusal.value)) + repr(refusal.value) + repr(vars(refusal.value))
    )
    assert [spelling for spelling in spellings() if spelling in told] == []


def test_the_number_is_in_no_error_of_the_database():
    party_id = register_party(SYSTEM, surname="Первая", phones=[TYPED])
    again = ContactPoint(party_id=party_id, kind="phone")
    again.put(CANARY, tail=CANARY[-4:])
    with pytest.raises(Exception, match="registry_contact_once") as broken, transaction.atomic():
        again.save()
    told = "".join(traceback.format_exception(broken.value))
    assert [spelling for spelling in spellings() if spelling in told] == []
    assert connection.is_usable()
