"""The entries of the search: made and kept by triggers that are written from the descriptions.

A row and its entries change in one statement, whoever writes: a command, a copy of a million rows, an
administrator with a console. `install` runs as the owner after each migration and touches what has changed.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import Final

from django.db import connection, transaction
from psycopg import sql

from femida.platform.search.models import SearchEntry, SearchPart
from femida.platform.search.sources import Source, Step, sources
from femida.platform.search.words import HEAD

ENTRIES: Final = SearchEntry._meta.db_table
_MAKING: Final = "1"
"""Counted up when the triggers below are written in another way."""


def install() -> None:
    """Make the parts, indexes and triggers that the descriptions ask for, and fill what is new. As owner."""
    wanted = {source.name: source for source in sources()}
    standing = dict(SearchPart.objects.values_list("key", "digest"))
    for name, source in wanted.items():
        digest = _digest(source)
        if standing.get(name) != digest:
            with transaction.atomic():
                _drop(name)
                _make(source)
                rebuild(source)
                SearchPart.objects.update_or_create(key=name, defaults={"digest": digest})
    for name in standing.keys() - wanted.keys():
        with transaction.atomic():
            _drop(name)
            object_type, _, key = name.rpartition(":")
            SearchEntry.objects.filter(object_type=object_type, source=key).delete()
            SearchPart.objects.filter(key=name).delete()


def rebuild(source: Source) -> int:
    """Write what differs from the rows anew; returns how many entries were wrong, missing or too many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_upsert(source, sql.SQL("TRUE")))
        wrong = int(cursor.rowcount)
        cursor.execute(
            sql.SQL(
                "DELETE FROM {entries} e WHERE object_type = {type} AND source = {key}"
                " AND NOT EXISTS (SELECT 1 FROM {table} t0 WHERE t0.{owner} = e.object_id)"
            ).format(**_names(source))
        )
        return wrong + int(cursor.rowcount)


def rebuild_all() -> int:
    """The same for every source."""
    return sum(rebuild(source) for source in sources())


def differences(source: Source, limit: int) -> tuple[int, list[int]]:
    """How many rows the source has, and the keys of at most `limit` objects whose entry is wrong."""
    names = _names(source)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM {table}").format(**names))
        looked = int(cursor.fetchone()[0])
        cursor.execute(
            sql.SQL(
                "WITH rows AS ({select}), entries AS (SELECT object_id, needs, text FROM {entries}"
                " WHERE object_type = {type} AND source = {key})"
                " SELECT coalesce(r.object_id, e.object_id) FROM rows r FULL JOIN entries e USING (object_id)"
                " WHERE r.text IS DISTINCT FROM e.text OR r.needs IS DISTINCT FROM e.needs LIMIT {limit}"
            ).format(
                **names,
                select=_select(source, sql.SQL("TRUE"), sql.SQL("object_id, needs, text")),
                limit=sql.Literal(limit),
            )
        )
        return looked, [int(row[0]) for row in cursor.fetchall()]


# --- what the statements are made of ---


def _names(source: Source) -> dict[str, sql.Composable]:
    return {
        "entries": sql.Identifier(ENTRIES),
        "table": sql.Identifier(source.table),
        "owner": sql.Identifier(source.owner),
        "type": sql.Literal(source.object_type),
        "key": sql.Literal(source.key),
        "needs": sql.Literal(source.needs),
    }


def _select(source: Source, condition: sql.Composable, columns: sql.Composable) -> sql.Composable:
    """The entries as the rows say they should be, of those rows that fulfil a condition."""
    joins = [
        sql.SQL(" LEFT JOIN {table} {alias} ON {alias}.{target} = {parent}.{key}").format(
            table=sql.Identifier(step.table),
            alias=sql.SQL(step.alias),
            target=sql.Identifier(step.target),
            parent=sql.SQL(step.parent),
            key=sql.Identifier(step.key),
        )
        for step in source.steps
    ]
    parts = sql.SQL(", ").join(
        sql.SQL("{alias}.{column}").format(alias=sql.SQL(alias), column=sql.Identifier(column))
        for alias, column in source.columns
    )
    return sql.SQL(
        "SELECT {columns} FROM (SELECT {type}::text AS object_type, t0.{owner} AS object_id,"
        " {key}::text AS source, {needs}::text AS needs, femida_fold(concat_ws(' ', {parts})) AS text"
        " FROM {table} t0{joins} WHERE {condition}) made"
    ).format(**_names(source), columns=columns, parts=parts, joins=sql.Composed(joins), condition=condition)


def _upsert(source: Source, condition: sql.Composable) -> sql.Composable:
    return sql.SQL(
        "INSERT INTO {entries} AS e (object_type, object_id, source, needs, text) {select}"
        " ON CONFLICT (object_type, object_id, source) DO UPDATE"
        " SET text = excluded.text, needs = excluded.needs"
        " WHERE e.text <> excluded.text OR e.needs <> excluded.needs"
    ).format(
        entries=sql.Identifier(ENTRIES),
        select=_select(source, condition, sql.SQL("object_type, object_id, source, needs, text")),
    )


# --- triggers ---


def _digest(source: Source) -> str:
    made_of = (_MAKING, source.needs, source.table, source.owner, source.steps, source.columns)
    return hashlib.sha256(repr(made_of).encode()).hexdigest()


def _stem(name: str) -> str:
    """The beginning of the names of a source's functions and triggers; PostgreSQL keeps 63 letters."""
    return f"femida_search_{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _drop(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE n.nspname = current_schema() AND p.proname LIKE %s",
            [f"{_stem(name)}\\_%"],
        )
        for (function,) in cursor.fetchall():
            cursor.execute(sql.SQL("DROP FUNCTION {}() CASCADE").format(sql.Identifier(function)))


def _make(source: Source) -> None:
    stem = _stem(source.name)
    with connection.cursor() as cursor:
        for statement in (*_part(source), *_own_trigger(source, f"{stem}_t0")):
            cursor.execute(statement)
        for step in source.steps:
            for statement in _trigger_afar(source, step, f"{stem}_{step.alias}"):
                cursor.execute(statement)


def _part(source: Source) -> list[sql.Composable]:
    """The part of the table for an object type: trigrams for fragments, order for beginnings."""
    # a stable, readable name; the type is in the values anyway
    table = f"search_{source.object_type.replace('.', '_')}"
    names = {
        **_names(source),
        "part": sql.Identifier(table),
        "parts": sql.Identifier(f"{table}_parts"),
        "order": sql.Identifier(f"{table}_order"),
    }
    return [
        sql.SQL("CREATE TABLE IF NOT EXISTS {part} PARTITION OF {entries} FOR VALUES IN ({type})").format(
            **names
        ),
        # a long list of what waits to be indexed would be walked by every search
        sql.SQL(
            "CREATE INDEX IF NOT EXISTS {parts} ON {part} USING gin (text gin_trgm_ops)"
            " WITH (gin_pending_list_limit = 256)"
        ).format(**names),
        # a B-tree takes no text of more than some 2,700 bytes, and nobody types a beginning of 100 letters
        sql.SQL("CREATE INDEX IF NOT EXISTS {order} ON {part} (left(text, {head}))").format(
            **names, head=sql.Literal(HEAD)
        ),
    ]


def _own_trigger(source: Source, name: str) -> list[sql.Composable]:
    """Entries follow the rows of the source's own table."""
    names = {**_names(source), "name": sql.Identifier(name)}
    return [
        sql.SQL(
            """
            CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF TG_OP = 'DELETE' THEN
                DELETE FROM {entries}
                 WHERE object_type = {type} AND object_id = OLD.{owner} AND source = {key};
              ELSE
                {upsert};
              END IF;
              RETURN NULL;
            END $$
            """
        ).format(
            **names,
            upsert=_upsert(source, sql.SQL("t0.{owner} = NEW.{owner}").format(owner=names["owner"])),
        ),
        sql.SQL(
            "CREATE TRIGGER {name} AFTER INSERT OR DELETE OR UPDATE OF {columns} ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION {name}()"
        ).format(**names, columns=_columns_of(source)["t0"]),
    ]


def _trigger_afar(source: Source, step: Step, name: str) -> list[sql.Composable]:
    """Entries follow what their rows refer to: a renamed client is found so in all contracts."""
    same = sql.SQL("{alias}.{target} = NEW.{target}").format(
        alias=sql.SQL(step.alias), target=sql.Identifier(step.target)
    )
    names = {"name": sql.Identifier(name), "table": sql.Identifier(step.table)}
    return [
        sql.SQL(
            "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN {upsert}; RETURN NULL; END $$"
        ).format(**names, upsert=_upsert(source, same)),
        sql.SQL(
            "CREATE TRIGGER {name} AFTER UPDATE OF {columns} ON {table} FOR EACH ROW"
            " EXECUTE FUNCTION {name}()"
        ).format(**names, columns=_columns_of(source)[step.alias]),
    ]


def _columns_of(source: Source) -> dict[str, sql.Composable]:
    """The columns of each table on which the texts depend: the words, and the keys that lead on."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    found["t0"][source.owner] = None
    for alias, column in source.columns:
        found[alias][column] = None
    for step in source.steps:
        found[step.parent][step.key] = None
    return {
        alias: sql.SQL(", ").join(sql.Identifier(column) for column in columns)
        for alias, columns in found.items()
    }
