"""Two at once on one book. Each guard alone is enough; the twin is without both of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection

from femida.finance.ledger import commands, posting
from femida.finance.ledger.commands import UnableToClosePeriod, close_period
from femida.finance.ledger.models import Book, Entry, Period
from femida.finance.ledger.posting import UnableToPost, UnableToReverseEntry, reverse
from femida.finance.ledger.triggers import SEALED
from femida.platform.core import clock
from femida.platform.core.errors import FemidaError
from tests.finance.ledger.book import DAY, HOUSE, Owner, TestBook, acting, broken

pytestmark = pytest.mark.race

BLIND = SEALED.replace("FOR UPDATE", "").replace("REFUSE;", "RAISE EXCEPTION 'no book';")
CLOSED = "ledger: no entry came into a month after it was closed"
MIRRORS = "ledger: a reversal mirrors its entry, which is reversed once"


def overlapping(first: Callable[[], object], second: Callable[[], object]) -> list[object]:
    """The second act begins while the first has written and not committed; their results or refusals.

    The first commits when the second waits for it, or is over because nothing has kept it waiting.
    """
    written, over = threading.Event(), threading.Event()

    def begin() -> object:
        try:
            with acting():
                result = first()
                written.set()
                _until_it_waits(over)
            return result
        except (FemidaError, IntegrityError) as error:
            return error
        finally:
            written.set()
            connection.close()

    def follow() -> object:
        written.wait(30)
        try:
            with acting():
                return second()
        except (FemidaError, IntegrityError) as error:
            return error
        finally:
            over.set()
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return [one.result() for one in (pool.submit(begin), pool.submit(follow))]


def _until_it_waits(over: threading.Event) -> None:
    deadline = time.monotonic() + 30
    with connection.cursor() as cursor:
        while not over.is_set() and time.monotonic() < deadline:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)


def nobody_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the lock of the commands away; the triggers have theirs."""
    monkeypatch.setattr(posting, "hold", lambda *book: None)
    monkeypatch.setattr(commands, "hold", lambda *book: None)


def nobody_seals(owner: Owner) -> None:
    """Take the lock of the trigger on closing away too."""
    owner.run(
        f"CREATE OR REPLACE FUNCTION ledger_period_sealed() RETURNS trigger LANGUAGE plpgsql AS $${BLIND}$$"
    )


def nobody_says_once(owner: Owner) -> None:
    """Let the table have two reversals of one entry."""
    owner.run("ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_reverses_id_key")


def close_march(book: TestBook) -> None:
    with clock.at(datetime(2026, 11, 5, tzinfo=UTC)):
        close_period(HOUSE, legal_entity_id=book.entity.pk, month=DAY)


def post_in_march(book: TestBook) -> int:
    return posting.post(
        HOUSE,
        kind="sale",
        legal_entity_id=book.entity.pk,
        office_id=book.office.pk,
        business_date=DAY,
        lines=book.sold(contract_id=1),
    )


def reversing(entry: int) -> Callable[[], object]:
    return lambda: reverse(HOUSE, entry, DAY)


def test_one_entry_is_reversed_once(book: TestBook) -> None:
    entry = book.post()
    done, refused = overlapping(reversing(entry), reversing(entry))
    assert isinstance(done, int)
    assert isinstance(refused, UnableToReverseEntry)
    assert Entry.objects.count() == 2
    assert broken() == {}


def test_the_table_alone_reverses_it_once(book: TestBook, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = book.post()
    nobody_holds(monkeypatch)
    done, refused = overlapping(reversing(entry), reversing(entry))
    assert isinstance(done, int)
    assert isinstance(refused, IntegrityError)
    assert Entry.objects.count() == 2
    assert broken() == {}


def test_the_lock_alone_reverses_it_once(book: TestBook, owner: Owner) -> None:
    entry = book.post()
    nobody_says_once(owner)
    _done, refused = overlapping(reversing(entry), reversing(entry))
    assert isinstance(refused, UnableToReverseEntry)
    assert broken() == {}


def test_twin_without_both_it_is_reversed_twice(
    book: TestBook, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = book.post()
    nobody_holds(monkeypatch)
    nobody_says_once(owner)
    assert all(isinstance(one, int) for one in overlapping(reversing(entry), reversing(entry)))
    assert Entry.objects.count() == 3
    assert set(broken()) == {MIRRORS}


@pytest.mark.parametrize("held", [True, False], ids=["both locks", "the trigger's alone"])
def test_a_closing_waits_for_what_is_being_posted(
    book: TestBook, monkeypatch: pytest.MonkeyPatch, held: bool
) -> None:
    if not held:
        nobody_holds(monkeypatch)
    posted, closed = overlapping(lambda: post_in_march(book), lambda: close_march(book))
    assert isinstance(posted, int)
    assert closed is None
    assert Period.objects.get().last_number == Entry.objects.get().number == 1
    assert broken() == {}


def test_twin_without_the_locks_an_entry_comes_into_a_closed_month(
    book: TestBook, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody_holds(monkeypatch)
    nobody_seals(owner)
    posted, closed = overlapping(lambda: post_in_march(book), lambda: close_march(book))
    assert isinstance(posted, int)
    assert closed is None
    assert set(broken()) == {CLOSED}


@pytest.mark.parametrize("held", [True, False], ids=["both locks", "the trigger's alone"])
def test_posting_waits_for_a_closing_and_is_refused(
    book: TestBook, monkeypatch: pytest.MonkeyPatch, held: bool
) -> None:
    if not held:
        nobody_holds(monkeypatch)
    closed, refused = overlapping(lambda: close_march(book), lambda: post_in_march(book))
    assert closed is None
    assert isinstance(refused, UnableToPost if held else IntegrityError)
    assert not Entry.objects.exists()
    assert Book.objects.get().last_number == 0
    assert broken() == {}


def test_twin_without_the_locks_posting_does_not_see_the_closing(
    book: TestBook, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody_holds(monkeypatch)
    nobody_seals(owner)
    closed, posted = overlapping(lambda: close_march(book), lambda: post_in_march(book))
    assert closed is None
    assert isinstance(posted, int)
    assert set(broken()) == {CLOSED}


def test_a_month_is_closed_once(book: TestBook) -> None:
    closed, refused = overlapping(lambda: close_march(book), lambda: close_march(book))
    assert closed is None
    assert isinstance(refused, UnableToClosePeriod)
    assert Period.objects.get().month == date(2026, 3, 1)


def test_twin_without_the_lock_it_is_the_table_that_refuses(
    book: TestBook, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody_holds(monkeypatch)
    nobody_seals(owner)
    _closed, refused = overlapping(lambda: close_march(book), lambda: close_march(book))
    assert isinstance(refused, IntegrityError)


def test_the_first_entries_of_an_entity_open_one_book(book: TestBook) -> None:
    from femida.firm.offices.models import LegalEntity

    other = TestBook(LegalEntity.objects.create(name="Новая", short_name="Новая"), book.office)
    results = overlapping(lambda: post_in_march(other), lambda: post_in_march(other))
    assert all(isinstance(one, int) for one in results)
    assert Book.objects.get(pk=other.entity.pk).last_number == 2
    assert broken() == {}
