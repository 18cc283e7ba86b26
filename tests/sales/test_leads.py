"""The way of a lead: opened or joined, called, moved by itself, qualified, refused, brought back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from femida.comms.telephony.commands import record_call
from femida.parties.registry.commands import close_party, open_party
from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.core.verify import checks
from femida.platform.journal.timeline import timeline
from femida.platform.notices.models import Notice
from femida.platform.pipelines.models import StageChange, Timer
from femida.platform.pipelines.moving import UnableToMove, options, stage_named
from femida.platform.pipelines.timers import fire_due
from femida.platform.reactions.core import reacting_at_once
from femida.sales.deals.models import Deal
from femida.sales.leads.commands import (
    UnableToTakeLead,
    defer_lead,
    edit_lead,
    move_lead,
    open_lead,
    qualify_lead,
    reassign_lead,
    reassign_leads,
    refuse_lead,
    take_lead,
    take_next_lead,
)
from femida.sales.leads.models import Enquiry, Lead, RefusalReason
from tests.firm.people import a_department, actor_of, an_employee, an_office, give
from tests.sales.firm import OPERATOR, a_firm

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    return a_firm()


@pytest.fixture
def now_reacting(django_capture_on_commit_callbacks):
    """Runs reactions of the acts inside, as a worker would after their commit."""

    def run(act):
        with reacting_at_once(), django_capture_on_commit_callbacks(execute=True):
            return act()

    return run


def stage_of(lead_id: int) -> str:
    return Lead.objects.values_list("stage__key", flat=True).get(pk=lead_id)


def called(firm, done, *, answered=True):
    return record_call(
        actor_of(firm.operator),
        party_id=done.party_id,
        direction="out",
        answered=answered,
        talk_seconds=40 if answered else 0,
    )


def test_an_enquiry_opens_a_lead_with_an_operator(firm):
    done = firm.enquiry()
    lead = Lead.objects.get(pk=done.lead_id)
    assert not done.joined
    assert lead.stage.key == "new"
    assert (lead.office_id, lead.responsible_id) == (firm.office.pk, firm.operator.pk)
    assert visible(actor_of(firm.operator), Lead).get().pk == lead.pk
    assert StageChange.objects.get(object_id=lead.pk).from_stage is None


def test_a_second_enquiry_joins_and_the_operator_is_told(firm, now_reacting):
    first = firm.enquiry()
    second = now_reacting(lambda: firm.enquiry("8 (999) 123-45-67", text="Ещё вопрос"))
    assert second.joined
    assert second.lead_id == first.lead_id
    assert Lead.objects.get().enquiries == Enquiry.objects.count() == 2
    notice = Notice.objects.get()
    assert (notice.kind, notice.person_id) == ("lead.enquiry_again", firm.operator.account_id)


def test_leads_go_to_the_least_loaded(firm):
    second = an_employee(firm.office, firm.call_centre)
    give(second, **OPERATOR)
    for number in range(4):
        firm.enquiry(f"+7999123450{number}")
    assert Lead.objects.filter(responsible=firm.operator).count() == 2
    assert Lead.objects.filter(responsible=second).count() == 2


def test_numbers_written_into_the_text_are_masked_and_kept_as_contacts(firm):
    done = firm.enquiry(text="Звоните 8 912 345-67-89 или ivan@mail.ru")
    text = Lead.objects.get(pk=done.lead_id).text
    assert "345" not in text
    assert "ivan@" not in text
    from femida.parties.registry.models import ContactPoint

    assert ContactPoint.objects.filter(party_id=done.party_id).count() == 3


def test_without_a_call_the_lead_cannot_leave_by_hand(firm):
    done = firm.enquiry()
    operator = actor_of(firm.operator)
    before = Lead.objects.filter(pk=done.lead_id).values().get()
    for act in (
        lambda: move_lead(operator, lead_id=done.lead_id, stage_id=stage_named("leads", "call_done").pk),
        lambda: qualify_lead(operator, lead_id=done.lead_id, title="Банкротство"),
        lambda: refuse_lead(operator, lead_id=done.lead_id, reason_id=RefusalReason.objects.first().pk),
        lambda: defer_lead(operator, lead_id=done.lead_id, until=timezone.localdate() + timedelta(days=3)),
    ):
        with pytest.raises(UnableToMove) as refusal:
            act()
        assert "Звонок ещё не сделан" in str(refusal.value.sentence)
    assert Lead.objects.filter(pk=done.lead_id).values().get() == before
    assert Deal.objects.count() == 0
    assert all(not option.allowed for option in options(operator, Lead.objects.get(), "sales.lead"))


def test_twin_without_the_gate_the_same_moves_go_through(firm, monkeypatch):
    monkeypatch.setattr("femida.platform.pipelines.moving._Gates.shut_towards", lambda gates, to: None)
    done = firm.enquiry()
    qualify_lead(actor_of(firm.operator), lead_id=done.lead_id, title="Банкротство")
    assert stage_of(done.lead_id) == "qualified"


def test_a_recorded_call_moves_the_lead_by_itself(firm, now_reacting):
    done = firm.enquiry()
    now_reacting(lambda: called(firm, done))
    assert stage_of(done.lead_id) == "call_done"
    change = StageChange.objects.latest("pk")
    assert not change.by_hand
    assert change.actor_kind == "system"


def test_the_call_stands_on_the_time_line_of_the_lead(firm, now_reacting):
    done = firm.enquiry()
    now_reacting(lambda: called(firm, done))
    actor = actor_of(firm.operator)
    icons = [entry.icon for entry in timeline(actor, "sales.lead", done.lead_id)]
    assert sum(icon.startswith("phone") for icon in icons) == 1


def test_an_unanswered_call_asks_to_call_again_and_still_holds_the_gate(firm, now_reacting):
    done = firm.enquiry()
    now_reacting(lambda: called(firm, done, answered=False))
    assert stage_of(done.lead_id) == "call_again"
    with pytest.raises(UnableToMove):
        qualify_lead(actor_of(firm.operator), lead_id=done.lead_id, title="Рано")


def test_a_head_may_pass_the_gate_and_it_is_noted(firm):
    done = firm.enquiry()
    refuse_lead(actor_of(firm.head), lead_id=done.lead_id, reason_id=RefusalReason.objects.first().pk)
    assert StageChange.objects.latest("pk").past_gate


def test_qualifying_opens_a_deal_with_a_seller(firm, now_reacting):
    done = firm.enquiry()
    now_reacting(lambda: called(firm, done))
    deal_id = qualify_lead(actor_of(firm.operator), lead_id=done.lead_id, title="Развод")
    deal, lead = Deal.objects.get(pk=deal_id), Lead.objects.get(pk=done.lead_id)
    assert (deal.responsible_id, deal.party_id, deal.title) == (firm.seller.pk, done.party_id, "Развод")
    assert lead.deal_id == deal_id
    assert lead.closed_at is not None
    assert visible(actor_of(firm.seller), Deal).filter(pk=deal_id).exists()
    with pytest.raises(UnableToMove):
        qualify_lead(actor_of(firm.operator), lead_id=done.lead_id, title="Второй раз")
    assert Deal.objects.count() == 1


def test_a_refused_lead_comes_back_on_its_day(firm, now_reacting):
    done = firm.enquiry()
    now_reacting(lambda: called(firm, done))
    day = timezone.localdate() + timedelta(days=2)
    refuse_lead(
        actor_of(firm.operator),
        lead_id=done.lead_id,
        reason_id=RefusalReason.objects.first().pk,
        return_on=day,
    )
    assert stage_of(done.lead_id) == "refused"
    assert fire_due(timezone.now()) == 0
    assert fire_due(timezone.now() + timedelta(days=3)) == 1
    lead = Lead.objects.get(pk=done.lead_id)
    assert (lead.stage.key, lead.closed_at, lead.return_on) == ("call_again", None, None)
    assert fire_due(timezone.now() + timedelta(days=3)) == 0


def test_a_returning_lead_stays_closed_when_the_client_is_being_worked_with(firm, now_reacting):
    done = firm.enquiry()
    now_reacting(lambda: called(firm, done))
    reason = RefusalReason.objects.first().pk
    day = timezone.localdate() + timedelta(days=2)
    refuse_lead(actor_of(firm.operator), lead_id=done.lead_id, reason_id=reason, return_on=day)
    again = firm.enquiry()
    assert again.lead_id != done.lead_id
    assert fire_due(timezone.now() + timedelta(days=3)) == 1
    assert stage_of(done.lead_id) == "refused"
    assert Timer.objects.get().state == "done"


@pytest.mark.parametrize("days", [0, -1, 366 * 6])
def test_a_day_that_cannot_be_is_refused_at_its_field(firm, now_reacting, days):
    done = firm.enquiry()
    now_reacting(lambda: called(firm, done))
    day = timezone.localdate() + timedelta(days=days)
    with pytest.raises(Invalid) as refusal:
        defer_lead(actor_of(firm.operator), lead_id=done.lead_id, until=day)
    assert "until" in refusal.value.fields
    assert stage_of(done.lead_id) == "call_done"


def test_another_office_sees_and_does_nothing(firm):
    done = firm.enquiry()
    stranger = an_employee(an_office("Казань"))
    give(stranger, **OPERATOR)
    actor = actor_of(stranger)
    assert not visible(actor, Lead).exists()
    assert not visible(actor, Enquiry).exists()
    for act in (
        lambda: move_lead(actor, lead_id=done.lead_id, stage_id=stage_named("leads", "call_done").pk),
        lambda: edit_lead(actor, lead_id=done.lead_id, subject="чужое"),
        lambda: take_lead(actor, lead_id=done.lead_id),
    ):
        with pytest.raises(NotFound):
            act()


def test_the_head_sees_the_office_and_a_colleague_only_own(firm):
    firm.enquiry()
    colleague = an_employee(firm.office, firm.call_centre)
    give(colleague, **OPERATOR)
    assert visible(actor_of(firm.head), Lead).count() == 1
    assert visible(actor_of(colleague), Lead).count() == 0


def test_a_closed_matter_is_for_the_named_only(firm):
    done = firm.enquiry()
    named = an_employee(firm.office, firm.sales)
    give(named, leads__view="office" and OPERATOR["leads__take"])
    close_party(
        actor_of(firm.head),
        party_id=done.party_id,
        people=[named.account_id, firm.head.account_id],
        reason="Конфликт интересов",
    )
    assert visible(actor_of(named), Lead).count() == 1
    assert visible(actor_of(firm.operator), Lead).count() == 0
    # a new enquiry of the walled client joins its lead and nobody else learns of it
    assert firm.enquiry().joined
    assert visible(actor_of(firm.operator), Lead).count() == 0
    open_party(actor_of(firm.head), party_id=done.party_id)
    assert visible(actor_of(firm.operator), Lead).count() == 1


def test_a_closed_matter_takes_its_lead_and_its_deal_with_it(firm, now_reacting):
    done = firm.enquiry()
    now_reacting(lambda: called(firm, done))
    deal_id = qualify_lead(actor_of(firm.operator), lead_id=done.lead_id, title="Развод")
    wall = close_party(
        actor_of(firm.head), party_id=done.party_id, people=[firm.head.account_id], reason="Тайна"
    )
    assert Deal.objects.get(pk=deal_id).wall_id == wall
    assert Lead.objects.get(pk=done.lead_id).wall_id == wall
    assert not visible(actor_of(firm.seller), Deal).exists()


def test_a_stale_edit_is_refused(firm):
    done = firm.enquiry()
    seen = Lead.objects.get(pk=done.lead_id).version
    operator = actor_of(firm.operator)
    edit_lead(operator, lead_id=done.lead_id, subject="Долги", version=seen)
    with pytest.raises(Stale):
        edit_lead(operator, lead_id=done.lead_id, subject="Развод", version=seen)
    assert Lead.objects.get().subject == "Долги"


def test_waiting_leads_are_taken_once(firm):
    firm.operator.status = "on_leave"
    firm.operator.save()
    firm.seller.status = "on_leave"
    firm.seller.save()
    done = firm.enquiry()
    assert Lead.objects.get().responsible_id is None
    operator = actor_of(firm.operator)
    assert take_next_lead(operator) == done.lead_id
    with pytest.raises(UnableToTakeLead):
        take_lead(operator, lead_id=done.lead_id)
    with pytest.raises(UnableToTakeLead):
        take_next_lead(operator)


def test_giving_a_lead_away_moves_the_party_along(firm):
    done = firm.enquiry()
    colleague = an_employee(firm.office, firm.call_centre)
    give(colleague, **OPERATOR)
    reassign_lead(actor_of(firm.head), lead_id=done.lead_id, employee_id=colleague.pk)
    from femida.parties.registry.models import Party

    assert visible(actor_of(colleague), Party).count() == 1
    assert visible(actor_of(firm.operator), Party).count() == 0
    with pytest.raises(Denied):
        reassign_lead(actor_of(firm.operator), lead_id=done.lead_id, employee_id=firm.operator.pk)


def test_the_set_form_says_what_it_refused(firm):
    done = firm.enquiry()
    outcome = reassign_leads(
        actor_of(firm.head), lead_ids=[done.lead_id, 999_999], employee_id=firm.seller.pk
    )
    assert outcome.done == [done.lead_id]
    assert list(outcome.refused) == [999_999]


def test_a_lead_entered_by_hand_belongs_to_who_entered_it(firm):
    done = open_lead(
        actor_of(firm.operator),
        source_id=firm.source_id,
        name="Мария",
        phones=["+79990000001"],
        subject="Наследство",
    )
    lead = Lead.objects.get(pk=done.lead_id)
    assert (lead.responsible_id, lead.created_by_id) == (firm.operator.pk, firm.operator.pk)


def test_who_may_not_lead_leads_has_them_passed_on(firm):
    reception = an_employee(firm.office, a_department(firm.office, "reception"))
    give(reception, leads__open=Scope.OFFICE, leads__view=Scope.OFFICE)
    done = open_lead(actor_of(reception), source_id=firm.source_id, name="Олег", phones=["+79990000002"])
    lead = Lead.objects.get(pk=done.lead_id)
    assert (lead.responsible_id, lead.created_by_id) == (firm.operator.pk, reception.pk)


def test_a_lead_put_back_waits_in_the_queue_and_its_takers_are_told(firm, now_reacting):
    done = firm.enquiry()
    now_reacting(lambda: reassign_lead(actor_of(firm.head), lead_id=done.lead_id, employee_id=None))
    assert Lead.objects.get().responsible_id is None
    assert not visible(actor_of(firm.operator), Lead).exists()
    assert Notice.objects.filter(kind="lead.waiting", person_id=firm.operator.account_id).count() == 1
    assert take_next_lead(actor_of(firm.operator)) == done.lead_id


def test_marked_people_get_leads_and_deals_before_others(firm, now_reacting):
    marked = an_employee(firm.office, firm.call_centre, capabilities=["leads"])
    give(marked, **OPERATOR)
    seller = an_employee(firm.office, firm.sales, capabilities=["deals"])
    done = [firm.enquiry(f"+7999000010{n}") for n in range(2)]
    assert set(Lead.objects.values_list("responsible_id", flat=True)) == {marked.pk}
    now_reacting(
        lambda: record_call(
            actor_of(marked), party_id=done[0].party_id, direction="out", answered=True, talk_seconds=9
        )
    )
    deal_id = qualify_lead(actor_of(marked), lead_id=done[0].lead_id, title="Развод")
    assert Deal.objects.get(pk=deal_id).responsible_id == seller.pk


def test_an_enquiry_without_any_contact_is_refused(firm):
    with pytest.raises(Invalid) as refusal:
        open_lead(actor_of(firm.operator), source_id=firm.source_id, name="Никто")
    assert "phone" in refusal.value.fields
    assert Lead.objects.count() == 0


def test_the_database_itself_allows_one_open_lead(firm):
    done = firm.enquiry()
    lead = Lead.objects.get(pk=done.lead_id)
    lead.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        lead.save(force_insert=True)


def test_every_invariant_holds_after_all_this(firm, now_reacting):
    done = firm.enquiry()
    now_reacting(lambda: called(firm, done))
    qualify_lead(actor_of(firm.operator), lead_id=done.lead_id, title="Развод")
    firm.enquiry()
    for name, check in checks.items():
        assert check().holds, name


def test_a_broken_invariant_is_found(firm):
    done = firm.enquiry()
    Lead.objects.filter(pk=done.lead_id).update(stage=stage_named("leads", "call_done"))
    assert not checks["pipelines: each object stands where its last stage change put it"]().holds


def test_reactions_act_for_the_system(firm, now_reacting):
    from femida.platform.journal.models import Fact

    done = firm.enquiry()
    now_reacting(lambda: called(firm, done))
    moved = Fact.objects.get(kind="lead.moved")
    assert (moved.actor_kind, moved.on_behalf_of) == ("system", firm.operator.account_id)
    assert moved.because == "call.recorded"
    assert Actor.system("x").person_id is None
