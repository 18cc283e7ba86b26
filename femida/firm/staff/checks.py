"""Invariants of assignments: the table and the columns of the rows say the same."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection

from femida.firm.staff.assigning import HOLDERS
from femida.firm.staff.models import Assignable
from femida.platform.access.scoping import Scoped, scoping_of
from femida.platform.core.verify import Verdict, check

KEPT = 20


def assignable_models() -> Iterator[tuple[str, type[Assignable]]]:
    """Every model that people answer for, with its object type."""
    for model in apps.get_models():
        if issubclass(model, Assignable):
            scoping = scoping_of(model)
            if isinstance(scoping, Scoped):
                yield scoping.object_type, model


@check("staff: assignments agree with the columns of their rows")
def assignments_agree() -> Verdict:
    """Each row's responsible and author are the holders of its open assignments, and the other way round."""
    looked, wrong = 0, list[str]()
    for object_type, model in assignable_models():
        for role, column in HOLDERS.items():
            rows, broken = _compare(object_type, model._meta.db_table, role.value, column)
            looked += rows
            wrong += broken
    return Verdict(looked, tuple(wrong[:KEPT]))


def _compare(object_type: str, table: str, role: str, column: str) -> tuple[int, list[str]]:
    # table and column come from our own models, never from people
    name, field = connection.ops.quote_name(table), connection.ops.quote_name(column)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {name}")  # noqa: S608
        looked = int(cursor.fetchone()[0])
        cursor.execute(
            f"""
            SELECT coalesce(r.id, a.object_id), r.{field}, a.employee_id
              FROM {name} r
              FULL JOIN (SELECT object_id, employee_id FROM staff_assignment
                          WHERE object_type = %s AND role = %s AND until IS NULL) a ON a.object_id = r.id
             WHERE r.id IS NULL OR r.{field} IS DISTINCT FROM a.employee_id
             LIMIT {KEPT}
            """,  # noqa: S608
            [object_type, role],
        )
        broken = [
            f"{object_type} {pk}: {column} is {in_row}, the open assignment says {in_table}"
            for pk, in_row, in_table in cursor.fetchall()
        ]
    return looked, broken
