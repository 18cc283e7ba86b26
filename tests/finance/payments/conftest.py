"""The till, in the test's transaction or in a database of the test's own."""

import pytest

from tests.finance.payments.till import Till, a_till


@pytest.fixture
def till(db) -> Till:
    """A till in the test's transaction."""
    return a_till()


@pytest.fixture
def real_till(cloned_database: str) -> Till:
    """A till in a database of the test's own: for races."""
    return a_till()
