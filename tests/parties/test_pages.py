"""Pages of parties: the list and the card hide contacts, forms call the commands, refusals change nothing."""

import re
from urllib.parse import quote, quote_plus

import pytest
from django.test import Client
from django.urls import reverse

from femida.parties.notes.models import Note
from femida.parties.registry.commands import close_party
from femida.parties.registry.models import ContactPoint, Party, PartyRole
from femida.platform.access.rights import Scope
from femida.platform.journal.models import AccessLog
from tests.firm.people import an_employee, an_office, give
from tests.parties.canary import CANARY, spellings
from tests.parties.people import SYSTEM, a_party

pytestmark = pytest.mark.django_db
TYPED = "+7 916 555-01-37"
DIALOG = {"HX-Request": "true", "HX-Target": "dialog-body"}


@pytest.fixture
def office():
    return an_office("Москва")


@pytest.fixture
def reader(office):
    employee = an_employee(office)
    give(employee, parties__view=Scope.OFFICE)
    return employee


@pytest.fixture
def manager(office):
    employee = an_employee(office)
    rights = (
        "parties__view parties__register parties__change parties__assign parties__close contacts__change "
        "contacts__reveal contacts__find_by_number contacts__find_by_tail notes__add"
    )
    give(employee, **dict.fromkeys(rights.split(), Scope.OFFICE))
    return employee


def browser(employee) -> Client:
    client = Client()
    client.force_login(employee.account, backend="femida.platform.accounts.backends.Backend")
    return client


def leaks(text: str) -> list[str]:
    return [spelling for spelling in [*spellings(), CANARY[-4:], "01-37"] if spelling in text]


def test_list_card_and_search_show_no_number(office, reader):
    party_id = a_party("Ковалёва", "Анна", phones=[TYPED], emails=["kanareika@mail.ru"], office_id=office.pk)
    client = browser(reader)
    for address in (
        "/parties/", f"/parties/{party_id}/", f"/search/?q={quote(TYPED)}", "/search/?q=Ковалева",
        "/parties/?q=0137", f"/parties/?q={CANARY}", "/parties/?sort=contact",
    ):  # fmt: skip
        answer = client.get(address)
        text = answer.content.decode()
        # what was asked may stand in the field of the search again
        for asked in (TYPED, CANARY, "0137", quote(TYPED), quote_plus(TYPED)):
            text = text.replace(asked, "")
        assert answer.status_code in (200, 422), address
        assert leaks(text) == [], address
        assert "kanareika" not in text
    card = client.get(f"/parties/{party_id}/").content.decode()
    assert "••• ••• ••-••" in card
    assert 'dialog-body"' not in card.split("f-panel")[1] or "reveal" not in card


def test_two_firms_that_differ_in_hidden_numbers_look_alike(office, reader):
    """Non-interference: the same pages, with other numbers behind the masks."""
    party_id = a_party("Ковалёва", "Анна", phones=[TYPED], emails=["a@mail.ru"], office_id=office.pk)
    client = browser(reader)

    def pages() -> list[str]:
        addresses = ("/parties/", f"/parties/{party_id}/", "/parties/?q=0137", f"/search/?q={CANARY}")
        return [without_tokens(client.get(address).content.decode()) for address in addresses]

    first = pages()
    for point, value in zip(
        ContactPoint.objects.order_by("pk"), ("4930123456789", "b@x.example"), strict=True
    ):
        point.put(value, tail=value[-4:])
        point.save()
    assert pages() == first


def without_tokens(text: str) -> str:
    text = re.sub(r'(csrfmiddlewaretoken"\s+value=|X-CSRFToken[^:]*:\s*)"[^"]*"', "", text)
    text = re.sub(r"X-CSRFToken&quot;:\s*&quot;[^&]*", "", text)
    text = re.sub(r"\d\d:\d\d:\d\d", "", text)
    return re.sub(r'nonce="[^"]*"|content="[A-Za-z0-9]{64}"', "", text)


def test_a_closed_party_is_on_no_page(office, manager):
    named = an_employee(office)
    party_id = a_party("Ковалёва", "Анна", office_id=office.pk)
    close_party(SYSTEM, party_id=party_id, people=[named.account_id], reason="спор")
    client = browser(manager)
    assert "Ковалёва" not in client.get("/parties/").content.decode()
    for name in ("card", "edit", "assign", "close", "add-contact", "add-role"):
        assert client.get(reverse(f"parties:{name}", args=[party_id])).status_code == 404, name
    assert client.post(reverse("parties:open", args=[party_id])).status_code == 404


def test_registering_by_the_form(office, manager):
    client = browser(manager)
    assert client.get("/parties/new/").status_code == 200
    bad = client.post("/parties/new/", {"kind": "person", "surname": "Я", "phones": "12"})
    assert bad.status_code == 422
    assert "мало цифр" in bad.content.decode()
    assert Party.objects.count() == 0
    good = client.post(
        "/parties/new/",
        {"kind": "person", "surname": "Ковалёва", "given_name": "Анна", "phones": TYPED, "office": office.pk},
    )
    party = Party.objects.get()
    assert (good.status_code, good.headers["Location"]) == (302, f"/parties/{party.pk}/")
    assert ContactPoint.objects.get().value().reveal() == CANARY


def test_changing_by_the_form_and_the_stale_form(office, manager):
    party_id = a_party("Ковалёва", "Анна", office_id=office.pk)
    client, address = browser(manager), reverse("parties:edit", args=[party_id])
    shown = client.get(address).content.decode()
    assert 'value="Ковалёва"' in shown
    values = {"kind": "person", "surname": "Петрова", "given_name": "Анна", "version": "1"}
    assert client.post(address, values).status_code == 302
    assert client.post(address, values | {"surname": "Сидорова"}).status_code == 409
    assert Party.objects.get().surname == "Петрова"


def test_a_contact_is_revealed_only_with_a_reason(office, manager):
    party_id = a_party(phones=[TYPED], office_id=office.pk)
    client, point = browser(manager), ContactPoint.objects.get()
    address = reverse("parties:reveal", args=[point.pk])
    assert leaks(client.get(address, headers=DIALOG).content.decode()) == []
    empty = client.post(address, {"reason": ""}, headers=DIALOG)
    assert (empty.status_code, leaks(empty.content.decode())) == (422, [])
    assert not AccessLog.objects.filter(kind="reveal").exists()
    shown = client.post(address, {"reason": "перезвонить"}, headers=DIALOG)
    assert TYPED in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert AccessLog.objects.get(kind="reveal").reason == "перезвонить"
    page = client.post(address, {"reason": "перезвонить"})
    assert TYPED in page.content.decode()
    assert f"/parties/{party_id}/" in page.content.decode()


def test_without_the_right_every_form_is_closed(office, reader):
    party_id = a_party(phones=[TYPED], office_id=office.pk)
    point = ContactPoint.objects.get()
    role = PartyRole.objects.create(party_id=party_id, role="client")
    client = browser(reader)
    for name, pk in (
        ("edit", party_id), ("assign", party_id), ("close", party_id), ("open", party_id),
        ("add-contact", party_id), ("add-role", party_id), ("reveal", point.pk),
        ("remove-contact", point.pk), ("end-role", role.pk),
    ):  # fmt: skip
        answer = client.post(reverse(f"parties:{name}", args=[pk]), {"reason": "надо", "role": "client"})
        assert answer.status_code == 403, name
        assert leaks(answer.content.decode()) == []
    assert client.post("/parties/by-tail/", {"tail": CANARY[-4:]}).status_code == 403
    assert client.post(f"/notes/parties.party/{party_id}/add/", {"text": "я"}).status_code == 403
    assert client.get("/parties/new/").status_code == 403
    point.refresh_from_db()
    assert point.removed_at is None
    assert Party.objects.get().version == 1


def test_another_office_gets_the_same_as_for_nothing(manager):
    elsewhere = a_party(phones=[TYPED], office_id=an_office("Казань").pk)
    client, point = browser(manager), ContactPoint.objects.get()
    for name, pk in (("card", elsewhere), ("edit", elsewhere), ("reveal", point.pk), ("close", elsewhere)):
        assert client.get(reverse(f"parties:{name}", args=[pk])).status_code == 404, name
    assert client.get(f"/notes/parties.party/{elsewhere}/add/").status_code == 404
    assert client.post(reverse("parties:remove-contact", args=[point.pk])).status_code == 404


def test_contacts_roles_and_responsible_by_the_forms(office, manager):
    party_id = a_party(office_id=office.pk)
    client = browser(manager)

    def post(name: str, pk: int, **values: object):
        answer = client.post(reverse(f"parties:{name}", args=[pk]), values, headers=DIALOG)
        assert answer.status_code == 204, answer.content.decode()

    post("add-contact", party_id, kind="phone", value=TYPED, label="дом")
    point = ContactPoint.objects.get()
    post("add-role", party_id, role="client")
    post("assign", party_id, responsible=manager.pk)
    card = client.get(f"/parties/{party_id}/").content.decode()
    assert "+7 ••• •••-01-37" in card
    assert "дом" in card
    assert "клиент" in card
    assert manager.name in card
    post("end-role", PartyRole.objects.get().pk)
    post("remove-contact", point.pk)
    point.refresh_from_db()
    assert point.removed_at is not None


def test_closing_by_the_form(office, manager):
    party_id = a_party("Ковалёва", office_id=office.pk)
    client, address = browser(manager), reverse("parties:close", args=[party_id])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "спор"}).status_code == 422
    answer = client.post(address, {"reason": "спор", "people": [manager.pk], "version": "1"})
    assert answer.status_code == 302
    card = client.get(f"/parties/{party_id}/").content.decode()
    assert f"Дело видят только: {manager.account.name}" in card
    assert client.post(reverse("parties:open", args=[party_id]), headers=DIALOG).status_code == 204
    assert Party.objects.get().wall_id is None


def test_a_note_by_the_composer(office, manager):
    party_id = a_party(office_id=office.pk)
    client, address = browser(manager), f"/notes/parties.party/{party_id}/add/"
    pane = {"HX-Request": "true", "HX-Target": "pane-note-parties-party"}
    assert f'action="{address}"' in client.get(f"/parties/{party_id}/").content.decode()
    assert client.post(address, {"text": " "}, headers=pane).status_code == 422
    assert client.post(address, {"text": f"<b>Жена</b> {TYPED}"}, headers=pane).status_code == 204
    assert Note.objects.get().text == "<b>Жена</b> ••• ••• ••-••"
    card = client.get(f"/parties/{party_id}/").content.decode()
    assert "&lt;b&gt;Жена&lt;/b&gt; ••• ••• ••-••" in card
    assert client.post("/notes/firm.office/1/add/", {"text": "я"}).status_code == 404


def test_both_searches_by_number(office, manager):
    party_id = a_party("Ковалёва", "Анна", phones=[TYPED], office_id=office.pk)
    client = browser(manager)
    found = client.get("/search/", {"q": TYPED}).content.decode()
    assert f"/parties/{party_id}/" in found
    assert client.get("/parties/by-tail/").status_code == 200
    answer = client.post("/parties/by-tail/", {"tail": CANARY[-4:]})
    assert f"/parties/{party_id}/" in answer.content.decode()
    nobody = client.post("/parties/by-tail/", {"tail": "0000"}).content.decode()
    assert "Никого" in nobody
    assert client.post("/parties/by-tail/", {"tail": "00a0"}).status_code == 422
    kinds = list(AccessLog.objects.filter(kind__startswith="found").values_list("kind", flat=True))
    assert sorted(kinds) == ["found_by_number", "found_by_tail", "found_by_tail"]


def test_a_list_costs_the_same_for_any_number_of_parties(office, manager, django_assert_max_num_queries):
    for number in range(30):
        a_party(f"Фамилия{number}", phones=[TYPED], office_id=office.pk)
    client = browser(manager)
    client.get("/parties/")
    with django_assert_max_num_queries(14):
        answer = client.get("/parties/")
    assert answer.content.decode().count("+7 ••• •••-01-37") == 30
