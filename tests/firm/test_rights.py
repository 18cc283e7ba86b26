"""Giving rights, the last administrator, closed matters, preset groups."""

import pytest

from femida.firm.staff.administrators import UnableToGiveMoreThanOwn, UnableToLeaveNoAdministrator
from femida.firm.staff.commands import block_employee, break_wall, give_right, set_groups, take_right
from femida.firm.staff.presets import PRESETS, load_presets, unknown_rights
from femida.firm.staff.queries import accounts_with_right
from femida.firm.staff.setup import create_administrator
from femida.firm.staff.walls import change_people, lift_wall, people_of, raise_wall
from femida.platform.access.models import Group, GroupGrant, GroupMember, PersonGrant, Wall
from femida.platform.access.policy import one_policy_per_actor, policy_of
from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, NotFound
from femida.platform.journal.models import AccessLog, Fact
from femida.platform.journal.timeline import timeline
from tests.firm.people import actor_of, an_employee, an_office, give, give_personally
from tests.sample.models import Thing

pytestmark = pytest.mark.django_db

HOUSE = Actor.system("test")


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def admin(office):
    person = an_employee(office)
    give(person, access__change=Scope.FIRM, staff__view=Scope.FIRM, staff__change=Scope.FIRM)
    return person


@pytest.fixture
def someone(office):
    return an_employee(office)


def a_group(name: str = "Группа", **grants: Scope) -> Group:
    group = Group.objects.create(key=f"k{Group.objects.count()}", name=f"{name} {Group.objects.count()}")
    for right, scope in grants.items():
        GroupGrant.objects.create(group=group, right=right.replace("__", "."), scope=scope.value)
    return group


def grants() -> list[list[dict]]:
    return [list(m.objects.order_by("pk").values()) for m in (GroupMember, PersonGrant, Wall)]


def test_rights_count_from_the_same_request_on(admin, someone):
    actor = actor_of(admin)
    group = a_group(things__view=Scope.OFFICE)
    with one_policy_per_actor():
        assert policy_of(actor_of(someone)).scope("things.view") is Scope.DENIED
        set_groups(actor, employee_id=someone.pk, group_ids=[group.pk])
        assert policy_of(actor_of(someone)).scope("things.view") is Scope.OFFICE
        give_right(actor, employee_id=someone.pk, right="things.view", scope=Scope.DENIED)
        assert policy_of(actor_of(someone)).scope("things.view") is Scope.DENIED
        take_right(actor, employee_id=someone.pk, right="things.view")
        assert policy_of(actor_of(someone)).scope("things.view") is Scope.OFFICE
        set_groups(actor, employee_id=someone.pk, group_ids=[])
        assert policy_of(actor_of(someone)).scope("things.view") is Scope.DENIED


def test_every_change_of_rights_stands_on_the_employees_time_line(admin, someone):
    actor = actor_of(admin)
    group = a_group("Смелые")
    set_groups(actor, employee_id=someone.pk, group_ids=[group.pk])
    set_groups(actor, employee_id=someone.pk, group_ids=[group.pk])
    give_right(actor, employee_id=someone.pk, right="staff.view", scope=Scope.OFFICE)
    give_right(actor, employee_id=someone.pk, right="staff.view", scope=Scope.DENIED)
    take_right(actor, employee_id=someone.pk, right="staff.view")
    take_right(actor, employee_id=someone.pk, right="staff.view")
    lines = [(entry.title, entry.body) for entry in timeline(actor, "firm.employee", someone.pk)]
    assert lines == [
        ("Снято личное право: Видеть сотрудников", ""),
        ("Лично запрещено: Видеть сотрудников", ""),
        ("Дано личное право: Видеть сотрудников", "офис"),
        ("Группы изменены", f"Добавлена группа: {group.name}"),
    ]


def test_unknown_groups_and_rights_are_refused(admin, someone):
    before = grants()
    with pytest.raises(Invalid):
        set_groups(actor_of(admin), employee_id=someone.pk, group_ids=[0])
    with pytest.raises(Invalid):
        give_right(actor_of(admin), employee_id=someone.pk, right="moon.fly", scope=Scope.OWN)
    assert grants() == before


@pytest.mark.parametrize("act", ["groups", "give", "take", "wall", "presets"])
def test_without_the_right_nothing_changes(office, someone, act):
    clerk = an_employee(office)
    give(clerk, staff__view=Scope.FIRM, staff__change=Scope.FIRM)
    give_personally(someone, things__view=Scope.OWN)
    wall = raise_wall("sample.thing", 1, [someone.account_id], "проверка")
    group = a_group()
    before, groups = grants(), Group.objects.count()
    acts = {
        "groups": lambda actor: set_groups(actor, employee_id=someone.pk, group_ids=[group.pk]),
        "give": lambda actor: give_right(
            actor, employee_id=someone.pk, right="things.view", scope=Scope.FIRM
        ),
        "take": lambda actor: take_right(actor, employee_id=someone.pk, right="things.view"),
        "wall": lambda actor: break_wall(actor, wall_id=wall.pk, reason="хочу"),
        "presets": load_presets,
    }
    with pytest.raises(Denied):
        acts[act](actor_of(clerk))
    assert (grants(), Group.objects.count()) == (before, groups)
    assert not Fact.objects.exists()


def test_a_local_administrator_gives_nothing_that_reaches_further(office, someone):
    local = an_employee(office)
    give(local, access__change=Scope.OFFICE, staff__view=Scope.FIRM)
    wide, narrow = a_group(things__view=Scope.FIRM), a_group(things__view=Scope.OFFICE)
    actor = actor_of(local)
    set_groups(actor, employee_id=someone.pk, group_ids=[narrow.pk])
    before = grants()
    with pytest.raises(UnableToGiveMoreThanOwn):
        set_groups(actor, employee_id=someone.pk, group_ids=[wide.pk])
    with pytest.raises(UnableToGiveMoreThanOwn):
        give_right(actor, employee_id=local.pk, right="access.change", scope=Scope.FIRM)
    with pytest.raises(Denied):
        give_right(actor, employee_id=an_employee(an_office("Там")).pk, right="things.view", scope=Scope.OWN)
    assert grants() == before


def test_lifting_a_denial_counts_as_giving(office, someone):
    local = an_employee(office)
    give(local, access__change=Scope.OFFICE, staff__view=Scope.FIRM)
    give(someone, things__view=Scope.FIRM)
    give_personally(someone, things__view=Scope.DENIED)
    with pytest.raises(UnableToGiveMoreThanOwn):
        take_right(actor_of(local), employee_id=someone.pk, right="things.view")


def test_the_last_administrator_stays(office, admin):
    actor = actor_of(admin)
    before = grants()
    with pytest.raises(UnableToLeaveNoAdministrator):
        set_groups(actor, employee_id=admin.pk, group_ids=[])
    for scope in (Scope.DENIED, Scope.OFFICE):
        with pytest.raises(UnableToLeaveNoAdministrator):
            give_right(actor, employee_id=admin.pk, right="access.change", scope=scope)
    with pytest.raises(UnableToLeaveNoAdministrator):
        block_employee(HOUSE, employee_id=admin.pk)
    assert grants() == before
    second = an_employee(office)
    give_personally(second, access__change=Scope.FIRM)
    set_groups(actor, employee_id=admin.pk, group_ids=[])
    with pytest.raises(UnableToLeaveNoAdministrator):
        take_right(actor_of(second).as_system("test"), employee_id=second.pk, right="access.change")
    assert accounts_with_right("access.change", None) == [second.account_id]


def test_a_blocked_administrator_is_no_administrator(office, admin):
    blocked = an_employee(office)
    give(blocked, access__change=Scope.FIRM)
    blocked.account.is_active = False
    blocked.account.save()
    with pytest.raises(UnableToLeaveNoAdministrator):
        set_groups(actor_of(admin), employee_id=admin.pk, group_ids=[])


def test_people_of_a_right_are_those_whose_right_reaches_the_office(office):
    elsewhere = an_office("Там")
    here, there, both, firm, own, denied = (
        an_employee(place) for place in (office, elsewhere, elsewhere, elsewhere, office, office)
    )
    from femida.firm.staff.models import EmployeeOffice

    EmployeeOffice.objects.create(employee=both, office=office)
    for person in (here, there, both, denied):
        give(person, things__view=Scope.OFFICE)
    give_personally(denied, things__view=Scope.DENIED)
    give(firm, things__view=Scope.FIRM)
    give(own, things__view=Scope.OWN)
    accounts = lambda *people: sorted(person.account_id for person in people)  # noqa: E731
    assert accounts_with_right("things.view", office.pk) == accounts(here, both, firm)
    assert accounts_with_right("things.view", office.pk, firm_wide=False) == accounts(here, both)
    assert accounts_with_right("things.view", None) == accounts(firm)
    with pytest.raises(KeyError):
        accounts_with_right("moon.fly", office.pk)


def test_a_wall_is_raised_changed_and_lifted(office, someone):
    other = an_employee(office)
    for person in (someone, other):
        give(person, things__view=Scope.FIRM)
    thing = Thing.objects.create(name="дело")
    wall = raise_wall("sample.thing", thing.pk, [someone.account_id], "конфликт")
    Thing.objects.update(wall=wall)
    sees = lambda person: visible(actor_of(person), Thing).exists()  # noqa: E731
    assert (sees(someone), sees(other)) == (True, False)
    again = raise_wall("sample.thing", thing.pk, [other.account_id], "другая причина")
    assert (again.pk, again.reason, people_of(wall.pk)) == (wall.pk, "другая причина", [other.account_id])
    assert (sees(someone), sees(other)) == (False, True)
    change_people(wall, [someone.account_id, other.account_id])
    assert (sees(someone), sees(other)) == (True, True)
    assert lift_wall("sample.thing", thing.pk).pk == wall.pk
    assert lift_wall("sample.thing", thing.pk) is None
    fresh = raise_wall("sample.thing", thing.pk, [other.account_id], "снова")
    assert fresh.pk != wall.pk


def test_a_wall_needs_a_reason_and_people_who_may_sign_in(someone):
    for people, reason in (([], "причина"), ([0], "причина"), ([someone.account_id], " ")):
        with pytest.raises(Invalid):
            raise_wall("sample.thing", 1, people, reason)
    assert not Wall.objects.exists()


def test_a_wall_is_broken_only_with_a_recorded_reason(office, admin, someone):
    give(admin, access__break_wall=Scope.FIRM, things__view=Scope.FIRM)
    thing = Thing.objects.create(name="дело")
    wall = raise_wall("sample.thing", thing.pk, [someone.account_id], "конфликт")
    Thing.objects.update(wall=wall)
    actor = actor_of(admin)
    with pytest.raises(Invalid):
        break_wall(actor, wall_id=wall.pk, reason=" ")
    assert not visible(actor, Thing).exists()
    break_wall(actor, wall_id=wall.pk, reason="запрос суда")
    assert visible(actor, Thing).exists()
    line = AccessLog.objects.get(kind="opened")
    assert (line.object_id, line.reason, line.actor_id) == (thing.pk, "запрос суда", admin.account_id)
    assert Fact.objects.get(kind="wall.broken").payload["object_id"] == thing.pk
    lift_wall("sample.thing", thing.pk)
    with pytest.raises(NotFound):
        break_wall(actor, wall_id=wall.pk, reason="ещё раз")


def test_presets_know_only_rights_that_are_declared():
    assert unknown_rights() == {}


def test_presets_are_made_once_and_the_firms_own_changes_stay():
    ids = load_presets(HOUSE)
    assert set(ids) == {preset.key for preset in PRESETS}
    GroupGrant.objects.filter(group_id=ids["administrator"], right="staff.change").delete()
    GroupGrant.objects.filter(group_id=ids["operator"], right="staff.view").update(scope=Scope.OFFICE.value)
    assert load_presets(HOUSE) == ids
    assert not GroupGrant.objects.filter(group_id=ids["administrator"], right="staff.change").exists()
    load_presets(HOUSE, add_new_rights=True)
    assert GroupGrant.objects.filter(group_id=ids["administrator"], right="staff.change").exists()
    assert GroupGrant.objects.get(group_id=ids["operator"], right="staff.view").scope == Scope.OFFICE.value
    assert Group.objects.get(key="director").name == "Директор"


def test_no_preset_but_the_administrators_gives_rights_and_the_administrator_reveals_nothing():
    for preset in PRESETS:
        keys = {key for key, _ in preset.pairs()}
        assert (preset.key == "administrator") == ("access.change" in keys)
        assert (preset.key == "administrator") == ("access.break_wall" in keys)
        if preset.key in ("administrator", "operator"):
            assert not {key for key in keys if key.startswith("contacts.reveal")}


def test_the_first_administrator_gets_groups_an_office_and_may_give_rights():
    pk = create_administrator("Root", "очень длинный пароль", "Ёлкин Пётр Ильич")
    from femida.firm.staff.models import Employee

    employee = Employee.objects.get(pk=pk)
    assert (employee.surname, employee.given_name, employee.patronymic) == ("Ёлкин", "Пётр", "Ильич")
    assert employee.main_office.name == "Главный офис"
    assert policy_of(actor_of(employee)).scope("access.change") is Scope.FIRM
    with pytest.raises(Invalid):
        create_administrator("root", "очень длинный пароль", "Другой")
    second = create_administrator("second", "очень длинный пароль", "admin")
    assert Employee.objects.get(pk=second).main_office == employee.main_office
