"""Two administrators who take the right from each other at once: one of them stays."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection

from femida.firm.staff import administrators
from femida.firm.staff.commands import set_groups
from femida.firm.staff.queries import accounts_with_right
from femida.platform.access.rights import Scope
from femida.platform.core.errors import FemidaError
from tests.firm.people import actor_of, an_employee, an_office, give


@pytest.fixture
def two(cloned_database, monkeypatch):
    """Two administrators, who meet before it is asked whether one is left, if nothing keeps them apart."""
    office = an_office()
    people = [an_employee(office) for _ in range(2)]
    for person in people:
        give(person, access__change=Scope.FIRM, staff__view=Scope.FIRM)

    meeting = Barrier(2)

    def after_meeting(*args, **kwargs):
        with contextlib.suppress(BrokenBarrierError):
            meeting.wait(timeout=2)
        return accounts_with_right(*args, **kwargs)

    monkeypatch.setattr(administrators, "accounts_with_right", after_meeting)
    return people


def administrators_left(two) -> int:
    barrier = Barrier(2)

    def take_from(pair) -> None:
        actor, other = pair
        try:
            connection.ensure_connection()
            barrier.wait()
            with contextlib.suppress(FemidaError):
                set_groups(actor_of(actor), employee_id=other.pk, group_ids=[])
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(take_from, [(two[0], two[1]), (two[1], two[0])]))
    return len(accounts_with_right("access.change", None))


@pytest.mark.race
def test_one_administrator_is_left(two):
    assert administrators_left(two) == 1


@pytest.mark.race
def test_twin_without_the_lock_none_is_left(two, monkeypatch):
    monkeypatch.setattr(administrators, "lock_words", lambda *words: None)
    assert administrators_left(two) == 0
