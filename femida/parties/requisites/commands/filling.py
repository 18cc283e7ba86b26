"""Filling in what is not sealed: of a person, a sole trader, an organisation; right forms of a name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, Final, TypedDict, cast

from django.utils.translation import gettext_lazy as _

from femida.kernel import identifiers
from femida.kernel.text import fold
from femida.parties.registry.models import Party
from femida.parties.requisites.events import NameCorrected, RequisitesSet
from femida.parties.requisites.models import CASES, GENDERS, IdentityDocument, NameCorrection, Requisites
from femida.parties.requisites.queries import declinable_words
from femida.parties.requisites.reading import check_birth, check_issue, identifier, line, organisation_inn
from femida.platform.commands.core import command, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid, Stale
from femida.platform.journal.recording import record

LONGEST_WORD: Final = 80

PERSON_FIELDS: Final = ("gender", "birth_date", "birth_place", "registered_address", "ogrnip")
ORGANISATION_FIELDS: Final = (
    "full_name", "short_name", "inn", "kpp", "ogrn", "legal_address", "head_name", "head_position",
    "head_basis", "gender",
)  # fmt: skip


class Values(TypedDict, total=False):
    """What is to be set; what is not given stays, an empty text takes a value away."""

    gender: str
    birth_date: date | None
    birth_place: str
    registered_address: str
    ogrnip: str
    full_name: str
    short_name: str
    inn: str
    kpp: str
    ogrn: str
    legal_address: str
    head_name: str
    head_position: str
    head_basis: str


@command(right="requisites.change", on=Party)
def set_requisites(actor: Actor, *, party_id: int, values: Values, version: int | None = None) -> None:
    """Fill in the requisites of a party.

    `version` is of the requisites, 1 while nobody has filled them in. Raises Stale, and Invalid at the
    field: a wrong check digit, an impossible day, a value that this kind of party does not have.
    """
    party = take(actor, Party, party_id)
    row = Requisites.objects.filter(party_id=party_id).first() or Requisites(party_id=party_id)
    if version is not None and version != row.version:
        raise Stale
    read = _read(party.kind, values)
    if "birth_date" in read:
        _check_birth(party_id, read["birth_date"])
    changed = [column for column, value in read.items() if getattr(row, column) != value]
    if not changed:
        return
    for column in changed:
        setattr(row, column, read[column])
    if row._state.adding:
        row.save(force_insert=True)
    save(row, *changed)
    record(RequisitesSet(party_id=party_id, fields=tuple(sorted(changed))))


@command(right="requisites.change", on=Party)
def correct_name(actor: Actor, *, party_id: int, word: str, case: str, form: str) -> None:
    """Remember the right form of a word of the party's name in a case; an empty form forgets it.

    Raises Invalid at `word` (not of this name), `case` or `form`.
    """
    party = take(actor, Party, party_id)
    given = line("word", word, longest=LONGEST_WORD, required=True)
    if fold(given) not in {fold(known) for known in declinable_words(party)}:
        raise Invalid({"word": _("There is no such word in the name.")})
    if case not in dict(CASES):
        raise Invalid({"case": _("There is no such case.")})
    right = line("form", form, longest=LONGEST_WORD, digits=False)
    same = NameCorrection.objects.filter(party_id=party_id, word=fold(given), case=case)
    if right:
        NameCorrection.objects.update_or_create(
            party_id=party_id, word=fold(given), case=case, defaults={"form": right}
        )
    elif not same.delete()[0]:
        return
    record(NameCorrected(party_id=party_id, case=case))


def _read(kind: str, values: Values) -> dict[str, Any]:
    """The given values, normalised, of those columns that this kind of party has."""
    is_organisation = kind == Party.Kind.ORGANISATION
    own = ORGANISATION_FIELDS if is_organisation else PERSON_FIELDS
    foreign = _("Only people have this.") if is_organisation else _("Only organisations have this.")
    read: dict[str, Any] = {}
    wrong: dict[str, Any] = {}
    for column, value in values.items():
        if column not in own:
            if value:
                wrong[column] = foreign
            continue
        try:
            read[column] = value if column == "birth_date" else _READERS[column](cast(str, value))
        except Invalid as refusal:
            wrong |= refusal.fields
    if wrong:
        raise Invalid(wrong)
    return read


def _check_birth(party_id: int, born: date | None) -> None:
    """Raise Invalid at `birth_date` when a person born then could not have the passport in use."""
    check_birth(born)
    passport = IdentityDocument.objects.filter(
        party_id=party_id, kind=IdentityDocument.Kind.PASSPORT, outdated_at__isnull=True
    ).first()
    if passport is not None:
        check_issue(passport.issued_on, born, field="birth_date")


def _gender(text: str) -> str:
    if text and text not in dict(GENDERS):
        raise Invalid({"gender": _("There is no such gender.")})
    return text


_READERS: Final[dict[str, Callable[[str], str]]] = {
    "gender": _gender,
    "birth_place": partial(line, "birth_place", longest=200, digits=False),
    "registered_address": partial(line, "registered_address", longest=300),
    "ogrnip": partial(identifier, "ogrnip", identifiers.validate_ogrnip),
    "full_name": partial(line, "full_name", longest=300),
    "short_name": partial(line, "short_name", longest=160),
    "inn": partial(identifier, "inn", organisation_inn),
    "kpp": partial(identifier, "kpp", identifiers.validate_kpp),
    "ogrn": partial(identifier, "ogrn", identifiers.validate_ogrn),
    "legal_address": partial(line, "legal_address", longest=300),
    "head_name": partial(line, "head_name", longest=200, digits=False),
    "head_position": partial(line, "head_position", longest=120, digits=False),
    "head_basis": partial(line, "head_basis", longest=200),
}
