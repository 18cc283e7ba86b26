"""The panel of requisites and its dialogs; what `femida verify` says of the tables."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.module_loading import autodiscover_modules

from femida.parties.registry.commands import register_party
from femida.parties.requisites.commands import add_bank_account, add_identity_document, set_requisites
from femida.parties.requisites.models import BankAccount, IdentityDocument, NameCorrection, Requisites
from femida.platform.access.rights import Scope
from femida.platform.core.verify import checks
from femida.platform.journal.models import AccessLog
from tests.firm.people import an_employee, an_office, give
from tests.parties.people import SYSTEM, a_party
from tests.people_online import browser, into

pytestmark = pytest.mark.django_db

DIALOG = into("dialog-body")
NUMBERS, AGE = (
    "requisites: open numbers have right check digits",
    "requisites: a passport in use was issued from the 14th birthday on",
)
PASSPORT = {
    "kind": "passport", "number": "45 08 123456", "issuer": "ОВД района Сокол", "issued_on": "2010-05-20",
    "unit_code": "770-001",
}  # fmt: skip
ACCOUNT = {"bic": "044525225", "bank_name": "ПАО Сбербанк", "account": "40702810900000000123"}


@pytest.fixture
def office():
    return an_office("Москва")


@pytest.fixture
def client(office):
    """Of a manager: sees, changes, reveals."""
    employee = an_employee(office)
    words = "parties__view requisites__view requisites__change requisites__reveal"
    give(employee, **dict.fromkeys(words.split(), Scope.OFFICE))
    return browser(employee)


@pytest.fixture
def person(office):
    return a_party(office_id=office.pk)


def card(client, party_id: int) -> str:
    return client.get(f"/parties/{party_id}/").content.decode()


def test_a_person_s_requisites_by_the_forms(client, person):
    edit = reverse("requisites:edit", args=[person])
    assert client.get(edit, headers=DIALOG).status_code == 200
    assert "Пока не заполнены" in card(client, person)
    wrong = client.post(edit, {"ogrnip": "304770000000018", "version": "1"}, headers=DIALOG)
    assert (wrong.status_code, "опечатка" in wrong.content.decode()) == (422, True)
    good = client.post(edit, {"birth_date": "1980-04-07", "version": "1"}, headers=DIALOG)
    assert good.status_code == 204
    assert client.post(edit, {"birth_place": "Тула", "version": "1"}, headers=DIALOG).status_code == 409
    assert Requisites.objects.values_list("birth_date", "birth_place").get() == (date(1980, 4, 7), "")
    document = reverse("requisites:add-document", args=[person])
    assert client.post(document, PASSPORT | {"issued_on": ""}, headers=DIALOG).status_code == 422
    assert client.post(document, PASSPORT, headers=DIALOG).status_code == 204
    account = reverse("requisites:add-account", args=[person])
    assert client.post(account, ACCOUNT, headers=DIALOG).status_code == 204
    assert client.post(account, ACCOUNT, headers=DIALOG).status_code == 422
    text = card(client, person)
    assert all(word in text for word in ("Реквизиты", "07.04.1980", "••• 3456", "••• 0123", "ПАО Сбербанк"))
    assert not [number for number in ("4508123456", "45 08 123456", ACCOUNT["account"]) if number in text]


def test_a_number_is_shown_once_for_a_reason(client, person):
    client.post(reverse("requisites:add-document", args=[person]), PASSPORT, headers=DIALOG)
    address = reverse("requisites:reveal", args=["document", IdentityDocument.objects.get().pk])
    assert client.get(address, headers=DIALOG).status_code == 200
    assert client.post(address, {"reason": ""}, headers=DIALOG).status_code == 422
    assert not AccessLog.objects.filter(kind="reveal").exists()
    answer = client.post(address, {"reason": "договор"}, headers=DIALOG)
    assert "45 08 123456" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "45 08 123456" in client.post(address, {"reason": "договор"}).content.decode()
    assert AccessLog.objects.filter(kind="reveal").count() == 2


def test_out_of_use_and_forms_of_a_name(client, person):
    client.post(reverse("requisites:add-account", args=[person]), ACCOUNT, headers=DIALOG)
    row = BankAccount.objects.get().pk
    assert client.post(reverse("requisites:outdate", args=["account", row])).status_code == 204
    assert BankAccount.objects.get().outdated_at is not None
    assert client.post(reverse("requisites:outdate", args=["car", row])).status_code == 404
    address = reverse("requisites:correct-name", args=[person])
    assert client.get(address, headers=DIALOG).status_code == 200
    given = {"word": "Ковалёва", "case": "dative", "form": "Ковалёве"}
    assert client.post(address, given, headers=DIALOG).status_code == 204
    assert NameCorrection.objects.get().form == "Ковалёве"


def test_an_organisation_s_requisites_and_its_twin(client, office):
    first, second = (
        register_party(SYSTEM, kind="organisation", legal_name=name, office_id=office.pk)
        for name in ("ООО «Один»", "ООО «Два»")
    )
    for party_id in (first, second):
        edit = reverse("requisites:edit", args=[party_id])
        answer = client.post(edit, {"inn": "7700000009", "kpp": "770001001"}, headers=DIALOG)
        assert answer.status_code == 204
    text = card(client, first)
    assert "Тот же ИНН" in text
    assert "ООО «Два»" in text


def test_who_only_sees_changes_and_reveals_nothing(office, person):
    document = add_identity_document(SYSTEM, party_id=person, kind="snils", number="11223344595")
    cashier = an_employee(office)
    give(cashier, parties__view=Scope.OFFICE, requisites__view=Scope.OFFICE)
    client = browser(cashier)
    text = card(client, person)
    assert "СНИЛС" in text
    assert "445 95" not in text
    assert reverse("requisites:reveal", args=["document", document]) not in text
    for name in ("edit", "add-document", "add-account", "correct-name"):
        assert client.get(reverse(f"requisites:{name}", args=[person])).status_code == 403, name
    assert client.get(reverse("requisites:reveal", args=["document", document])).status_code == 403


def test_who_does_not_see_requisites_has_no_panel(office, person):
    operator = an_employee(office)
    give(operator, parties__view=Scope.OFFICE)
    assert "Реквизиты" not in card(browser(operator), person)


@pytest.fixture
def filled(person):
    autodiscover_modules("checks")
    set_requisites(
        SYSTEM, party_id=person, values={"ogrnip": "304770000000019", "birth_date": date(1980, 4, 7)}
    )
    add_identity_document(
        SYSTEM,
        party_id=person,
        kind="passport",
        number="4508123456",
        issuer="ОВД",
        issued_on=date(2010, 5, 20),
    )
    add_bank_account(SYSTEM, party_id=person, **ACCOUNT)


def broken() -> set[str]:
    return {name for name in (NUMBERS, AGE) if not checks[name]().holds}


@pytest.mark.parametrize(
    ("spoil", "seen"),
    [
        (dict, set()),
        (lambda: Requisites.objects.update(ogrnip="304770000000018"), {NUMBERS}),
        (lambda: Requisites.objects.update(birth_date=date(2000, 1, 1)), {AGE}),
    ],
)
def test_each_check_sees_its_own(filled, spoil, seen):
    assert [checks[name]().looked for name in (NUMBERS, AGE)] == [1, 1]
    spoil()
    assert broken() == seen


def test_the_panel_asks_once_for_each_table(office, client, filled, person):
    """With an OGRNIP to compare, a person costs four statements; a reader without the right none."""
    reader = an_employee(office)
    give(reader, parties__view=Scope.OFFICE)
    without = statements(browser(reader), person)
    assert statements(client, person) - without == 4


def statements(client, party_id: int) -> int:
    card(client, party_id)
    with CaptureQueriesContext(connection) as queries:
        card(client, party_id)
    return len(queries)
