"""Setting up a real firm in an empty database: the same act for the page and for `femida init`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy

from femida.firm.offices.commands import add_department, add_legal_entity, add_position, open_office
from femida.firm.offices.models import WEEKDAYS, Department
from femida.firm.setup.events import FirmWasSetUp
from femida.firm.setup.models import ONLY, FirmSetUp
from femida.firm.setup.ports import basics, practices
from femida.firm.staff.commands import Person, hire
from femida.firm.staff.presets import load_presets
from femida.platform.accounts.models import User
from femida.platform.commands.core import command, is_system, save, take
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, Text, UnableTo
from femida.platform.core.locks import lock_words
from femida.platform.journal.recording import record

RIGHT = "access.change"

HOURS = {day: ["09:00", "18:00"] for day in WEEKDAYS[:5]}
DEPARTMENTS = ("sales", "call_centre", "execution", "reception", "finance", "management")
POSITIONS = (
    gettext_lazy("Director"),
    gettext_lazy("Lawyer"),
    gettext_lazy("Sales manager"),
    gettext_lazy("Operator"),
    gettext_lazy("Cashier"),
)


class UnableToSetUp(UnableTo):
    """There are people in this installation already."""

    code = "unable_to_set_up"
    default_sentence = gettext_lazy("This firm is set up already. Sign in; an administrator adds people.")


@dataclass(frozen=True, kw_only=True)
class Firm:
    """What a firm says of itself on its first day."""

    entity: str
    entity_name: str = ""
    inn: str = ""
    kpp: str = ""
    ogrn: str = ""
    office: str
    city: str
    time_zone: str = "Europe/Moscow"
    surname: str
    given_name: str
    patronymic: str = ""
    login: str
    password: str
    practices: Collection[str] = ()


# field of a command -> field of the firm's form
_ENTITY = {"name": "entity_name", "short_name": "entity"}
_OFFICE = {"name": "office"}


@command(right=RIGHT)
def set_up_firm(actor: Actor, *, firm: Firm) -> int:
    """Make legal entity, office, departments, groups of rights, reference lists and the first administrator.

    Returns the administrator's employee id. Only the house itself, and only while there is no account: of
    two at once one is refused. Raises UnableToSetUp; Invalid with the faults of all parts at once, by the
    names of `Firm`.
    """
    if not is_system(actor):
        raise Denied(right=RIGHT)
    lock_words("firm.setup", "only one")
    if User.objects.exists():
        raise UnableToSetUp
    faults: dict[str, Text] = {}
    unknown = [key for key in firm.practices if key not in practices]
    if unknown:
        faults["practices"] = gettext("There is no such practice.")
    entity_id = _try(
        faults,
        _ENTITY,
        lambda: add_legal_entity(
            actor,
            name=firm.entity_name or firm.entity,
            short_name=firm.entity,
            inn=firm.inn,
            kpp=firm.kpp,
            ogrn=firm.ogrn,
        ),
    )
    # so that the further faults show at once too; the whole act is taken back in the end
    standing = entity_id or add_legal_entity(actor, name="-", short_name="-")
    office_id = _try(
        faults,
        _OFFICE,
        lambda: open_office(
            actor,
            name=firm.office,
            legal_entity_id=standing,
            city=firm.city,
            time_zone=firm.time_zone,
            hours=HOURS,
        ),
    )
    place = office_id or open_office(actor, name="-", legal_entity_id=standing, city="-")
    if not faults:
        # before the hiring: people are locked after what the firm sells
        _furnish(actor, place, firm.practices)
    position = add_position(actor, name=gettext("Administrator"))
    groups = load_presets(actor)
    person = Person(
        surname=firm.surname,
        given_name=firm.given_name,
        patronymic=firm.patronymic,
        position_id=position,
        main_office_id=place,
    )
    employee_id = _try(
        faults,
        {},
        lambda: hire(
            actor,
            login=firm.login,
            password=firm.password,
            person=person,
            group_ids=[groups["administrator"], groups["director"]],
        ),
    )
    if faults or entity_id is None or office_id is None or employee_id is None:
        raise Invalid(faults)
    FirmSetUp.objects.create(pk=ONLY)
    record(
        FirmWasSetUp(
            office_id=office_id,
            legal_entity_id=entity_id,
            employee_id=employee_id,
            practices=tuple(sorted(firm.practices)),
        )
    )
    return employee_id


@command(right=RIGHT, on=FirmSetUp)
def put_next_steps_away(actor: Actor) -> None:
    """Show nobody any more what comes after the set-up."""
    row = take(actor, FirmSetUp, ONLY)
    if row.put_away_at is None:
        row.put_away_at = clock.now()
        save(row, "put_away_at")


def _furnish(actor: Actor, office_id: int, chosen: Collection[str]) -> None:
    labels = dict(Department.Kind.choices)
    for order, kind in enumerate(DEPARTMENTS, start=1):
        add_department(actor, name=str(labels[kind]), kind=kind, office_id=office_id, order=order * 10)
    for name in POSITIONS:
        add_position(actor, name=str(name))
    for load in basics:
        load(actor)
    for key, practice in practices.items():
        if key in chosen:
            practice.load(actor)


def _try(faults: dict[str, Text], names: dict[str, str], make: Callable[[], int]) -> int | None:
    """Make a part; its faults are noted under the names that the form uses."""
    try:
        return make()
    except Invalid as refusal:
        for field, sentence in refusal.fields.items():
            faults.setdefault(names.get(field, field), sentence)
        return None
