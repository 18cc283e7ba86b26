"""The catalogue of places: names, what each gives, an example counted by the same code as documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from femida.kernel.name_cases import Gender
from femida.kernel.names import FullName
from femida.parties.requisites.speaking import Bearer
from femida.platform.core.errors import Text
from femida.platform.ui import components as ui
from femida.practice.documents.composing import known_fields
from femida.practice.documents.facts import Facts, Further, Payment, Sold
from femida.practice.documents.places import Place, known_places, known_rows
from femida.practice.documents.sides import Side

_DAY: Final = date(2026, 11, 25)

SAMPLE: Final = Facts(
    number="1-2026/0042",
    day=_DAY,
    today=_DAY,
    kind="разовая работа",
    amount=Decimal("12500.00"),
    essence="Раздел имущества супругов",
    legal_actions="Подготовка иска, представительство в суде первой инстанции",
    expectations="Решение без лишних заседаний",
    terms="до 25 мая 2027 г.",
    sold=(
        Sold(
            "Ведение дела о разделе имущества", "услуга", Decimal(1), Decimal("12500.00"), Decimal("0.00"),
            Decimal("12500.00"), "standard", 22,
        ),
    ),
    payments=(
        Payment(1, Decimal("6250.00"), date(2026, 12, 1)),
        Payment(2, Decimal("6250.00"), date(2027, 1, 1)),
    ),
    further=(Further("платит", "ООО «Ромашка»", True, Bearer()),),
    client=Side(
        name="Воробьёва Любовь Ильинична",
        short_name="Воробьёва Любовь Ильинична",
        is_organisation=False,
        bearer=Bearer(FullName("Воробьёва", "Любовь", "Ильинична"), Gender.FEMALE),
        inn="960000000000",
        passport="96 15 000000",
        passport_issuer="ОВД, г. Тула",
        passport_on=date(2015, 6, 20),
        passport_code="960-001",
        birth_date=date(1985, 3, 8),
        birth_place="г. Тула",
        address="г. Тула, ул. Садовая, д. 5",
        snils="000-000-000 00",
        account="40817810000000000000",
        bank="Банк «Пробный»",
        bic="049600001",
        corr_account="30101810000000000000",
    ),
    ours=Side(
        name="Общество с ограниченной ответственностью «Фемида Пример»",
        short_name="ООО «Фемида Пример»",
        bearer=Bearer(FullName("Орлова", "Мария", "Павловна"), Gender.FEMALE),
        post="Генеральный директор",
        basis="Устава",
        inn="9999000013",
        kpp="999901001",
        ogrn="1269900000017",
        address="г. Москва, ул. Примерная, д. 7",
        account="40702810000000000000",
        bank="Банк «Пробный»",
        bic="049600001",
        corr_account="30101810000000000000",
    ),
    lawyer=Bearer(FullName("Соловей", "Пётр", "Кузьмич"), Gender.MALE),
    lawyer_post="Юрист",
    office="Москва",
    city="Москва",
    office_address="ул. Примерная, д. 7, этаж 4",
    office_phone="+7 495 000-00-07",
)  # fmt: skip
"""A contract of nobody, for examples."""


_ORGANISATION: Final = replace(
    SAMPLE,
    client=replace(
        SAMPLE.ours,
        name="Публичное акционерное общество «Ромашка»",
        short_name="ПАО «Ромашка»",
        bearer=Bearer(FullName("Черных", "Пётр", "Фёдорович"), Gender.MALE),
        post="Председатель правления",
    ),
)


def example_of(place: Place) -> str:
    """What a place gives of the sample; what only organisations have, of one of those."""
    return place.value(SAMPLE) or place.value(_ORGANISATION)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the catalogue: its title, a sentence about it, its table."""

    title: Text
    about: Text
    table: SafeString


def sections() -> list[Section]:
    """The whole catalogue; one statement, for the fields of services."""
    found = []
    for title, places in groupby(known_places().values(), key=lambda place: str(place.section)):
        rows = [(place.name, place.label, example_of(place)) for place in places]
        found.append(Section(title, "", _table(title, rows)))
    fields = [(name, label, "") for name, label in known_fields().items()]
    if fields:
        about = _("What services ask for, by the key of the field; of a template's own services only.")
        found.append(Section(_("Fields of services"), about, _table(_("Fields of services"), fields)))
    for group in known_rows().values():
        items = group.items(SAMPLE)
        rows = [
            (f"{group.name}.{column.name}", column.label, column.value(items[0]) if items else "")
            for column in group.columns.values()
        ]
        about = _("In a row of a table: the row is repeated for each item.")
        found.append(Section(group.label, about, _table(str(group.label), rows)))
    return found


def _table(label: str, rows: Iterable[tuple[str, Text, str]]) -> SafeString:
    heads = [
        ui.Head(label=_("Place"), pinned=True),
        ui.Head(label=_("What it gives")),
        ui.Head(label=_("Example"), width="mid"),
    ]
    return ui.table(heads, [_row(*row) for row in rows], label=label)


def _row(name: str, label: Text, example: str) -> SafeString:
    written = f"{{{name}}}"
    click: dict[str, Any] = {"@click": "copy"}
    copy = ui.button(_("Copy"), tone="quiet", small=True, icon_name="copy", only_icon=True, **click)
    given = ui.attributes({"x-data": "copy", "data-text": written, "class_": "f-row"})
    return ui.safe(
        f'<tr><th scope="row" class="f-pin"><span{given}><code>{ui.text(written)}</code>{copy}</span></th>'
        f'<td class="f-wrap">{ui.text(label)}</td>'
        f'<td class="f-wrap f-col-mid"><span class="f-prewrap">{ui.cell(example)}</span></td></tr>'
    )
