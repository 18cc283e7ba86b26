"""Random steps on two books, by many threads and in processes that die in the middle.

`python -m tests.finance.ledger.stepping <seed> <steps> <threads> <statement to die at or 0>` walks on the
database of DATABASE_URL and writes a line per finished step: its name, and the numbers of the entries that
were acknowledged with the kopecks of their debit side. What the walk leaves is for the test to look at.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import django

START = date(2024, 1, 1)
DAYS = 730
KINDS = ("sale", "payment", "refund")
# far from those of the till
CONTRACTS = (None, 10**9 + 1, 10**9 + 2, 10**9 + 3, 10**9 + 4, 10**9 + 5)
INSTALMENTS = (None, 10**9 + 1, 10**9 + 2)


@dataclass
class Report:
    """What came of the steps: how many of each kind, acknowledged entries, and what was wrong at once."""

    steps: dict[str, int] = field(default_factory=dict)
    entries: dict[int, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def read(self, lines: Iterator[str]) -> None:
        """Add the lines that a process wrote before it ended."""
        for line in lines:
            name, *done = line.split()
            if name == "wrong":
                self.wrong.append(" ".join(done))
                continue
            self.steps[name] = self.steps.get(name, 0) + 1
            self.entries.update(tuple(map(int, one.split(":"))) for one in done)

    @property
    def count(self) -> int:
        """Finished steps."""
        return sum(self.steps.values())


class Walker:
    """One thread's walk."""

    def __init__(self, seed: str, tell: Callable[[str], None]) -> None:
        from femida.finance.ledger.models import Account
        from femida.firm.offices.models import Office
        from tests.finance.payments.walking import MoneyWalker

        self.chance = random.Random(seed)
        self.tell = tell
        self.money = MoneyWalker.on_the_till(self.chance)
        # random postings would part the till from its book, so they go into the other books
        tills = self.money.entities if self.money is not None else []
        offices = Office.objects.exclude(legal_entity__in=tills).order_by("pk")
        self.offices = list(offices.values_list("pk", "legal_entity_id"))
        self.entities = sorted({entity for _office, entity in self.offices})
        self.codes = list(Account.objects.order_by("code").values_list("code", flat=True).distinct())

    def step(self) -> None:
        """One random step."""
        steps = (
            self.posts, self.reverses, self.posts_in_both_books, self.changes_its_mind, self.cheats,
            self.looks, self.closes,
        )  # fmt: skip
        weights = (50, 20, 6, 8, 8, 6, 3)
        if self.money is not None:
            steps, weights = (*steps, *self.money.steps), (*weights, *self.money.weights)
        (step,) = self.chance.choices(steps, weights=weights)
        done = step()
        self.tell(" ".join([step.__name__, *(f"{entry}:{kopecks}" for entry, kopecks in done)]))

    def posts(self) -> list[tuple[int, int]]:
        """An entry of two to six lines."""
        with refusals(), acting_house():
            return [self._post(self.chance.choice(self.offices))]
        return []

    def posts_in_both_books(self) -> list[tuple[int, int]]:
        """Entries of two legal entities in one act, in the order of their ids."""
        with refusals(), acting_house():
            return [self._post(office) for office in sorted(self.offices, key=lambda one: one[1])]
        return []

    def reverses(self) -> list[tuple[int, int]]:
        """Some entry is taken back, if it can be; several threads may want the same one."""
        from femida.finance.ledger.models import Entry
        from femida.finance.ledger.posting import reverse

        own = Entry.objects.filter(legal_entity__in=self.entities).order_by("-pk")
        recent = list(own.values_list("pk", flat=True)[:60])
        wanted = self.chance.choice([*recent, 10**9])
        with refusals(), acting_house() as house:
            mirror = reverse(house, wanted, START + timedelta(days=DAYS))
            return [(mirror, debit_of(mirror))]
        return []

    def changes_its_mind(self) -> list[tuple[int, int]]:
        """An act that posts and is rolled back."""
        with refusals(), acting_house():
            self._post(self.chance.choice(self.offices))
            raise ChangedMind
        return []

    def cheats(self) -> list[tuple[int, int]]:
        """SQL by hand that breaks a rule; the database must refuse it."""
        from django.db import IntegrityError, connection, transaction

        statement = self.chance.choice(CHEATS)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
                changed = cursor.rowcount
        except IntegrityError:
            return []
        if changed:
            self.tell(f"wrong went through: {' '.join(statement.split())}")
        return []

    def looks(self) -> list[tuple[int, int]]:
        """At every moment every balance is the sum of what stands committed."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(LOOK)
            for account, cached, real in cursor.fetchall():
                self.tell(f"wrong balance of account {account}: {cached} and {real}")
        return []

    def closes(self) -> list[tuple[int, int]]:
        """The next month is closed, in the first quarter of the time walked in."""
        from femida.finance.ledger.commands import close_period
        from femida.finance.ledger.queries import closed_through

        entity = self.chance.choice(self.entities)
        closed = closed_through(entity)
        month = START if closed is None else closed + timedelta(days=1)
        if month < START + timedelta(days=DAYS // 4):
            with refusals(), acting_house() as house, clock_in(2027):
                close_period(house, legal_entity_id=entity, month=month)
        return []

    def _post(self, office: tuple[int, int]) -> tuple[int, int]:
        from femida.finance.ledger.posting import Line, post

        sums = [self._sum() for _line in range(self.chance.randint(1, 5))]
        rest = -sum(sums)
        # the last line closes the entry; when there is nothing to close, a kopeck makes it so
        sums = [*sums, rest] if rest else [*sums, Decimal("0.01"), Decimal("-0.01")]
        lines = [
            Line(
                account=self.chance.choice(self.codes),
                amount=amount,
                party_id=self.chance.choice((None, 1, 2, 3)),
                contract_id=self.chance.choice(CONTRACTS),
                instalment_id=self.chance.choice(INSTALMENTS),
            )
            for amount in sums
        ]
        with acting_house() as house:
            entry = post(
                house,
                kind=self.chance.choice(KINDS),
                legal_entity_id=office[1],
                office_id=office[0],
                business_date=START + timedelta(days=self.chance.randint(0, DAYS)),
                lines=lines,
            )
        return entry, int(sum(amount for amount in sums if amount > 0) * 100)

    def _sum(self) -> Decimal:
        kopecks = self.chance.choice((1, -1)) * self.chance.choice((1, 99, self.chance.randint(1, 10**9)))
        return Decimal(kopecks) / 100


class ChangedMind(Exception):
    """The step rolls its act back."""


NEWEST = "(SELECT max(id) FROM ledger_entry)"
CHEATS = (
    f"INSERT INTO ledger_posting (entry_id, account_id, amount) SELECT {NEWEST}, account_id, 1 "
    f"FROM ledger_posting WHERE entry_id = {NEWEST} LIMIT 1",
    f"INSERT INTO ledger_posting (entry_id, account_id, amount) SELECT {NEWEST}, account_id, s "
    f"FROM ledger_posting, (VALUES (7), (-7)) AS v(s) WHERE entry_id = {NEWEST}",
    """INSERT INTO ledger_entry (number, kind, business_date, at, act_id, legal_entity_id, office_id, lines)
       SELECT 0, kind, '2025-12-31', at, act_id, legal_entity_id, office_id, 2 FROM ledger_entry LIMIT 1""",
    f"UPDATE ledger_posting SET amount = amount + 0.01 WHERE entry_id = {NEWEST}",
    f"DELETE FROM ledger_posting WHERE entry_id = {NEWEST}",
    f"UPDATE ledger_entry SET business_date = '2020-01-01' WHERE id = {NEWEST}",
    "UPDATE ledger_balance SET amount = amount + 0.01 WHERE id = (SELECT max(id) FROM ledger_balance)",
    "DELETE FROM ledger_period",
)
LOOK = """
SELECT a.id, coalesce(b.total, 0), coalesce(p.total, 0) FROM ledger_account a
  LEFT JOIN (SELECT account_id, sum(amount) AS total FROM ledger_balance GROUP BY 1) b ON b.account_id = a.id
  LEFT JOIN (SELECT account_id, sum(amount) AS total FROM ledger_posting GROUP BY 1) p ON p.account_id = a.id
 WHERE coalesce(b.total, 0) <> coalesce(p.total, 0)
"""


@contextmanager
def acting_house() -> Iterator[Any]:
    """The house in an act; inside of another act, in that one."""
    from tests.finance.ledger.book import HOUSE, acting

    with acting():
        yield HOUSE


@contextmanager
def clock_in(year: int) -> Iterator[None]:
    """Long after everything."""
    from femida.platform.core import clock

    with clock.at(datetime(year, 1, 1, tzinfo=UTC)):
        yield


@contextmanager
def refusals() -> Iterator[None]:
    """What a step may be answered with."""
    from femida.finance.ledger.commands import UnableToClosePeriod
    from femida.finance.ledger.posting import UnableToPost, UnableToReverseEntry
    from femida.platform.core.errors import NotFound

    with suppress(UnableToPost, UnableToReverseEntry, UnableToClosePeriod, NotFound, ChangedMind):
        yield


def debit_of(entry: int) -> int:
    """The kopecks of an entry's debit side."""
    from django.db.models import Sum

    from femida.finance.ledger.models import Posting

    total = Posting.objects.filter(entry_id=entry, amount__gt=0).aggregate(total=Sum("amount"))["total"]
    return int(total * 100)


def walk(seed: str, steps: int, threads: int, tell: Callable[[str], None], die_at: int = 0) -> None:
    """Walk so many steps in so many threads; the process is killed at its `die_at`th statement."""
    from django.db import connection

    left = itertools.count()
    statements = itertools.count(1)

    def dying(execute: Any, *call: Any) -> Any:
        if next(statements) == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*call)

    def run(number: int) -> None:
        try:
            with connection.execute_wrapper(dying):
                walker = Walker(f"{seed}.{number}", tell)
                while next(left) < steps:
                    walker.step()
        except Exception as error:  # noqa: BLE001  # whatever it is, the test must hear of it
            tell(f"wrong {type(error).__name__}: {' '.join(str(error).split())}")
        finally:
            connection.close()

    workers = [threading.Thread(target=run, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def main(seed: str, steps: int, threads: int, die_at: int) -> None:
    """Walk and write what was done to the standard output."""
    django.setup()

    def tell(line: str) -> None:
        # one write per line: what was acknowledged before the end is on the other side
        os.write(sys.stdout.fileno(), f"{line}\n".encode())

    walk(seed, steps, threads, tell, die_at)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
