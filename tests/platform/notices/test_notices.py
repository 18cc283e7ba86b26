"""Notices: no words in the row, words by the reader's rights, reading them off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.commands.core import command
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, NotFound
from femida.platform.notices.commands import purge_notices, read_all_notices, read_notice
from femida.platform.notices.kinds import NoticeKind, Words, notice_kinds
from femida.platform.notices.models import Notice
from femida.platform.notices.notifying import notify
from femida.platform.notices.queries import bell, unread_count
from tests.firm.people import actor_of, an_employee, an_office, give
from tests.sample.models import Thing

pytestmark = pytest.mark.django_db

HOUSE = Actor.system("test")


def draw(actor, notices):
    names = dict(
        visible(actor, Thing).filter(pk__in={n.object_id for n in notices}).values_list("pk", "name")
    )
    return {n.id: Words("Новая вещь", names[n.object_id]) for n in notices if n.object_id in names}


notice_kinds.register("things.new", NoticeKind("Things", draw))


@command(right="things.change")
def tell(actor, *, people, thing_id, kind="things.new", because="", fail=False):
    notify(people, kind, "sample.thing", thing_id, because)
    if fail:
        raise ZeroDivisionError


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def reader(office):
    employee = an_employee(office)
    give(employee, things__view=Scope.OFFICE)
    return employee


@pytest.fixture
def thing(office):
    return Thing.objects.create(name="Тайна +79123456789", office=office)


def test_the_row_holds_no_words(reader, thing) -> None:
    tell(HOUSE, people=[reader.account_id], thing_id=thing.pk, because="lead.opened")
    with connection.cursor() as cursor:
        cursor.execute("SELECT n::text FROM notices_notice n")
        row = cursor.fetchone()[0]
    assert "Тайна" not in row
    assert "912" not in row
    shown = bell(actor_of(reader)).notices[0]
    assert (shown.words.title, shown.words.body) == ("Новая вещь", "Тайна +79123456789")


def test_the_cause_is_a_word_of_the_program() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        tell(HOUSE, people=[an_employee(an_office("Тула")).account_id], thing_id=1, because="Иван позвонил")


def test_a_person_is_told_once_per_act(reader, thing) -> None:
    tell(HOUSE, people=[reader.account_id, reader.account_id], thing_id=thing.pk)
    assert Notice.objects.count() == 1


def test_nobody_is_told_of_what_was_rolled_back(reader, thing) -> None:
    with pytest.raises(ZeroDivisionError):
        tell(HOUSE, people=[reader.account_id], thing_id=thing.pk, fail=True)
    assert not Notice.objects.exists()
    with pytest.raises(RuntimeError):
        notify([reader.account_id], "things.new", "sample.thing", thing.pk)


def test_a_kind_without_words_cannot_be_sent(reader, thing) -> None:
    with pytest.raises(KeyError):
        tell(HOUSE, people=[reader.account_id], thing_id=thing.pk, kind="things.unheard_of")


def test_a_notice_about_what_is_out_of_reach_is_neither_shown_nor_counted(reader, thing) -> None:
    tell(HOUSE, people=[reader.account_id], thing_id=thing.pk)
    assert unread_count(actor_of(reader)) == 1
    Thing.objects.update(office=an_office("Тула"))
    assert unread_count(actor_of(reader)) == 0
    assert bell(actor_of(reader)).notices == ()


def test_a_kind_that_is_gone_is_not_shown(reader, thing) -> None:
    Notice.objects.create(
        person_id=reader.account_id, kind="old.kind", object_type="sample.thing", object_id=thing.pk,
        created_at=timezone.now(),
    )  # fmt: skip
    assert bell(actor_of(reader)).unread == 0


def test_everybody_reads_their_own(reader, thing) -> None:
    other = an_employee(reader.main_office)
    give(other, things__view=Scope.OFFICE)
    tell(HOUSE, people=[reader.account_id, other.account_id], thing_id=thing.pk)
    mine = Notice.objects.get(person_id=reader.account_id)
    with pytest.raises(NotFound):
        read_notice(actor_of(other), notice_id=mine.pk)
    assert unread_count(actor_of(other)) == 1
    read_notice(actor_of(reader), notice_id=mine.pk)
    first = Notice.objects.get(pk=mine.pk).read_at
    read_notice(actor_of(reader), notice_id=mine.pk)
    assert Notice.objects.get(pk=mine.pk).read_at == first
    assert unread_count(actor_of(reader)) == 0
    assert [n.stored.is_read for n in bell(actor_of(reader)).notices] == [True]
    assert unread_count(actor_of(other)) == 1


def test_all_are_read_at_once(reader, thing) -> None:
    other = an_employee(reader.main_office)
    for _number in range(3):
        tell(HOUSE, people=[reader.account_id, other.account_id], thing_id=thing.pk)
    assert read_all_notices(actor_of(reader)) == 3
    assert read_all_notices(actor_of(reader)) == 0
    assert Notice.objects.filter(read_at=None).count() == 3


def test_commands_refuse_without_the_right(reader, thing) -> None:
    tell(HOUSE, people=[reader.account_id], thing_id=thing.pk)
    before = list(Notice.objects.values())
    for actor in (Actor.anonymous(), Actor.integration(1)):
        with pytest.raises(Denied):
            read_notice(actor, notice_id=before[0]["id"])
        with pytest.raises(Denied):
            read_all_notices(actor)
    with pytest.raises(Denied):
        purge_notices(actor_of(reader))
    assert list(Notice.objects.values()) == before


def test_counting_stops_at_a_hundred_and_showing_at_thirty(reader, thing) -> None:
    now = timezone.now()
    Notice.objects.bulk_create(
        Notice(person_id=reader.account_id, kind="things.new", object_type="sample.thing",
               object_id=thing.pk, created_at=now + timedelta(seconds=number))
        for number in range(120)
    )  # fmt: skip
    shown = bell(actor_of(reader))
    assert (len(shown.notices), shown.unread) == (30, 100)
    moments = [notice.stored.created_at for notice in shown.notices]
    assert moments == sorted(moments, reverse=True)


def test_the_bell_costs_the_same_for_one_notice_and_for_thirty(reader, thing) -> None:
    counts = []
    for more in (1, 29):
        for _number in range(more):
            tell(HOUSE, people=[reader.account_id], thing_id=thing.pk)
        with CaptureQueriesContext(connection) as queries:
            bell(actor_of(reader))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_was_read_long_ago_goes(reader, thing) -> None:
    for _number in range(3):
        tell(HOUSE, people=[reader.account_id], thing_id=thing.pk)
    old, young, unread = Notice.objects.order_by("pk")
    Notice.objects.filter(pk=old.pk).update(read_at=timezone.now() - timedelta(days=91))
    Notice.objects.filter(pk=young.pk).update(read_at=timezone.now() - timedelta(days=89))
    assert purge_notices(HOUSE) == 1
    assert set(Notice.objects.values_list("pk", flat=True)) == {young.pk, unread.pk}
