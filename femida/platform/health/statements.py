"""The slowest statements of the database, as its own statistics tell them: without a single value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import DatabaseError, connection, transaction

EXTENSION: Final = "pg_stat_statements"
SHOWN: Final = 50
LONGEST: Final = 2000

ORDERS: Final = {"total": "total_exec_time", "mean": "mean_exec_time", "calls": "calls"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One kind of statement; times in milliseconds."""

    text: str
    calls: int
    mean: float
    total: float
    rows: int


def statements(order: str = "total") -> Sequence[Statement] | None:
    """The statements of this database, the most expensive first; None without the extension.

    PostgreSQL puts `$1` in place of every value; statements it cannot read so (SET, CREATE) are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace "
            "WHERE e.extname = %s",
            [EXTENSION],
        )
        found = cursor.fetchone()
        if found is None:
            return None
        try:
            # made in this database, but perhaps not loaded by the server
            with transaction.atomic():
                cursor.execute(_query(found[0], order))
        except DatabaseError:
            return None
        return [Statement(*row) for row in cursor.fetchall()]


def _query(schema: str, order: str) -> str:
    view = f"{connection.ops.quote_name(schema)}.{EXTENSION}"
    return (
        f"SELECT left(query, {LONGEST}), calls, mean_exec_time, total_exec_time, rows FROM {view} "  # noqa: S608
        "WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) "
        r"AND query ~* '^\s*(/\*.*\*/\s*)?(select|insert|update|delete|with|merge)\M' "
        f"ORDER BY {ORDERS.get(order, ORDERS['total'])} DESC LIMIT {SHOWN}"
    )
