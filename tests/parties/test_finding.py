"""An enquiry finds the party it comes from, or makes one, and never two."""

import threading

import pytest
from django.db import connection

from femida.parties.registry.commands import (
    FoundParty,
    change_party,
    close_party,
    find_or_make_party,
    parties,
)
from femida.parties.registry.matching import match
from femida.parties.registry.models import ContactPoint, Party
from femida.parties.registry.queries import find_by_phone
from femida.platform.access.rights import Scope
from femida.platform.core import locks
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid
from femida.platform.journal.models import Fact
from tests.firm.people import actor_of, an_employee, an_office, give
from tests.parties.people import SYSTEM, a_party

SITE = Actor.integration(1)


def facts(kind: str) -> int:
    return Fact.objects.filter(kind=kind).count()


@pytest.mark.django_db
def test_a_new_number_makes_a_party():
    office = an_office()
    found = find_or_make_party(
        SITE, name="Анна Ковалёва", phones=["8 (912) 345-67-89"], emails=["Anna@Mail.ru"], office_id=office.pk
    )
    party = Party.objects.get(pk=found.party_id)
    assert found.made
    assert (party.surname, party.given_name, party.name) == ("Ковалёва", "Анна", "Ковалёва Анна")
    assert (party.office_id, party.name_key, party.kind) == (office.pk, "ковалева анна", "person")
    points = ContactPoint.objects.filter(party=party).order_by("pk")
    assert [(p.kind, p.value().reveal(), p.is_primary) for p in points] == [
        ("phone", "79123456789", True),
        ("email", "anna@mail.ru", True),
    ]
    assert (facts("party.registered"), facts("contact.added")) == (1, 2)


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", ["+7 912 345-67-89", "89123456789", "9123456789", "7(912)345 67 89"])
def test_the_same_number_in_any_spelling_finds_the_party(spelling):
    party_id = a_party(phones=["+79123456789"])
    assert find_or_make_party(SITE, name="Кто-то", phones=[spelling]) == FoundParty(party_id, made=False)
    assert Party.objects.count() == 1


@pytest.mark.django_db
def test_a_number_weighs_more_than_an_address():
    by_mail = a_party(emails=["a@mail.ru"])
    by_phone = a_party(phones=["+79123456789"])
    assert find_or_make_party(SITE, emails=["A@MAIL.RU"]).party_id == by_mail
    found = find_or_make_party(SITE, phones=["+79123456789"], emails=["a@mail.ru"])
    assert found.party_id == by_phone


@pytest.mark.django_db
def test_what_the_party_lacks_is_added_once():
    party_id = a_party(phones=["+79123456789"])
    for _ in range(2):
        find_or_make_party(SITE, phones=["+79123456789", "+79123456780"], emails=["a@mail.ru"])
    points = ContactPoint.objects.filter(party_id=party_id)
    assert sorted((p.value().reveal(), p.is_primary) for p in points) == [
        ("79123456780", False), ("79123456789", True), ("a@mail.ru", True),
    ]  # fmt: skip


@pytest.mark.django_db
def test_of_several_with_one_number_the_named_one_is_taken_else_the_latest():
    anna = a_party("Ковалёва", "Анна", phones=["+79123456789"])
    pavel = a_party("Ковалёв", "Павел", phones=["+79123456789"])

    def found(name: str) -> int:
        return find_or_make_party(SITE, name=name, phones=["+79123456789"]).party_id

    assert found("КОВАЛЕВА анна") == anna
    assert found("Анна") == anna
    assert found("Ковалёв Павел Петрович") == pavel
    assert found("Незнакомец") == pavel
    # an act about the first makes it the most recently active one
    change_party(SYSTEM, party_id=anna, patronymic="Петровна")
    assert found("Незнакомец") == anna
    assert found("") == anna


@pytest.mark.django_db
def test_a_known_name_is_never_overwritten_but_an_unknown_one_is_filled_in():
    made = find_or_make_party(SITE, phones=["+79123456789"])
    party = Party.objects.get(pk=made.party_id)
    assert (party.name, party.name_known) == ("Без имени", False)
    find_or_make_party(SITE, name="Пётр Иванов", phones=["+79123456789"])
    find_or_make_party(SITE, name="Сидор Сидоров", phones=["+79123456789"])
    party.refresh_from_db()
    assert (party.name, party.name_known, party.version) == ("Иванов Пётр", True, 2)


@pytest.mark.django_db
def test_an_organisation_is_known_by_its_form():
    made = find_or_make_party(SITE, name="ООО «Ромашка»", phones=["+74951234567"])
    party = Party.objects.get(pk=made.party_id)
    assert (party.kind, party.name, party.legal_name) == ("organisation", "ООО «Ромашка»", "ООО «Ромашка»")


@pytest.mark.django_db
def test_a_number_typed_into_the_name_becomes_a_contact():
    made = find_or_make_party(SITE, name="Пётр +7 912 345-67-89 p@mail.ru", phones=[""])
    party = Party.objects.get(pk=made.party_id)
    assert party.name == "Пётр"
    assert {p.kind for p in ContactPoint.objects.filter(party=party)} == {"phone", "email"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"phones": ["12"]}, "phones"),
        ({"phones": ["abc"]}, "phones"),
        ({"phones": ["+7 912 345-67-89, +7 912 345-67-80"]}, "phones"),
        ({"emails": ["a@"]}, "emails"),
        ({"emails": ["a@b@c.ru"]}, "emails"),
        ({"phones": [f"+7912345{n:04}" for n in range(11)]}, "phones"),
        ({"name": "я" * 241, "phones": ["+79123456789"]}, "name"),
        ({}, "phones"),
    ],
)
def test_garbage_is_refused_at_its_field_and_leaves_nothing(given, field):
    with pytest.raises(Invalid) as refusal:
        find_or_make_party(SITE, **given)
    assert list(refusal.value.fields) == [field]
    assert str(refusal.value.fields[field])
    assert Party.objects.count() == ContactPoint.objects.count() == Fact.objects.count() == 0


@pytest.mark.django_db
def test_a_closed_party_is_found_and_not_copied():
    head = an_employee(an_office())
    party_id = a_party(phones=["+79123456789"])
    close_party(SYSTEM, party_id=party_id, people=[head.account_id], reason="спор партнёров")
    assert find_or_make_party(SITE, phones=["+79123456789"]) == FoundParty(party_id, made=False)


@pytest.mark.django_db
def test_who_may_not_register_makes_nothing():
    person = an_employee(an_office())
    with pytest.raises(Denied):
        find_or_make_party(actor_of(person), phones=["+79123456789"])
    assert Party.objects.count() == 0


@pytest.mark.django_db
def test_a_person_registers_in_an_own_office_only():
    here, there = an_office("Москва"), an_office("Казань")
    person = an_employee(here)
    give(person, parties__register=Scope.OFFICE)
    made = find_or_make_party(actor_of(person), name="Анна", phones=["+79123456789"])
    party = Party.objects.get(pk=made.party_id)
    assert (party.office_id, party.created_by_id) == (here.pk, person.pk)
    with pytest.raises(Denied):
        find_or_make_party(actor_of(person), phones=["+79123456780"], office_id=there.pk)


@pytest.mark.django_db
def test_the_house_itself_finds_by_phone_and_people_do_not():
    party_id = a_party(phones=["+79123456789"])
    assert find_by_phone(SYSTEM, number="89123456789") == [party_id]
    with pytest.raises(Denied):
        find_by_phone(Actor.person(1), number="89123456789")


def enquire_at_once(number: str, times: int) -> list[FoundParty]:
    """Several enquiries of one number, each by a connection of its own."""
    together = threading.Barrier(times)
    found: list[FoundParty] = []

    def enquire():
        try:
            together.wait()
            found.append(find_or_make_party(SITE, name="Анна", phones=[number], emails=["anna@mail.ru"]))
        finally:
            connection.close()

    threads = [threading.Thread(target=enquire) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.race
def test_enquiries_of_one_number_at_once_make_one_party(cloned_database):
    found = enquire_at_once("+79123456789", 8)
    assert sorted(one.made for one in found) == [False] * 7 + [True]
    assert len({one.party_id for one in found}) == 1
    assert Party.objects.count() == 1
    assert ContactPoint.objects.count() == 2


@pytest.mark.race
def test_without_the_lock_the_same_race_makes_two(cloned_database, monkeypatch):
    monkeypatch.setattr(locks, "lock_words", lambda *words: None)
    # all have looked before the first one makes anything: so it would happen on a busy day
    looked = threading.Barrier(4)

    def look(*words, **options):
        found = match(*words, **options)
        looked.wait(timeout=20)
        return found

    monkeypatch.setattr(parties, "match", look)
    enquire_at_once("+79123456789", 4)
    assert Party.objects.count() > 1
