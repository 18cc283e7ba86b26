"""Assignments: the table and the columns of the row always say the same."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from femida.firm.staff.assigning import (
    assign,
    set_responsible,
    set_responsible_of,
    start_assignments,
    unassign,
)
from femida.firm.staff.checks import assignments_agree
from femida.firm.staff.models import Assignment
from tests.firm.people import an_employee, an_office
from tests.sample.models import Thing

pytestmark = pytest.mark.django_db

TYPE = "sample.thing"


@pytest.fixture
def people():
    office = an_office()
    return [an_employee(office) for _ in range(3)]


def open_parts(thing: Thing) -> set[tuple[int, str]]:
    parts = Assignment.objects.filter(object_type=TYPE, object_id=thing.pk, until__isnull=True)
    return set(parts.values_list("employee_id", "role"))


def test_the_responsible_passes_from_one_to_the_next(people):
    first, second, _ = people
    thing = Thing.objects.create(name="one")
    set_responsible(thing, TYPE, first.pk)
    set_responsible(thing, TYPE, second.pk)
    stored = Thing.objects.get()
    assert stored.responsible_id == thing.responsible_id == second.pk
    assert stored.version == thing.version == 3
    assert open_parts(thing) == {(second.pk, "responsible")}
    assert Assignment.objects.get(employee=first).until is not None
    set_responsible(thing, TYPE, None)
    assert open_parts(thing) == set()
    assert Thing.objects.get().responsible_id is None


def test_repeating_changes_nothing(people):
    thing = Thing.objects.create(name="one")
    set_responsible(thing, TYPE, people[0].pk)
    set_responsible(thing, TYPE, people[0].pk)
    assign(thing, TYPE, people[1].pk, "watcher")
    assign(thing, TYPE, people[1].pk, "watcher")
    assert Thing.objects.get().version == 2
    assert Assignment.objects.count() == 2


def test_a_new_row_keeps_its_version(people):
    thing = Thing.objects.create(name="one", responsible=people[0], created_by=people[1])
    start_assignments(thing, TYPE)
    assert Thing.objects.get().version == 1
    assert open_parts(thing) == {(people[0].pk, "responsible"), (people[1].pk, "author")}


def test_parts_end_without_touching_other_parts(people):
    first, second, third = people
    thing = Thing.objects.create(name="one")
    set_responsible(thing, TYPE, first.pk)
    assign(thing, TYPE, first.pk, "participant")
    assign(thing, TYPE, second.pk, "participant")
    unassign(thing, TYPE, second.pk, "participant")
    unassign(thing, TYPE, third.pk, "responsible")
    assert open_parts(thing) == {(first.pk, "responsible"), (first.pk, "participant")}
    unassign(thing, TYPE, first.pk, "responsible")
    assert open_parts(thing) == {(first.pk, "participant")}
    assert Thing.objects.get().responsible_id is None


def test_the_set_form_takes_the_same_statements_for_many_rows(people):
    things = [Thing.objects.create(name=str(n)) for n in range(20)]
    with CaptureQueriesContext(connection) as queries:
        set_responsible_of(things, TYPE, people[0].pk)
    assert len(queries) == 3
    assert Thing.objects.filter(responsible=people[0], version=2).count() == 20
    assert assignments_agree().holds


def test_the_database_refuses_a_second_open_responsible(people):
    thing = Thing.objects.create(name="one")
    set_responsible(thing, TYPE, people[0].pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            object_type=TYPE, object_id=thing.pk, employee=people[1], role="responsible"
        )


@pytest.mark.parametrize("damage", ["column", "table", "orphan"])
def test_the_check_finds_disagreement(people, damage):
    thing = Thing.objects.create(name="one")
    set_responsible(thing, TYPE, people[0].pk)
    assert assignments_agree().holds
    if damage == "column":
        Thing.objects.update(responsible=people[1])
    elif damage == "table":
        Assignment.objects.update(employee=people[1])
    else:
        Thing.objects.all().delete()
    assert not assignments_agree().holds
