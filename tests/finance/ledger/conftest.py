"""The book in a database of the test's own, and its owner."""

import pytest

from tests.finance.ledger.book import Owner, TestBook, a_book


@pytest.fixture
def book(cloned_database: str) -> TestBook:
    """An open book; everything is committed for real."""
    return a_book()


@pytest.fixture
def owner(cloned_database: str, database_server) -> Owner:
    """The owner of the same database."""
    return Owner(database_server.owner_conninfo(cloned_database))
