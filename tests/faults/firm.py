"""A firm of two offices for a served installation, made by commands; `python` of an Installation runs it."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.utils import translation

from femida.firm.offices.commands import add_department, add_legal_entity, add_position, open_office
from femida.firm.staff.commands import Person, hire
from femida.firm.staff.presets import load_presets
from femida.platform.core.actor import Actor
from femida.sales.leads.preset import load_sales_preset
from femida.sales.sources.commands import FASTEST, add_source
from femida.sales.sources.models import Source

PASSWORD = "верный пароль пробной фирмы"
HOUSE = Actor.system("test")
CLIENTS_SOURCES = 4
"""One address may send 600 enquiries a minute to a source; a crowd of clients needs several."""


def build() -> None:
    """Make the firm and print what a test needs of it as JSON."""
    with translation.override("ru"):
        load_sales_preset(HOUSE)
        groups = load_presets(HOUSE)
    entity = add_legal_entity(HOUSE, name="ООО «Проба»", short_name="Проба")
    position = add_position(HOUSE, name="Специалист")
    made = {name: _office(name, entity, position, groups) for name in ("a", "b")}
    sys.stdout.write(json.dumps(made))


def _office(name: str, entity: int, position: int, groups: dict[str, int]) -> dict[str, Any]:
    office = open_office(HOUSE, name=f"Офис {name}", legal_entity_id=entity, city="Москва")
    calls = add_department(HOUSE, name="Колл-центр", kind="call_centre", office_id=office)
    sales = add_department(HOUSE, name="Продажи", kind="sales", office_id=office)
    for login, group, department in (
        (f"operator.{name}", "operator", calls),
        (f"head.{name}", "head_of_sales", sales),
        (f"admin.{name}", "administrator", sales),
    ):
        person = Person(
            surname=f"Работник{login}",
            given_name="Пётр",
            position_id=position,
            main_office_id=office,
            department_id=department,
        )
        hire(HOUSE, login=login, person=person, password=PASSWORD, group_ids=[groups[group]])
    sources = [_source(f"Сайт {name} {number}", office) for number in range(CLIENTS_SOURCES)]
    return {"office": office, "sources": sources}


def _source(name: str, office: int) -> dict[str, Any]:
    pk = add_source(
        HOUSE, name=name, channel="online", office_id=office, accepts_web=True, per_minute=FASTEST
    )
    return {"id": pk, "key": Source.objects.get(pk=pk).key}
