"""Who answers for an object: keeps the table of assignments and the columns of the row together.

Not commands but their helpers: call them inside a command that holds the row's lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest

from femida.firm.staff.models import Assignable, Assignment
from femida.platform.core import clock

Role = Assignment.Role

# The roles that one person at a time holds, with the column that repeats the holder.
HOLDERS = {Role.RESPONSIBLE: "responsible_id", Role.AUTHOR: "created_by_id"}

_OPEN = """
INSERT INTO staff_assignment (object_type, object_id, employee_id, role, since)
SELECT %s, t.object_id, %s, %s, %s FROM unnest(%s::bigint[]) AS t(object_id)
ON CONFLICT DO NOTHING
"""


def assign(row: Assignable, object_type: str, employee_id: int, role: str) -> None:
    """Give an employee a part in an object; a part that is held already stays as it is.

    «responsible» and «author» pass from whoever held them before.
    """
    if role in HOLDERS:
        _hold([row], object_type, employee_id, Role(role))
    else:
        _open([row.pk], object_type, employee_id, Role(role))


def unassign(row: Assignable, object_type: str, employee_id: int, role: str) -> None:
    """End an employee's part in an object; without such a part nothing happens."""
    if role in HOLDERS:
        if getattr(row, HOLDERS[Role(role)]) == employee_id:
            _hold([row], object_type, None, Role(role))
        return
    _close(_assignments(object_type, [row.pk], Role(role)).filter(employee_id=employee_id))


def set_responsible(row: Assignable, object_type: str, employee_id: int | None) -> None:
    """Make an employee the one who answers for the object, or nobody.

    The row's column is stored at once and its version counted up, unless it says so already: a row just
    made with its `responsible_id` only gets its assignment.
    """
    _hold([row], object_type, employee_id, Role.RESPONSIBLE)


def set_responsible_of(rows: Sequence[Assignable], object_type: str, employee_id: int | None) -> None:
    """The set form of `set_responsible`: three statements for any number of locked rows."""
    _hold(rows, object_type, employee_id, Role.RESPONSIBLE)


def start_assignments(row: Assignable, object_type: str) -> None:
    """Open the assignments that the columns of a row just made speak of: its author and its responsible."""
    for role, column in HOLDERS.items():
        employee_id = getattr(row, column)
        if employee_id is not None:
            _open([row.pk], object_type, employee_id, role)


def _hold(rows: Sequence[Assignable], object_type: str, employee_id: int | None, role: Role) -> None:
    column = HOLDERS[role]
    ids = [row.pk for row in rows]
    held = _assignments(object_type, ids, role)
    if employee_id is not None:
        held = held.exclude(employee_id=employee_id)
    _close(held)
    if employee_id is not None:
        _open(ids, object_type, employee_id, role)
    changed = [row for row in rows if getattr(row, column) != employee_id]
    if not changed:
        return
    changed[0]._meta.model._default_manager.filter(pk__in=[row.pk for row in changed]).update(
        **{column: employee_id, "version": F("version") + 1}
    )
    for row in changed:
        setattr(row, column, employee_id)
        row.version += 1


def _open(ids: Sequence[int], object_type: str, employee_id: int, role: Role) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [object_type, employee_id, role.value, clock.now(), list(ids)])


def _assignments(object_type: str, ids: Iterable[int], role: Role) -> QuerySet[Assignment]:
    return Assignment.objects.filter(
        object_type=object_type, object_id__in=list(ids), role=role, until__isnull=True
    )


def _close(open_ones: QuerySet[Assignment]) -> None:
    # clocks of two machines differ: a part never ends before it began
    open_ones.update(until=Greatest(F("since"), Value(clock.now())))
