"""The palette's answers: recent objects, commands by right, found objects, exact questions; nothing more."""

import re

import pytest

from femida.parties.registry.commands import add_contact_point, close_party
from femida.parties.registry.commands.contacts import SEARCHES_AN_HOUR
from femida.parties.requisites.models import Requisites
from femida.platform.access.rights import Scope
from femida.platform.journal.models import AccessLog
from femida.platform.screens.search.results import marked
from tests.firm.people import an_employee, give
from tests.parties.people import SYSTEM, a_party

pytestmark = pytest.mark.django_db
NUMBER = "+79123456789"


def ask(client, typed: str = "", **more: str) -> str:
    answer = client.post("/search/palette/", {"q": typed, **more})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.content.decode()


def names(page: str) -> list[str]:
    """The words of the lines, without the hidden ones for screen readers."""
    bare = re.sub(r'<span class="f-sr">.*?</span>', "", page)
    found = re.findall(r'f-pal-name">(.*?)</span>', bare)
    return [re.sub(r"<[^>]+>", "", one) for one in found]


def test_recent_objects_are_one_s_own_and_under_the_policy(house, client):
    first, second, third = (house.thing(name) for name in ("Первая", "Вторая", "Третья"))
    for thing in (first, second, first, third):
        client.get(f"/things/{thing.pk}/")
    assert names(ask(client))[:3] == ["Третья", "Первая", "Вторая"]
    assert "Первая" not in ask(house.client(house.far))
    third.office = house.there
    third.save()
    assert names(ask(client))[:2] == ["Первая", "Вторая"]


def test_at_most_twenty_recent_objects(house, client):
    for number in range(23):
        client.get(f"/things/{house.thing(f'Вещь {number}').pk}/")
    assert sum(name.startswith("Вещь") for name in names(ask(client))) == 20


def test_commands_are_by_right(house, client):
    assert "Создать: лицо" not in ask(client)
    give(house.clerk, parties__register=Scope.OFFICE)
    assert "Создать: лицо" in names(ask(client))
    for typed in ("новое лицо", "yjdjt kbwj", "созд лиц"):
        assert names(ask(client, typed))[:1] == ["Создать: лицо"]
    assert names(ask(client, "тёмн")) == ["Тёмная тема"]
    assert names(ask(client, "things")) == ["Things"]
    assert names(ask(house.client(house.visitor), "things")) == []


def test_found_objects_say_what_they_are(house, client):
    house.thing("Иванов <b>Пётр</b>")
    page = ask(client, "иванов")
    assert "<mark>Иванов</mark> &lt;b&gt;Пётр" in page
    assert house.clerk.name in page
    assert 'data-said="Найдено: 1"' in page


def test_what_is_left_out_stands_behind_a_line(house, client):
    for number in range(7):
        house.thing(f"Вещь {number}")
    page = ask(client, "вещь")
    assert names(page).count("Ещё в списке «Things»") == 1
    assert len([one for one in names(page) if one.startswith("Вещь")]) == 5
    assert names(page)[-1] == "Показать все результаты"


def test_nothing_found_says_so(client):
    page = ask(client, "щъщъщ")
    assert names(page) == []
    assert "Ничего не нашлось" in page


def test_the_other_keyboard_is_tried(house, client):
    house.thing("Привет")
    page = ask(client, "ghbdtn")
    assert "Показано по запросу «привет»" in page
    assert names(page)[0] == "Привет"


@pytest.mark.parametrize("typed", ["%", "\0", "'\"<script>", "а" * 500, "#", "№٣", "()", "* " * 90])
def test_bears_anything(client, typed):
    assert "<script>" not in ask(client, typed)


def test_hidden_objects_leave_no_byte(house, client):
    """The same answers, to the byte, whether or not there are walled and foreign objects that would match."""
    give(house.clerk, parties__view=Scope.OFFICE, requisites__view=Scope.OFFICE)
    house.thing("Орлова Анна")
    a_party(office_id=house.here.pk, surname="Орлова", phones=[NUMBER])
    typed = ("орлова", "орл", "jhkjdf", "лова анн", "7707083893", "#1", "нет", "")
    before = [ask(client, one) for one in typed]
    walled = a_party(office_id=house.here.pk, surname="Орлова", phones=[NUMBER])
    Requisites.objects.create(party_id=walled, inn="7707083893")
    close_party(SYSTEM, party_id=walled, people=[an_employee(house.here).account_id], reason="спор")
    for number in range(30):
        house.thing(f"Орлова Анна {number}", office=house.there)
    assert [ask(client, one) for one in typed] == before


def test_an_inn_finds_whoever_may_see_requisites(house, client):
    give(house.clerk, parties__view=Scope.OFFICE)
    party_id = a_party("", "", kind="organisation", office_id=house.here.pk, legal_name="ООО «Ромашка»")
    Requisites.objects.create(party_id=party_id, inn="7707083893", short_name="Ромашка-Юг")
    assert names(ask(client, "7707083893")) == []
    give(house.clerk, requisites__view=Scope.OFFICE)
    for typed in ("7707083893", "770708", "ромашка юг"):
        page = ask(client, typed)
        assert "ООО «Ромашка»" in names(page)
    assert "в реквизитах" in ask(client, "770708")


def test_numbers_are_asked_by_a_step_of_their_own_only(house, client):
    give(house.clerk, parties__view=Scope.OFFICE)
    party_id = a_party(office_id=house.here.pk, surname="Телефонова", phones=[NUMBER])
    for typed in (NUMBER, "6789"):
        assert names(ask(client, typed)) == []
        assert names(ask(client, typed, by="number")) == names(ask(client, typed, by="tail")) == []
    assert not AccessLog.objects.filter(kind__startswith="found").exists()
    give(house.clerk, contacts__find_by_number=Scope.OFFICE, contacts__find_by_tail=Scope.OFFICE)
    assert names(ask(client, "8 (912) 345-67-89")) == ["Найти по телефону или e-mail целиком"]
    assert names(ask(client, "6789")) == ["Найти по последним 4 цифрам телефона"]
    # typing asked nothing yet
    assert not AccessLog.objects.filter(kind__startswith="found").exists()
    assert names(ask(client, NUMBER, by="number")) == ["Телефонова Анна"]
    assert names(ask(client, "6789", by="tail")) == ["Телефонова Анна"]
    lines = AccessLog.objects.filter(kind__startswith="found").order_by("pk")
    assert list(lines.values_list("kind", "object_id")) == [
        ("found_by_number", party_id),
        ("found_by_tail", party_id),
    ]


def test_exact_questions_are_limited(house, client):
    give(house.clerk, parties__view=Scope.OFFICE, contacts__find_by_tail=Scope.OFFICE)
    for number in range(SEARCHES_AN_HOUR):
        ask(client, f"{number:04}", by="tail")
    page = ask(client, "6789", by="tail")
    assert "Слишком много поисков" in page
    assert AccessLog.objects.filter(kind="found_by_tail").count() == SEARCHES_AN_HOUR


def test_no_part_of_a_contact_is_in_any_entry(house):
    from django.db import connection

    party_id = a_party(office_id=house.here.pk, surname="Телефонова", phones=[NUMBER])
    add_contact_point(SYSTEM, party_id=party_id, kind="email", value="tainaya.pochta@mail.ru")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_searchentry WHERE text ~ '456789|345 67|tainaya'")
        assert cursor.fetchone() == (0,)


def test_costs_an_exact_number_of_statements(house, client, django_assert_num_queries):
    house.thing("Иванов Пётр")
    # session, account, policy (2), two grades of each half, rows of the one type with hits, contacts
    with django_assert_num_queries(8):
        ask(client, "иванов")


@pytest.mark.parametrize(
    ("shown", "typed", "drawn"),
    [
        ("Ёлкин Пётр", "елк", "<mark>Ёлк</mark>ин Пётр"),
        ("Договор подряда", "договоры", "<mark>Договор</mark> подряда"),
        ("а<б", "б", "а&lt;<mark>б</mark>"),
        ("", "б", ""),
        ("İx", "x", "İx"),
    ],
)
def test_what_was_typed_is_marked(shown, typed, drawn):
    assert marked(shown, typed) == drawn
