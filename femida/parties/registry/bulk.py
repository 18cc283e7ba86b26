"""The people and organisations of the large demonstration firm, none of them real.

Telephone numbers are of codes that no operator has been given, addresses of domains kept for examples, as in
`demo`. Every number and address is its owner's alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from femida.firm.offices.bulk import offices_of
from femida.parties.registry.demo import CODES, COMPANIES, FORMS, emails_of, person_name
from femida.parties.registry.events import ContactPointAdded, PartyRegistered, PartyRoleAdded
from femida.parties.registry.models import ContactPoint, Party, PartyRole, purpose_of
from femida.parties.registry.names import NameParts, compose
from femida.parties.registry.reading import read_contact
from femida.platform.bulk.batches import Batch, Deed
from femida.platform.core.actor import Actor
from femida.platform.vault.sealed import index_pair, seal, tail_index

HOUSE: Final = Actor.system("demo")
ORGANISATIONS: Final = 0.13
SECOND_PHONES: Final = 0.4
FIRST_ADDRESS: Final = 10_000
MORE_AND_MORE: Final = 0.8
"""Below one: more parties came of late than in the first year."""
# A step without a common divisor with the count of numbers: every number comes up once.
STEP, START, NUMBERS = 3_141_593, 271_829, 10_000_000
# The small firm under the mass has the numbers that are this many times an own step.
SMALL_STEP, SMALL_MOST = 7919, 1000
TAILS: Final = (
    "Плюс", "Групп", "Сервис", "Центр", "Юг", "Север", "Восток", "Запад", "Инвест", "Торг", "Строй",
    "Регион", "Столица", "Волга", "Урал", "Нева", "Кама", "Проект", "Холдинг", "Снаб", "Техно", "Мастер",
    "Альянс", "Партнёр", "Ресурс", "Импульс", "Ёлка", "Заря", "Премиум", "Опт", "Дом", "Город", "Трейд",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """A party as the rooms above need it."""

    id: int
    name: str
    is_person: bool
    office_id: int
    at: datetime


def build(batch: Batch) -> None:
    """Register the parties of a batch, the earliest first. Leaves `known` in `batch.made`."""
    batch.made["known"] = [_register(batch, number) for number in batch.parties]


def _register(batch: Batch, number: int) -> Known:
    chance, offices = batch.chance, offices_of(batch)
    office_id = chance.choice(offices.shares)
    is_person = chance.random() >= ORGANISATIONS
    parts = person_name(chance) if is_person else _organisation(batch)
    deed = batch.deed(HOUSE, _moment(batch, number, office_id))
    party = batch.add(
        Party,
        kind=(Party.Kind.PERSON if is_person else Party.Kind.ORGANISATION).value,
        surname=parts.surname,
        given_name=parts.given_name,
        patronymic=parts.patronymic,
        legal_name=parts.legal_name,
        name=compose(parts),
        office_id=office_id,
        created_at=deed.at,
    )
    batch.record(deed, PartyRegistered(party_id=party["id"], office_id=office_id))
    phones = [2 * number, 2 * number + 1] if chance.random() < SECOND_PHONES else [2 * number]
    for place, phone in enumerate(phones):
        _add_contact(
            batch, deed, party["id"], ContactPoint.Kind.PHONE, phone_of(phone), is_primary=place == 0
        )
    for email in emails_of(chance, parts, FIRST_ADDRESS + number):
        _add_contact(batch, deed, party["id"], ContactPoint.Kind.EMAIL, email, is_primary=True)
    return Known(party["id"], party["name"], is_person, office_id, deed.at)


def _moment(batch: Batch, number: int, office_id: int) -> datetime:
    """When a party comes: the parties come in the order of their numbers, at hours of work."""
    share = ((number + batch.chance.random()) / batch.all_parties) ** MORE_AND_MORE
    moment = batch.since + (batch.now - batch.since) * share
    at_work = offices_of(batch).at_work(office_id, moment)
    return at_work if at_work <= batch.now else moment


def _organisation(batch: Batch) -> NameParts:
    chance = batch.chance
    name = f"{chance.choice(COMPANIES).replace('«', '').replace('»', '')} {chance.choice(TAILS)}"
    return NameParts(legal_name=f"{chance.choice(FORMS)} «{name}»")


def phone_of(number: int) -> str:
    """A telephone of its own for each number, as it is typed; none of those of the small firm."""
    digits = (number // len(CODES) * STEP + START) % NUMBERS
    while digits % SMALL_STEP == 0 and digits // SMALL_STEP < SMALL_MOST:
        # far beyond the last that is given out
        digits = (digits + STEP * (NUMBERS // 2)) % NUMBERS
    return f"+7{CODES[number % len(CODES)]}{digits:07}"


def _add_contact(
    batch: Batch, deed: Deed, party_id: int, kind: ContactPoint.Kind, typed: str, *, is_primary: bool
) -> None:
    """Seal a contact by the vault's own functions, as `VaultValue.put` does."""
    purpose, given = purpose_of(kind.value), read_contact(kind.value, typed)
    sealed = seal(given.value, purpose)
    index, index_next = index_pair(given.value, purpose)
    point = batch.add(
        ContactPoint,
        party_id=party_id,
        kind=kind.value,
        is_primary=is_primary,
        value_enc=sealed,
        key_version=sealed[0],
        blind_index=index,
        blind_index_next=index_next,
        tail_index=tail_index(given.tail, purpose) if given.tail else None,
        created_at=deed.at,
    )
    batch.record(
        deed, ContactPointAdded(party_id=party_id, contact_point_id=point["id"], point_kind=kind.value)
    )


def add_role(batch: Batch, deed: Deed, party_id: int, role: str, object_type: str, object_id: int) -> None:
    """Make a party something to the firm because of an object."""
    row = batch.add(
        PartyRole, party_id=party_id, role=role, object_type=object_type, object_id=object_id, since=deed.at
    )
    batch.record(deed, PartyRoleAdded(party_id=party_id, party_role_id=row["id"], role=role))
