"""What the demonstration firm sells: services of a law practice with prices, stages and fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from femida.platform.core.actor import Actor
from femida.practice.services.commands import add_field, add_group, add_service, add_stage, set_price

SINCE, RAISED = date(2025, 1, 1), date(2026, 1, 1)
GROUPS = (
    "Консультации",
    "Семейные дела",
    "Наследство",
    "Недвижимость",
    "Банкротство граждан",
    "Арбитраж и бизнес",
    "Трудовые споры",
)


@dataclass(frozen=True)
class Offer:
    """A service: prices before and after the New Year, and what its work consists of.

    A stage is (name, norm in business hours, planned expense in roubles), a field (key, label, kind).
    """

    group: str
    name: str
    old: int
    new: int
    norm_days: int | None = None
    unit: str = "service"
    stages: tuple[tuple[str, int, int], ...] = ()
    fields: tuple[tuple[str, str, str], ...] = ()
    for_business: int | None = None
    description: str = ""


COURT = (
    ("Изучение документов и позиция", 16, 0),
    ("Подготовка иска", 24, 0),
    ("Подача иска в суд", 8, 3000),
    ("Участие в заседаниях", 160, 5000),
    ("Получение решения", 40, 0),
)

OFFERS = (
    Offer("Консультации", "Устная консультация юриста", 2500, 3000, 1, "hour", for_business=6000),
    Offer(
        "Консультации",
        "Письменное заключение",
        9000,
        12000,
        5,
        "document",
        stages=(("Изучение вопроса", 8, 0), ("Подготовка заключения", 16, 0)),
        for_business=25000,
    ),
    Offer(
        "Семейные дела",
        "Расторжение брака через суд",
        28000,
        32000,
        60,
        stages=COURT,
        fields=(
            ("spouse_name", "Фамилия, имя и отчество супруга", "text"),
            ("married_on", "Дата регистрации брака", "date"),
            ("has_children", "Есть несовершеннолетние дети", "yes_no"),
        ),
    ),
    Offer("Семейные дела", "Раздел имущества супругов", 60000, 70000, 120, stages=COURT),
    Offer(
        "Семейные дела",
        "Взыскание алиментов",
        20000,
        24000,
        45,
        stages=COURT[1:],
        fields=(("children_count", "Сколько детей", "number"),),
    ),
    Offer(
        "Наследство",
        "Оформление наследства у нотариуса",
        30000,
        35000,
        180,
        stages=(("Сбор документов", 80, 4000), ("Сопровождение у нотариуса", 40, 6000)),
        fields=(
            ("deceased_name", "Наследодатель", "text"),
            ("opened_on", "Дата открытия наследства", "date"),
        ),
    ),
    Offer("Наследство", "Восстановление срока принятия наследства", 45000, 52000, 120, stages=COURT),
    Offer(
        "Недвижимость",
        "Сопровождение сделки с недвижимостью",
        40000,
        48000,
        20,
        stages=(("Проверка объекта и продавца", 24, 2500), ("Договор", 16, 0), ("Регистрация", 56, 4000)),
        fields=(
            ("address", "Адрес объекта", "text"),
            ("cadastral_number", "Кадастровый номер", "text"),
        ),
    ),
    Offer("Недвижимость", "Спор с застройщиком", 50000, 58000, 120, stages=COURT),
    Offer(
        "Банкротство граждан",
        "Банкротство под ключ",
        120000,
        140000,
        270,
        stages=(
            ("Сбор документов", 80, 3000),
            ("Подготовка заявления", 24, 0),
            ("Подача в арбитражный суд", 8, 25300),
            ("Процедура реализации имущества", 960, 30000),
            ("Завершение и освобождение от долгов", 80, 0),
        ),
        fields=(
            ("debt_sum", "Сумма долгов, рублей", "number"),
            ("has_mortgage", "Есть ипотека", "yes_no"),
        ),
        description="Порядок по главе X закона о несостоятельности. Расходы процедуры клиент несёт отдельно.",
    ),
    Offer("Банкротство граждан", "Списание долгов во внесудебном порядке", 25000, 29000, 180),
    Offer("Арбитраж и бизнес", "Взыскание долга в арбитражном суде", 70000, 82000, 120, stages=COURT),
    Offer("Арбитраж и бизнес", "Абонентское обслуживание компании", 35000, 42000, unit="month"),
    Offer("Трудовые споры", "Восстановление на работе", 38000, 44000, 60, stages=COURT),
    Offer("Трудовые споры", "Представительство в одном заседании", 12000, 15000, unit="hearing"),
)


class Context(Protocol):
    """What the set-up of the demonstration firm gives to each room."""

    made: dict[str, Any]


def build(context: Context) -> None:
    """Set up groups and services. Leaves `services` (name → id) in `context.made`.

    The firm works under the simplified system of taxation: its services are sold without VAT.
    """
    actor = Actor.system("demo")
    groups = {name: add_group(actor, name=name, order=10 * n) for n, name in enumerate(GROUPS, start=1)}
    services: dict[str, int] = {}
    for offer in OFFERS:
        services[offer.name] = _add(actor, offer, groups[offer.group])
    # consultations cost more in the capital
    set_price(
        actor,
        service_id=services["Устная консультация юриста"],
        price=Decimal(4000),
        valid_from=RAISED,
        office_id=context.made["offices"]["msk"],
    )
    context.made["services"] = services


def _add(actor: Actor, offer: Offer, group_id: int) -> int:
    pk = add_service(
        actor,
        group_id=group_id,
        name=offer.name,
        vat="none",
        price=Decimal(offer.old),
        valid_from=SINCE,
        unit=offer.unit,
        norm_days=offer.norm_days,
        description=offer.description,
    )
    set_price(actor, service_id=pk, price=Decimal(offer.new), valid_from=RAISED)
    if offer.for_business is not None:
        set_price(
            actor,
            service_id=pk,
            price=Decimal(offer.for_business),
            valid_from=SINCE,
            client_kind="organisation",
        )
    for order, (name, hours, expense) in enumerate(offer.stages, start=1):
        add_stage(
            actor,
            service_id=pk,
            name=name,
            norm_business_hours=hours,
            planned_expense=Decimal(expense),
            order=10 * order,
        )
    for order, (key, label, kind) in enumerate(offer.fields, start=1):
        add_field(actor, service_id=pk, key=key, label=label, kind=kind, order=10 * order)
    return pk
