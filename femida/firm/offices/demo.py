"""The offices of the demonstration firm."""

from __future__ import annotations

from typing import Any, Protocol

from femida.firm.offices.commands import (
    Signing,
    add_department,
    add_legal_entity,
    add_position,
    open_office,
    set_bank_details,
)
from femida.platform.core.actor import Actor

WEEK = {day: ["09:00", "19:00"] for day in ("mon", "tue", "wed", "thu", "fri")} | {"sat": ["10:00", "16:00"]}

# key: city, zone, address, phone (from the ranges that no operator gives out)
OFFICES = {
    "msk": ("Москва", "Europe/Moscow", "ул. Примерная, д. 7, этаж 4", "+7 495 000-00-07"),
    "spb": ("Санкт-Петербург", "Europe/Moscow", "наб. Примерная, д. 12", "+7 812 000-00-12"),
    "kzn": ("Казань", "Europe/Moscow", "пр. Примерный, д. 21", "+7 843 000-00-21"),
}

# kind: name, order. Every office has the first five; finance and management serve the whole firm.
OF_OFFICES = {
    "sales": "Отдел продаж",
    "call_centre": "Колл-центр",
    "execution": "Отдел исполнения",
    "court": "Судебный отдел",
    "reception": "Приёмная",
}
OF_FIRM = {"management": "Дирекция", "finance": "Финансовый отдел"}

POSITIONS = (
    "Генеральный директор",
    "Администратор системы",
    "Руководитель отдела продаж",
    "Менеджер по продажам",
    "Руководитель колл-центра",
    "Оператор колл-центра",
    "Руководитель юристов",
    "Юрист",
    "Судебный представитель",
    "Администратор приёмной",
    "Руководитель финансового отдела",
    "Кассир",
)


class Context(Protocol):
    """What the set-up of the demonstration firm gives to each room."""

    made: dict[str, Any]


def build(context: Context) -> None:
    """Make the legal entity, offices, departments and positions.

    Leaves in `context.made`: `offices` (key → id), `departments` ((kind, key of office or "") → id),
    `positions` (name → id).
    """
    actor = Actor.system("demo")
    # numbers of a tax office that does not exist: right by their check digits, nobody's
    entity = add_legal_entity(
        actor,
        name="Общество с ограниченной ответственностью «Фемида Пример»",
        short_name="ООО «Фемида Пример»",
        inn="9999000013",
        kpp="999901001",
        ogrn="1269900000017",
        address="г. Москва, ул. Примерная, д. 7",
        signing=Signing(
            head_name="Чернова Ксения Вадимовна",
            head_position="Генеральный директор",
            head_basis="Устава",
        ),
    )
    # a bank that does not exist either
    set_bank_details(
        actor,
        legal_entity_id=entity,
        bank_name="АО «Примербанк», г. Москва",
        bic="044525999",
        account="40702810300000000042",
        corr_account="30101810600000000999",
        accountant_name="Образцова Вера Павловна",
    )
    offices: dict[str, int] = {}
    departments: dict[tuple[str, str], int] = {}
    for key, (city, zone, address, phone) in OFFICES.items():
        offices[key] = open_office(
            actor,
            name=city,
            legal_entity_id=entity,
            city=city,
            time_zone=zone,
            address=address,
            phone=phone,
            hours=WEEK,
        )
        for order, (kind, name) in enumerate(OF_OFFICES.items(), start=1):
            departments[kind, key] = add_department(
                actor, name=name, kind=kind, office_id=offices[key], order=order
            )
    for order, (kind, name) in enumerate(OF_FIRM.items(), start=1):
        departments[kind, ""] = add_department(actor, name=name, kind=kind, order=order)
    positions = {
        name: add_position(actor, name=name, order=order) for order, name in enumerate(POSITIONS, start=1)
    }
    context.made.update(offices=offices, departments=departments, positions=positions)
