"""Services: prices and VAT of a day, what is refused, who may do what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from femida.firm.staff.presets import PRESETS
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.core.verify import checks
from femida.platform.journal.models import FieldChange
from femida.platform.journal.timeline import timeline
from femida.practice.services import commands
from femida.practice.services.models import Service, ServiceField, ServicePrice, VatRate, WorkStageTemplate
from femida.practice.services.queries import UnableToPrice, Vat, price_on, rates_on, vat_on
from tests.firm.people import actor_of, an_employee, an_office, give

pytestmark = pytest.mark.django_db

HOUSE = Actor.system("test")
NEW_YEAR = date(2026, 1, 1)


def a_service(name: str = "Раздел имущества", **values: object) -> int:
    """A service with a price of 1 000 roubles since 2025, taxed by the standard rate."""
    group = commands.add_group(HOUSE, name=f"Группа: {name}")
    given = {"vat": "standard", "price": Decimal(1000), "valid_from": date(2025, 1, 1)} | values
    return commands.add_service(HOUSE, group_id=group, name=name, **given)


def head(office, scope: Scope = Scope.FIRM) -> Actor:
    """Somebody who may change services."""
    person = an_employee(office)
    give(person, services__view=Scope.FIRM, services__change=scope)
    return actor_of(person)


# --- prices ---


def test_the_newest_price_in_force_wins():
    pk = a_service()
    commands.set_price(HOUSE, service_id=pk, price=Decimal("1200.50"), valid_from=NEW_YEAR)
    assert price_on(pk, date(2025, 12, 31)) == Decimal(1000)
    assert price_on(pk, NEW_YEAR) == Decimal("1200.50")
    with pytest.raises(UnableToPrice):
        price_on(pk, date(2024, 12, 31))


def test_a_narrow_price_beats_a_newer_wide_one_until_it_ends():
    pk, office = a_service(), an_office()
    for price, since, more in (
        (800, date(2025, 2, 1), {"client_kind": "organisation"}),
        (900, date(2025, 2, 1), {"office_id": office.pk}),
        (700, date(2025, 3, 1), {"office_id": office.pk, "client_kind": "person"}),
        (1500, date(2025, 4, 1), {}),
        (None, date(2025, 5, 1), {"office_id": office.pk}),
    ):
        commands.set_price(
            HOUSE, service_id=pk, price=None if price is None else Decimal(price), valid_from=since, **more
        )
    april, may = date(2025, 4, 2), date(2025, 5, 1)
    assert price_on(pk, april) == 1500
    assert price_on(pk, april, office.pk) == 900
    assert price_on(pk, april, None, "organisation") == 800
    # a kind of client is narrower than an office
    assert price_on(pk, april, office.pk, "organisation") == 800
    assert price_on(pk, april, office.pk, "person") == 700
    assert price_on(pk, may, office.pk) == 1500
    assert price_on(pk, may, office.pk, "organisation") == 800
    assert price_on(pk, april, an_office("Тверь").pk) == 1500


def test_a_second_price_of_one_day_takes_the_place_of_the_first():
    pk = a_service()
    commands.set_price(HOUSE, service_id=pk, price=Decimal(1100), valid_from=date(2025, 1, 1))
    line = ServicePrice.objects.get(service=pk)
    assert line.price == 1100
    change = FieldChange.objects.get(table="services_serviceprice", row=line.pk, field="price")
    assert (float(change.old), float(change.new)) == (1000, 1100)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"price": Decimal("10.005")}, "price"),
        ({"price": Decimal(-1)}, "price"),
        ({"price": Decimal("NaN")}, "price"),
        ({"price": Decimal(10) ** 13}, "price"),
        ({"price": None}, "price"),
        ({"client_kind": "robot"}, "client_kind"),
        ({"office_id": 0}, "office"),
        ({"valid_from": date(202, 1, 1)}, "valid_from"),
    ],
)
def test_a_wrong_price_is_named_at_its_field(wrong, field):
    pk = a_service()
    with pytest.raises(Invalid) as refusal:
        commands.set_price(HOUSE, **{"service_id": pk, "price": Decimal(1), "valid_from": NEW_YEAR} | wrong)
    assert list(refusal.value.fields) == [field]
    assert ServicePrice.objects.filter(service=pk).count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"price": Decimal(-1), "valid_from": NEW_YEAR},
        {"price": None, "valid_from": NEW_YEAR},
        {"price": Decimal(1), "valid_from": date(2025, 1, 1)},
        {"price": Decimal(1), "valid_from": NEW_YEAR, "client_kind": "robot"},
    ],
)
def test_the_database_refuses_the_same(values):
    pk = a_service()
    with pytest.raises(IntegrityError), transaction.atomic():
        ServicePrice.objects.create(service_id=pk, **values)


# --- VAT ---


def test_the_rates_of_the_law():
    """Article 164 of the Tax Code: 20 % until the end of 2025, 22 % from 2026-01-01 (425-FZ)."""
    assert rates_on(date(2025, 12, 31)) == {"zero": 0, "reduced": 10, "standard": 20}
    assert rates_on(NEW_YEAR) == {"zero": 0, "reduced": 10, "standard": 22}


def test_the_vat_of_a_service_follows_law_and_firm():
    pk = a_service()
    assert vat_on(pk, date(2025, 12, 31)) == Vat("standard", 20)
    assert vat_on(pk, NEW_YEAR) == Vat("standard", 22)
    commands.set_vat(HOUSE, service_id=pk, kind="none", valid_from=date(2026, 7, 1))
    assert vat_on(pk, date(2026, 6, 30)) == Vat("standard", 22)
    assert vat_on(pk, date(2026, 7, 1)) == Vat("none", None)
    with pytest.raises(UnableToPrice):
        vat_on(pk, date(2024, 12, 31))


@pytest.mark.parametrize(
    ("kind", "day", "field"),
    [("half", NEW_YEAR, "kind"), ("standard", date(2018, 12, 31), "valid_from")],
)
def test_a_wrong_vat_is_named_at_its_field(kind, day, field):
    pk = a_service()
    with pytest.raises(Invalid) as refusal:
        commands.set_vat(HOUSE, service_id=pk, kind=kind, valid_from=day)
    assert list(refusal.value.fields) == [field]


def test_prices_and_vat_of_many_services_are_read_at_once(django_assert_num_queries):
    from femida.practice.services.queries import prices_on, vats_on

    ids = [a_service(f"Услуга {number}") for number in range(5)]
    with django_assert_num_queries(1):
        assert set(prices_on(ids, NEW_YEAR).values()) == {Decimal(1000)}
    with django_assert_num_queries(2):
        assert set(vats_on(ids, NEW_YEAR).values()) == {Vat("standard", 22)}


def test_verify_sees_a_service_without_vat_and_a_rate_that_is_missing():
    a_service()
    in_use = checks["services: a service in use is taxed in a known way"]
    rates = checks["services: every taxed line has a rate on its first day"]
    assert in_use().holds
    assert rates().holds
    VatRate.objects.filter(kind="standard").delete()
    assert not rates().holds
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM services_servicevat")
    assert not in_use().holds


# --- services and groups ---


def test_a_service_is_set_up_changed_and_taken_out_of_use():
    office = an_office()
    actor = head(office)
    group = commands.add_group(actor, name=" Семейные  дела ")
    pk = commands.add_service(
        actor, group_id=group, name="Развод", vat="none", price=Decimal(5000), norm_days=30
    )
    assert price_on(pk, date(2100, 1, 1)) == 5000
    service = Service.objects.get(pk=pk)
    commands.change_service(
        actor, service_id=pk, version=service.version, group_id=group, name="Расторжение брака", unit="hour"
    )
    changed = Service.objects.get(pk=pk)
    assert (changed.name, changed.unit, changed.norm_days) == ("Расторжение брака", "hour", None)
    assert changed.version == service.version + 1
    commands.archive_service(actor, service_id=pk)
    assert not Service.objects.get(pk=pk).is_active
    commands.restore_service(actor, service_id=pk)
    assert Service.objects.get(pk=pk).is_active
    titles = [entry.title for entry in timeline(actor, "practice.service", pk)]
    assert titles == [
        "Услуга снова используется",
        "Услуга выведена из работы",
        "Услуга изменена",
        "Цены изменены",
        "НДС изменён",
        "Услуга заведена",
    ]


@pytest.mark.parametrize("change", ["change_service", "set_price", "set_vat", "add_stage", "archive_service"])
def test_what_was_changed_meanwhile_is_not_overwritten(change):
    pk = a_service()
    old = Service.objects.get(pk=pk).version
    commands.add_stage(HOUSE, service_id=pk, name="Иск")
    values = {
        "change_service": {"group_id": Service.objects.get(pk=pk).group_id, "name": "Другое"},
        "set_price": {"price": Decimal(1), "valid_from": NEW_YEAR},
        "set_vat": {"kind": "none", "valid_from": NEW_YEAR},
        "add_stage": {"name": "Решение"},
        "archive_service": {},
    }[change]
    before = list(Service.objects.values())
    with pytest.raises(Stale):
        getattr(commands, change)(HOUSE, service_id=pk, version=old, **values)
    assert list(Service.objects.values()) == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "х" * 201}, "name"),
        ({"name": "РАЗДЕЛ ИМУЩЕСТВА"}, "name"),
        ({"group_id": 0}, "group"),
        ({"unit": "pound"}, "unit"),
        ({"norm_days": 0}, "norm_days"),
        ({"description": "х" * 5001}, "description"),
        ({"vat": "half"}, "kind"),
        ({"price": Decimal("0.001")}, "price"),
    ],
)
def test_a_wrong_service_is_refused_whole(wrong, field):
    a_service()
    group = commands.add_group(HOUSE, name="Группа")
    with pytest.raises(Invalid) as refusal:
        commands.add_service(HOUSE, **{"group_id": group, "name": "Новая", "vat": "none"} | wrong)
    assert list(refusal.value.fields) == [field]
    assert Service.objects.count() == 1


def test_a_group_out_of_use_takes_no_new_services_and_keeps_its_own():
    pk = a_service()
    group = Service.objects.get(pk=pk).group_id
    commands.change_group(HOUSE, group_id=group, version=1, name="Старая", is_active=False)
    commands.change_service(HOUSE, service_id=pk, group_id=group, name="Переименована")
    with pytest.raises(Invalid) as refusal:
        commands.add_service(HOUSE, group_id=group, name="Новая", vat="none")
    assert list(refusal.value.fields) == ["group"]
    with pytest.raises(Stale):
        commands.change_group(HOUSE, group_id=group, version=1, name="Другая")
    commands.add_group(HOUSE, name="Занято")
    with pytest.raises(Invalid) as taken:
        commands.change_group(HOUSE, group_id=group, name="Занято")
    assert list(taken.value.fields) == ["name"]


# --- stages and fields ---


def test_work_stages_are_added_changed_and_taken_out_of_use():
    pk = a_service()
    stage = commands.add_stage(
        HOUSE, service_id=pk, name="Иск", norm_business_hours=8, planned_expense=Decimal("300.5")
    )
    commands.change_stage(HOUSE, service_id=pk, stage_id=stage, name="Подача иска", is_active=False)
    found = WorkStageTemplate.objects.get()
    assert (found.name, found.is_active, found.planned_expense) == ("Подача иска", False, 0)
    with pytest.raises(Invalid) as twice:
        commands.add_stage(HOUSE, service_id=pk, name="Подача иска")
    assert list(twice.value.fields) == ["name"]
    with pytest.raises(NotFound):
        commands.change_stage(HOUSE, service_id=a_service("Другая"), stage_id=stage, name="Чужой")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"norm_business_hours": 0}, "norm_business_hours"),
        ({"planned_expense": Decimal(-5)}, "planned_expense"),
        ({"planned_expense": Decimal("1.234")}, "planned_expense"),
        ({"order": -1}, "order"),
    ],
)
def test_a_wrong_stage_is_named_at_its_field(wrong, field):
    pk = a_service()
    with pytest.raises(Invalid) as refusal:
        commands.add_stage(HOUSE, **{"service_id": pk, "name": "Иск"} | wrong)
    assert list(refusal.value.fields) == [field]
    assert not WorkStageTemplate.objects.exists()


def test_fields_of_the_contract():
    pk = a_service()
    court = {"service_id": pk, "key": "court", "label": "Суд", "kind": "choice"}
    field = commands.add_field(HOUSE, **court, options=["Мировой", " Районный ", "Мировой"], is_required=True)
    assert ServiceField.objects.get().options == ["Мировой", "Районный"]
    commands.change_field(
        HOUSE, service_id=pk, field_id=field, label="Какой суд", options=["А", "Б"], is_active=False
    )
    found = ServiceField.objects.get()
    assert (found.key, found.label, found.is_active, found.is_required) == (
        "court",
        "Какой суд",
        False,
        False,
    )
    with pytest.raises(NotFound):
        commands.change_field(HOUSE, service_id=a_service("Другая"), field_id=field, label="Чужое")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"key": "Суд"}, "key"),
        ({"key": "taken"}, "key"),
        ({"label": " "}, "label"),
        ({"kind": "number2"}, "kind"),
        ({"kind": "choice"}, "options"),
        ({"kind": "choice", "options": ["одно"]}, "options"),
        ({"options": ["а", "б"]}, "options"),
        ({"order": 100_000}, "order"),
    ],
)
def test_a_wrong_field_is_named(wrong, field):
    pk = a_service()
    commands.add_field(HOUSE, service_id=pk, key="taken", label="Занято", kind="text")
    with pytest.raises(Invalid) as refusal:
        commands.add_field(
            HOUSE, **{"service_id": pk, "key": "court", "label": "Суд", "kind": "text"} | wrong
        )
    assert list(refusal.value.fields) == [field]
    assert ServiceField.objects.count() == 1


# --- rights ---


def test_who_sees_services_changes_none():
    pk, office = a_service(), an_office()
    person = an_employee(office)
    give(person, services__view=Scope.FIRM)
    before = list(ServicePrice.objects.values())
    with pytest.raises(Denied):
        commands.set_price(actor_of(person), service_id=pk, price=Decimal(1), valid_from=NEW_YEAR)
    # a right that reaches one office reaches no service: they are the whole firm's
    with pytest.raises(Denied):
        commands.archive_service(head(office, Scope.OFFICE), service_id=pk)
    assert list(ServicePrice.objects.values()) == before


def test_every_group_of_a_new_firm_sees_services_and_heads_change_them():
    granted = {preset.key: dict(preset.pairs()) for preset in PRESETS}
    assert all(rights.get("services.view") == Scope.FIRM for rights in granted.values())
    changers = {key for key, rights in granted.items() if "services.change" in rights}
    assert changers == {"director", "administrator", "head_of_sales"}
