"""The mass of the large demonstration firm is sound, found, and goes on as if people had entered it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from typing import ClassVar

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.utils.module_loading import autodiscover_modules

from femida.cli import demo as cli_demo
from femida.finance.ledger.models import Entry, Posting
from femida.finance.payments.models import Payment, Recognition, Unearned
from femida.finance.receivables.models import Overdue, Receivable
from femida.firm.offices.models import NumberCounter
from femida.firm.staff.models import Assignment
from femida.parties.registry import demo
from femida.parties.registry.bulk import phone_of
from femida.parties.registry.models import ContactPoint, Party
from femida.parties.registry.queries import find_by_phone
from femida.parties.registry.reading import read_contact
from femida.platform.access.queries import visible
from femida.platform.accounts.models import User
from femida.platform.bulk import loading
from femida.platform.bulk.rows import Copier
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.verify import checks
from femida.platform.journal.models import Fact, FactAnchor
from femida.platform.pipelines.models import Timer
from femida.platform.search.everywhere import search_everywhere
from femida.practice.contracts.commands import LineWish, draft_contract, register_contract, set_plan
from femida.practice.contracts.models import Contract
from femida.practice.contracts.plans import evenly
from femida.practice.execution.models import Certificate, Execution
from femida.practice.services.models import Service
from femida.sales.deals.models import Deal
from femida.sales.leads.models import Lead
from tests.platform.bulk.conftest import NOW, PARTIES, Mass


def broken() -> dict[str, tuple[str, ...]]:
    """The invariants that do not hold."""
    autodiscover_modules("checks")
    return {name: verdict.wrong for name, check in checks.items() if not (verdict := check()).holds}


def director() -> Actor:
    return Actor.person(User.objects.get(login="director").pk)


def test_every_invariant_holds(mass: Mass) -> None:
    assert broken() == {}


def test_the_mass_has_the_shape_of_a_firm(mass: Mass) -> None:
    assert Party.objects.count() == PARTIES
    contacts = ContactPoint.objects.count() / PARTIES
    assert 1.8 < contacts < 2.2
    assert 1.1 < Lead.objects.count() / PARTIES < 1.6
    assert set(Lead.objects.values_list("stage__key", flat=True)) >= {"call_done", "qualified", "refused"}
    assert Lead.objects.filter(closed_at=None).count() < Lead.objects.count() / 4
    assert Deal.objects.filter(stage__key="lost", refusal_reason__isnull=False).exists()
    assert Receivable.objects.filter(is_open=True, times_overdue__gt=0).exists()
    assert Overdue.objects.filter(ended_on__isnull=False).exists()
    phones = ContactPoint.objects.filter(kind="phone")
    assert phones.values("blind_index").distinct().count() == phones.count()
    assert Recognition.objects.exists()
    assert Execution.objects.filter(stage__key="done").exists()
    # most of what was paid is earned in the end
    paid = Contract.objects.filter(state="registered", pk__in=Payment.objects.values("contract"))
    assert Unearned.objects.count() < paid.count() / 2
    assert not Fact.objects.filter(at__gt=NOW).exists()


def test_numbers_grow_with_the_days(mass: Mass) -> None:
    for model, moment in ((Contract, "signed_on"), (Payment, "business_date"), (Certificate, "dated_on")):
        rows = model.objects.filter(number_order__isnull=False).order_by(
            "office", "number_year", "number_order"
        )
        series: dict[tuple[int, int], list[object]] = {}
        for office, year, day in rows.values_list("office", "number_year", moment):
            series.setdefault((office, year), []).append(day)
        assert len(series) > 3
        assert all(days == sorted(days) for days in series.values())


def test_a_party_is_found_by_name_and_by_phone(mass: Mass) -> None:
    actor = director()
    point = ContactPoint.objects.filter(kind="phone", is_primary=True).order_by("-pk")[0]
    party = Party.objects.get(pk=point.party_id)
    assert party.pk in find_by_phone(Actor.system("test"), number=point.value().reveal())
    hits = search_everywhere(actor, party.name, 5).hits
    assert ("parties.party", party.pk) in {(hit.object_type, hit.object_id) for hit in hits}


def test_lists_and_cards_open(mass: Mass) -> None:
    client = Client()
    client.force_login(User.objects.get(login="director"))
    lead = Lead.objects.filter(deal__isnull=False).order_by("-pk")[0]
    contract = Contract.objects.filter(state="registered").order_by("-pk")[0]
    for address, words in (
        ("/parties/", Party.objects.order_by("-created_at", "-pk")[0].name),
        (f"/parties/{lead.party_id}/", Party.objects.get(pk=lead.party_id).name),
        (f"/leads/{lead.pk}/", lead.subject),
        (f"/contracts/{contract.pk}/", contract.number),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert words in answer.content.decode(), address


def test_the_next_contract_gets_the_following_number(mass: Mass) -> None:
    with undone(), clock.at(NOW + timedelta(minutes=1)):
        house = Actor.system("test")
        deal = Deal.objects.filter(closed_at=None).order_by("pk")[0]
        series = {"series": "practice.contract", "office_id": deal.office_id, "year": NOW.year}
        last = NumberCounter.objects.get(**series).last
        service = Service.objects.get(name="Раздел имущества супругов")
        draft = draft_contract(house, deal_id=deal.pk, lines=[LineWish(service.pk)])
        payments = evenly(Contract.objects.get(pk=draft).amount, 2, NOW.date())
        set_plan(house, contract_id=draft, way="equal", payments=payments)
        assert register_contract(house, contract_id=draft) == f"{deal.office_id}-{NOW.year}/{last + 1:04}"


def test_nobody_sees_more_of_it_than_of_other_rows(mass: Mass) -> None:
    operator = Actor.person(User.objects.get(login="operator1.spb").pk)
    seen = visible(operator, Lead)
    assert 0 < seen.count() < Lead.objects.count()


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is seen inside only."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _spoil_search() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE search_searchentry SET text = 'чужое имя' WHERE object_type = 'parties.party'"
            " AND object_id = (SELECT max(id) FROM registry_party)"
        )
    return "search: every entry says what its row says"


def _spoil_counter() -> str:
    counter = NumberCounter.objects.filter(series="practice.contract").order_by("pk")[0]
    NumberCounter.objects.filter(pk=counter.pk).update(last=counter.last - 1)
    return "contracts: numbers have no gaps"


def _spoil_stage() -> str:
    lead = Lead.objects.order_by("pk")[0]
    Lead.objects.filter(pk=lead.pk).update(stage=Deal.objects.order_by("pk")[0].stage_id)
    return "pipelines: each object stands in a stage of a pipeline of its own type"


def _spoil_time_line() -> str:
    fact = Fact.objects.filter(kind="party.registered").order_by("pk")[0]
    FactAnchor.objects.filter(fact=fact).delete()
    return "journal: every fact stands on the time-line of its subject, once on each line"


def _spoil_receivable() -> str:
    Receivable.objects.filter(pk=Receivable.objects.filter(paid__gt=0).order_by("pk")[0].pk).update(paid=0)
    return "receivables: paid is what the ledger says"


def _spoil_timer() -> str:
    lead = Lead.objects.filter(stage__key="qualified").order_by("pk")[0]
    stage = Lead.objects.filter(stage__key="refused").order_by("pk")[0].stage_id
    Timer.objects.create(
        object_type="sales.lead", object_id=lead.pk, stage_id=stage, to_stage_id=lead.stage_id, due_at=NOW
    )
    return "pipelines: a timer that is set waits where its object stands"


def _spoil_part() -> str:
    work = Execution.objects.exclude(responsible=None).order_by("pk")[0]
    parts = Assignment.objects.filter(employee=work.responsible_id, object_type="parties.party")
    parts.filter(object_id=work.party_id).delete()
    return "execution: who leads the work sees its contract and its client"


@pytest.mark.parametrize(
    "spoil",
    [
        _spoil_search,
        _spoil_counter,
        _spoil_stage,
        _spoil_time_line,
        _spoil_receivable,
        _spoil_timer,
        _spoil_part,
    ],
)
def test_twin_a_spoilt_row_is_found(mass: Mass, spoil) -> None:
    with undone():
        name = spoil()
        verdict = checks[name]()
        # what the transaction will not keep need not hold at its end
        assert not verdict.holds


def test_twin_a_spoilt_posting_is_found(mass: Mass) -> None:
    entry = Entry.objects.order_by("pk")[0]
    posting = Posting.objects.filter(entry=entry).order_by("pk")[0]
    switch = "ALTER TABLE ledger_posting {} TRIGGER ledger_posting_posted"
    change = "UPDATE ledger_posting SET amount = amount {} 1 WHERE id = " + str(posting.pk)
    connection.close()
    mass.owner.run(switch.format("DISABLE"), change.format("+"))
    try:
        assert not checks["ledger: every entry adds up to zero and has all its postings"]().holds
        assert not checks["ledger: balances are the sums of their postings"]().holds
    finally:
        mass.owner.run(change.format("-"), switch.format("ENABLE"))
    assert checks["ledger: balances are the sums of their postings"]().holds


def test_the_same_seed_makes_the_same_firm(mass: Mass, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that are made and not written: alike but for ids, acts and what the vault seals."""
    monkeypatch.setattr(loading, "Copier", Kept)
    first, again, other = (_rows_of(seed) for seed in (5, 5, 6))
    assert first == again
    assert first != other
    assert len(first) > 200


TOLD = {"name", "subject", "amount", "at", "title", "paid", "due_on", "kind", "talk_seconds", "number"}


class Kept(Copier):
    """Keeps the rows instead of writing them."""

    rows: ClassVar[list[tuple[object, ...]]] = []

    def hand_over(self) -> None:
        for table in self._tables.values():
            for row in table.waiting:
                told = [row[column] for column in table.columns if column in TOLD]
                self.rows.append((table.name, *told))
            table.waiting = []


def _rows_of(seed: int) -> list[tuple[object, ...]]:
    Kept.rows.clear()
    loading.load(20, now=NOW, seed=seed)
    return list(Kept.rows)


def test_no_two_numbers_are_alike_and_all_are_telephones() -> None:
    numbers = [phone_of(number) for number in range(50_000)]
    assert len(set(numbers)) == len(numbers)
    of_small_firm = {
        int(demo._phone(random.Random(1), number)[-9:].replace("-", "")) for number in range(600)
    }
    assert not {int(number[-7:]) for number in numbers} & of_small_firm
    for number in numbers[::500]:
        assert read_contact("phone", number).tail == number[-4:]


def test_a_large_firm_is_refused_where_somebody_works(
    mass: Mass, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli_demo, "django_up", lambda: nullcontext(settings.ENVIRONMENT))
    assert cli_demo.load(only_if_empty=False, is_quiet=True, size="large") == 1
    assert "goes into an empty one" in capsys.readouterr().out
    assert Party.objects.count() == PARTIES


def test_an_entry_that_does_not_add_up_is_not_loaded(mass: Mass) -> None:
    """The deferred trigger fires on what is copied: nothing of the batch stays."""
    copier = Copier()
    entry = Entry.objects.order_by("pk")[0]
    before = Entry.objects.count()
    made = copier.add(
        Entry, kind="payment", business_date=entry.business_date, at=NOW, act_id=entry.act_id,
        legal_entity_id=entry.legal_entity_id, office_id=entry.office_id, lines=2,
    )  # fmt: skip
    account = Posting.objects.filter(entry=entry).order_by("pk")[0].account_id
    for amount in (10, -9):
        copier.add(Posting, entry_id=made["id"], account_id=account, amount=amount)
    try:
        copier.hand_over()
        with pytest.raises(Exception, match="does not add up"):
            copier.wait()
    finally:
        copier.close()
    assert Entry.objects.count() == before
