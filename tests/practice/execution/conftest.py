"""One bench for all tests of a module: made once in a transaction around them, each test in a savepoint."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.practice.execution.working import Bench, a_bench


@pytest.fixture(scope="module")
def laid_out(django_db_setup, django_db_blocker) -> Iterator[Bench]:
    """The bench of the module; whatever a test does to its rows is taken back at the end of the test."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        made = a_bench()
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def bench(laid_out: Bench, db: None) -> Bench:
    """A bench of the test's own."""
    return copy.deepcopy(laid_out)
