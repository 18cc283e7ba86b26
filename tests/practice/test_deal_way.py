"""The deal follows its contracts: amount, stage, and back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from femida.platform.core.verify import checks
from femida.platform.journal.timeline import timeline
from femida.platform.pipelines.moving import UnableToMove, stage_named
from femida.practice.contracts import commands, reactions
from femida.practice.contracts.commands import LineWish
from femida.practice.contracts.models import Contract
from femida.sales.deals.commands import move_deal, refuse_deal
from femida.sales.deals.models import Deal, RefusalReason
from tests.firm.people import actor_of
from tests.practice.contracting import HOUSE, Desk, a_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return a_desk()


def deal(desk: Desk) -> Deal:
    return Deal.objects.select_related("stage").get(pk=desk.deal.pk)


def follows() -> bool:
    return all(check().holds for name, check in checks.items() if "a deal" in name)


def test_a_deal_is_worth_its_drafts_until_one_is_registered(desk):
    assert deal(desk).amount is None
    first = desk.ready()
    assert deal(desk).amount == 1000
    second = desk.draft(lines=[LineWish(desk.advice)])
    assert deal(desk).amount == Decimal("1333.33")
    commands.add_line(HOUSE, contract_id=second.pk, wish=LineWish(desk.divorce))
    assert deal(desk).amount == Decimal("2333.33")
    commands.register_contract(HOUSE, contract_id=first.pk)
    # what is signed is signed; the draft beside it is not
    assert deal(desk).amount == 1000
    commands.void_contract(HOUSE, contract_id=first.pk, reason="Ошибка")
    assert deal(desk).amount == Decimal("1333.33")
    commands.void_contract(HOUSE, contract_id=second.pk, reason="Ошибка")
    assert deal(desk).amount is None
    assert follows()


def test_a_registered_contract_wins_the_deal_and_only_the_last_void_one_brings_it_back(desk):
    seller = actor_of(desk.seller)
    first, second = desk.ready(seller), desk.ready(seller)
    commands.register_contract(seller, contract_id=first.pk)
    assert (deal(desk).stage.key, deal(desk).closed_at is not None) == ("won", True)
    commands.register_contract(seller, contract_id=second.pk)
    commands.void_contract(HOUSE, contract_id=first.pk, reason="Ошибка")
    assert deal(desk).stage.key == "won"
    commands.void_contract(HOUSE, contract_id=second.pk, reason="Ошибка")
    assert (deal(desk).stage.key, deal(desk).closed_at) == ("signing", None)
    assert follows()
    said = [entry.title for entry in timeline(HOUSE, "sales.deal", desk.deal.pk)]
    assert any("Договор подписан" in title for title in said)


def test_twin_without_the_reaction_the_deal_stays_where_it_was(desk, monkeypatch):
    monkeypatch.setattr(reactions, "win_deal", lambda actor, deal_id: None)
    commands.register_contract(HOUSE, contract_id=desk.ready().pk)
    assert deal(desk).stage.key != "won"
    assert not follows()


def test_a_refused_deal_is_won_by_its_contract_and_may_be_dragged_there_then(desk):
    contract = desk.ready()
    reason = RefusalReason.objects.order_by("order")[0]
    refuse_deal(HOUSE, deal_id=desk.deal.pk, reason_id=reason.pk)
    commands.register_contract(HOUSE, contract_id=contract.pk)
    assert deal(desk).stage.key == "won"
    # a deal whose contract was registered before deals followed: the gate lets it pass
    Deal.objects.filter(pk=desk.deal.pk).update(stage=stage_named("deals", "signing"))
    move_deal(HOUSE, deal_id=desk.deal.pk, stage_id=stage_named("deals", "won").pk)
    assert deal(desk).stage.key == "won"


def test_a_draft_is_not_enough(desk):
    desk.ready()
    with pytest.raises(UnableToMove):
        move_deal(HOUSE, deal_id=desk.deal.pk, stage_id=stage_named("deals", "won").pk)


def test_nothing_half_written_when_the_deal_refuses(desk, monkeypatch):
    contract = desk.ready()

    def fail(actor, deal_id):
        raise UnableToMove("нет")

    monkeypatch.setattr(reactions, "win_deal", fail)
    with pytest.raises(UnableToMove):
        commands.register_contract(HOUSE, contract_id=contract.pk)
    contract.refresh_from_db()
    assert (contract.state, contract.number) == ("draft", "")
    assert Contract.objects.filter(state="registered").count() == 0
