"""Entering and changing legal entities, offices, departments and positions."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from femida.firm.offices.events import (
    DepartmentAdded,
    DepartmentChanged,
    LegalEntityAdded,
    LegalEntityChanged,
    OfficeChanged,
    OfficeOpened,
    PositionAdded,
    PositionChanged,
)
from femida.firm.offices.inputs import EMPTY, Inputs
from femida.firm.offices.models import WEEKDAYS, Department, LegalEntity, Office, Position
from femida.kernel.identifiers import (
    validate_account,
    validate_bic,
    validate_corr_account,
    validate_inn,
    validate_kpp,
    validate_ogrn,
    validate_ogrnip,
)
from femida.platform.access.policy import policy_of
from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.commands.core import command, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid
from femida.platform.journal.recording import record

RIGHT = "offices.change"
Hours = Mapping[str, Sequence[str]]

NAME_TAKEN = _("This name is taken.")


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs for an own firm; `head_basis` stands in the genitive: «Устава»."""

    head_name: str = ""
    head_position: str = ""
    head_basis: str = ""


SIGNING_FIELDS = tuple(field.name for field in fields(Signing))
NOT_SAID = Signing()
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


@command(right=RIGHT)
def add_legal_entity(
    actor: Actor,
    *,
    name: str,
    short_name: str,
    inn: str = "",
    kpp: str = "",
    ogrn: str = "",
    address: str = "",
    signing: Signing = NOT_SAID,
) -> int:
    """Enter an own firm and return its id. Raises Invalid; Denied unless the right reaches the whole firm."""
    _require_firm(actor)
    entity = LegalEntity()
    _fill_entity(
        entity,
        name=name,
        short_name=short_name,
        inn=inn,
        kpp=kpp,
        ogrn=ogrn,
        address=address,
        signing=signing,
    )
    _insert(entity, "short_name")
    record(LegalEntityAdded(legal_entity_id=entity.pk))
    return entity.pk


@command(right=RIGHT, on=LegalEntity)
def change_legal_entity(
    actor: Actor,
    *,
    legal_entity_id: int,
    version: int | None = None,
    name: str,
    short_name: str,
    inn: str = "",
    kpp: str = "",
    ogrn: str = "",
    address: str = "",
    signing: Signing | None = None,
    is_active: bool = True,
) -> None:
    """Change an own firm; without `signing` who signs stays. Raises Invalid, Stale."""
    entity = take(actor, LegalEntity, legal_entity_id, version=version)
    _fill_entity(
        entity,
        name=name,
        short_name=short_name,
        inn=inn,
        kpp=kpp,
        ogrn=ogrn,
        address=address,
        signing=signing,
    )
    entity.is_active = is_active
    columns = ("name", "short_name", "inn", "kpp", "ogrn", "address", *SIGNING_FIELDS, "is_active")
    _update(entity, "short_name", *columns)
    record(LegalEntityChanged(legal_entity_id=entity.pk))


@command(right=RIGHT, on=LegalEntity)
def set_bank_details(
    actor: Actor,
    *,
    legal_entity_id: int,
    version: int | None = None,
    bank_name: str = "",
    bic: str = "",
    account: str = "",
    corr_account: str = "",
    accountant_name: str = "",
) -> None:
    """Say where clients pay an own firm to, and who its chief accountant is. Raises Invalid, Stale.

    The account and the correspondent account are checked by their digits against the BIC. Invoices need
    bank, BIC and account, so they are given together or not at all.
    """
    entity = take(actor, LegalEntity, legal_entity_id, version=version)
    inputs = Inputs()
    entity.bank_name = inputs.line("bank_name", bank_name, 160)
    entity.bic = inputs.number("bic", bic, validate_bic, _("This is not a BIC: check the digits."))
    entity.accountant_name = inputs.line("accountant_name", accountant_name, 200)
    of_bank = {"account": (account, validate_account), "corr_account": (corr_account, validate_corr_account)}
    for field, (typed, validate) in of_bank.items():
        checked = partial(validate, bic=entity.bic)
        wrong = _("This account is not of the bank with this BIC: check the digits.")
        setattr(entity, field, inputs.number(field, typed, checked, wrong))
    if entity.account or entity.corr_account or entity.bank_name or entity.bic:
        for field in ("bank_name", "bic", "account"):
            if not getattr(entity, field):
                inputs.fault(field, EMPTY)
    inputs.check()
    save(entity, "bank_name", "bic", "account", "corr_account", "accountant_name")
    record(LegalEntityChanged(legal_entity_id=entity.pk))


@command(right=RIGHT)
def open_office(
    actor: Actor,
    *,
    name: str,
    legal_entity_id: int,
    city: str,
    time_zone: str = "Europe/Moscow",
    address: str = "",
    phone: str = "",
    hours: Hours | None = None,
) -> int:
    """Open an office and return its id. Raises Invalid; Denied unless the right reaches the whole firm."""
    _require_firm(actor)
    office = Office()
    _fill_office(
        office, name=name, legal_entity_id=legal_entity_id, city=city, time_zone=time_zone,
        address=address, phone=phone, hours=hours,
    )  # fmt: skip
    _insert(office, "name")
    record(OfficeOpened(office_id=office.pk, legal_entity_id=office.legal_entity_id))
    return office.pk


@command(right=RIGHT, on=Office)
def change_office(
    actor: Actor,
    *,
    office_id: int,
    version: int | None = None,
    name: str,
    legal_entity_id: int,
    city: str,
    time_zone: str = "Europe/Moscow",
    address: str = "",
    phone: str = "",
    hours: Hours | None = None,
    is_active: bool = True,
) -> None:
    """Change an office; one that is not in use stays in old rows only. Raises Invalid, Stale."""
    office = take(actor, Office, office_id, version=version)
    _fill_office(
        office, name=name, legal_entity_id=legal_entity_id, city=city, time_zone=time_zone,
        address=address, phone=phone, hours=hours,
    )  # fmt: skip
    office.is_active = is_active
    fields = ("name", "legal_entity", "city", "time_zone", "address", "phone", "hours", "is_active")
    _update(office, "name", *fields)
    record(OfficeChanged(office_id=office.pk))


@command(right=RIGHT)
def add_department(
    actor: Actor, *, name: str, kind: str, office_id: int | None = None, order: int = 100
) -> int:
    """Set up a department of an office, or of the whole firm without one, and return its id.

    Raises Invalid; Denied for a department of the whole firm unless the right reaches it.
    """
    inputs = Inputs()
    department = Department(office_id=office_id, order=order)
    department.name = inputs.line("name", name, 120, required=True)
    department.kind = inputs.choice("kind", kind, frozenset(Department.Kind.values))
    if office_id is None:
        _require_firm(actor)
    else:
        inputs.known("office", visible(actor, Office, RIGHT).filter(pk=office_id).exists())
    inputs.check()
    _insert(department, "name")
    record(DepartmentAdded(department_id=department.pk, office_id=office_id))
    return department.pk


@command(right=RIGHT, on=Department)
def change_department(
    actor: Actor,
    *,
    department_id: int,
    version: int | None = None,
    name: str,
    kind: str,
    order: int = 100,
    is_active: bool = True,
) -> None:
    """Change a department; it never moves to another office. Raises Invalid, Stale."""
    department = take(actor, Department, department_id, version=version)
    inputs = Inputs()
    department.name = inputs.line("name", name, 120, required=True)
    department.kind = inputs.choice("kind", kind, frozenset(Department.Kind.values))
    inputs.check()
    department.order, department.is_active = order, is_active
    _update(department, "name", "name", "kind", "order", "is_active")
    record(DepartmentChanged(department_id=department.pk))


@command(right=RIGHT)
def add_position(actor: Actor, *, name: str, order: int = 100) -> int:
    """Add a post and return its id. Raises Invalid; Denied unless the right reaches the whole firm."""
    _require_firm(actor)
    inputs = Inputs()
    position = Position(name=inputs.line("name", name, 120, required=True), order=order)
    inputs.check()
    _insert(position, "name")
    record(PositionAdded(position_id=position.pk))
    return position.pk


@command(right=RIGHT, on=Position)
def change_position(actor: Actor, *, position_id: int, name: str, order: int = 100) -> None:
    """Rename a post. Raises Invalid; Denied unless the right reaches the whole firm."""
    _require_firm(actor)
    position = take(actor, Position, position_id)
    inputs = Inputs()
    position.name = inputs.line("name", name, 120, required=True)
    inputs.check()
    position.order = order
    _update(position, "name", "name", "order")
    record(PositionChanged(position_id=position.pk))


def _require_firm(actor: Actor) -> None:
    if policy_of(actor).scope(RIGHT) is not Scope.FIRM:
        raise Denied(right=RIGHT)


def _fill_entity(
    entity: LegalEntity,
    *,
    name: str,
    short_name: str,
    inn: str,
    kpp: str,
    ogrn: str,
    address: str,
    signing: Signing | None,
) -> None:
    inputs = Inputs()
    entity.name = inputs.line("name", name, 300, required=True)
    entity.short_name = inputs.line("short_name", short_name, 120, required=True)
    entity.inn = inputs.number("inn", inn, validate_inn, _("This is not an INN: check the digits."))
    entity.kpp = inputs.number("kpp", kpp, validate_kpp, _("This is not a KPP: check the digits."))
    entity.ogrn = inputs.number("ogrn", ogrn, _registration, _("This is not an OGRN: check the digits."))
    entity.address = inputs.line("address", address, 300)
    if signing is not None:
        _fill_signing(inputs, entity, signing)
    inputs.check()


def _fill_signing(inputs: Inputs, entity: LegalEntity, signing: Signing) -> None:
    entity.head_name = inputs.line("head_name", signing.head_name, 200)
    entity.head_position = inputs.line("head_position", signing.head_position, 120)
    entity.head_basis = inputs.line("head_basis", signing.head_basis, 200)


def _registration(text: str) -> str:
    """The number of an organisation (13 digits) or of a sole trader (15)."""
    digits = sum(character.isdigit() for character in text)
    return validate_ogrnip(text) if digits == len("310253000000000") else validate_ogrn(text)


def _fill_office(
    office: Office,
    *,
    name: str,
    legal_entity_id: int,
    city: str,
    time_zone: str,
    address: str,
    phone: str,
    hours: Hours | None,
) -> None:
    inputs = Inputs()
    office.name = inputs.line("name", name, 120, required=True)
    office.city = inputs.line("city", city, 120, required=True)
    office.address = inputs.line("address", address, 300)
    office.phone = inputs.line("phone", phone, 32)
    office.time_zone = inputs.choice("time_zone", time_zone, frozenset(zoneinfo.available_timezones()))
    if legal_entity_id != office.legal_entity_id:
        inputs.known("legal_entity", LegalEntity.objects.filter(pk=legal_entity_id, is_active=True).exists())
    office.legal_entity_id = legal_entity_id
    office.hours = _clean_hours(inputs, hours or {})
    inputs.check()


def _clean_hours(inputs: Inputs, hours: Hours) -> dict[str, list[str]]:
    cleaned: dict[str, list[str]] = {}
    for day, times in hours.items():
        opens, closes = times if len(times) == 2 else ("", "")  # noqa: PLR2004 - opening and closing
        if day not in WEEKDAYS or not (_TIME.fullmatch(opens) and _TIME.fullmatch(closes)) or opens >= closes:
            inputs.fault("hours", _("Give the hours as 09:00–18:00, opening before closing."))
            continue
        cleaned[day] = [opens, closes]
    return {day: cleaned[day] for day in WEEKDAYS if day in cleaned}


def _insert(row: Model, named: str) -> None:
    _once(named, lambda: row.save(force_insert=True))


def _update(row: Model, named: str, *fields: str) -> None:
    _once(named, lambda: save(row, *fields))


def _once(named: str, write: Callable[[], None]) -> None:
    """Write a row whose name is unique; the database is asked, so two at once do not slip past."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        if constraint.endswith("_name_once"):
            raise Invalid({named: NAME_TAKEN}) from error
        if constraint.endswith("_inn_once"):
            raise Invalid({"inn": _("There is a legal entity with this INN and KPP.")}) from error
        raise
