"""One busy house for all tests of a file: it takes a second to make, and each test gets it as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.analytics.firm import House, a_busy_house


@pytest.fixture(scope="module")
def busy(django_db_setup, django_db_blocker) -> Iterator[House]:
    """The house, in a transaction that is rolled back after the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = a_busy_house()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def house(busy: House) -> Iterator[House]:
    """The same, and whatever a test changes is undone after it."""
    with transaction.atomic():
        yield busy
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        transaction.set_rollback(True)
