"""Questions about people of the firm.

Names and places of employees are no secret inside the firm: rooms ask them for ids they hold already.
Lists of employees go through `visible`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet

from femida.firm.staff.models import Employee, EmployeeOffice
from femida.platform.access.rights import Scope, rights
from femida.platform.accounts.models import User


@dataclass(frozen=True, slots=True)
class EmployeeRef:
    """An employee as other rooms see one."""

    id: int
    account_id: int
    name: str
    main_office_id: int
    department_id: int | None
    is_active: bool


def employee_of(account_id: int) -> EmployeeRef | None:
    """The employee of an account, or None for an account without one."""
    return _one(Q(account_id=account_id))


def employee_by_id(employee_id: int) -> EmployeeRef | None:
    """An employee by id, or None."""
    return _one(Q(pk=employee_id))


def _one(condition: Q) -> EmployeeRef | None:
    row = (
        Employee.objects.filter(condition)
        .values_list("id", "account_id", "name", "main_office_id", "department_id", "status")
        .first()
    )
    return EmployeeRef(*row[:5], row[5] == Employee.Status.ACTIVE) if row else None


def names_of(employee_ids: Iterable[int | None]) -> dict[int, str]:
    """Names by employee id; unknown ids are left out."""
    wanted = {pk for pk in employee_ids if pk is not None}
    return dict(Employee.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def names_of_accounts(account_ids: Iterable[int | None]) -> dict[int, str]:
    """Names by account id, for authors of facts; accounts without an employee give their own name."""
    wanted = {pk for pk in account_ids if pk is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def accounts_of(employee_ids: Iterable[int | None]) -> dict[int, int]:
    """Account ids by employee id, for notices; unknown ids are left out."""
    wanted = {pk for pk in employee_ids if pk is not None}
    return dict(Employee.objects.filter(pk__in=wanted).values_list("pk", "account_id")) if wanted else {}


_WITH_RIGHT = """
SELECT u.id
  FROM accounts_user u
  LEFT JOIN staff_employee e ON e.account_id = u.id
  LEFT JOIN access_persongrant own ON own.person_id = u.id AND own."right" = %(right)s
  CROSS JOIN LATERAL (
    SELECT coalesce(own.scope, (
      SELECT max(g.scope) FROM access_groupmember m
        JOIN access_groupgrant g ON g.group_id = m.group_id AND g."right" = %(right)s
       WHERE m.person_id = u.id)) AS scope
  ) AS held
 WHERE u.is_active
   AND (held.scope = %(firm)s
        OR held.scope = %(office_scope)s
           AND (e.main_office_id = %(office)s
                OR EXISTS (SELECT 1 FROM staff_employeeoffice o
                            WHERE o.employee_id = e.id AND o.office_id = %(office)s)))
 ORDER BY u.id
"""


def accounts_with_right(right: str, office_id: int | None, *, firm_wide: bool = True) -> list[int]:
    """Active accounts whose right reaches all rows of the office: its heads, to be told of something.

    With `firm_wide=False` those who have the right over the whole firm are left out. Without an office only
    they are meant. Raises KeyError for an undeclared right.
    """
    rights[right]
    with connection.cursor() as cursor:
        cursor.execute(
            _WITH_RIGHT,
            {
                "right": right,
                "office": office_id,
                "office_scope": Scope.OFFICE.value,
                "firm": Scope.FIRM.value if firm_wide else -1,
            },
        )
        return [account_id for (account_id,) in cursor.fetchall()]


def on_duty(
    office_id: int, department_kind: str | None = None, *, capability: str | None = None
) -> list[int]:
    """Ids of the employees who work now in an office, for routing, in ascending order.

    Those on leave and blocked are left out. `department_kind` keeps one kind of department,
    `capability` those who are marked with it.
    """
    in_office = Q(main_office_id=office_id) | Q(
        pk__in=EmployeeOffice.objects.filter(office_id=office_id).values("employee_id")
    )
    people = Employee.objects.filter(in_office, status=Employee.Status.ACTIVE, account__is_active=True)
    if department_kind is not None:
        people = people.filter(department__kind=department_kind)
    if capability is not None:
        people = people.filter(capabilities__contains=[capability])
    return list(people.order_by("pk").values_list("pk", flat=True))


def least_loaded(people: Sequence[int], work: QuerySet[Any]) -> int:
    """Who of these employees answers for the fewest rows of `work` (open ones, as the caller filters them).

    Equal loads go to whoever got the last row the longest ago. Raises ValueError for nobody.
    """
    loads = {
        person: (count, latest.timestamp())
        for person, count, latest in work.filter(responsible__in=people)
        .order_by()
        .values_list("responsible")
        .annotate(Count("pk"), Max("created_at"))
    }
    return min(people, key=lambda person: (*loads.get(person, (0, 0.0)), person))
