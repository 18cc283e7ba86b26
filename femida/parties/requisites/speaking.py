"""What documents of the house say of parties: names ready to be declined, open and sealed requisites.

The sealed numbers come whole, and only where the reader's `requisites.reveal` reaches the party; who asks for
them writes the line in the register of access.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from femida.kernel.name_cases import Case, Corrections, Gender
from femida.kernel.names import FullName, decline, gender_of
from femida.parties.registry.models import Party
from femida.parties.requisites.models import BankAccount, IdentityDocument, NameCorrection, Requisites
from femida.parties.requisites.queries import name_of, readable, sealed_in_use
from femida.parties.requisites.reading import display
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor

_NAMELESS = FullName()


@dataclass(frozen=True, slots=True)
class Bearer:
    """A name with its gender and the forms that people have put right."""

    name: FullName = _NAMELESS
    gender: Gender | None = None
    corrections: Corrections = field(default_factory=dict)

    def within(self, case: Case) -> FullName:
        """The name in a case."""
        return decline(self.name, case, gender=self.gender, corrections=self.corrections)

    @property
    def known_gender(self) -> Gender | None:
        """The gender that is written down, or what the name tells of it."""
        return self.gender or gender_of(self.name)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A party as documents speak of it.

    `bearer` is the person, or the head of the organisation; `open` the requisites that are not sealed;
    `numbers` whole sealed numbers by kind (passport, snils, inn, account) as they are written; `hidden` the
    kinds that are there and that the reader may not see whole, and `requisites` when not even the open ones.
    """

    party_id: int
    name: str
    name_known: bool
    is_organisation: bool
    bearer: Bearer
    open: Requisites
    numbers: Mapping[str, str]
    hidden: frozenset[str]
    passport: tuple[str, date | None, str] = ("", None, "")
    bank: tuple[str, str, str] = ("", "", "")


def spoken(actor: Actor, party_ids: Iterable[int], *, sealed: Collection[str] = ()) -> dict[int, Spoken]:
    """Parties in the actor's sight by id, in at most six statements.

    `sealed` says of which kinds the whole numbers are wanted: others are not even opened.
    """
    wanted = sorted(set(party_ids))
    parties = visible(actor, Party).filter(pk__in=wanted).in_bulk()
    rows = {row.party_id: row for row in readable(actor, Requisites).filter(party_id__in=wanted)}
    # a party whose requisites are closed to the reader: that they are there is told, nothing of them
    filled = Requisites.objects.filter(party_id__in=parties).values_list("party_id", flat=True)
    closed = set(filled) - set(rows)
    corrections: dict[int, dict[tuple[str, Case], str]] = defaultdict(dict)
    for known in NameCorrection.objects.filter(party_id__in=list(parties)):
        corrections[known.party_id][known.word, Case(known.case)] = known.form
    documents = _by_party(sealed_in_use(actor, IdentityDocument, wanted))
    accounts = _by_party(sealed_in_use(actor, BankAccount, wanted))
    return {
        pk: _one(
            party,
            rows.get(pk),
            corrections[pk],
            documents.get(pk, []),
            accounts.get(pk, []),
            sealed=sealed,
            is_closed=pk in closed,
        )
        for pk, party in parties.items()
    }


def _one(
    party: Party,
    row: Requisites | None,
    corrections: Corrections,
    documents: list[Any],
    accounts: list[Any],
    *,
    sealed: Collection[str],
    is_closed: bool,
) -> Spoken:
    numbers: dict[str, str] = {}
    hidden = {"requisites"} if is_closed else set[str]()
    passport: tuple[str, date | None, str] = ("", None, "")
    for document in documents:
        if document.kind == IdentityDocument.Kind.PASSPORT:
            passport = document.issuer, document.issued_on, document.unit_code
        if not document.revealable:
            hidden.add(document.kind)
        elif document.kind in sealed:
            numbers[document.kind] = display(document.kind, document.value().reveal())
    bank = ("", "", "")
    if accounts:
        newest = accounts[-1]
        bank = newest.bank_name, newest.bic, newest.corr_account
        if not newest.revealable:
            hidden.add("account")
        elif "account" in sealed:
            numbers["account"] = newest.value().reveal()
    gender = Gender(row.gender) if row is not None and row.gender else None
    return Spoken(
        party.pk,
        party.name,
        party.name_known,
        party.kind == Party.Kind.ORGANISATION,
        Bearer(name_of(party, row), gender, corrections),
        row or Requisites(party_id=party.pk),
        numbers,
        frozenset(hidden),
        passport,
        bank,
    )


def _by_party(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.party_id].append(row)
    return found
