"""A book for tests: a legal entity with an office, acts that post, guards that can be taken away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import psycopg
from django.db import transaction

from femida.finance.ledger.chart import Code
from femida.finance.ledger.commands import open_chart
from femida.finance.ledger.posting import Line, post
from femida.firm.offices.models import LegalEntity, Office
from femida.platform.access.policy import one_policy_per_actor
from femida.platform.core.actor import Actor
from femida.platform.core.context import Act, finishers, running
from femida.platform.core.verify import Verdict, checks
from tests.firm.people import an_office

HOUSE = Actor.system("test")
DAY = date(2026, 3, 10)


@contextmanager
def acting(actor: Actor = HOUSE) -> Iterator[Act]:
    """What the decorator of a command puts around a function: one act in one transaction."""
    with one_policy_per_actor(), running(actor) as (act, _outermost), transaction.atomic():
        act.rights.append("ledger.view")
        yield act
        for finish in finishers:
            finish(act)


@dataclass(frozen=True)
class TestBook:
    """An office and its legal entity, whose chart is open."""

    __test__ = False

    entity: LegalEntity
    office: Office

    def line(self, account: str, amount: str | Decimal, **about: int) -> Line:
        """One line."""
        return Line(account=account, amount=Decimal(amount), **about)

    def sold(self, amount: str | Decimal = "100.00", **about: int) -> list[Line]:
        """A client owes for a service."""
        return [
            self.line(Code.CLIENT_DEBTS, Decimal(amount), **about),
            self.line(Code.REVENUE, -Decimal(amount), **about),
        ]

    def post(self, *lines: Line, day: date = DAY, kind: str = "sale") -> int:
        """One act that posts lines, by default a sale of 100 roubles about contract 1."""
        with acting():
            return post(
                HOUSE,
                kind=kind,
                legal_entity_id=self.entity.pk,
                office_id=self.office.pk,
                business_date=day,
                lines=lines or self.sold(contract_id=1),
            )


def a_book(name: str = "Москва") -> TestBook:
    """A book of the tests' legal entity."""
    office = an_office(name)
    open_chart(HOUSE, legal_entity_id=office.legal_entity_id)
    return TestBook(office.legal_entity, office)


def broken() -> dict[str, tuple[str, ...]]:
    """What `femida verify` finds wrong with the ledger, by check."""
    verdicts: dict[str, Verdict] = {
        name: run() for name, run in checks.items() if name.startswith("ledger: ")
    }
    assert len(verdicts) == 6
    return {name: verdict.wrong for name, verdict in verdicts.items() if verdict.wrong}


@dataclass(frozen=True)
class Owner:
    """The owner of the tables, who alone can take guards away."""

    conninfo: str

    def run(self, *statements: str) -> None:
        """Run statements as the owner."""
        with psycopg.connect(self.conninfo, autocommit=True) as link:
            for statement in statements:
                link.execute(statement)

    def drop(self, *guards: str) -> None:
        """Take guards away, by name."""
        self.run(*(f"DROP FUNCTION {guard}() CASCADE" for guard in guards))
