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

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
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
class Same(Lookup):
    """`column = value`, where the value is a hole or stands as the column holds it."""

    lookup_name = "same"
    prepare_rhs = False
    form = "{column} = %s"

    @override
    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, values = self.process_lhs(compiler, connection)
        return self.form.format(column=column), [*values, self.rhs]


@Field.register_lookup
@ForeignKey.register_lookup
class Among(Same):
    """`column = ANY (values)`: a list of any length is one value."""

    lookup_name = "among"
    form = "{column} = ANY(%s)"


NOTHING: Final = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with its values; without SQL when Django knows unasked that there is nothing."""

    sql: str
    values: tuple[Any, ...] = ()
    convert: Callable[[list[tuple[Any, ...]]], Any] | None = None

    def __bool__(self) -> bool:
        """Whether there is anything to ask."""
        return self.sql != NOTHING

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """Run it with its holes filled and read all rows. Raises KeyError for a hole without a value."""
        if not self:
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


def counts_of(statements: Sequence[Statement]) -> list[int]:
    """How many rows each of these has: one statement for all of them, none for those that have nothing."""
    asked = [one for one in statements if one]
    if not asked:
        return [0] * len(statements)
    parts = (f"(SELECT count(*) FROM ({one.sql}) AS counted)" for one in asked)  # noqa: S608 - Django's SQL
    (found,) = Statement(f"SELECT {', '.join(parts)}", tuple(chain(*(one.values for one in asked)))).rows()
    counts = iter(found)
    return [next(counts) if one else 0 for one in statements]
