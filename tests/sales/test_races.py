"""Two at once: enquiries of one party, operators after one lead. Each guard with its twin."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from django.db import IntegrityError, connection

from femida.parties.registry.models import Party
from femida.platform.core import locks
from femida.platform.core.errors import FemidaError
from femida.sales.leads import commands, opening
from femida.sales.leads.commands import UnableToTakeLead, take_lead, take_next_lead
from femida.sales.leads.models import Lead
from tests.firm.people import actor_of, an_employee, give
from tests.sales.firm import OPERATOR, Firm, a_firm

PEOPLE = 8


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Run acts on connections of their own, all let go together; errors come back as results."""
    gate = threading.Barrier(len(acts))

    def work(act: Callable[[], object]) -> object:
        gate.wait(timeout=30)
        try:
            return act()
        except (FemidaError, IntegrityError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(work, acts))


@pytest.fixture
def firm(cloned_database: str) -> Firm:
    """A firm in a database of the test's own."""
    return a_firm()


@contextmanager
def slow(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> Iterator[None]:
    """Widen the window between a look and the write that follows it."""
    import time

    real = getattr(module, name)

    def later(*args: object, **kwargs: object) -> object:
        result = real(*args, **kwargs)
        time.sleep(0.05)
        return result

    monkeypatch.setattr(module, name, later)
    yield


def test_two_enquiries_of_one_party_make_one_party_and_one_lead(firm: Firm) -> None:
    results = at_once([firm.enquiry] * PEOPLE)
    assert not [one for one in results if isinstance(one, Exception)]
    assert Party.objects.count() == 1
    assert Lead.objects.get().enquiries == PEOPLE
    assert sum(not one.joined for one in results) == 1


def test_twin_without_the_locks_they_collide(
    firm: Firm, cloned_database: str, database_server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the lock on the number and the index on open leads, one client becomes several."""
    with psycopg.connect(database_server.owner_conninfo(cloned_database), autocommit=True) as owner:
        owner.execute("DROP INDEX leads_lead_one_open")
    from femida.parties.registry import matching
    from femida.parties.registry.commands import parties

    for module in (locks, matching, parties):
        if hasattr(module, "lock_words"):
            monkeypatch.setattr(module, "lock_words", lambda *words: None)
    with slow(monkeypatch, opening, "route"):
        results = at_once([firm.enquiry] * PEOPLE)
    assert not [one for one in results if isinstance(one, Exception)]
    assert Lead.objects.count() > 1


@pytest.fixture
def waiting(firm: Firm) -> tuple[Firm, list]:
    """A lead that nobody answers for, and people who may take it."""
    people = [an_employee(firm.office, firm.call_centre) for _ in range(PEOPLE)]
    for person in people:
        give(person, **OPERATOR)
    for person in [firm.operator, firm.seller, *people]:
        type(person).objects.filter(pk=person.pk).update(status="on_leave")
    firm.enquiry()
    assert Lead.objects.get().responsible_id is None
    return firm, people


def test_two_operators_taking_one_lead(waiting: tuple[Firm, list]) -> None:
    _firm, people = waiting
    lead_id = Lead.objects.get().pk
    results = at_once([lambda p=p: take_lead(actor_of(p), lead_id=lead_id) for p in people])
    taken = [one for one in results if one is None]
    assert len(taken) == 1
    assert all(isinstance(one, UnableToTakeLead) for one in results if one is not None)


def test_twin_without_the_row_lock_several_think_they_have_it(
    waiting: tuple[Firm, list], monkeypatch: pytest.MonkeyPatch
) -> None:
    _firm, people = waiting
    lead_id = Lead.objects.get().pk

    def unlocked(actor, model, pk, **_more):
        from femida.platform.core.context import current_act

        row = model.objects.get(pk=pk)
        act = current_act()
        act.taken.add((act.rights[-1], model._meta.label_lower))
        return row

    monkeypatch.setattr(commands, "take", unlocked)
    with slow(monkeypatch, commands, "_own_employee"):
        results = at_once([lambda p=p: take_lead(actor_of(p), lead_id=lead_id) for p in people])
    assert len([one for one in results if one is None]) > 1


def test_the_next_lead_is_another_for_each(firm: Firm) -> None:
    people = [an_employee(firm.office, firm.call_centre) for _ in range(PEOPLE)]
    for person in people:
        give(person, **OPERATOR)
    for person in [firm.operator, firm.seller, *people]:
        type(person).objects.filter(pk=person.pk).update(status="on_leave")
    for number in range(PEOPLE):
        firm.enquiry(f"+7999000000{number}")
    results = at_once([lambda p=p: take_next_lead(actor_of(p)) for p in people])
    assert len(set(results)) == PEOPLE
    assert not Lead.objects.filter(responsible=None).exists()
