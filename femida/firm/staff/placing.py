"""Answers the policy's questions about people: where they stand, and what is theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from typing_extensions import override

from femida.firm.staff.models import Assignment
from femida.platform.access.policy import Placement, PlacementSource, placements, policy_of
from femida.platform.access.scoping import assigned_to
from femida.platform.accounts.ports import account_zones
from femida.platform.core.actor import Actor
from femida.platform.live.ports import holders

# Subordinates: everybody under the person by the chain of heads, and the people of the departments that the
# person is head of, with everybody under them. UNION ends a chain that somebody has bent into a ring.
_PLACEMENT = """
WITH RECURSIVE me AS (
  SELECT id, main_office_id, department_id FROM staff_employee WHERE account_id = %s
), headed AS (
  SELECT h.department_id FROM staff_departmenthead h JOIN me ON h.employee_id = me.id
), below (id) AS (
  (SELECT e.id FROM staff_employee e JOIN me ON e.manager_id = me.id
   UNION
   SELECT e.id FROM staff_employee e JOIN headed d ON e.department_id = d.department_id)
  UNION
  SELECT e.id FROM staff_employee e JOIN below b ON e.manager_id = b.id
)
SELECT me.id,
       ARRAY(SELECT me.main_office_id UNION
             SELECT o.office_id FROM staff_employeeoffice o WHERE o.employee_id = me.id),
       ARRAY(SELECT me.department_id WHERE me.department_id IS NOT NULL UNION
             SELECT department_id FROM headed),
       ARRAY(SELECT id FROM below),
       (SELECT o.time_zone FROM offices_office o WHERE o.id = me.main_office_id)
  FROM me
"""


class FirmPlacement(PlacementSource):
    """Places an account by its employee, in one statement."""

    @override
    def placement(self, account_id: int) -> Placement:
        with connection.cursor() as cursor:
            cursor.execute(_PLACEMENT, [account_id])
            row = cursor.fetchone()
        if row is None:
            return Placement()
        employee_id, offices, departments, below, time_zone = row
        return Placement(
            employee_id=employee_id,
            offices=frozenset(offices),
            departments=frozenset(departments),
            subordinates=frozenset(below) - {employee_id},
            time_zone=time_zone or "",
        )


def assigned(object_type: str, employees: frozenset[int], column: str = "pk") -> Q:
    """The condition «one of these employees has an open part in the row that `column` names».

    One probe of an index per row.
    """
    parts = Assignment.objects.filter(
        object_type=object_type,
        employee_id__in=sorted(employees),
        object_id=OuterRef(column),
        until__isnull=True,
    )
    return Q(Exists(parts))


# Whoever lost her part so recently still hears of the row, and her list lets it go.
JUST_NOW = timedelta(seconds=10)


def holders_of(object_type: str, ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """The employees with a part in each of these rows, open or just ended: one statement."""
    people: dict[int, set[int]] = defaultdict(set)
    parts = Assignment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=timezone.now() - JUST_NOW),
        object_type=object_type,
        object_id__in=ids,
    )
    for object_id, employee_id in parts.values_list("object_id", "employee_id"):
        people[object_id].add(employee_id)
    return {object_id: frozenset(found) for object_id, found in people.items()}


def zone_of_account(account_id: int) -> ZoneInfo | None:
    """The time zone of the main office of an account's employee, or None without an employee."""
    name = policy_of(Actor.person(account_id)).placement.time_zone
    return ZoneInfo(name) if name else None


placements.register("firm", FirmPlacement())
holders.register("firm", holders_of)
assigned_to.register("firm", assigned)
account_zones.register("firm", zone_of_account)
