"""Notes: text without numbers, on the time-line of the party, for those who see the party."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from femida.parties.notes.commands import LONGEST, add_note
from femida.parties.notes.models import Note
from femida.parties.registry.commands import close_party
from femida.parties.registry.models import ContactPoint
from femida.platform.access.policy import one_policy_per_actor, policy_of
from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.core.errors import Denied, Invalid, NotFound
from femida.platform.journal.models import FactAnchor
from femida.platform.journal.timeline import timeline
from tests.firm.people import actor_of, an_employee, an_office, give
from tests.parties.canary import CANARY, tables_with
from tests.parties.people import SYSTEM, a_party
from tests.sample.models import Thing

pytestmark = pytest.mark.django_db
TYPED = "8 (916) 555-01-37"


@pytest.fixture
def office():
    return an_office("Москва")


@pytest.fixture
def writer(office):
    employee = an_employee(office)
    give(employee, parties__view=Scope.OFFICE, notes__add=Scope.OFFICE, things__view=Scope.OFFICE)
    return employee


@pytest.fixture
def party_id(office):
    return a_party(office_id=office.pk)


def bodies(actor, party_id: int) -> list[str]:
    entries = timeline(actor, "parties.party", party_id)
    return [entry.body for entry in entries if entry.group == "notes"]


def test_a_note_stands_on_the_time_line(writer, party_id):
    note_id = add_note(actor_of(writer), party_id=party_id, text="  Просит перезвонить\r\nпосле обеда ")
    note = Note.objects.get(pk=note_id)
    assert (note.text, note.author_id) == ("Просит перезвонить\nпосле обеда", writer.pk)
    assert bodies(actor_of(writer), party_id) == ["Просит перезвонить\nпосле обеда"]
    anchors = FactAnchor.objects.filter(fact__kind="note.added").values_list("object_type", "object_id")
    assert set(anchors) == {("notes.note", note_id), ("parties.party", party_id)}


def test_numbers_become_contacts_and_blanks(writer, party_id):
    add_note(
        actor_of(writer), party_id=party_id, text=f"Жена: {TYPED}, почта zhena@mail.ru. Долг 89 165 550 ₽"
    )
    assert Note.objects.get().text == "Жена: ••• ••• ••-••, почта •••@•••. Долг 89 165 550 ₽"
    points = ContactPoint.objects.filter(party_id=party_id).order_by("pk")
    assert [(point.kind, point.value().reveal(), point.label) for point in points] == [
        ("phone", CANARY, "из заметки"), ("email", "zhena@mail.ru", "из заметки"),
    ]  # fmt: skip
    assert tables_with() == set()
    add_note(actor_of(writer), party_id=party_id, text=f"ещё раз {CANARY}")
    assert ContactPoint.objects.count() == 2


@pytest.mark.parametrize("text", ["", " \n\u200b ", "я" * (LONGEST + 1)])
def test_an_empty_or_endless_note_is_refused(writer, party_id, text):
    with pytest.raises(Invalid) as refusal:
        add_note(actor_of(writer), party_id=party_id, text=text)
    assert list(refusal.value.fields) == ["text"]
    assert Note.objects.count() == 0


def test_who_does_not_see_the_party_neither_reads_nor_writes(writer, party_id, office):
    add_note(actor_of(writer), party_id=party_id, text="Тайна")
    stranger = an_employee(an_office("Казань"))
    give(stranger, parties__view=Scope.OFFICE, notes__add=Scope.OFFICE)
    with pytest.raises(NotFound):
        add_note(actor_of(stranger), party_id=party_id, text=f"Чужое {TYPED}")
    assert bodies(actor_of(stranger), party_id) == []
    assert not visible(actor_of(stranger), Note).exists()
    assert not ContactPoint.objects.exists()
    close_party(SYSTEM, party_id=party_id, people=[stranger.account_id], reason="спор")
    assert bodies(actor_of(writer), party_id) == []
    assert not visible(actor_of(writer), Note).exists()


def test_who_only_reads_does_not_write(party_id, office):
    reader = an_employee(office)
    give(reader, parties__view=Scope.OFFICE)
    with pytest.raises(Denied):
        add_note(actor_of(reader), party_id=party_id, text="Можно?")
    assert Note.objects.count() == 0


def test_a_note_hangs_only_on_what_is_of_the_party(writer, party_id, office):
    other = a_party("Другая", office_id=office.pk)
    thing = Thing.objects.create(name="Ничьё", office=office)
    for object_type, object_id in (
        ("parties.party", other), ("sample.thing", thing.pk), ("sample.nothing", 1), ("", 1),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            add_note(
                actor_of(writer), party_id=party_id, object_type=object_type, object_id=object_id, text="Я"
            )
    assert Note.objects.count() == 0


def test_a_page_of_notes_is_one_statement_more(writer, party_id):
    for number in range(3):
        add_note(actor_of(writer), party_id=party_id, text=f"Заметка {number}")

    def asked() -> int:
        with one_policy_per_actor():
            policy_of(actor_of(writer))
            with CaptureQueriesContext(connection) as queries:
                timeline(actor_of(writer), "parties.party", party_id)
        return len(queries)

    few = asked()
    for number in range(20):
        add_note(actor_of(writer), party_id=party_id, text=f"Ещё {number}")
    assert asked() == few == 2
