"""Contracts: drawn up, priced, planned, registered, void; what is refused and who sees what."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from femida.firm.offices.models import NumberCounter
from femida.parties.registry.commands import close_party, register_party
from femida.parties.registry.models import PartyRole
from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.core.verify import checks
from femida.platform.journal.timeline import timeline
from femida.practice.contracts import commands
from femida.practice.contracts.commands import LineWish, UnableToChangeContract, UnableToRegister
from femida.practice.contracts.models import (
    Contract,
    ContractLine,
    ContractParty,
    Instalment,
    PlanVersion,
)
from femida.practice.contracts.plans import Due, evenly, months_later, read_lines
from femida.practice.contracts.queries import plan_of
from femida.practice.services.commands import add_field, archive_service, set_price
from tests.firm.people import actor_of, an_employee, give
from tests.practice.contracting import HOUSE, Desk, a_deal, a_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return a_desk()


def add_up() -> None:
    """Let the deferred triggers look now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


# --- drawing up ---


def test_a_contract_is_drawn_up_of_a_deal_at_the_prices_of_the_day(desk):
    contract = desk.draft(
        actor_of(desk.seller),
        lines=[LineWish(desk.divorce), LineWish(desk.advice, Decimal("1.5"), Decimal(10))],
    )
    assert (contract.party_id, contract.office_id) == (desk.deal.party_id, desk.office.pk)
    assert contract.legal_entity_id == desk.office.legal_entity_id
    assert (contract.responsible_id, contract.created_by_id) == (desk.seller.pk, desk.seller.pk)
    assert (contract.state, contract.number) == ("draft", "")
    divorce, advice = ContractLine.objects.order_by("pk")
    assert (divorce.amount, divorce.vat_kind, divorce.vat_percent) == (1000, "standard", 22)
    # 1.5 × 333.33 = 499.995 → 500.00; a tenth of it off
    assert (advice.discount, advice.amount) == (Decimal("50.00"), Decimal("450.00"))
    assert (advice.vat_kind, advice.vat_percent) == ("none", None)
    assert contract.amount == Decimal("1450.00")
    add_up()
    set_price(HOUSE, service_id=desk.divorce, price=Decimal(2000), valid_from=date(2020, 1, 1))
    assert ContractLine.objects.get(pk=divorce.pk).price == 1000


def test_a_form_sent_twice_draws_up_one_contract(desk):
    key = uuid.uuid4()
    assert desk.draft(key=key).pk == desk.draft(key=key).pk
    assert desk.draft().pk != desk.draft().pk
    other = a_deal(desk.firm, "+79990000002", desk.seller)
    with pytest.raises(UnableToChangeContract):
        commands.draft_contract(HOUSE, deal_id=other.pk, lines=[LineWish(desk.divorce)], key=key)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"quantity": Decimal(0)}, "quantity"),
        ({"quantity": Decimal("0.001")}, "quantity"),
        ({"quantity": Decimal("NaN")}, "quantity"),
        ({"quantity": Decimal(100_001)}, "quantity"),
        ({"discount_percent": Decimal(101)}, "discount_percent"),
        ({"discount_percent": Decimal(-1)}, "discount_percent"),
        ({"discount_percent": Decimal("3.333")}, "discount_percent"),
        ({"service_id": 0}, "services"),
    ],
)
def test_a_wrong_line_is_refused_whole(desk, wish, field):
    with pytest.raises(Invalid) as refusal:
        desk.draft(lines=[LineWish(desk.advice), LineWish(**{"service_id": desk.divorce} | wish)])
    assert list(refusal.value.fields) == [field]
    assert not Contract.objects.exists()


def test_services_without_price_out_of_use_or_twice_are_refused(desk):
    archive_service(HOUSE, service_id=desk.advice)
    for lines in ([], [LineWish(desk.advice)], [LineWish(desk.divorce)] * 2):
        with pytest.raises(Invalid) as refusal:
            desk.draft(lines=lines)
        assert list(refusal.value.fields) == ["services"]
    from femida.practice.services.models import ServicePrice

    ServicePrice.objects.all().delete()
    with pytest.raises(Invalid) as unpriced:
        desk.draft()
    assert "нет цены" in str(unpriced.value.fields["services"])


def test_the_deal_of_another_seller_is_not_found(desk):
    stranger = an_employee(desk.office, desk.firm.sales)
    give(stranger, deals__view=Scope.OWN, contracts__draft=Scope.OWN)
    with pytest.raises(NotFound):
        desk.draft(actor_of(stranger))
    assert not Contract.objects.exists()


# --- lines and discounts ---


def test_lines_are_added_changed_and_taken_out(desk):
    contract, actor = desk.ready(), actor_of(desk.seller)
    line = commands.add_line(actor, contract_id=contract.pk, wish=LineWish(desk.advice, Decimal(2)))
    contract.refresh_from_db()
    assert contract.amount == Decimal("1666.66")
    # the plan was made for another sum: it fell away, and is kept
    assert plan_of(HOUSE, contract.pk) == []
    assert PlanVersion.objects.count() == 1
    commands.change_line(
        actor, contract_id=contract.pk, line_id=line, quantity=Decimal(1), discount_percent=Decimal(0)
    )
    commands.remove_line(actor, contract_id=contract.pk, line_id=line)
    contract.refresh_from_db()
    assert contract.amount == 1000
    last = ContractLine.objects.get().pk
    with pytest.raises(UnableToChangeContract):
        commands.remove_line(actor, contract_id=contract.pk, line_id=last)
    with pytest.raises(NotFound):
        commands.change_line(
            actor, contract_id=contract.pk, line_id=0, quantity=Decimal(1), discount_percent=Decimal(0)
        )
    with pytest.raises(Stale):
        commands.add_line(actor, contract_id=contract.pk, wish=LineWish(desk.advice), version=1)
    add_up()


def test_a_discount_over_the_limit_waits_for_the_head(desk):
    seller, head = actor_of(desk.seller), actor_of(desk.head)
    contract = desk.draft(seller, lines=[LineWish(desk.divorce, Decimal(1), Decimal("10.01"))])
    assert contract.needs_approval
    commands.set_plan(
        seller, contract_id=contract.pk, way="equal", payments=evenly(contract.amount, 1, date(2026, 12, 1))
    )
    with pytest.raises(UnableToRegister):
        commands.register_contract(seller, contract_id=contract.pk)
    with pytest.raises(Denied):
        commands.approve_discount(seller, contract_id=contract.pk)
    commands.approve_discount(head, contract_id=contract.pk)
    line = ContractLine.objects.get().pk
    # a change of the discount asks anew
    commands.change_line(
        seller, contract_id=contract.pk, line_id=line, quantity=Decimal(1), discount_percent=Decimal(50)
    )
    contract.refresh_from_db()
    assert contract.discount_by_id is None
    commands.approve_discount(head, contract_id=contract.pk)
    commands.set_plan(
        seller, contract_id=contract.pk, way="equal", payments=evenly(Decimal(500), 1, date(2026, 12, 1))
    )
    assert commands.register_contract(seller, contract_id=contract.pk)
    with pytest.raises(UnableToChangeContract):
        commands.approve_discount(head, contract_id=contract.pk)


def test_discounts_need_their_right(desk):
    plain = an_employee(desk.office, desk.firm.sales)
    give(plain, deals__view=Scope.OFFICE, contracts__draft=Scope.OFFICE, contracts__view=Scope.OFFICE)
    with pytest.raises(Denied):
        desk.draft(actor_of(plain), lines=[LineWish(desk.divorce, Decimal(1), Decimal(1))])
    assert desk.draft(actor_of(plain)).amount == 1000


def test_the_limit_itself_needs_no_approval(desk):
    contract = desk.draft(lines=[LineWish(desk.divorce, Decimal(1), Decimal(10))])
    assert not contract.needs_approval


# --- plans ---


def test_equal_parts_add_up_and_keep_their_day():
    payments = evenly(Decimal("1000.00"), 3, date(2026, 1, 31))
    assert [one.amount for one in payments] == [Decimal("333.34"), Decimal("333.33"), Decimal("333.33")]
    assert [one.due_on for one in payments] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    assert months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_later(date(2026, 12, 15), 1) == date(2027, 1, 15)
    for parts in (0, 121):
        with pytest.raises(Invalid):
            evenly(Decimal(1000), parts, date(2026, 1, 1))
    with pytest.raises(Invalid):
        evenly(Decimal(1000), 120, date(2199, 1, 1))


def test_plans_are_read_as_they_are_typed():
    assert read_lines("01.12.2026 = 1 500,50\n\n 02.12.2026=1", by_stage=False) == [
        Due(Decimal("1500.50"), date(2026, 12, 1)),
        Due(Decimal(1), date(2026, 12, 2)),
    ]
    assert read_lines("Подача иска = 15 000", by_stage=True) == [
        Due(Decimal(15000), stage_name="Подача иска")
    ]
    for text, by_stage in (
        ("30.02.2026 = 1", False),
        ("01.12.2026 = 1,234", False),
        ("завтра = 1", False),
        ("= 1", True),
        ("Иск", True),
        ("Иск = сто", True),
    ):
        with pytest.raises(Invalid) as refusal:
            read_lines(text, by_stage=by_stage)
        assert "Строка 1" in str(refusal.value.fields["lines"])


def test_a_plan_takes_the_place_of_the_old_one(desk):
    contract = desk.ready()
    payments = [Due(Decimal(400), stage_name="Подача иска"), Due(Decimal(600), stage_name="Решение")]
    commands.set_plan(actor_of(desk.seller), contract_id=contract.pk, way="stages", payments=payments)
    assert [one.stage_name for one in plan_of(HOUSE, contract.pk)] == ["Подача иска", "Решение"]
    assert list(PlanVersion.objects.order_by("number").values_list("number", "is_current")) == [
        (1, False),
        (2, True),
    ]
    assert Instalment.objects.count() == 5
    with pytest.raises(Stale):
        commands.set_plan(HOUSE, contract_id=contract.pk, way="stages", payments=payments, version=1)
    add_up()


@pytest.mark.parametrize(
    "payments",
    [
        [],
        [Due(Decimal("999.99"), date(2026, 1, 1))],
        [Due(Decimal(1000), date(2026, 1, 1)), Due(Decimal("0.01"), date(2026, 1, 2))],
        [Due(Decimal(1001), date(2026, 1, 1)), Due(Decimal(-1), date(2026, 1, 2))],
        [Due(Decimal("999.995"), date(2026, 1, 1)), Due(Decimal("0.005"), date(2026, 1, 2))],
        [Due(Decimal(1000))],
        [Due(Decimal(1), date(2026, 1, 1))] * 121,
    ],
)
def test_a_plan_that_does_not_add_up_is_refused(desk, payments):
    contract = desk.draft()
    with pytest.raises(Invalid) as refusal:
        commands.set_plan(HOUSE, contract_id=contract.pk, way="dates", payments=payments)
    assert list(refusal.value.fields) == ["lines"]
    assert not PlanVersion.objects.exists()


SPOILED = {
    "an instalment more": "UPDATE contracts_instalment SET amount = amount + 0.01 WHERE number = 1",
    "an instalment less": "DELETE FROM contracts_instalment WHERE number = 1",
    "the amount": "UPDATE contracts_contract SET amount = amount + 0.01",
    "a line": "UPDATE contracts_contractline SET price = 2000, amount = 2000",
    "no plan": "UPDATE contracts_planversion SET is_current = false",
}


@pytest.mark.parametrize("wrong", SPOILED)
def test_the_database_holds_that_contracts_add_up(desk, wrong):
    contract = desk.ready()
    commands.register_contract(HOUSE, contract_id=contract.pk)
    add_up()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {SPOILED[wrong]}")


def test_the_database_counts_the_sums_of_lines(desk):
    desk.draft()
    for wrong in ("amount = amount - 1", "discount = 1, amount = amount - 1", "quantity = 2"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE contracts_contractline SET {wrong}")


# --- registration ---


def test_registration_gives_a_number_and_makes_a_client(desk):
    contract, actor = desk.ready(), actor_of(desk.seller)
    number = commands.register_contract(actor, contract_id=contract.pk, version=contract.version)
    contract.refresh_from_db()
    year = contract.business_date.year
    assert number == contract.number == f"{desk.office.pk}-{year}/0001"
    assert (contract.state, contract.signed_on) == ("registered", contract.business_date)
    role = PartyRole.objects.get(role="client")
    assert (role.party_id, role.object_type, role.object_id) == (
        contract.party_id,
        "practice.contract",
        contract.pk,
    )
    titles = [entry.title for entry in timeline(actor, "practice.contract", contract.pk)]
    assert titles[0] == f"Договор {number} зарегистрирован"
    assert titles[1:] == ["Задан план платежей", "Составлен договор"]
    assert any("зарегистрирован" in one.title for one in timeline(actor, "sales.deal", desk.deal.pk))
    for change in (
        lambda: commands.add_line(actor, contract_id=contract.pk, wish=LineWish(desk.advice)),
        lambda: commands.add_to_contract(
            actor, contract_id=contract.pk, party_id=contract.party_id, role="payer"
        ),
    ):
        with pytest.raises(UnableToChangeContract):
            change()


def test_numbers_follow_each_other_and_a_failure_gives_its_number_back(desk, monkeypatch):
    first, second, third = desk.ready(), desk.ready(), desk.ready()
    assert commands.register_contract(HOUSE, contract_id=first.pk).endswith("/0001")
    from femida.practice.contracts.commands import registering

    def broken(*_given: object) -> str:
        raise RuntimeError("the light went out")

    with monkeypatch.context() as patch:
        patch.setattr(registering.numbering, "written", broken)
        with pytest.raises(RuntimeError):
            commands.register_contract(HOUSE, contract_id=second.pk)
    assert commands.register_contract(HOUSE, contract_id=third.pk).endswith("/0002")
    commands.void_contract(HOUSE, contract_id=third.pk, reason="Клиент передумал")
    third.refresh_from_db()
    assert (third.state, third.number_order) == ("void", 2)
    assert commands.register_contract(HOUSE, contract_id=second.pk).endswith("/0003")
    assert NumberCounter.objects.get().last == 3


def test_a_repeated_press_registers_once(desk):
    contract, key = desk.ready(), uuid.uuid4()
    number = commands.register_contract(HOUSE, contract_id=contract.pk, key=key, version=contract.version)
    again = commands.register_contract(HOUSE, contract_id=contract.pk, key=key, version=contract.version)
    assert again == number
    with pytest.raises(UnableToRegister):
        commands.register_contract(HOUSE, contract_id=contract.pk, key=uuid.uuid4())
    with pytest.raises(UnableToRegister):
        commands.register_contract(HOUSE, contract_id=contract.pk)
    assert NumberCounter.objects.get().last == 1


def test_what_is_missing_is_said_before_a_number_is_given(desk):
    contract = desk.draft()
    with pytest.raises(UnableToRegister) as no_plan:
        commands.register_contract(HOUSE, contract_id=contract.pk)
    assert "план" in str(no_plan.value.sentence)
    contract = desk.ready()
    add_field(
        HOUSE, service_id=desk.divorce, key="married_on", label="Дата брака", kind="date", is_required=True
    )
    with pytest.raises(UnableToRegister) as no_value:
        commands.register_contract(HOUSE, contract_id=contract.pk)
    assert "Дата брака" in str(no_value.value.sentence)
    for days in (1, -400):
        wrong = contract.business_date + timedelta(days=days)
        commands.describe_contract(
            HOUSE, contract_id=contract.pk, values={str(desk.divorce): {"married_on": "2010-05-01"}}
        )
        with pytest.raises(Invalid) as refusal:
            commands.register_contract(HOUSE, contract_id=contract.pk, signed_on=wrong)
        assert list(refusal.value.fields) == ["signed_on"]
    assert not NumberCounter.objects.exists()
    with pytest.raises(Stale):
        commands.register_contract(HOUSE, contract_id=contract.pk, version=1)
    assert commands.register_contract(HOUSE, contract_id=contract.pk)


def test_the_contract_of_a_closed_client_is_not_found_by_others(desk):
    contract, seller = desk.ready(), actor_of(desk.seller)
    close_party(HOUSE, party_id=contract.party_id, people=[desk.head.account_id], reason="Конфликт интересов")
    contract.refresh_from_db()
    assert contract.wall_id is not None
    with pytest.raises(NotFound):
        commands.register_contract(seller, contract_id=contract.pk)
    with pytest.raises(NotFound):
        desk.draft(seller)
    assert not visible(seller, ContractLine).exists()
    assert not NumberCounter.objects.exists()
    assert commands.register_contract(actor_of(desk.head), contract_id=contract.pk)


def test_a_further_party_closed_to_the_actor_stops_the_registration(desk):
    contract, seller = desk.ready(actor_of(desk.seller)), actor_of(desk.seller)
    payer = register_party(HOUSE, kind="organisation", legal_name="ООО «Тайна»", office_id=desk.office.pk)
    commands.add_to_contract(HOUSE, contract_id=contract.pk, party_id=payer, role="payer")
    close_party(HOUSE, party_id=payer, people=[desk.head.account_id], reason="Конфликт интересов")
    with pytest.raises(UnableToRegister):
        commands.register_contract(seller, contract_id=contract.pk)
    assert commands.register_contract(actor_of(desk.head), contract_id=contract.pk)


# --- parties, texts, voiding ---


def test_further_parties_come_and_go_in_a_draft(desk):
    contract = desk.draft()
    payer = register_party(HOUSE, kind="organisation", legal_name="ООО «Платит»", office_id=desk.office.pk)
    given = {"contract_id": contract.pk, "party_id": payer}
    row = commands.add_to_contract(HOUSE, **given, role="payer")
    for role, field in (("payer", "party"), ("friend", "role")):
        with pytest.raises(Invalid) as refusal:
            commands.add_to_contract(HOUSE, **given, role=role)
        assert list(refusal.value.fields) == [field]
    with pytest.raises(NotFound):
        commands.add_to_contract(actor_of(desk.seller), **given, role="beneficiary")
    commands.take_from_contract(HOUSE, contract_id=contract.pk, row_id=row)
    assert not ContractParty.objects.exists()
    with pytest.raises(NotFound):
        commands.take_from_contract(HOUSE, contract_id=contract.pk, row_id=row)


def test_what_services_ask_for_is_checked_by_kind(desk):
    contract = desk.draft()
    for key, kind, options in (
        ("born_on", "date", ()),
        ("count", "number", ()),
        ("is_urgent", "yes_no", ()),
        ("court", "choice", ("Мировой", "Районный")),
        ("remark", "text", ()),
    ):
        add_field(HOUSE, service_id=desk.divorce, key=key, label=key, kind=kind, options=options)
    service = str(desk.divorce)
    good = {"born_on": "2000-02-29", "count": "1 000,5", "is_urgent": False, "court": "Мировой", "odd": "x"}
    commands.describe_contract(HOUSE, contract_id=contract.pk, essence="Суть", values={service: good})
    contract.refresh_from_db()
    assert contract.values == {
        service: {"born_on": "2000-02-29", "count": "1000.5", "is_urgent": False, "court": "Мировой"}
    }
    for key, wrong in (
        ("born_on", "2001-02-29"),
        ("count", "много"),
        ("count", "Infinity"),
        ("is_urgent", "может быть"),
        ("court", "Небесный"),
        ("remark", "х" * 501),
    ):
        with pytest.raises(Invalid) as refusal:
            commands.describe_contract(HOUSE, contract_id=contract.pk, values={service: {key: wrong}})
        assert list(refusal.value.fields) == [f"field_{service}_{key}"]
    contract.refresh_from_db()
    assert contract.essence == "Суть"


def test_voiding_needs_a_reason_and_happens_once(desk):
    contract = desk.ready()
    with pytest.raises(Denied):
        commands.void_contract(actor_of(desk.seller), contract_id=contract.pk, reason="Просто так")
    with pytest.raises(Invalid):
        commands.void_contract(HOUSE, contract_id=contract.pk, reason="  ")
    commands.void_contract(actor_of(desk.head), contract_id=contract.pk, reason="Ошибка")
    for again in (
        lambda: commands.void_contract(HOUSE, contract_id=contract.pk, reason="Ещё раз"),
        lambda: commands.describe_contract(HOUSE, contract_id=contract.pk),
        lambda: commands.set_plan(HOUSE, contract_id=contract.pk, way="equal", payments=[]),
    ):
        with pytest.raises(UnableToChangeContract):
            again()
    contract.refresh_from_db()
    assert (contract.state, contract.number) == ("void", "")


def test_verify_finds_what_was_broken_past_the_triggers(desk):
    for contract in (desk.ready(), desk.ready()):
        commands.register_contract(HOUSE, contract_id=contract.pk)
    ours = {name: check for name, check in checks.items() if name.startswith("contracts:")}
    assert len(ours) == 7
    assert [name for name, check in ours.items() if not check().holds] == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE offices_numbercounter SET last = 3")
        cursor.execute("UPDATE registry_partyrole SET role = 'debtor' WHERE object_id = %s", [contract.pk])
    broken = {name for name, check in ours.items() if not check().holds}
    assert broken == {
        "contracts: numbers have no gaps",
        "contracts: whoever signed one is a client because of it",
    }


def test_the_database_holds_that_a_number_is_whole(desk):
    contract = desk.ready()
    commands.register_contract(HOUSE, contract_id=contract.pk)
    for wrong in ("number_order = NULL", "number_year = NULL", "number_order = 0"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE contracts_contract SET {wrong} WHERE id = {contract.pk}")
