"""The way of a deal: refused with a reason, put aside, brought back, given to another."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from femida.platform.access.rights import Scope
from femida.platform.core import clock
from femida.platform.core.errors import Denied, Invalid, Stale
from femida.platform.core.verify import checks
from femida.platform.journal.timeline import timeline
from femida.platform.notices.models import Notice
from femida.platform.pipelines.moving import UnableToMove, stage_named
from femida.platform.pipelines.timers import fire_due
from femida.platform.reactions.core import reacting_at_once
from femida.sales.deals import commands
from femida.sales.deals.models import Deal, RefusalReason
from femida.sales.deals.pipeline import KEY, SIGNING, WON
from femida.sales.leads.commands import qualify_lead
from tests.firm.people import actor_of, an_employee, give
from tests.sales.firm import Firm, a_firm

pytestmark = pytest.mark.django_db
REASON = "Слишком дорого"
NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
SELLING = ("deals__view", "deals__move", "deals__refuse", "deals__see_amount", "parties__view")


@pytest.fixture
def firm() -> Firm:
    firm = a_firm()
    give(firm.seller, **dict.fromkeys(SELLING, Scope.OWN))
    return firm


def a_deal(firm: Firm, phone: str = "+79990000001") -> Deal:
    done = firm.enquiry(phone)
    pk = qualify_lead(actor_system(), lead_id=done.lead_id, title="Развод", responsible_id=firm.seller.pk)
    return Deal.objects.get(pk=pk)


def actor_system():
    from femida.platform.core.actor import Actor

    return Actor.system("test")


def reason(name: str = REASON) -> int:
    return RefusalReason.objects.get(name=name).pk


def titles(deal: Deal) -> list[str]:
    return [entry.title for entry in timeline(actor_system(), commands.TYPE, deal.pk)]


def test_a_refused_deal_is_closed_with_its_reason_and_comes_back_on_its_day(firm):
    deal, seller = a_deal(firm), actor_of(firm.seller)
    with clock.at(NOW):
        commands.refuse_deal(seller, deal_id=deal.pk, reason_id=reason(), return_on=date(2026, 12, 1))
    deal.refresh_from_db()
    assert (deal.stage.key, deal.refusal_reason_id, deal.closed_at) == ("lost", reason(), NOW)
    assert deal.return_on == date(2026, 12, 1)
    refused = next(entry for entry in timeline(seller, commands.TYPE, deal.pk) if REASON in entry.title)
    assert "01.12.2026" in refused.body
    with clock.at(datetime(2026, 12, 1, 5, 59, tzinfo=UTC)):
        assert fire_due(clock.now()) == 0
    with clock.at(datetime(2026, 12, 1, 6, 1, tzinfo=UTC)), reacting_at_once():
        assert fire_due(clock.now()) == 1
    deal.refresh_from_db()
    assert (deal.stage.key, deal.refusal_reason, deal.closed_at, deal.return_on) == (
        "contact_again", None, None, None,
    )  # fmt: skip
    assert all(check().holds for name, check in checks.items() if name.startswith("deals:"))


def test_whoever_leads_a_deal_is_told_when_it_comes_back_and_when_it_is_given(
    firm, django_capture_on_commit_callbacks
):
    deal = a_deal(firm)
    other = an_employee(firm.office, firm.sales)
    give(other, deals__view=Scope.OWN)
    with reacting_at_once(), django_capture_on_commit_callbacks(execute=True):
        commands.reassign_deals(actor_system(), deal_ids=[deal.pk], employee_id=other.pk).raise_single()
    with clock.at(NOW):
        commands.defer_deal(actor_system(), deal_id=deal.pk, until=date(2026, 11, 19))
    with reacting_at_once(), django_capture_on_commit_callbacks(execute=True):
        commands.return_deal(actor_system(), deal_id=deal.pk, stage_id=stage_named(KEY, "contact_again").pk)
    told = Notice.objects.filter(person=other.account_id).order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["deal.assigned", "deal.returned"]


def test_a_deal_put_aside_by_hand_needs_its_day(firm):
    deal, seller = a_deal(firm), actor_of(firm.seller)
    with pytest.raises(UnableToMove, match="кнопк"):
        commands.move_deal(seller, deal_id=deal.pk, stage_id=stage_named(KEY, "deferred").pk)
    for day in (date(2026, 11, 18), date(2032, 1, 1)):
        with clock.at(NOW), pytest.raises(Invalid) as refusal:
            commands.defer_deal(seller, deal_id=deal.pk, until=day)
        assert list(refusal.value.fields) == ["until"]
    with clock.at(NOW):
        commands.defer_deal(seller, deal_id=deal.pk, until=date(2026, 11, 19))
    commands.move_deal(seller, deal_id=deal.pk, stage_id=stage_named(KEY, "contact_again").pk)
    deal.refresh_from_db()
    assert (deal.return_on, deal.closed_at) == (None, None)
    assert fire_due(datetime(2027, 1, 1, tzinfo=UTC)) == 0


@pytest.mark.parametrize("stage", ["offer", "signing", "deferred"])
def test_nobody_drags_a_deal_to_signed_without_a_registered_contract(firm, stage):
    deal, seller = a_deal(firm), actor_of(firm.seller)
    Deal.objects.filter(pk=deal.pk).update(stage=stage_named(KEY, stage))
    with pytest.raises(UnableToMove) as refusal:
        commands.move_deal(seller, deal_id=deal.pk, stage_id=stage_named(KEY, WON).pk)
    assert "Зарегистрируйте" in str(refusal.value) or "Register it" in str(refusal.value)


def test_twin_without_the_gate_it_is_dragged_there(firm, monkeypatch):
    deal, seller = a_deal(firm), actor_of(firm.seller)
    monkeypatch.setattr("femida.platform.pipelines.moving._Gates.shut_towards", lambda gates, to: None)
    commands.move_deal(seller, deal_id=deal.pk, stage_id=stage_named(KEY, WON).pk)
    assert Deal.objects.get(pk=deal.pk).stage.key == WON


def test_the_gate_stands_on_the_way_to_signed_only(firm):
    deal, seller = a_deal(firm), actor_of(firm.seller)
    for stage in ("decision", SIGNING):
        commands.move_deal(seller, deal_id=deal.pk, stage_id=stage_named(KEY, stage).pk)
    assert Deal.objects.get(pk=deal.pk).stage.key == SIGNING


def test_won_and_back_and_the_amount_follow_what_the_house_says(firm):
    deal = a_deal(firm)
    commands.price_deal(actor_system(), deal_id=deal.pk, amount=Decimal("100.50"))
    commands.win_deal(actor_system(), deal_id=deal.pk)
    commands.win_deal(actor_system(), deal_id=deal.pk)
    deal.refresh_from_db()
    assert (deal.stage.key, deal.amount, deal.closed_at is None) == (WON, Decimal("100.50"), False)
    commands.unwin_deal(actor_system(), deal_id=deal.pk)
    commands.unwin_deal(actor_system(), deal_id=deal.pk)
    deal.refresh_from_db()
    assert (deal.stage.key, deal.closed_at) == (SIGNING, None)
    assert len([title for title in titles(deal) if "сама" in title or "by itself" in title]) == 2


def test_a_refused_deal_is_won_when_its_contract_is_registered_after_all(firm):
    deal = a_deal(firm)
    commands.refuse_deal(actor_of(firm.seller), deal_id=deal.pk, reason_id=reason())
    commands.win_deal(actor_system(), deal_id=deal.pk)
    deal.refresh_from_db()
    assert (deal.stage.key, deal.refusal_reason) == (WON, None)


def test_what_is_refused(firm):
    deal, seller = a_deal(firm), actor_of(firm.seller)
    with pytest.raises(Invalid):
        commands.refuse_deal(seller, deal_id=deal.pk, reason_id=0)
    with pytest.raises(Stale):
        commands.refuse_deal(seller, deal_id=deal.pk, reason_id=reason(), version=99)
    with pytest.raises(Denied):
        commands.reassign_deal(seller, deal_id=deal.pk, employee_id=firm.head.pk)
    with pytest.raises(Invalid):
        # on leave
        commands.reassign_deal(actor_system(), deal_id=deal.pk, employee_id=firm.head.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deal.objects.filter(pk=deal.pk).update(refusal_reason=reason())


def test_pages_refuse_put_aside_and_give(firm):
    deal = a_deal(firm)
    give(firm.seller, deals__reassign=Scope.OWN)
    other = an_employee(firm.office, firm.sales)
    client = Client()
    client.force_login(firm.seller.account)
    card = reverse("deals:card", args=[deal.pk])
    shown = client.get(card).content.decode()
    for name in ("refuse", "defer", "reassign"):
        assert reverse(f"deals:{name}", args=[deal.pk]) in shown
    bad = client.post(reverse("deals:defer", args=[deal.pk]), {"until": "2020-01-01"})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["until"])
    drop = client.post(
        reverse("deals:move", args=[deal.pk]),
        {"to": stage_named(KEY, "lost").pk, "version": deal.version},
        HTTP_HX_REQUEST="true",
        HTTP_HX_TARGET="board-card",
    )
    assert drop.json()["dialog"] == reverse("deals:refuse", args=[deal.pk])
    drop = client.post(
        reverse("deals:move", args=[deal.pk]),
        {"to": stage_named(KEY, WON).pk, "version": deal.version},
        HTTP_HX_REQUEST="true",
        HTTP_HX_TARGET="board-card",
    )
    assert drop.status_code == 422
    assert client.post(reverse("deals:refuse", args=[deal.pk]), {"reason": reason()}).status_code == 302
    assert client.get(reverse("deals:refuse", args=[deal.pk])).status_code == 422
    again = {"to": stage_named(KEY, "contact_again").pk}
    assert client.post(reverse("deals:move", args=[deal.pk]), again).status_code == 204
    given = client.post(reverse("deals:reassign", args=[deal.pk]), {"employee": other.pk})
    assert given.status_code == 302
    assert Deal.objects.get(pk=deal.pk).responsible_id == other.pk


def test_the_sums_of_a_board_are_for_those_who_see_amounts(firm):
    deal = a_deal(firm)
    commands.price_deal(actor_system(), deal_id=deal.pk, amount=Decimal(123456))
    for rights, is_shown in ((SELLING, True), (("deals__view",), False)):
        person = an_employee(firm.office, firm.sales)
        give(person, **dict.fromkeys(rights, Scope.OFFICE))
        client = Client()
        client.force_login(person.account)
        page = client.get("/deals/?view=board").content.decode()
        assert ("123\u202f456" in page) is is_shown


def test_the_card_of_a_deal_asks_exactly_as_much(firm):
    deal = a_deal(firm)
    client = Client()
    client.force_login(firm.seller.account)
    address = reverse("deals:card", args=[deal.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    assert len(captured) == CARD, "\n".join(one["sql"] for one in captured.captured_queries)


CARD = 16
