"""Reading the facts of an object: order, pages, narrowing, pins, changed columns, one statement."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from femida.parties.notes.events import NoteAdded
from femida.parties.registry.commands import change_party
from femida.parties.registry.events import ContactPointAdded, PartyRegistered
from femida.platform.core.actor import Actor
from femida.platform.core.context import running
from femida.platform.core.ports import Port
from femida.platform.journal import timeline as module
from femida.platform.journal.recording import pin, record
from femida.platform.journal.timeline import Narrowing, Place, entry_groups, facts_of, kinds_of, renderers
from tests.firm.people import an_office
from tests.parties.people import SYSTEM, a_party

pytestmark = pytest.mark.django_db
PARTY = "parties.party"
THEN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def tell(at: datetime, actor: Actor = SYSTEM, party_id: int = 1, point: int = 1) -> int:
    with running(actor):
        event = ContactPointAdded(party_id=party_id, contact_point_id=point, point_kind="phone")
        return record(event, at=at)


def pages(size: int, party_id: int = 1) -> list[int]:
    """The facts page by page, until there are no more."""
    seen, place = [], None
    for _page in range(30):
        facts, _pins = facts_of(PARTY, party_id, limit=size, narrowing=Narrowing(before=place))
        if not facts:
            return seen
        seen += [fact.id for fact in facts]
        place = Place(facts[-1].at, facts[-1].id)
    raise AssertionError("the pages have no end")


def test_pages_hold_each_fact_once_however_late_it_was_written_down():
    """An imported call is older than its number says; pages by number alone lost it."""
    moments = [THEN, THEN + timedelta(days=3), THEN, THEN - timedelta(days=9), THEN + timedelta(days=1), THEN]
    ids = [tell(at) for at in moments]
    expected = [pk for _at, pk in sorted(zip(moments, ids, strict=True), reverse=True)]
    for size in (1, 2, 5, 50):
        assert pages(size) == expected


def test_narrowing_by_kind_author_and_period():
    anna, boris = Actor.person(71), Actor.person(72)
    first = tell(THEN, anna)
    second = tell(THEN + timedelta(days=1), boris)
    with running(anna):
        other = record(PartyRegistered(party_id=1, office_id=None), at=THEN + timedelta(days=2))
    with running(anna.as_system("probe")):
        fourth = record(PartyRegistered(party_id=1, office_id=None), at=THEN + timedelta(days=3))

    def found(**narrowing) -> set[int]:
        return {fact.id for fact in facts_of(PARTY, 1, narrowing=Narrowing(**narrowing))[0]}

    assert found() == {first, second, other, fourth}
    assert found(kinds=frozenset({"contact.added"})) == {first, second}
    assert found(author_id=71) == {first, other, fourth}
    assert found(author_id=72) == {second}
    assert found(since=THEN + timedelta(days=1)) == {second, other, fourth}
    assert found(until=THEN + timedelta(days=1)) == {first}
    assert found(down_to=Place(THEN + timedelta(days=2), other)) == {other, fourth}
    assert found(kinds=frozenset()) == set()


def test_what_nothing_draws_takes_no_place(monkeypatch):
    tell(THEN)
    monkeypatch.setattr(module, "renderers", Port("time-line renderer"))
    assert facts_of(PARTY, 1)[0] == []


def test_every_renderer_belongs_to_a_group():
    assert {one.group for one in renderers} <= {key for key, _group in entry_groups.items()}
    assert kinds_of(()) == frozenset(kind for kind, _one in renderers.items())
    assert "note.added" in kinds_of(("notes",)) - kinds_of(("calls", "tasks", "changes"))


def test_changed_columns_come_with_their_fact_and_with_no_other():
    party_id = a_party("Петрова", office_id=an_office("Москва").pk)
    other = a_party("Сидорова")
    change_party(SYSTEM, party_id=party_id, surname="Орлова")
    change_party(SYSTEM, party_id=other, surname="Чужая")
    tables = {PARTY: "registry_party"}
    facts, _pins = facts_of(PARTY, party_id, tables=tables)
    changed = {fact.kind: {one.column: (one.old, one.new) for one in fact.changed} for fact in facts}
    assert changed["party.changed"]["surname"] == ("Петрова", "Орлова")
    assert changed["party.registered"] == {}
    assert all(not fact.changed for fact in facts_of(PARTY, party_id)[0])
    assert all(not fact.changed for fact in facts_of(PARTY, party_id, tables={PARTY: "other"})[0])


def test_pins_come_on_every_line_the_fact_stands_on_and_count_once_each():
    with running(SYSTEM):
        for number in range(1, 8):
            record(NoteAdded(note_id=number, party_id=1, object_type="sales.lead", object_id=5), at=THEN)
        for number in range(1, 8):
            pin(("notes.note", number), "note.added", pinned=True)
        pin(("notes.note", 3), "note.added", pinned=False)
        pin(("notes.note", 404), "note.added", pinned=True)
    for place in ((PARTY, 1), ("sales.lead", 5)):
        page, pins = facts_of(*place)
        assert len(page) == 7
        assert len(pins) == 5
        assert 3 not in {fact.event.note_id for fact in pins if isinstance(fact.event, NoteAdded)}
        assert sum(fact.is_pinned for fact in page) == 6
    further = Narrowing(before=Place(THEN + timedelta(days=1), 1))
    assert facts_of(PARTY, 1, narrowing=further)[1] == []
    with pytest.raises(RuntimeError):
        pin(("notes.note", 1), "note.added", pinned=True)


def test_costs_one_statement(django_assert_num_queries):
    for number in range(5):
        tell(THEN, point=number)
    assert connection.connection is not None
    with django_assert_num_queries(1):
        facts_of(PARTY, 1, tables={PARTY: "registry_party"})
