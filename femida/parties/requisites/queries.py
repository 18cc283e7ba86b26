"""Reading requisites: what pages show to a reader, and what documents of the house are written from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from django.db.models import BooleanField, Exists, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models import Case as SqlCase
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from femida.kernel.name_cases import Case, Gender
from femida.kernel.names import FullName, decline, parse_name
from femida.parties.registry.models import Party
from femida.parties.requisites.models import (
    BankAccount,
    IdentityDocument,
    NameCorrection,
    Requisites,
    identity_purpose,
)
from femida.parties.requisites.reading import mask
from femida.platform.access.policy import policy_of
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Text
from femida.platform.vault.lookups import equals

VIEW = "requisites.view"
MOST_SAME: Final = 5
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class MaskedDocument:
    """An identity document in use as pages show it."""

    id: int
    kind: str
    mask: str
    issuer: str
    issued_on: date | None
    unit_code: str
    revealable: bool


@dataclass(frozen=True, slots=True)
class MaskedAccount:
    """A bank account in use as pages show it."""

    id: int
    mask: str
    bic: str
    bank_name: str
    corr_account: str
    revealable: bool


@dataclass(frozen=True, slots=True)
class SameParty:
    """Another visible party with the same number; `field` says which: inn, ogrn or ogrnip."""

    party_id: int
    name: str
    field: str


def requisites_of(actor: Actor, party_id: int) -> Requisites | None:
    """The open requisites of a party, None when there are none or the actor may not see them."""
    return readable(actor, Requisites).filter(party_id=party_id).first()


def documents_of(actor: Actor, party_id: int) -> list[MaskedDocument]:
    """The identity documents in use of a party, masked: one statement.

    The last digits show only where the actor's `requisites.reveal` reaches the party.
    """
    return [
        MaskedDocument(
            row.pk,
            row.kind,
            mask(row.value().reveal() if row.revealable else ""),
            row.issuer,
            row.issued_on,
            row.unit_code,
            row.revealable,
        )
        for row in _in_use(actor, IdentityDocument, party_id)
    ]


def accounts_of(actor: Actor, party_id: int) -> list[MaskedAccount]:
    """The bank accounts in use of a party, masked like documents: one statement."""
    return [
        MaskedAccount(
            row.pk,
            mask(row.value().reveal() if row.revealable else ""),
            row.bic,
            row.bank_name,
            row.corr_account,
            row.revealable,
        )
        for row in _in_use(actor, BankAccount, party_id)
    ]


def same_by_requisites(actor: Actor, row: Requisites) -> list[SameParty]:
    """Other parties with the INN, OGRN or OGRNIP of these requisites, of those that the actor may see.

    One statement, none when there are no numbers.
    """
    given = {field: getattr(row, field) for field in ("inn", "ogrn", "ogrnip") if getattr(row, field)}
    condition = Q()
    for field, number in given.items():
        condition |= Q(**{field: number})
    if not given:
        return []
    found = readable(actor, Requisites).filter(condition).exclude(party_id=row.party_id)
    return [
        SameParty(
            other.party_id,
            other.party.name,
            next(field for field, number in given.items() if getattr(other, field) == number),
        )
        for other in found.select_related("party").order_by("party_id")[:MOST_SAME]
    ]


def same_by_inn(actor: Actor, party_id: int) -> list[SameParty]:
    """Other people with the sealed INN of this person, of those whose requisites the actor may see."""
    rows = readable(actor, IdentityDocument).filter(kind=IdentityDocument.Kind.INN, outdated_at__isnull=True)
    own = rows.filter(party_id=party_id).first()
    if own is None:
        return []
    same = rows.filter(equals(own.value().reveal(), identity_purpose(IdentityDocument.Kind.INN)))
    found = same.exclude(party_id=party_id).order_by("party_id")[:MOST_SAME]
    return [SameParty(pk, name, "inn") for pk, name in found.values_list("party_id", "party__name")]


def declinable_words(party: Party) -> list[str]:
    """The words of a party's name that have cases: of a person, or of an organisation's head."""
    name = name_of(party, Requisites.objects.filter(party_id=party.pk).first())
    return [part for part in (name.surname, name.given, name.patronymic) if part]


def declined(party_id: int, case: Case) -> FullName:
    """The name of a person, or of the head of an organisation, in a grammatical case.

    For the house itself: documents are written by it. Remembered corrections are stronger than the rules.
    Raises Party.DoesNotExist.
    """
    party = Party.objects.get(pk=party_id)
    row = Requisites.objects.filter(party_id=party_id).first()
    corrections = {
        (word, Case(known)): form
        for word, known, form in NameCorrection.objects.filter(party_id=party_id).values_list(
            "word", "case", "form"
        )
    }
    gender = Gender(row.gender) if row and row.gender else None
    return decline(name_of(party, row), case, gender=gender, corrections=corrections)


# What a contract cannot do without, by the kind of the party.
NEEDED_OF_PERSON: Final[dict[str, Text]] = {
    "birth_date": _("date of birth"),
    "registered_address": _("address of registration"),
}
NEEDED_OF_ORGANISATION: Final[dict[str, Text]] = {
    "full_name": _("full name"),
    "inn": _("INN"),
    "ogrn": _("OGRN"),
    "legal_address": _("legal address"),
    "head_name": _("name of the head"),
    "head_basis": _("acts on the basis of"),
}


def lacking_requisites(party_id: int) -> list[Text]:
    """The requisites that a party lacks for work on a contract: their names, never a value. One statement.

    For rooms that have checked what the person may see. Raises Party.DoesNotExist.
    """
    passport = IdentityDocument.objects.filter(
        party_id=OuterRef("pk"), kind=IdentityDocument.Kind.PASSPORT, outdated_at__isnull=True
    )
    filled = Requisites.objects.filter(party_id=OuterRef("pk"))
    asked = {**NEEDED_OF_PERSON, **NEEDED_OF_ORGANISATION}
    party = (
        Party.objects.filter(pk=party_id)
        .annotate(
            has_passport=Exists(passport),
            filled=Subquery(filled.values(data=JSONObject(**{name: name for name in asked}))),
        )
        .get()
    )
    is_person = party.kind != Party.Kind.ORGANISATION
    values: dict[str, Any] = party.filled or {}
    needed = NEEDED_OF_PERSON if is_person else NEEDED_OF_ORGANISATION
    lacking = [label for name, label in needed.items() if not values.get(name)]
    return [_("passport"), *lacking] if is_person and not party.has_passport else lacking


def name_of(party: Party, row: Requisites | None) -> FullName:
    """The name that has cases: of a person, or of the head of an organisation."""
    if party.kind == Party.Kind.ORGANISATION:
        return parse_name(row.head_name) if row else FullName()
    return FullName(party.surname, party.given_name, party.patronymic)


def readable(actor: Actor, model: type[M]) -> QuerySet[M]:
    """Rows of parties in sight whose requisites the actor may see."""
    return visible(actor, model).filter(policy_of(actor).rows(model, VIEW))


def _in_use(actor: Actor, model: type[M], party_id: int) -> QuerySet[Any]:
    return sealed_in_use(actor, model, [party_id])


def sealed_in_use(actor: Actor, model: type[M], party_ids: Sequence[int]) -> QuerySet[Any]:
    """Readable sealed rows in use of parties, each with `revealable`."""
    reached = policy_of(actor).rows(model, "requisites.reveal")
    # a condition that holds for all rows is empty, and a Case refuses it
    flag: SqlCase | Value = Value(value=True)
    if reached:
        when = When(reached, then=Value(value=True))
        flag = SqlCase(when, default=Value(value=False), output_field=BooleanField())
    rows = readable(actor, model).filter(party_id__in=party_ids, outdated_at__isnull=True)
    return rows.annotate(revealable=flag).order_by("pk")
