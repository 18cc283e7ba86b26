"""Parties are registered, changed, given roles, closed and opened; each act leaves its trace."""

import pytest

from femida.firm.staff.models import Assignment
from femida.parties.registry.commands import (
    UnableToAddRole,
    UnableToCloseParty,
    add_role,
    assign_party,
    change_party,
    close_party,
    end_role,
    open_party,
    register_party,
)
from femida.parties.registry.models import Party, PartyRole
from femida.parties.registry.queries import names_of_parties, roles_of_parties
from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.journal.models import AccessLog, Fact, FieldChange
from femida.platform.journal.timeline import timeline
from tests.firm.people import actor_of, an_employee, an_office, give
from tests.parties.people import SYSTEM, a_party

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return an_office("Москва")


@pytest.fixture
def manager(office):
    employee = an_employee(office)
    give(
        employee,
        parties__view=Scope.OFFICE,
        parties__register=Scope.OFFICE,
        parties__change=Scope.OFFICE,
        parties__assign=Scope.OFFICE,
        parties__close=Scope.OFFICE,
    )
    return employee


def test_a_registered_party_is_its_authors_own(office, manager):
    party = Party.objects.get(
        pk=register_party(actor_of(manager), surname="Ёлкин", given_name="Пётр", patronymic="Ильич")
    )
    assert (party.name, party.name_key) == ("Ёлкин Пётр Ильич", "елкин петр ильич")
    assert (party.office_id, party.created_by_id, party.version) == (office.pk, manager.pk, 1)
    assert Assignment.objects.get().role == "author"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "surname"),
        ({"surname": "  \u200b "}, "surname"),
        ({"kind": "organisation", "surname": "Иванов"}, "legal_name"),
        ({"kind": "robot", "surname": "Иванов"}, "kind"),
        ({"surname": "я" * 81}, "surname"),
        ({"surname": "Иванов", "phones": ["1"]}, "phones"),
        ({"surname": "Иванов", "responsible_id": 10**9}, "responsible"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(values, field):
    with pytest.raises(Invalid) as refusal:
        register_party(SYSTEM, **values)
    assert list(refusal.value.fields) == [field]
    assert Party.objects.count() == 0


def test_a_change_is_composed_counted_and_kept(manager, office):
    party_id = a_party("Ковалёва", "Анна", office_id=office.pk)
    change_party(actor_of(manager), party_id=party_id, version=1, surname="Петрова", patronymic="Ильинична")
    party = Party.objects.get(pk=party_id)
    assert (party.name, party.version) == ("Петрова Анна Ильинична", 2)
    assert Fact.objects.get(kind="party.changed").payload["fields"] == ["name", "patronymic", "surname"]
    changes = FieldChange.objects.filter(table="registry_party", row=party_id)
    assert {change.field: (change.old, change.new) for change in changes}["surname"] == (
        "Ковалёва", "Петрова",
    )  # fmt: skip


def test_a_stale_change_is_refused(manager, office):
    party_id = a_party("Ковалёва", "Анна", office_id=office.pk)
    change_party(actor_of(manager), party_id=party_id, version=1, surname="Петрова")
    with pytest.raises(Stale):
        change_party(actor_of(manager), party_id=party_id, version=1, surname="Сидорова")
    assert Party.objects.get(pk=party_id).surname == "Петрова"


def test_a_person_can_become_an_organisation_with_a_name(manager, office):
    party_id = a_party("Ковалёва", "Анна", office_id=office.pk)
    with pytest.raises(Invalid):
        change_party(actor_of(manager), party_id=party_id, kind="organisation")
    change_party(actor_of(manager), party_id=party_id, kind="organisation", legal_name="АО «Вектор»")
    party = Party.objects.get(pk=party_id)
    assert (party.kind, party.name, party.surname) == ("organisation", "АО «Вектор»", "")


def test_nothing_changed_is_no_act(manager, office):
    party_id = a_party("Ковалёва", "Анна", office_id=office.pk)
    change_party(actor_of(manager), party_id=party_id, surname="Ковалёва")
    assert Party.objects.get(pk=party_id).version == 1
    assert not Fact.objects.filter(kind="party.changed").exists()


def test_another_office_neither_sees_nor_changes(manager):
    elsewhere = a_party(office_id=an_office("Казань").pk)
    for act in (
        lambda: change_party(actor_of(manager), party_id=elsewhere, surname="Я"),
        lambda: assign_party(actor_of(manager), party_id=elsewhere, employee_id=manager.pk),
        lambda: add_role(actor_of(manager), party_id=elsewhere, role="client"),
        lambda: close_party(actor_of(manager), party_id=elsewhere, people=[manager.account_id], reason="я"),
        lambda: open_party(actor_of(manager), party_id=elsewhere),
    ):
        with pytest.raises(NotFound):
            act()
    assert names_of_parties(actor_of(manager), [elsewhere]) == {}
    assert AccessLog.objects.count() == 0


def test_without_the_right_nothing_changes(office):
    reader = an_employee(office)
    give(reader, parties__view=Scope.OFFICE)
    party_id = a_party(office_id=office.pk)
    facts = Fact.objects.count()
    with pytest.raises(Denied):
        change_party(actor_of(reader), party_id=party_id, surname="Я")
    with pytest.raises(Denied):
        close_party(actor_of(reader), party_id=party_id, people=[reader.account_id], reason="я")
    assert Fact.objects.count() == facts
    assert Party.objects.get(pk=party_id).version == 1
    assert AccessLog.objects.filter(kind="refused").count() == 2


def test_the_responsible_person_is_named_and_freed(manager, office):
    party_id = a_party(office_id=office.pk)
    assign_party(actor_of(manager), party_id=party_id, employee_id=manager.pk)
    assign_party(actor_of(manager), party_id=party_id, employee_id=manager.pk)
    assert Party.objects.get(pk=party_id).responsible_id == manager.pk
    assign_party(actor_of(manager), party_id=party_id, employee_id=None)
    assert Party.objects.get(pk=party_id).responsible_id is None
    titles = [entry.title for entry in timeline(actor_of(manager), "parties.party", party_id)]
    assert titles == ["Ответственного больше нет", f"Ответственный: {manager.name}", "Лицо заведено"]


def test_a_role_is_held_once_and_ends(manager, office):
    party_id = a_party(office_id=office.pk)
    held = add_role(
        actor_of(manager), party_id=party_id, role="client", object_type="sales.deal", object_id=7
    )
    with pytest.raises(UnableToAddRole):
        add_role(actor_of(manager), party_id=party_id, role="client", object_type="sales.deal", object_id=7)
    with pytest.raises(Invalid):
        add_role(actor_of(manager), party_id=party_id, role="king")
    add_role(actor_of(manager), party_id=party_id, role="client")
    roles = roles_of_parties(actor_of(manager), [party_id])[party_id]
    assert [(role.role, role.object_id) for role in roles] == [("client", 7), ("client", None)]
    for _ in range(2):
        end_role(actor_of(manager), party_role_id=held)
    assert PartyRole.objects.get(pk=held).until is not None
    assert Fact.objects.filter(kind="party.role_ended").count() == 1
    with pytest.raises(NotFound):
        end_role(actor_of(manager), party_role_id=10**9)


def test_a_closed_party_is_for_the_named_only(office, manager):
    named = an_employee(office)
    give(named, parties__view=Scope.OFFICE)
    party_id = a_party(office_id=office.pk)
    wall_id = close_party(
        actor_of(manager), party_id=party_id, people=[named.account_id], reason="спор, звонил 89123456789"
    )
    assert visible(actor_of(named), Party).filter(pk=party_id).exists()
    assert not visible(actor_of(manager), Party).filter(pk=party_id).exists()
    assert Party.objects.get(pk=party_id).wall_id == wall_id
    assert Party.objects.select_related("wall").get(pk=party_id).wall.reason == "спор, звонил ••• ••• ••-••"
    with pytest.raises(NotFound):
        open_party(actor_of(manager), party_id=party_id)
    give(named, parties__close=Scope.OFFICE)
    with pytest.raises(UnableToCloseParty):
        close_party(actor_of(named), party_id=party_id, people=[named.account_id], reason="ещё раз")
    open_party(actor_of(named), party_id=party_id)
    assert visible(actor_of(manager), Party).filter(pk=party_id).exists()
    assert (
        list(Fact.objects.filter(kind__in=["party.closed", "party.opened"]).values_list("payload"))
        == [({"party_id": party_id, "wall_id": wall_id},)] * 2
    )
    titles = [entry.title for entry in timeline(actor_of(manager), "parties.party", party_id)]
    assert titles == ["Дело открыто", "Дело закрыто", "Лицо заведено"]


@pytest.mark.parametrize("people", [[], [10**9]])
def test_a_matter_is_not_closed_to_everybody(people, manager, office):
    party_id = a_party(office_id=office.pk)
    with pytest.raises(Invalid) as refusal:
        close_party(actor_of(manager), party_id=party_id, people=people, reason="спор")
    assert list(refusal.value.fields) == ["people"]
    assert Party.objects.get(pk=party_id).wall_id is None


def test_a_closed_matter_can_be_closed_again_after_it_was_opened(manager, office):
    party_id = a_party(office_id=office.pk)
    for _ in range(2):
        close_party(actor_of(manager), party_id=party_id, people=[manager.account_id], reason="спор")
        open_party(actor_of(manager), party_id=party_id)


def test_names_sort_as_in_a_telephone_book():
    for surname in ("Жуков", "Ёлкин", "Абрамов", "Егоров", "яшин"):
        a_party(surname, "А")
    names = Party.objects.order_by("name_key").values_list("surname", flat=True)
    assert list(names) == ["Абрамов", "Егоров", "Ёлкин", "Жуков", "яшин"]
