"""Guarantee 9: after any number of random steps, refusals and crashes the books balance to the kopeck."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connection

from femida.config import environment
from femida.finance.ledger.commands import open_chart
from femida.finance.ledger.models import Entry, Posting
from femida.finance.payments.models import Payment
from femida.firm.offices.models import LegalEntity
from femida.practice.contracts.plans import Due
from tests.faults.served import note
from tests.finance.ledger.book import HOUSE, Owner, TestBook, broken
from tests.finance.ledger.stepping import Report, walk
from tests.finance.payments.till import a_till
from tests.finance.payments.till import broken as till_broken
from tests.firm.people import an_office

STAGES = [Due(Decimal(400), stage_name="Иск"), Due(Decimal(600), stage_name="Решение")]


@dataclass(frozen=True)
class Size:
    """How far a walk goes: steps in all and of one process, and how many processes die at least."""

    steps: int
    processes: int
    threads: int
    share: int
    kills: int


SHORT = pytest.param(Size(steps=60, processes=1, threads=6, share=40, kills=1), id="short")
FULL = pytest.param(
    Size(steps=10_000, processes=4, threads=5, share=250, kills=20), id="full", marks=pytest.mark.full
)

TOTALS = """
SELECT (SELECT count(*) FROM ledger_entry), (SELECT count(*) FROM ledger_posting),
       (SELECT sum(amount) FROM ledger_posting), (SELECT sum(amount) FROM ledger_balance),
       (SELECT count(*) FROM ledger_entry WHERE reverses_id IS NOT NULL),
       (SELECT count(*) FROM ledger_period)
"""
DEBITS = """
SELECT entry_id, (sum(amount) FILTER (WHERE amount > 0) * 100)::bigint FROM ledger_posting GROUP BY entry_id
"""


@pytest.fixture
def two_books(book: TestBook) -> TestBook:
    """Two legal entities with an office each, and a third with a till, in a database of the test's own."""
    entity = LegalEntity.objects.create(name="ИП Пробный", short_name="ИП")
    office = an_office("Казань")
    type(office).objects.filter(pk=office.pk).update(legal_entity=entity)
    open_chart(HOUSE, legal_entity_id=entity.pk)
    till = a_till("Тверь", LegalEntity.objects.create(name="ООО «Касса»", short_name="Касса"))
    for number, plan in enumerate((None, STAGES, None)):
        till.another_contract(f"+7999000700{number}", plan)
    return book


def rows(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def looked_over(report: Report) -> str:
    """Check everything that the walk left; the figures in words."""
    assert report.wrong == []
    assert broken() == {}
    assert till_broken() == {}
    ((entries, postings, total, cached, reversals, closed),) = rows(TOTALS)
    assert total == cached == 0
    debits = dict(rows(DEBITS))
    lost = {entry for entry, kopecks in report.entries.items() if debits.get(entry) != kopecks}
    assert lost == set(), "acknowledged entries that are not there as they were"
    return (
        f"{report.count} steps {report.steps}; {entries} entries ({reversals} reversals), "
        f"{postings} postings, {closed} months closed; {len(report.entries)} acknowledged, 0 lost"
    )


def walked(lines: Iterable[str]) -> Report:
    report = Report()
    report.read(iter(lines))
    return report


@pytest.mark.race
def test_the_books_balance_after_random_steps(two_books: TestBook) -> None:
    said: list[str] = []
    walk("short", steps=500, threads=6, tell=said.append)
    report = walked(said)
    looked_over(report)
    # the walk was worth its name: every kind of step, and entries of every kind
    assert report.count == 500
    assert len(report.steps) == 7 + 8
    assert Payment.objects.filter(counts=True).exists()
    assert Entry.objects.filter(reverses__isnull=False).exists()


def process(conninfo: str, seed: str, steps: int, threads: int, die_at: int) -> subprocess.Popen[str]:
    """A walk in a process of its own."""
    variables = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "femida.config.test_settings",
        "FEMIDA_TEST_DATA": str(settings.FEMIDA_DATA),
        "DATABASE_URL": conninfo,
    }
    command = [
        sys.executable,
        "-m",
        "tests.finance.ledger.stepping",
        seed,
        *map(str, (steps, threads, die_at)),
    ]
    return subprocess.Popen(
        command,
        cwd=environment.ROOT,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def walk_dying(conninfo: str, size: Size) -> tuple[Report, int]:
    """Walk until so many steps are finished, in processes that are killed in the middle and begun anew."""
    chance = random.Random("deaths")
    report, kills, number = Report(), 0, 0
    while report.count < size.steps:
        part = min(size.share, -(-(size.steps - report.count) // size.processes))
        running = []
        for _one in range(size.processes):
            number += 1
            # a step takes about ten statements: the first die in the middle, the last come through
            die_at = chance.randint(part * 2, part * 9) if kills < size.kills else 0
            running.append(process(conninfo, f"deaths.{number}", part, size.threads, die_at))
        for one in running:
            out, errors = one.communicate(timeout=900)
            assert one.returncode in (0, -9), errors
            kills += one.returncode == -9
            report.read(iter(out.splitlines()))
    return report, kills


@pytest.mark.faults
@pytest.mark.parametrize("size", [SHORT, FULL])
def test_the_books_balance_when_processes_die(
    two_books: TestBook, cloned_database: str, database_server, size: Size
) -> None:
    report, kills = walk_dying(database_server.app_conninfo(cloned_database), size)
    assert report.count >= size.steps
    assert kills >= size.kills
    note(f"guarantee 9: {kills} processes killed; {looked_over(report)}")


def test_twin_without_its_guards_the_walk_is_found_out(two_books: TestBook, owner: Owner) -> None:
    """The same walk with the deferred check off: its crooked steps go through, and everything tells of it."""
    owner.drop("ledger_entry_balanced", "ledger_posting_balanced", "ledger_posting_posted")
    said: list[str] = []
    walk("twin", steps=150, threads=1, tell=said.append)
    assert any(line.startswith("wrong went through") for line in said)
    assert len(broken()) >= 2


def test_twin_without_the_trigger_of_balances_the_looks_tell(two_books: TestBook, owner: Owner) -> None:
    owner.drop("ledger_posting_counted")
    said: list[str] = []
    walk("twin", steps=60, threads=1, tell=said.append)
    assert any(line.startswith("wrong balance") for line in said)
    assert broken()
    assert Posting.objects.exists()


def test_twin_an_acknowledged_entry_that_is_gone_is_missed(two_books: TestBook) -> None:
    two_books.post()
    report = walked(["posts 1:10000", "posts 999:5"])
    with pytest.raises(AssertionError, match="acknowledged"):
        looked_over(report)
