"""Requisites: checked at their fields, hidden and shown by a recorded reason, names declined as corrected."""

from datetime import date

import pytest

from femida.firm.staff.presets import PRESETS
from femida.kernel.names import Case
from femida.parties.registry.commands import close_party, register_party
from femida.parties.requisites.commands import (
    UnableToAddAccount,
    UnableToAddDocument,
    add_bank_account,
    add_identity_document,
    correct_name,
    mark_outdated,
    reveal_identity,
    set_requisites,
)
from femida.parties.requisites.models import BankAccount, IdentityDocument, NameCorrection, Requisites
from femida.parties.requisites.queries import (
    accounts_of,
    declined,
    documents_of,
    requisites_of,
    same_by_inn,
    same_by_requisites,
)
from femida.parties.requisites.reading import birthday
from femida.platform.access.rights import Scope
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.journal.models import AccessLog, FieldChange
from femida.platform.journal.timeline import timeline
from tests.firm.people import actor_of, an_employee, an_office, give
from tests.parties.canary import database_as_text
from tests.parties.people import SYSTEM, a_party

pytestmark = pytest.mark.django_db

PASSPORT = "45 08 123456"
ISSUED = {"issuer": "ОВД района Сокол", "issued_on": date(2010, 5, 20), "unit_code": "770-001"}
INN, OGRN, KPP, OGRNIP = "7700000009", "1027700000008", "770001001", "304770000000019"
PERSON_INN, SNILS = "500100732259", "112-233-445 95"
BIC, ACCOUNT, CORR = "044525225", "40702810900000000123", "30101810400000000225"


@pytest.fixture
def office():
    return an_office("Москва")


@pytest.fixture
def reader(office):
    employee = an_employee(office)
    give(employee, parties__view=Scope.OFFICE, requisites__view=Scope.OFFICE)
    return employee


@pytest.fixture
def person(office):
    return a_party(office_id=office.pk)


def an_organisation(name: str = "ООО «Вектор»", **values: object) -> int:
    return register_party(SYSTEM, kind="organisation", legal_name=name, **values)


def a_passport(party_id: int, number: str = PASSPORT, **values: object) -> int:
    return add_identity_document(
        SYSTEM, party_id=party_id, kind="passport", number=number, **(ISSUED | values)
    )


def an_account(party_id: int, **values: str) -> int:
    given = {"bic": BIC, "bank_name": "ПАО Сбербанк", "account": ACCOUNT, "corr_account": CORR} | values
    return add_bank_account(SYSTEM, party_id=party_id, **given)


def refused(act, *args, **kwargs) -> set[str]:
    """The fields at which a command refuses."""
    with pytest.raises(Invalid) as refusal:
        act(*args, **kwargs)
    return set(refusal.value.fields)


def test_an_organisation_s_requisites_are_kept_normalised(office, reader):
    party_id = an_organisation(office_id=office.pk)
    values = {"inn": "77 0000 0009", "ogrn": OGRN, "kpp": KPP, "head_name": "Орлов Пётр Ильич"}
    set_requisites(SYSTEM, party_id=party_id, values=values)
    row = requisites_of(actor_of(reader), party_id)
    assert (row.inn, row.ogrn, row.kpp, row.version) == (INN, OGRN, KPP, 2)
    set_requisites(SYSTEM, party_id=party_id, values={"kpp": ""}, version=2)
    assert Requisites.objects.values_list("inn", "kpp").get() == (INN, "")


def test_a_stale_save_changes_nothing(person):
    set_requisites(SYSTEM, party_id=person, values={"birth_place": "Тула"}, version=1)
    with pytest.raises(Stale):
        set_requisites(SYSTEM, party_id=person, values={"birth_place": "Омск"}, version=1)
    assert Requisites.objects.get().birth_place == "Тула"


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"inn": "7700000008"}, {"inn"}),
        ({"inn": PERSON_INN}, {"inn"}),
        ({"ogrn": "1027700000009", "kpp": "77"}, {"ogrn", "kpp"}),
        ({"birth_date": date(1990, 1, 1)}, {"birth_date"}),
        ({"full_name": "я" * 301}, {"full_name"}),
        ({"gender": "other"}, {"gender"}),
    ],
)
def test_wrong_values_of_an_organisation(values, fields):
    party_id = an_organisation()
    assert refused(set_requisites, SYSTEM, party_id=party_id, values=values | {"short_name": "Х"}) == fields
    assert not Requisites.objects.exists()


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"ogrnip": "304770000000018"}, {"ogrnip"}),
        ({"birth_date": date(2999, 1, 1)}, {"birth_date"}),
        ({"birth_date": date(1850, 1, 1)}, {"birth_date"}),
        ({"birth_place": f"Тула, паспорт {PASSPORT}"}, {"birth_place"}),
        ({"inn": INN}, {"inn"}),
    ],
)
def test_wrong_values_of_a_person(person, values, fields):
    assert refused(set_requisites, SYSTEM, party_id=person, values=values) == fields
    assert not Requisites.objects.exists()


@pytest.mark.parametrize(
    ("kind", "number", "more", "fields"),
    [
        ("licence", "1", {}, {"kind"}),
        ("snils", "112-233-445 96", {}, {"number"}),
        ("inn", INN, {}, {"number"}),
        ("passport", "", ISSUED, {"number"}),
        ("passport", PASSPORT, ISSUED | {"issued_on": None}, {"issued_on"}),
        ("passport", PASSPORT, ISSUED | {"issued_on": date(2999, 1, 1)}, {"issued_on"}),
        ("passport", PASSPORT, ISSUED | {"issued_on": date(1990, 1, 1)}, {"issued_on"}),
        ("passport", PASSPORT, ISSUED | {"unit_code": "77"}, {"unit_code"}),
        ("passport", PASSPORT, ISSUED | {"issuer": ""}, {"issuer"}),
        ("passport", PASSPORT, ISSUED | {"issuer": "ОВД, 4508 123456"}, {"issuer"}),
    ],
)
def test_wrong_documents(person, kind, number, more, fields):
    assert refused(add_identity_document, SYSTEM, party_id=person, kind=kind, number=number, **more) == fields
    assert not IdentityDocument.objects.exists()


def test_a_passport_is_issued_from_the_fourteenth_birthday_on(person):
    set_requisites(SYSTEM, party_id=person, values={"birth_date": date(2000, 3, 10)})
    assert refused(a_passport, person, issued_on=date(2014, 3, 9)) == {"issued_on"}
    a_passport(person, issued_on=date(2014, 3, 10))
    later = {"birth_date": date(2000, 3, 11)}
    assert refused(set_requisites, SYSTEM, party_id=person, values=later) == {"birth_date"}


def test_birthdays_of_the_leap_day():
    assert birthday(date(2004, 2, 29), 14) == date(2018, 3, 1)
    assert birthday(date(2004, 2, 29), 20) == date(2024, 2, 29)


def test_a_new_passport_puts_the_former_out_of_use(person):
    first = a_passport(person)
    with pytest.raises(UnableToAddDocument):
        a_passport(person)
    second = a_passport(person, "45 20 654321")
    in_use = IdentityDocument.objects.filter(outdated_at__isnull=True)
    assert list(in_use.values_list("pk", flat=True)) == [second]
    assert IdentityDocument.objects.get(pk=first).value().reveal() == "4508123456"


def test_an_organisation_has_no_passport():
    with pytest.raises(UnableToAddDocument):
        a_passport(an_organisation())


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"account": "40702810000000000123"}, {"account"}),
        ({"bic": "044525974"}, {"account"}),
        ({"bic": "944525225"}, {"bic"}),
        ({"corr_account": "30101810500000000225"}, {"corr_account"}),
        ({"bank_name": " "}, {"bank_name"}),
    ],
)
def test_wrong_accounts(person, values, fields):
    assert refused(an_account, person, **values) == fields
    assert not BankAccount.objects.exists()


def test_an_account_is_there_once_until_it_is_out_of_use(person):
    first = an_account(person)
    with pytest.raises(UnableToAddAccount):
        an_account(person)
    mark_outdated(SYSTEM, what="account", row_id=first)
    assert an_account(person) != first
    with pytest.raises(NotFound):
        mark_outdated(SYSTEM, what="account", row_id=first)


def test_masks_tell_nothing_without_the_right_to_reveal(office, reader, person):
    other = a_party(office_id=office.pk)
    a_passport(person)
    a_passport(other, "45 20 654321")
    an_account(person)
    actor = actor_of(reader)
    assert [one.mask for one in documents_of(actor, person)] == ["••• ••••"]
    assert documents_of(actor, person)[0].mask == documents_of(actor, other)[0].mask
    assert [one.mask for one in accounts_of(actor, person)] == ["••• ••••"]
    give(reader, requisites__reveal=Scope.OFFICE)
    assert [one.mask for one in documents_of(actor, person)] == ["••• 3456"]
    assert [one.mask for one in accounts_of(actor, person)] == ["••• 0123"]


def test_without_the_right_to_see_there_is_nothing(office, person):
    a_passport(person)
    an_account(person)
    set_requisites(SYSTEM, party_id=person, values={"ogrnip": OGRNIP})
    stranger = an_employee(office)
    give(stranger, parties__view=Scope.OFFICE)
    actor = actor_of(stranger)
    assert (requisites_of(actor, person), documents_of(actor, person)) == (None, [])
    assert accounts_of(actor, person) == []
    titles = [str(entry.title) for entry in timeline(actor, "parties.party", person)]
    assert titles
    assert not {"Изменены реквизиты", "Добавлен банковский счёт"} & set(titles)


def test_a_reveal_shows_one_number_and_leaves_a_line(reader, person):
    give(reader, requisites__reveal=Scope.OFFICE)
    document, account = a_passport(person), an_account(person)
    actor = actor_of(reader)
    why = "сверка с 4508 123456"
    assert reveal_identity(actor, what="document", row_id=document, reason=why) == PASSPORT
    assert reveal_identity(actor, what="account", row_id=account, reason="платёж") == ACCOUNT
    lines = list(AccessLog.objects.order_by("pk").values_list("kind", "object_id", "right", "reason"))
    assert lines == [
        ("reveal", document, "requisites.reveal", "сверка с •••"),
        ("reveal", account, "requisites.reveal", "платёж"),
    ]


def test_a_reveal_without_right_or_reason_shows_nothing(reader, person):
    document = a_passport(person)
    with pytest.raises(Denied):
        reveal_identity(actor_of(reader), what="document", row_id=document, reason="надо")
    assert refused(reveal_identity, SYSTEM, what="document", row_id=document, reason=" ") == {"reason"}
    assert not AccessLog.objects.filter(kind="reveal").exists()


def test_only_who_may_change_changes_and_a_closed_matter_is_not_there(office, reader, person):
    actor = actor_of(reader)
    for act, given in (
        (set_requisites, {"values": {"birth_place": "Тула"}}),
        (add_identity_document, {"kind": "snils", "number": SNILS}),
        (correct_name, {"word": "Анна", "case": "dative", "form": "Анне"}),
    ):
        with pytest.raises(Denied):
            act(actor, party_id=person, **given)
    give(reader, requisites__change=Scope.OFFICE)
    close_party(SYSTEM, party_id=person, people=[an_employee(office).account_id], reason="спор")
    with pytest.raises(NotFound):
        set_requisites(actor, party_id=person, values={"birth_place": "Тула"})
    assert not Requisites.objects.exists()


def test_the_same_numbers_are_told_through_the_rights_only(office, reader, person):
    twin = a_party("Двойник", office_id=office.pk)
    hidden = a_party("Скрытый", office_id=an_office("Казань").pk)
    for party_id in (person, twin, hidden):
        add_identity_document(SYSTEM, party_id=party_id, kind="inn", number=PERSON_INN)
    first, second = an_organisation(office_id=office.pk), an_organisation("АО «Два»", office_id=office.pk)
    for party_id in (first, second):
        set_requisites(SYSTEM, party_id=party_id, values={"ogrn": OGRN})
    actor = actor_of(reader)
    assert [(one.party_id, one.name) for one in same_by_inn(actor, person)] == [(twin, "Двойник Анна")]
    own = requisites_of(actor, first)
    assert [(one.party_id, one.field) for one in same_by_requisites(actor, own)] == [(second, "ogrn")]
    assert len(same_by_inn(SYSTEM, person)) == 2
    stranger = an_employee(office)
    give(stranger, parties__view=Scope.OFFICE)
    assert same_by_inn(actor_of(stranger), person) == []
    assert same_by_requisites(actor_of(stranger), own) == []


def test_a_name_is_declined_as_a_person_has_put_it_right(person):
    assert str(declined(person, Case.DATIVE)) == "Ковалёвой Анне"
    correct_name(SYSTEM, party_id=person, word="КОВАЛЕВА", case="dative", form="Ковалёве")
    assert str(declined(person, Case.DATIVE)) == "Ковалёве Анне"
    assert str(declined(person, Case.GENITIVE)) == "Ковалёвой Анны"
    correct_name(SYSTEM, party_id=person, word="Ковалёва", case="dative", form="")
    assert not NameCorrection.objects.exists()
    assert refused(correct_name, SYSTEM, party_id=person, word="Иван", case="dative", form="х") == {"word"}
    assert refused(correct_name, SYSTEM, party_id=person, word="Анна", case="nominative", form="х") == {
        "case"
    }


def test_of_an_organisation_the_head_s_name_is_declined():
    party_id = an_organisation()
    assert str(declined(party_id, Case.GENITIVE)) == ""
    set_requisites(SYSTEM, party_id=party_id, values={"head_name": "Орлов Пётр Ильич"})
    assert str(declined(party_id, Case.GENITIVE)) == "Орлова Петра Ильича"


def test_a_given_gender_is_stronger_than_the_guess():
    party_id = a_party("Шмидт", "Саша")
    set_requisites(SYSTEM, party_id=party_id, values={"gender": "female"})
    assert declined(party_id, Case.DATIVE).surname == "Шмидт"
    set_requisites(SYSTEM, party_id=party_id, values={"gender": "male"})
    assert declined(party_id, Case.DATIVE).surname == "Шмидту"


def test_the_number_is_in_no_table_and_secret_columns_are_not_in_the_history(office, reader, person):
    document = a_passport(person)
    account = an_account(person)
    born, place = date(1980, 4, 7), "деревня Канарейкино"
    set_requisites(SYSTEM, party_id=person, values={"birth_date": born, "birth_place": place})
    set_requisites(SYSTEM, party_id=person, values={"birth_place": "Тула"})
    reveal_identity(SYSTEM, what="document", row_id=document, reason=f"сверить {PASSPORT}")
    mark_outdated(SYSTEM, what="document", row_id=document)
    mark_outdated(SYSTEM, what="account", row_id=account)
    stored = database_as_text()
    for number in ("4508123456", PASSPORT, "4508 123456", "123456", ACCOUNT, b"4508123456".hex()):
        assert {table for table, rows in stored.items() if number in rows} == set(), number
    assert FieldChange.objects.filter(table="requisites_requisites", field="birth_place").exists()
    assert {table for table, rows in stored.items() if place in rows} == set()
    # the twin: what is not sealed is found by the same look
    assert {table for table, rows in stored.items() if ISSUED["issuer"] in rows} == {
        "requisites_identitydocument"
    }


def test_the_acts_stand_on_the_time_line(reader, person):
    a_passport(person)
    mark_outdated(SYSTEM, what="account", row_id=an_account(person))
    set_requisites(SYSTEM, party_id=person, values={"ogrnip": OGRNIP})
    correct_name(SYSTEM, party_id=person, word="Анна", case="dative", form="Анне")
    titles = {str(entry.title) for entry in timeline(actor_of(reader), "parties.party", person)}
    assert titles >= {
        "Добавлен документ: Паспорт", "Добавлен банковский счёт", "Банковский счёт больше не используется",
        "Изменены реквизиты", "Исправлена форма имени",
    }  # fmt: skip


def test_which_groups_have_which_rights():
    granted = {
        preset.key: {right for right, _scope in preset.pairs() if right.startswith("requisites.")}
        for preset in PRESETS
    }
    whole = {"requisites.view", "requisites.change", "requisites.reveal"}
    assert [granted[key] for key in ("manager", "head_of_sales", "lawyer", "director")] == [whole] * 4
    assert granted["cashier"] == {"requisites.view"}
    assert granted["operator"] == granted["head_of_call_centre"] == set()
