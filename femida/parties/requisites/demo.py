"""Requisites of the demonstration firm: numbers with right check digits of regions that there are not."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final, Protocol

from femida.kernel import identifiers
from femida.kernel.identifiers import InvalidIdentifier
from femida.parties.registry.models import Party
from femida.parties.requisites.commands import (
    Values,
    add_bank_account,
    add_identity_document,
    set_requisites,
)
from femida.parties.requisites.reading import organisation_inn, person_inn
from femida.platform.core import clock
from femida.platform.core.actor import Actor

PEOPLE: Final = 40
SOLE_TRADERS: Final = 5
SEED: Final = 1998
"""A chance of its own, so that the rooms above get the same firm with and without this one."""
REGION: Final = "96"
BIC: Final = "049600001"
TOWNS: Final = ("Москва", "Санкт-Петербург", "Казань", "Тула", "Рязань", "Самара")
STREETS: Final = ("Садовая", "Лесная", "Новая", "Полевая", "Заречная", "Школьная")
HEADS: Final = ("Орлов Пётр Ильич", "Зимина Анна Львовна", "Шевчук Олег Иванович", "Лебедь Юлия Юрьевна")


class Context(Protocol):
    """What the set-up of the demonstration firm gives to each room."""

    made: dict[str, Any]


def build(context: Context) -> None:
    """Fill in all organisations and some people, the last ones as sole traders."""
    chance = random.Random(SEED)  # noqa: S311 - chance of a demonstration
    actor = Actor.system("demo")
    facts = list(context.made["party_facts"].values())
    people = chance.sample([one for one in facts if "«" not in one.name], PEOPLE)
    for one in facts:
        if "«" in one.name:
            with clock.at(one.registered_at):
                _organisation(actor, chance, one)
    for number, one in enumerate(people):
        with clock.at(one.registered_at):
            _person(actor, chance, one, is_trader=number >= PEOPLE - SOLE_TRADERS)


def fill_in(actor: Actor, chance: random.Random, party_id: int) -> None:
    """Fill in what a contract needs of a party: for rooms above whose clients have come to sign."""
    party = Party.objects.get(pk=party_id)
    if party.kind == Party.Kind.ORGANISATION:
        _organisation(actor, chance, party)
    else:
        _person(actor, chance, party, is_trader=False)


def _organisation(actor: Actor, chance: random.Random, party: Any) -> None:
    values: Values = {
        "full_name": party.name,
        "short_name": party.name,
        "inn": _number(chance, REGION, 10, organisation_inn),
        "kpp": f"{REGION}0101001",
        "ogrn": _number(chance, f"115{REGION}", 13, identifiers.validate_ogrn),
        "legal_address": _address(chance),
        "head_name": chance.choice(HEADS),
        "head_position": "Генеральный директор",
        "head_basis": "Устава",
    }
    set_requisites(actor, party_id=party.id, values=values)
    _account(actor, chance, party.id, "40702810")


def _person(actor: Actor, chance: random.Random, party: Any, *, is_trader: bool) -> None:
    born = date(1960, 1, 1) + timedelta(days=chance.randrange(365 * 40))
    values: Values = {
        "birth_date": born,
        "birth_place": f"г. {chance.choice(TOWNS)}",
        "registered_address": _address(chance),
    }
    if is_trader:
        values["ogrnip"] = _number(chance, f"315{REGION}", 15, identifiers.validate_ogrnip)
        _account(actor, chance, party.id, "40802810")
    set_requisites(actor, party_id=party.id, values=values)
    add_identity_document(
        actor,
        party_id=party.id,
        kind="passport",
        number=_number(chance, f"{REGION}15", 10, identifiers.validate_passport),
        issuer=f"ОВД, г. {chance.choice(TOWNS)}",
        issued_on=max(date(born.year + 20, 3, 1), date(2003, 3, 1)) + timedelta(days=chance.randrange(300)),
        unit_code=f"{REGION}0-001",
    )
    inn = _number(chance, REGION, 12, person_inn)
    add_identity_document(actor, party_id=party.id, kind="inn", number=inn)


def _account(actor: Actor, chance: random.Random, party_id: int, first: str) -> None:
    account = _number(chance, first, 20, lambda text: identifiers.validate_account(text, BIC))
    add_bank_account(actor, party_id=party_id, bic=BIC, bank_name="Банк «Пробный»", account=account)


def _address(chance: random.Random) -> str:
    return f"г. {chance.choice(TOWNS)}, ул. {chance.choice(STREETS)}, д. {chance.randrange(1, 90)}"


def _number(chance: random.Random, first: str, length: int, validate: Callable[[str], str]) -> str:
    """A number of this length whose check digits are right."""
    while True:
        rest = length - len(first)
        try:
            return validate(f"{first}{chance.randrange(10**rest):0{rest}}")
        except InvalidIdentifier:
            continue
