"""The time-line of a card: chips and counts, person and period, pages, changed values, pins, statements."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from femida.parties.notes.commands import add_note, pin_note
from femida.parties.registry.commands import assign_party, change_party
from femida.parties.registry.events import ContactPointAdded
from femida.planning.tasks.commands import add_task
from femida.platform.access.policy import policy_of
from femida.platform.access.rights import Scope
from femida.platform.core import clock
from femida.platform.core.context import running
from femida.platform.core.errors import Denied, NotFound
from femida.platform.journal.models import FactAnchor
from femida.platform.journal.recording import record
from femida.platform.journal.timeline import ChangedField, Place, StoredFact
from femida.platform.screens.cards import story as module
from femida.platform.screens.cards.changes import Change, changes_of
from femida.platform.screens.cards.narrowing import read_asked, written
from femida.practice.contracts.events import ContractLinesChanged
from femida.practice.contracts.models import Contract
from tests.firm.people import actor_of, an_employee, give
from tests.parties.people import SYSTEM, a_party

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true", "HX-Target": "card-timeline"}
FURTHER = {"HX-Request": "true", "HX-Target": "timeline-more"}
THEN = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def party_id(house):
    give(house.clerk, parties__view=Scope.OFFICE, notes__add=Scope.OFFICE)
    return a_party(office_id=house.here.pk)


def line(client, party_id: int, query: str = "", headers=PART) -> str:
    answer = client.get(f"/parties/{party_id}/{query}", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def chips(page: str) -> dict[str, str]:
    found = re.findall(r'f-chip[^>]*>([^<]+?) ?(?:<span class="f-count">([^<]*)</span>)?</a>', page)
    return {label.strip(): count for label, count in found}


def tell(party_id: int, count: int, actor=SYSTEM) -> None:
    with running(actor):
        for number in range(count):
            record(
                ContactPointAdded(party_id=party_id, contact_point_id=number, point_kind="phone"),
                at=THEN + timedelta(hours=number),
            )


def test_groups_have_chips_with_counts_and_narrow(house, client, party_id):
    for number in range(3):
        add_note(actor_of(house.clerk), party_id=party_id, text=f"Заметка {number}")
    page = line(client, party_id)
    assert chips(page) == {"Всё": "", "Заметки": "3", "Изменения": "1"}
    narrowed = client.get(f"/parties/{party_id}/?show=notes&who=&since=", headers=PART)
    assert narrowed.headers["HX-Replace-Url"] == f"/parties/{party_id}/?show=notes"
    page = narrowed.content.decode()
    assert page.count('data-group="notes"') == 3
    assert 'data-group="changes"' not in page
    assert chips(page) == {"Всё": "", "Заметки": "3", "Изменения": "1"}
    assert "Показано: Заметки" in page
    both = line(client, party_id, "?show=notes&show=changes")
    assert both.count("data-group=") == 4
    # the whole page keeps what the address says
    whole = client.get(f"/parties/{party_id}/?show=notes").content.decode()
    assert 'data-group="changes"' not in whole
    assert 'data-tab="story"' in whole


def test_counts_tell_nothing_of_what_is_hidden(house, client, party_id):
    """A task of another office stands on the party's line for those who see it, and counts for them only."""
    add_task(
        SYSTEM,
        title="Тайное дело",
        due_at=clock.now() + timedelta(days=9),
        responsible_id=house.far.pk,
        object_type="parties.party",
        object_id=party_id,
    )
    before = line(client, party_id)
    assert "Задачи" not in chips(before)
    assert "Тайное" not in before
    assert "Ничего не подходит" in line(client, party_id, "?show=tasks")
    give(house.clerk, tasks__view=Scope.FIRM)
    assert chips(line(client, party_id))["Задачи"] == "1"


def test_rare_groups_are_found_however_far_they_lie(house, client, party_id, monkeypatch):
    monkeypatch.setattr(module, "COUNTED", 20)
    monkeypatch.setattr(module, "PAGE", 5)
    add_note(actor_of(house.clerk), party_id=party_id, text="Давняя заметка")
    FactAnchor.objects.filter(fact__kind="note.added").update(at=THEN - timedelta(days=900))
    tell(party_id, 40)
    page = line(client, party_id)
    assert chips(page) == {"Всё": "", "Изменения": "20+"}
    assert "Давняя заметка" in line(client, party_id, "?show=notes")


def test_pages_go_on_where_the_last_one_ended(house, client, party_id):
    tell(party_id, 120)
    seen, query, headers = [], "", PART
    for _page in range(5):
        page = line(client, party_id, query, headers)
        seen += re.findall(r'<time datetime="([^"]+)"', page)
        more = re.search(r'hx-get="([^"]*before=[^"]*)"', page)
        if more is None:
            break
        query, headers = "?" + more[1].partition("?")[2].replace("&amp;", "&"), FURTHER
    assert len(seen) == len(set(seen)) == 121
    assert seen == sorted(seen, reverse=True)


def test_what_was_read_stays_when_the_card_is_drawn_again(house, client, party_id):
    tell(party_id, 120)
    first = line(client, party_id)
    further = line(client, party_id, "?" + re.search(r"before=[\d.]+", first)[0], FURTHER)
    down = re.search(r'name="down" value="([\d.]+)"', further)[1]
    fresh = {"HX-Request": "true", "HX-Target": "card-fresh"}
    assert line(client, party_id, headers=fresh).count("data-group=") == 50
    again = line(client, party_id, f"?down={down}", fresh)
    assert again.count("data-group=") == 100
    # the narrowing stays as well
    assert "data-group=" not in line(client, party_id, "?show=notes", fresh)


def test_by_person_and_by_period(house, client, party_id):
    colleague = an_employee(house.here)
    give(colleague, parties__view=Scope.OFFICE, notes__add=Scope.OFFICE)
    add_note(actor_of(house.clerk), party_id=party_id, text="От первой")
    add_note(actor_of(colleague), party_id=party_id, text="От второй")
    page = line(client, party_id, f"?who={colleague.account_id}")
    assert "От второй" in page
    assert "От первой" not in page
    assert f'<option value="{colleague.account_id}" selected>{colleague.account.name}' in page
    tell(party_id, 3)
    assert line(client, party_id, "?since=2026-03-01&until=2026-03-01").count("data-group=") == 3
    assert "data-group=" not in line(client, party_id, "?since=2026-02-01&until=2026-02-28")
    assert "data-group=" not in line(client, party_id, "?until=2026-02-28")


@pytest.mark.parametrize(
    "query",
    ["?show=тайное", "?who=х", "?who=" + "9" * 30, "?since=вчера&until=0001-01-01", "?down=1", "?down=.",
     "?before=1", "?since=9999-12-31", "?show=notes&show=notes", f"?down={'9' * 18}.1", "?who=٣"],
)  # fmt: skip
def test_strange_addresses_are_borne(house, client, party_id, query):
    assert line(client, party_id, query)
    assert client.get(f"/parties/{party_id}/{query}").status_code == 200


def test_a_further_page_needs_its_place(client, party_id):
    assert client.get(f"/parties/{party_id}/?before=нет", headers=FURTHER).status_code == 404


def test_an_address_says_what_was_asked():
    place = Place(datetime(2026, 3, 1, 12, 0, 0, 123457, tzinfo=UTC), 77)
    query = urlencode([("show", "notes"), ("who", "5"), ("since", "2026-03-01"), ("before", written(place))])
    asked = read_asked(QueryDict(query))
    assert asked.before == place
    assert asked.address("/x/", before=place) == f"/x/?{query}"


# --- changed values ---


def test_changes_say_from_what_to_what(house, client, party_id):
    change_party(SYSTEM, party_id=party_id, surname="Орлова")
    assign_party(SYSTEM, party_id=party_id, employee_id=house.clerk.pk)
    page = re.sub(r"<svg.*?</svg>", "→", line(client, party_id))
    name = "Имя или название:</span> <del>Ковалёва Анна</del> → <ins>Орлова Анна</ins>"
    assert name in page
    empty = '<span class="f-muted">пусто</span>'
    assert f"Ответственный:</span> <del>{empty}</del> → <ins>{house.clerk.name}</ins>" in page


def test_what_is_out_of_sight_is_not_named(house, party_id):
    """Twin: who sees the party reads its name in the same place."""
    give(house.clerk, contracts__view=Scope.OFFICE)
    foreign = a_party("Чужаков", office_id=house.there.pk)
    fact = stored(ContractLinesChanged(contract_id=5), ChangedField("party_id", party_id, foreign))
    own = ("practice.contract", 5)
    assert changes_of(policy_of(actor_of(house.clerk)), [fact], own) == {
        1: [Change("Клиент", "Ковалёва Анна", "скрыто от вас")]
    }
    give(house.clerk, parties__view=Scope.FIRM)
    assert changes_of(policy_of(actor_of(house.clerk)), [fact], own)[1][0].new == "Чужаков Анна"


def stored(event, *changed: ChangedField, number: int = 1, act=None) -> StoredFact:
    return StoredFact(number, THEN, event.kind, event, SYSTEM, act or uuid4(), changed)


AMOUNT = ChangedField("amount", 10000, 12500.5)


def test_a_hidden_field_stays_hidden(house):
    """Twin: with the right the same change is shown."""
    give(house.clerk, contracts__view=Scope.OFFICE)
    fact = stored(ContractLinesChanged(contract_id=5), AMOUNT, ChangedField("subject_text", "a", "b"))
    own = ("practice.contract", 5)
    assert changes_of(policy_of(actor_of(house.clerk)), [fact], own) == {}
    give(house.clerk, contracts__see_amount=Scope.OFFICE)
    shown = changes_of(policy_of(actor_of(house.clerk)), [fact], own)
    assert shown == {1: [Change("Сумма", "10\u202f000,00\u00a0₽", "12\u202f500,50\u00a0₽")]}


def test_an_object_out_of_sight_tells_nothing(house):
    """On the line of its party a contract's fact may stand; its values are for those who see the contract."""
    give(house.clerk, contracts__view=Scope.OFFICE, contracts__see_amount=Scope.OFFICE)
    fact = stored(ContractLinesChanged(contract_id=5), AMOUNT)
    assert not Contract.objects.filter(pk=5).exists()
    assert changes_of(policy_of(actor_of(house.clerk)), [fact], ("parties.party", 1)) == {}


def test_several_facts_of_one_act_tell_of_a_change_once(house):
    give(house.clerk, contracts__view=Scope.OFFICE, contracts__see_amount=Scope.OFFICE)
    act = uuid4()
    facts = [stored(ContractLinesChanged(contract_id=5), AMOUNT, number=n, act=act) for n in (3, 2)]
    assert set(changes_of(policy_of(actor_of(house.clerk)), facts, ("practice.contract", 5))) == {2}


def test_values_read_by_their_type(house):
    give(house.clerk, contracts__view=Scope.OFFICE)
    fact = stored(
        ContractLinesChanged(contract_id=5),
        ChangedField("state", "draft", "signed"),
        ChangedField("signed_on", None, "2026-03-01"),
        ChangedField("created_at", "2026-03-01T12:00:00+00:00", None),
        ChangedField("void_reason", "", "я" * 300),
        ChangedField("wall_id", None, 3),
    )
    shown = changes_of(policy_of(actor_of(house.clerk)), [fact], ("practice.contract", 5))[1]
    by_label = {one.label: (one.old, one.new) for one in shown}
    assert by_label["Подписан"] == ("", "01.03.2026")
    assert by_label["Составлен"][0].startswith("01.03.2026, ")
    assert max(len(new) for _old, new in by_label.values()) == 121
    assert len(by_label) == 4


# --- pins ---


def test_a_note_stays_on_top(house, client, party_id):
    note_id = add_note(actor_of(house.clerk), party_id=party_id, text="Звонить только после шести")
    for number in range(60):
        add_note(SYSTEM, party_id=party_id, text=f"Заметка {number}")
    assert "f-tl-pinned" not in line(client, party_id)
    assert client.post(f"/notes/{note_id}/pin/", {"pinned": "yes"}).status_code == 204
    page = line(client, party_id)
    pinned = page[page.index("f-tl-pinned") : page.index("</section>")]
    assert "Звонить только после шести" in pinned
    assert 'aria-pressed="true"' in pinned
    # whatever the line is narrowed to
    assert "f-tl-pinned" in line(client, party_id, "?show=changes")
    client.post(f"/notes/{note_id}/pin/", {"pinned": ""})
    assert "f-tl-pinned" not in line(client, party_id)


def test_pinning_is_for_those_who_write_notes_here(house, party_id):
    note_id = add_note(SYSTEM, party_id=party_id, text="Заметка")
    reader, stranger = an_employee(house.here), an_employee(house.there)
    give(reader, parties__view=Scope.OFFICE)
    give(stranger, parties__view=Scope.OFFICE, notes__add=Scope.OFFICE)
    with pytest.raises(Denied):
        pin_note(actor_of(reader), note_id=note_id, pinned=True)
    with pytest.raises(NotFound):
        pin_note(actor_of(stranger), note_id=note_id, pinned=True)
    page = line(house.client(reader), party_id)
    assert "Заметка" in page
    assert "/pin/" not in page


# --- statements ---


def test_one_statement_for_each_kind_however_many_facts(house, client, party_id):
    def asked(query: str = "", headers=PART) -> int:
        with CaptureQueriesContext(connection) as queries:
            line(client, party_id, query, headers)
        return len(queries)

    def happen(times: int) -> None:
        for number in range(times):
            add_note(actor_of(house.clerk), party_id=party_id, text=f"Заметка {number}")
            change_party(SYSTEM, party_id=party_id, surname=f"Фамилия{'а' * (number + 1)}")
        tell(party_id, times)

    happen(2)
    few = asked()
    happen(12)
    # session, account, policy (2), row, facts, notes, names
    assert asked() == few == 8
    place = written(Place(THEN + timedelta(days=900), 1))
    assert asked(f"?before={place}", FURTHER) == 8
    assert asked("?show=notes") == 8
