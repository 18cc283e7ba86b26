"""Two at once: numbers of contracts, one contract registered twice. Each guard with its twin."""

from __future__ import annotations

import uuid

import psycopg
import pytest

from femida.firm.offices import numbering
from femida.firm.offices.models import NumberCounter
from femida.platform.core.verify import checks
from femida.practice.contracts.commands import (
    UnableToRegister,
    draft_contract,
    register_contract,
    registering,
)
from femida.practice.contracts.models import Contract
from tests.practice.contracting import HOUSE, Desk, a_desk
from tests.sales.test_races import at_once, slow

PEOPLE = 6
NUMBERS = "contracts: numbers have no gaps"


@pytest.fixture
def desk(cloned_database: str) -> Desk:
    """A desk in a database of the test's own."""
    return a_desk()


def looked_up(_series: str, legal_entity_id: int, office_id: int, year: int) -> int:
    """What would be written without a counter: the greatest number there is, and one more."""
    last = Contract.objects.filter(number_year=year).order_by("-number_order").exclude(number="").first()
    return 1 if last is None or last.number_order is None else last.number_order + 1


def contracts_of_several_clients(desk: Desk) -> list[int]:
    """Drafts of different clients: nothing but the counter makes their registrations wait."""
    from tests.practice.contracting import a_deal

    ids = []
    for number in range(PEOPLE):
        desk.deal = a_deal(desk.firm, f"+7999000010{number}", desk.seller)
        ids.append(desk.ready().pk)
    return ids


def test_numbers_given_at_once_have_neither_gaps_nor_doubles(desk: Desk) -> None:
    ids = contracts_of_several_clients(desk)
    results = at_once([lambda pk=pk: register_contract(HOUSE, contract_id=pk) for pk in ids])
    assert not [one for one in results if isinstance(one, Exception)]
    orders = sorted(Contract.objects.values_list("number_order", flat=True))
    assert orders == list(range(1, PEOPLE + 1))
    assert NumberCounter.objects.get().last == PEOPLE
    assert checks[NUMBERS]().holds


def test_twin_without_the_counter_numbers_are_given_twice(
    desk: Desk, cloned_database: str, database_server, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = contracts_of_several_clients(desk)
    with psycopg.connect(database_server.owner_conninfo(cloned_database), autocommit=True) as owner:
        owner.execute("DROP INDEX contracts_number_once")
    monkeypatch.setattr(numbering, "next_number", looked_up)
    with slow(monkeypatch, numbering, "next_number"):
        results = at_once([lambda pk=pk: register_contract(HOUSE, contract_id=pk) for pk in ids])
    assert not [one for one in results if isinstance(one, Exception)]
    orders = list(Contract.objects.values_list("number_order", flat=True))
    assert len(set(orders)) < PEOPLE


def test_one_contract_is_registered_once(desk: Desk) -> None:
    pk, key = desk.ready().pk, uuid.uuid4()
    keys = [key, key, key, uuid.uuid4(), uuid.uuid4(), None]
    results = at_once([lambda k=k: register_contract(HOUSE, contract_id=pk, key=k) for k in keys])
    numbers = {one for one in results if isinstance(one, str)}
    assert len(numbers) == 1
    assert all(isinstance(one, str | UnableToRegister) for one in results)
    assert NumberCounter.objects.get().last == 1
    assert checks[NUMBERS]().holds


def test_twin_without_the_locks_one_contract_takes_several_numbers(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    pk = desk.ready().pk

    def unlocked(actor, model, pk, **_more):
        from femida.platform.core.context import current_act

        row = model.objects.get(pk=pk)
        act = current_act()
        act.taken.add((act.rights[-1], model._meta.label_lower))
        return row

    monkeypatch.setattr(registering, "take", unlocked)
    monkeypatch.setattr(registering, "hold_deal", lambda contract_id: None)
    # becoming a client locks the party too, later; without it nothing stands in the way
    monkeypatch.setattr(registering, "add_role", lambda *_given, **_more: 0)
    with slow(monkeypatch, registering, "_require_whole"):
        results = at_once([lambda: register_contract(HOUSE, contract_id=pk)] * PEOPLE)
    assert len({one for one in results if isinstance(one, str)}) > 1
    assert not checks[NUMBERS]().holds


def test_one_form_sent_at_once_draws_up_one_contract(desk: Desk) -> None:
    key = uuid.uuid4()
    from femida.practice.contracts.commands import LineWish

    results = at_once(
        [lambda: draft_contract(HOUSE, deal_id=desk.deal.pk, lines=[LineWish(desk.divorce)], key=key)]
        * PEOPLE
    )
    assert len(set(results)) == 1
    assert Contract.objects.count() == 1
