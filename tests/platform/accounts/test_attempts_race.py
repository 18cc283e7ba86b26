"""Many guesses at once count like many guesses one after another."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from femida.platform.accounts import attempts
from femida.platform.accounts.models import SignInAttempt

AT_ONCE = 12


@pytest.fixture(autouse=True)
def slow_between_counting_and_noting(monkeypatch):
    """Makes the moment in which a second guess could slip past long enough to be hit every time."""
    create = SignInAttempt.objects.create

    def slow(**values):
        time.sleep(0.2)
        return create(**values)

    monkeypatch.setattr(SignInAttempt.objects, "create", slow)


def guesses_let_through() -> int:
    barrier = Barrier(AT_ONCE)

    def guess(_: int) -> bool:
        try:
            connection.ensure_connection()
            barrier.wait()
            return attempts.count_attempt("login", "192.0.2.7")
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(guess, range(AT_ONCE)))


@pytest.mark.race
def test_of_many_guesses_at_once_five_are_let_through(cloned_database):
    assert guesses_let_through() == attempts.MOST_PER_LOGIN


@pytest.mark.race
def test_twin_without_the_lock_more_slip_past(cloned_database, monkeypatch):
    monkeypatch.setattr(attempts, "lock_words", lambda *words: None)
    assert guesses_let_through() > attempts.MOST_PER_LOGIN
