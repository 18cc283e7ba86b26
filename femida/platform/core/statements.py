"""Statements that Django writes once and that run many times.

To write the SQL of a list costs Django more time than PostgreSQL takes to run it. What changes from run to
run stands in the statement as a `Hole`, filled by name; lists of values are compared by `among`, which is
one value however long the list is, and single ones by `same`.

```python
statement = write(User.objects.filter(pk__among=Hole("ids")).values_list("name"))
names = statement.rows(ids=[1, 2, 3])
```
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Field, ForeignKey, Lookup, QuerySet
from typing_extensions import override


@dataclass(frozen=True, slots=True)
class Hole:
    """A value that is given when the statement runs."""

    name: str


@Field.register_lookup
@ForeignKey.register_lookup
class Among(Lookup):
    """`column = ANY (values)`; the right side is a list, or a hole for one."""

    lookup_name = "among"
    prepare_rhs = False

    @override
    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, values = self.process_lhs(compiler, connection)
        given = self.rhs if isinstance(self.rhs, Hole) else list(self.rhs)
        return f"{column} = ANY(%s)", [*values, given]


@Field.register_lookup
@ForeignKey.register_lookup
class Same(Lookup):
    """`column = value`, where the value may be a hole."""

    lookup_name = "same"
    prepare_rhs = False

    @override
    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, values = self.process_lhs(compiler, connection)
        return f"{column} = %s", [*values, self.rhs]


NOTHING: Final = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with its values; without SQL when Django knows unasked that there is nothing."""

    sql: str
    values: tuple[Any, ...] = ()
    convert: Callable[[list[tuple[Any, ...]]], Any] | None = None

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """Run it with its holes filled and read all rows. Raises KeyError for a hole without a value."""
        if self.sql == NOTHING:
            return []
        values = [given[value.name] if isinstance(value, Hole) else value for value in self.values]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found if self.convert is None else list(self.convert(found))


def write(rows: QuerySet[Any]) -> Statement:
    """The statement of rows of values (`values_list`), with the conversions of their columns."""
    compiler = rows.query.get_compiler(connection=connection)
    try:
        sql, values = compiler.as_sql()
    except EmptyResultSet:
        return Statement(NOTHING)
    converters = compiler.get_converters([column for column, *_rest in compiler.select or ()])
    if not converters:
        return Statement(sql, tuple(values))

    def convert(found: list[tuple[Any, ...]]) -> Any:
        return (tuple(row) for row in compiler.apply_converters(found, converters))

    return Statement(sql, tuple(values), convert)
