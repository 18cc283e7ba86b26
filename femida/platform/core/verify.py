"""Invariant checks that `femida verify` runs over the whole database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from femida.platform.core.ports import Port


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one check found: `looked` rows examined, `wrong` a line per broken row (at most 20 kept)."""

    looked: int
    wrong: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing broken was found."""
        return not self.wrong


Check = Callable[[], Verdict]
checks: Port[Check] = Port("invariant check")


# name -> one SELECT whose rows are (text, number): sums that a backup carries and a restore compares.
totals: Port[str] = Port("sum of the backup")


def check(name: str) -> Callable[[Check], Check]:
    """Register a function as an invariant check under a readable name such as `leads: one stage row`."""
    return checks.adds(name)


def sql_check(name: str, *, count: str, broken: str) -> None:
    """Register a check made of two SQL statements: rows looked at, and a text per broken row."""

    def run() -> Verdict:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(count)
            looked = int(cursor.fetchone()[0])
            cursor.execute(broken)
            wrong = tuple(str(row[0]) for row in cursor.fetchmany(20))
        return Verdict(looked, wrong)

    checks.register(name, run)
