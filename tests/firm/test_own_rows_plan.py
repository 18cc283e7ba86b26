"""Own rows among many are found through the index of assignments, whichever way the planner goes."""

import pytest
from django.db import connection

from femida.firm.staff.placing import assigned
from tests.firm.people import an_employee, an_office
from tests.sample.models import Thing

TYPE = "sample.thing"
ROWS = 20_000

FILL = f"""
INSERT INTO staff_assignment (object_type, object_id, employee_id, role, since)
SELECT '{TYPE}', id, responsible_id, 'responsible', now() FROM sample_thing;
INSERT INTO staff_assignment (object_type, object_id, employee_id, role, since)
SELECT 'sample.other', id, responsible_id, 'responsible', now() FROM sample_thing;
"""


@pytest.fixture
def many_rows(cloned_database, database_server):
    database_server.point(cloned_database, as_owner=True)
    office = an_office()
    people = [an_employee(office) for _ in range(50)]
    Thing.objects.bulk_create(
        Thing(name=str(number), responsible=people[number % len(people)]) for number in range(ROWS)
    )
    with connection.cursor() as cursor:
        cursor.execute(FILL)
        cursor.execute("ANALYZE")
    return people


def test_the_planner_uses_the_index_of_own_rows(many_rows):
    mine = Thing.objects.filter(assigned(TYPE, frozenset({many_rows[0].pk})))
    assert mine.count() == ROWS // 50
    plan = mine.explain()
    assert "staff_assignment_own" in plan, plan
    assert "Seq Scan on staff_assignment" not in plan, plan
    newest = mine.order_by("-pk")[:50].explain()
    assert "Seq Scan on staff_assignment" not in newest, newest
