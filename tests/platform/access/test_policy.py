"""Rows under the policy: every scope by group, by personal grant and under a personal denial."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from femida.firm.staff.assigning import assign, set_responsible
from femida.firm.staff.models import DepartmentHead
from femida.platform.access.models import Wall, WallMember
from femida.platform.access.policy import forget_policies, load_policy, one_policy_per_actor, policy_of
from femida.platform.access.queries import get_visible, visible
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, NotFound
from tests.firm.people import a_department, actor_of, an_employee, an_office, give, give_personally
from tests.sample.models import Part, Thing

pytestmark = pytest.mark.django_db

TYPE = "sample.thing"


class Firm:
    """Two offices; in the first a head with a department, a clerk below the head, and a stranger."""

    def __init__(self) -> None:
        self.here, self.there = an_office("Здесь"), an_office("Там")
        self.sales, self.court = a_department(self.here), a_department(self.here, "court")
        self.head = an_employee(self.here, self.sales)
        self.clerk = an_employee(self.here, self.sales, manager=self.head)
        self.neighbour = an_employee(self.here, self.court)
        self.far = an_employee(self.there)
        self.things = {
            "heads": self._thing("heads", self.here, self.sales, self.head),
            "clerks": self._thing("clerks", self.here, self.sales, self.clerk),
            "departments": self._thing("departments", self.here, self.sales, None),
            "neighbours": self._thing("neighbours", self.here, self.court, self.neighbour),
            "far": self._thing("far", self.there, None, self.far),
            "nobodys": self._thing("nobodys", None, None, None),
        }

    def _thing(self, name, office, department, responsible):
        thing = Thing.objects.create(name=name, office=office, department=department)
        if responsible is not None:
            set_responsible(thing, TYPE, responsible.pk)
        return thing

    def seen_by(self, employee) -> set[str]:
        return set(visible(actor_of(employee), Thing).values_list("name", flat=True))


@pytest.fixture
def firm() -> Firm:
    return Firm()


EXPECTED = {
    Scope.DENIED: set(),
    Scope.OWN: {"heads"},
    Scope.SUBORDINATES: {"heads", "clerks"},
    Scope.DEPARTMENT: {"heads", "clerks", "departments"},
    Scope.DIRECTION: set(),
    Scope.OFFICE: {"heads", "clerks", "departments", "neighbours"},
    Scope.FIRM: {"heads", "clerks", "departments", "neighbours", "far", "nobodys"},
}


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("way", ["group", "personal", "personal over a wider group", "over a denial"])
def test_each_scope_reaches_exactly_its_rows(firm, scope, way):
    if way == "group":
        give(firm.head, things__view=scope)
    elif way == "personal":
        give_personally(firm.head, things__view=scope)
    elif way == "personal over a wider group":
        give(firm.head, things__view=Scope.FIRM)
        give_personally(firm.head, things__view=scope)
    else:
        give(firm.head, things__view=Scope.DENIED)
        give_personally(firm.head, things__view=scope)
    assert firm.seen_by(firm.head) == EXPECTED[scope]


def test_of_two_groups_the_wider_scope_counts(firm):
    give(firm.head, things__view=Scope.OWN)
    give(firm.head, things__view=Scope.OFFICE)
    assert firm.seen_by(firm.head) == EXPECTED[Scope.OFFICE]


def test_a_personal_denial_beats_every_group(firm):
    give(firm.head, things__view=Scope.FIRM)
    give_personally(firm.head, things__view=Scope.DENIED)
    assert firm.seen_by(firm.head) == set()
    with pytest.raises(Denied):
        policy_of(actor_of(firm.head)).require("things.view")


def test_the_right_to_see_gives_no_right_to_change(firm):
    give(firm.head, things__view=Scope.FIRM)
    assert not visible(actor_of(firm.head), Thing, "things.change").exists()


def test_own_is_any_open_part_and_ends_with_it(firm):
    give(firm.clerk, things__view=Scope.OWN)
    thing = firm.things["far"]
    assign(thing, TYPE, firm.clerk.pk, "watcher")
    assert firm.seen_by(firm.clerk) == {"clerks", "far"}
    set_responsible(firm.things["clerks"], TYPE, firm.head.pk)
    assert firm.seen_by(firm.clerk) == {"far"}


def test_a_further_office_counts_as_ones_office(firm):
    both = an_employee(firm.here, None, offices=[firm.there])
    give(both, things__view=Scope.OFFICE)
    assert firm.seen_by(both) == EXPECTED[Scope.OFFICE] | {"far"}


def test_the_head_of_a_department_has_its_people_and_its_rows(firm):
    chief = an_employee(firm.there)
    DepartmentHead.objects.create(department=firm.sales, employee=chief)
    give(chief, things__view=Scope.DEPARTMENT)
    assert firm.seen_by(chief) == EXPECTED[Scope.DEPARTMENT]
    give_personally(chief, things__view=Scope.SUBORDINATES)
    assert firm.seen_by(chief) == {"heads", "clerks"}


def test_subordinates_reach_all_the_way_down_and_a_ring_ends(firm):
    below = an_employee(firm.there, manager=firm.clerk)
    set_responsible(firm.things["nobodys"], TYPE, below.pk)
    give(firm.head, things__view=Scope.SUBORDINATES)
    assert firm.seen_by(firm.head) == {"heads", "clerks", "nobodys"}
    firm.head.manager = below
    firm.head.save()
    assert firm.seen_by(firm.head) == {"heads", "clerks", "nobodys"}


def test_a_wall_beats_every_right_but_opens_to_the_named(firm):
    wall = Wall.objects.create(object_type=TYPE, object_id=firm.things["clerks"].pk, reason="проверка")
    Thing.objects.filter(name="clerks").update(wall=wall)
    for employee in (firm.head, firm.clerk):
        give(employee, things__view=Scope.FIRM)
        assert "clerks" not in firm.seen_by(employee)
    with pytest.raises(NotFound):
        get_visible(actor_of(firm.clerk), Thing, firm.things["clerks"].pk)
    WallMember.objects.create(wall=wall, person_id=firm.head.account_id)
    assert firm.seen_by(firm.head) == EXPECTED[Scope.FIRM]
    assert "clerks" not in firm.seen_by(firm.clerk)


def test_a_wall_lets_nobody_past_their_scope(firm):
    wall = Wall.objects.create(object_type=TYPE, object_id=firm.things["far"].pk, reason="проверка")
    Thing.objects.filter(name="far").update(wall=wall)
    WallMember.objects.create(wall=wall, person_id=firm.head.account_id)
    give(firm.head, things__view=Scope.OFFICE)
    assert firm.seen_by(firm.head) == EXPECTED[Scope.OFFICE]


def test_a_child_is_seen_exactly_with_its_parent(firm):
    for thing in firm.things.values():
        Part.objects.create(thing=thing)
    give(firm.head, things__view=Scope.OWN)
    assert [part.thing.name for part in visible(actor_of(firm.head), Part)] == ["heads"]


def test_a_blocked_account_has_no_right_at_all(firm):
    give(firm.head, things__view=Scope.FIRM)
    firm.head.account.is_active = False
    firm.head.account.save()
    assert firm.seen_by(firm.head) == set()
    assert not policy_of(actor_of(firm.head)).may("profile.change")


def test_an_account_without_an_employee_has_only_what_reaches_the_firm(firm):
    from femida.platform.accounts.models import User

    alone = User.objects.create(login="alone", name="Одна")
    actor = Actor.person(alone.pk)
    for scope in (Scope.OWN, Scope.SUBORDINATES, Scope.DEPARTMENT, Scope.OFFICE):
        from femida.platform.access.models import PersonGrant

        PersonGrant.objects.update_or_create(
            person=alone, right="things.view", defaults={"scope": scope.value}
        )
        assert not visible(actor, Thing).exists()


def test_anonymous_sees_nothing_and_the_house_everything(firm):
    assert not visible(Actor.anonymous(), Thing).exists()
    assert visible(Actor.system("test"), Thing).count() == 6


def test_rights_of_employees_are_not_rights_of_integrations(firm):
    assert not visible(Actor.integration(1), Thing).exists()


@pytest.mark.parametrize("scope", list(Scope))
def test_the_policy_costs_two_queries_and_compiles_to_few_conditions(firm, scope):
    give(firm.head, things__view=scope)
    with CaptureQueriesContext(
        connection,
    ) as loading:
        policy = load_policy(actor_of(firm.head))
    assert len(loading) == 2
    with CaptureQueriesContext(connection) as compiling:
        condition = policy.rows(Thing)
        assert len(compiling) == 0
    sql = str(Thing.objects.filter(condition).query) if scope not in (Scope.DENIED, Scope.DIRECTION) else ""
    promised = {Scope.OWN: 1, Scope.SUBORDINATES: 1}
    assert sql.count("EXISTS") == promised.get(scope, 0)
    where = sql.partition(" WHERE ")[2]
    assert "JOIN" not in sql
    # the reach itself and «no wall»; inside EXISTS the four columns of the assignment
    assert where.count(" AND ") <= (4 if scope in promised else 1)


def test_the_cache_of_policies_forgets_when_told(firm):
    actor = actor_of(firm.head)
    with one_policy_per_actor():
        assert not policy_of(actor).may("things.view")
        give(firm.head, things__view=Scope.OWN)
        assert not policy_of(actor).may("things.view")
        forget_policies()
        assert policy_of(actor).may("things.view")
