"""Rows of any model by PostgreSQL's COPY: what Django knows of a table is not written a second time.

The triggers and constraints of the tables stand as for every writer. Ids come from the tables' own sequences,
in blocks, so that whoever writes next goes on behind them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Field, GeneratedField, JSONField, Model
from psycopg import sql

BLOCK: Final = 2000
"""How many ids a table takes from its sequence at once."""

Row = dict[str, Any]
Work = Callable[[], None]


@dataclass
class Table:
    """One model's table: its columns, what stands in them unless said, and the rows that wait."""

    model: type[Model]
    columns: tuple[str, ...]
    usual: Row
    json: tuple[str, ...]
    sequence: str
    waiting: list[Row] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its name in the database."""
        return self.model._meta.db_table

    def next_id(self) -> int:
        """An id that nobody else gets."""
        if not self.ids:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT array_agg(n) FROM (SELECT nextval(%s) AS n FROM generate_series(1, %s)) taken",
                    [self.sequence, BLOCK],
                )
                self.ids = sorted(cursor.fetchone()[0], reverse=True)
        return self.ids.pop()


class Copier:
    """Rows of many tables that are written together, in one transaction.

    A row may be changed until it is handed over: rooms above complete what rooms below have begun. What is
    handed over is written by a thread of its own with its own connection, while the next rows are made.
    """

    def __init__(self) -> None:
        self._tables: dict[type[Model], Table] = {}
        self._order = {model: place for place, model in enumerate(apps.get_models())}
        self._endings: list[Callable[[], Work]] = []
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bulk")
        self._running: Future[None] | None = None
        self.written: dict[str, int] = {}

    def add(self, model: type[Model], **values: Any) -> Row:
        """Let a row be written; returns it with its id. What is not given stands as the model says."""
        table = self._tables.get(model) or self._table(model)
        row = {**table.usual, **values}
        if table.sequence:
            row["id"] = table.next_id()
        table.waiting.append(row)
        return row

    def ends_with(self, ending: Callable[[], Work]) -> None:
        """Let something be done last in every transaction: counters.

        `ending` is called when rows are handed over, and gives the work with what is counted by then.
        """
        self._endings.append(ending)

    def hand_over(self) -> None:
        """Let everything that waits be written in one transaction, lower rooms first. All or nothing.

        Waits for the rows handed over before; raises what their writing raised.
        """
        parts = []
        for table in sorted(self._tables.values(), key=lambda one: self._order[one.model]):
            if table.waiting:
                parts.append((table, table.waiting))
                table.waiting = []
        works = [ending() for ending in self._endings]
        self.wait()
        self._running = self._writer.submit(_write, parts, works)
        for table, rows in parts:
            self.written[table.name] = self.written.get(table.name, 0) + len(rows)

    def wait(self) -> None:
        """Wait until everything handed over is written; raises what its writing raised."""
        if self._running is not None:
            running, self._running = self._running, None
            running.result()

    def close(self) -> None:
        """End the thread and its connection; what was not handed over is not written."""
        self._writer.submit(_leave)
        self._writer.shutdown()

    def _table(self, model: type[Model]) -> Table:
        columns = [one for one in model._meta.concrete_fields if not isinstance(one, GeneratedField)]
        table = Table(
            model=model,
            columns=tuple(str(one.column) for one in columns),
            usual=_usual(columns),
            json=tuple(str(one.column) for one in columns if isinstance(one, JSONField)),
            sequence=_sequence(model),
        )
        self._tables[model] = table
        return table


def _write(parts: Sequence[tuple[Table, list[Row]]], works: Sequence[Work]) -> None:
    with transaction.atomic():
        for table, rows in parts:
            copy(table.name, table.columns, _values(table, rows))
        for work in works:
            work()


def _leave() -> None:
    """Close the connection of the thread that runs this: the name means another one in every thread."""
    connection.close()


def copy(table: str, columns: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """COPY rows into a table, inside the running transaction."""
    statement = sql.SQL("COPY {table} ({columns}) FROM STDIN").format(
        table=sql.Identifier(table), columns=sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row(row)


def _values(table: Table, rows: Iterable[Row]) -> Iterable[tuple[Any, ...]]:
    """Rows in the order of columns. Raises KeyError for a column that nobody has given."""
    get = itemgetter(*table.columns)
    for row in rows:
        for column in table.json:
            if row[column] is not None and not isinstance(row[column], str):
                row[column] = json.dumps(row[column], ensure_ascii=False)
        yield get(row)


def _usual(columns: Iterable[Field[Any, Any]]) -> Row:
    """What stands in columns that are not given; moments and keys of rows are always given."""
    usual: Row = {}
    for one in columns:
        if one.primary_key:
            continue
        if one.has_default():
            if not callable(one.default):
                usual[str(one.column)] = one.get_prep_value(one.default)
            elif one.default in (dict, list):
                usual[str(one.column)] = json.dumps(one.default())
        elif one.null:
            usual[str(one.column)] = None
        elif one.empty_strings_allowed and one.blank:
            usual[str(one.column)] = ""
    return usual


def _sequence(model: type[Model]) -> str:
    """The sequence that numbers the rows of a model; none when another table's key is its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [model._meta.db_table, model._meta.pk.column])
        return str(cursor.fetchone()[0] or "")
