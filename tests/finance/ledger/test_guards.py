"""Every guard of the book against SQL by hand, and its twin: without the guard the same goes through.

What went through is then found by `femida verify`, where the guard's rule can be seen in the rows.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from femida.finance.ledger.commands import close_period
from femida.finance.ledger.models import Account, Book, Entry
from femida.finance.ledger.posting import reverse
from femida.finance.ledger.triggers import GUARDS
from femida.firm.offices.models import LegalEntity
from femida.platform.core import clock
from tests.finance.ledger.book import DAY, HOUSE, TestBook, a_book, acting, broken

ENTRY = """
INSERT INTO ledger_entry
  (number, kind, business_date, at, act_id, legal_entity_id, office_id, lines, reverses_id)
VALUES (0, %s, %s, now(), %s, %s, %s, %s, %s) RETURNING id
"""
POSTING = """
INSERT INTO ledger_posting (entry_id, account_id, amount, contract_id, party_id) VALUES (%s, %s, %s, %s, %s)
"""


class Hand:
    """A writer who knows the tables and no rule."""

    def __init__(self, book: TestBook) -> None:
        self.book = book
        accounts = Account.objects.filter(legal_entity=book.entity)
        self.accounts = dict(accounts.values_list("code", "pk"))

    def run(self, statement: str, *values: object) -> int | None:
        """One statement."""
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchone()[0] if cursor.description else None

    def entry(
        self,
        *amounts: int,
        day: date = DAY,
        lines: int | None = None,
        reverses: int | None = None,
        kind: str = "sale",
        contract: int | None = 1,
        entity: int | None = None,
    ) -> int:
        """An entry on the debts of clients and the revenue by turns."""
        entity, office = entity or self.book.entity.pk, self.book.office.pk
        counted = len(amounts) if lines is None else lines
        entry = self.run(ENTRY, kind, day, uuid.uuid4(), entity, office, counted, reverses)
        for number, amount in enumerate(amounts):
            account = self.accounts["revenue" if number % 2 else "client_debts"]
            self.run(POSTING, entry, account, amount, contract, None)
        return entry


@dataclass(frozen=True)
class Case:
    """What must be refused, by which guards, and by which name `verify` finds it when they are gone."""

    name: str
    guards: tuple[str, ...]
    act: Callable[[Hand], object]
    found: tuple[str, ...] = ()


BALANCED = ("ledger_entry_balanced", "ledger_posting_balanced")
SUMS = "ledger: every entry adds up to zero and has all its postings"
BALANCES = "ledger: balances are the sums of their postings"
MIRRORS = "ledger: a reversal mirrors its entry, which is reversed once"
OWN = "ledger: postings are on accounts of their own legal entity"
CLOSED = "ledger: no entry came into a month after it was closed"
REVERSED_ONCE = "ledger_entry_reverses_id_key"
NUMBERS = "ledger: entries of a book are numbered without a gap"


def first() -> int:
    """The entry that each case begins with: contract 1 owes 100 roubles."""
    return Entry.objects.order_by("pk").values_list("pk", flat=True)[0]


def close(hand: Hand) -> None:
    with clock.at(datetime(2026, 11, 5, tzinfo=UTC)):
        close_period(HOUSE, legal_entity_id=hand.book.entity.pk, month=date(2026, 3, 1))


def into_a_closed_month(hand: Hand, day: date) -> None:
    close(hand)
    hand.entry(5, -5, day=day)


def append(hand: Hand, *amounts: int) -> None:
    for amount in amounts:
        hand.run(POSTING, first(), hand.accounts["cash"], amount, 1, None)


def on_a_strange_account(hand: Hand) -> None:
    other = LegalEntity.objects.create(name="Чужая", short_name="Чужая")
    strange = Account.objects.create(legal_entity=other, code="cash", name="Касса", kind="asset")
    entry = hand.entry(5, lines=2)
    hand.run(POSTING, entry, strange.pk, -5, 1, None)


def changed_period(hand: Hand, statement: str) -> None:
    close(hand)
    hand.run(statement)


def reversed_reversal(hand: Hand) -> None:
    with acting():
        mirror = reverse(HOUSE, first(), DAY)
    hand.entry(100, -100, reverses=mirror)


def strange_entity(hand: Hand, act: Callable[[int], object]) -> None:
    act(LegalEntity.objects.create(name="Без книги", short_name="Без книги").pk)


CASES = (
    Case("one-sided", BALANCED, lambda hand: hand.entry(5, lines=2), (SUMS,)),
    Case("without postings", BALANCED, lambda hand: hand.entry(lines=2), (SUMS,)),
    Case("a kopeck too much", BALANCED, lambda hand: hand.entry(5, -5, 1), (SUMS,)),
    Case("one posting more than said", BALANCED, lambda hand: hand.entry(5, -5, 2, -2, lines=2), (SUMS,)),
    Case("a pair added later", BALANCED, lambda hand: append(hand, 5, -5), (SUMS,)),
    Case(
        "a changed date",
        ("ledger_entry_posted",),
        lambda hand: hand.run("UPDATE ledger_entry SET business_date = '2026-04-01'"),
    ),
    Case(
        "a removed entry",
        ("ledger_entry_posted", "ledger_posting_posted"),
        lambda hand: (hand.run("DELETE FROM ledger_posting"), hand.run("DELETE FROM ledger_entry")),
        (BALANCES, NUMBERS),
    ),
    Case(
        "a changed sum",
        ("ledger_posting_posted",),
        lambda hand: hand.run("UPDATE ledger_posting SET amount = amount * 2"),
        (BALANCES,),
    ),
    Case(
        "a removed posting",
        ("ledger_posting_posted",),
        lambda hand: hand.run("DELETE FROM ledger_posting WHERE amount > 0"),
        (SUMS, BALANCES),
    ),
    Case("another legal entity's account", ("ledger_posting_own_account",), on_a_strange_account, (OWN,)),
    Case(
        "into a closed month",
        ("ledger_entry_open_month",),
        lambda hand: into_a_closed_month(hand, date(2026, 3, 31)),
        (CLOSED,),
    ),
    Case(
        "before a closed month",
        ("ledger_entry_open_month",),
        lambda hand: into_a_closed_month(hand, date(2025, 12, 31)),
        (CLOSED,),
    ),
    Case(
        "a month opened again",
        ("ledger_period_closed",),
        lambda hand: changed_period(hand, "DELETE FROM ledger_period"),
    ),
    Case(
        "another month closed instead",
        ("ledger_period_closed",),
        lambda hand: changed_period(hand, "UPDATE ledger_period SET month = '2020-01-01'"),
    ),
    Case(
        "a balance set by hand",
        ("ledger_balance_by_posting",),
        lambda hand: hand.run("UPDATE ledger_balance SET amount = amount + 1"),
        (BALANCES,),
    ),
    Case(
        "a balance made up",
        ("ledger_balance_by_posting",),
        lambda hand: hand.run(
            "INSERT INTO ledger_balance (account_id, amount) VALUES (%s, 1)", hand.accounts["cash"]
        ),
        (BALANCES,),
    ),
    Case(
        "a balance removed",
        ("ledger_balance_by_posting",),
        lambda hand: hand.run("DELETE FROM ledger_balance WHERE amount > 0"),
        (BALANCES,),
    ),
    Case(
        "an account of another kind",
        ("ledger_account_fixed",),
        lambda hand: hand.run("UPDATE ledger_account SET kind = 'asset' WHERE code = 'revenue'"),
    ),
    Case(
        "a number counted by hand",
        ("ledger_book_counts",),
        lambda hand: hand.run("UPDATE ledger_book SET last_number = last_number + 1"),
        (NUMBERS,),
    ),
    Case(
        "half taken back",
        ("ledger_entry_mirrored",),
        lambda hand: hand.entry(-50, 50, reverses=first()),
        (MIRRORS,),
    ),
    Case(
        "taken back on another contract",
        ("ledger_entry_mirrored",),
        lambda hand: hand.entry(-100, 100, reverses=first(), contract=2),
        (MIRRORS,),
    ),
    Case(
        "the same again as a reversal",
        ("ledger_entry_mirrored",),
        lambda hand: hand.entry(100, -100, reverses=first()),
        (MIRRORS,),
    ),
    Case(
        "taken back with lines of its own besides",
        ("ledger_entry_mirrored",),
        lambda hand: hand.entry(-100, 100, -7, 7, reverses=first()),
        (MIRRORS,),
    ),
    Case(
        "taken back before it was posted",
        ("ledger_entry_mirrored",),
        lambda hand: hand.entry(-100, 100, reverses=first(), day=date(2026, 3, 9)),
        (MIRRORS,),
    ),
    Case(
        "taken back as something else",
        ("ledger_entry_mirrored",),
        lambda hand: hand.entry(-100, 100, reverses=first(), kind="payment"),
        (MIRRORS,),
    ),
    Case("a reversal reversed", ("ledger_entry_mirrored",), reversed_reversal, (MIRRORS,)),
    Case(
        "an entry without a book",
        ("ledger_entry_numbered", *BALANCED),
        lambda hand: strange_entity(hand, lambda pk: hand.entry(lines=2, entity=pk)),
        (SUMS, NUMBERS),
    ),
    Case(
        "a month closed without a book",
        ("ledger_period_sealed",),
        lambda hand: strange_entity(
            hand,
            lambda pk: hand.run(
                "INSERT INTO ledger_period (legal_entity_id, month, closed_at, last_number) "
                "VALUES (%s, '2026-01-01', now(), 0)",
                pk,
            ),
        ),
    ),
)  # fmt: skip

cases = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


@pytest.fixture
def hand(db: None) -> Hand:
    """The writer under the role of the application."""
    return a_hand()


@pytest.fixture
def owning_hand(django_db_setup, django_db_blocker, database_server) -> Iterator[Hand]:
    """The writer under the role that owns the tables; what it takes away is there again after the test."""
    name = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        database_server.point(name, as_owner=True)
        with transaction.atomic():
            yield a_hand()
            transaction.set_rollback(True)
        database_server.point(name)


def a_hand() -> Hand:
    hand = Hand(a_book())
    hand.book.post()
    settle()
    return hand


def settle() -> None:
    """Let the deferred guards look now, as at the end of a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def refused_as(hand: Hand, act: Callable[[Hand], object]) -> str:
    """The name under which the database refuses an act."""

    def whole() -> None:
        with transaction.atomic():
            act(hand)
            settle()

    with pytest.raises(IntegrityError) as refused:
        whole()
    # no sum is told (an id may have any digits)
    assert "100.00" not in str(refused.value)
    return refused.value.__cause__.diag.constraint_name


@cases
def test_the_guard_refuses_by_its_name_and_nothing_is_left(hand: Hand, case: Case) -> None:
    before = Entry.objects.count(), Book.objects.get().last_number
    assert refused_as(hand, case.act) in case.guards
    assert (Entry.objects.count(), Book.objects.get().last_number) == before
    assert broken() == {}


@cases
def test_twin_without_the_guard_it_goes_through_and_is_found(owning_hand: Hand, case: Case) -> None:
    for guard in case.guards:
        owning_hand.run(f"DROP FUNCTION {guard}() CASCADE")
    case.act(owning_hand)
    settle()
    assert set(broken()) == set(case.found)


def take_back(hand: Hand) -> None:
    hand.entry(-100, 100, reverses=first())


def test_a_second_reversal_is_refused_by_the_table_itself(hand: Hand) -> None:
    take_back(hand)
    settle()
    assert refused_as(hand, take_back) == REVERSED_ONCE


def test_twin_without_the_constraint_it_is_taken_back_twice(owning_hand: Hand) -> None:
    owning_hand.run(f"ALTER TABLE ledger_entry DROP CONSTRAINT {REVERSED_ONCE}")
    take_back(owning_hand)
    take_back(owning_hand)
    settle()
    assert set(broken()) == {MIRRORS}


def test_twin_balances_stand_still_without_their_trigger(owning_hand: Hand) -> None:
    assert broken() == {}
    owning_hand.run("DROP FUNCTION ledger_posting_counted() CASCADE")
    owning_hand.book.post()
    settle()
    assert set(broken()) == {BALANCES}


def test_every_guard_has_a_case() -> None:
    assert {guard.name for guard in GUARDS} == {
        "ledger_posting_counted",
        *(name for case in CASES for name in case.guards),
    }
