"""The first person of a new installation."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from femida.firm.offices.commands import add_legal_entity, add_position, open_office
from femida.firm.offices.models import LegalEntity, Office, Position
from femida.firm.staff.commands import Person, hire
from femida.firm.staff.presets import load_presets
from femida.kernel.names import parse_name
from femida.platform.commands.core import command
from femida.platform.core.actor import Actor


def create_administrator(login: str, password: str, name: str) -> int:
    """Make the preset groups and an administrator, and return the employee's id.

    An installation without an office gets a first one with a first legal entity, to be renamed later.
    `name` is split into its parts. Raises Invalid for a taken login or a password that is easy to guess.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return _make_administrator(Actor.system("createadmin"), login=login, password=password, name=name)


@command(right="access.change")
def _make_administrator(actor: Actor, *, login: str, password: str, name: str) -> int:
    groups = load_presets(actor)
    parts = parse_name(name)
    person = Person(
        surname=parts.surname or name,
        given_name=parts.given or name,
        patronymic=parts.patronymic,
        position_id=_first_position(actor),
        main_office_id=_first_office(actor),
    )
    return hire(actor, login=login, password=password, person=person, group_ids=[groups["administrator"]])


def _first_position(actor: Actor) -> int:
    name = gettext("Administrator")
    found = Position.objects.filter(name=name).values_list("pk", flat=True).first()
    return found if found is not None else add_position(actor, name=name)


def _first_office(actor: Actor) -> int:
    offices = Office.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True)
    found = offices.first()
    if found is not None:
        return found
    entity = LegalEntity.objects.order_by("pk").values_list("pk", flat=True).first()
    if entity is None:
        name = gettext("Our firm")
        entity = add_legal_entity(actor, name=name, short_name=name)
    return open_office(actor, name=gettext("Main office"), legal_entity_id=entity, city=gettext("Moscow"))
