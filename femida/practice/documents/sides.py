"""The two sides of a contract as documents speak of them: preambles, requisites, words that agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from femida.firm.offices.models import LegalEntity
from femida.kernel.name_cases import Case, Gender
from femida.kernel.names import FullName, parse_name
from femida.kernel.phrases import decline_phrase
from femida.parties.requisites.speaking import Bearer, Spoken

# Masculine, feminine, neuter; when the gender is not known, as people write it by hand.
AGREEING: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "действующий": ("действующий", "действующая", "действующее", "действующий(-ая)"),
    "действующего": ("действующего", "действующей", "действующего", "действующего(-ей)"),
    "именуемый": ("именуемый", "именуемая", "именуемое", "именуемый(-ая)"),
    "зарегистрированный": (
        *("зарегистрированный", "зарегистрированная", "зарегистрированное"),
        "зарегистрированный(-ая)",
    ),
    "уважаемый": ("Уважаемый", "Уважаемая", "Уважаемые", "Уважаемый(-ая)"),
    "гражданин": ("гражданин", "гражданка", "", "гражданин(-ка)"),
}
_FEMININE: Final = ("компания", "корпорация", "коллегия", "фирма", "организация", "ассоциация", "палата")
_MASCULINE: Final = ("фонд", "кооператив", "банк", "союз", "колледж", "университет", "институт", "дом")
NOBODY: Final = Bearer()


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contract; what is not known, or is hidden from the reader, is empty.

    `bearer` is the person, or who signs for an organisation.
    """

    name: str = ""
    short_name: str = ""
    is_organisation: bool = True
    bearer: Bearer = NOBODY
    post: str = ""
    basis: str = ""
    inn: str = ""
    kpp: str = ""
    ogrn: str = ""
    ogrnip: str = ""
    snils: str = ""
    passport: str = ""
    passport_issuer: str = ""
    passport_on: date | None = None
    passport_code: str = ""
    birth_date: date | None = None
    birth_place: str = ""
    address: str = ""
    account: str = ""
    bank: str = ""
    bic: str = ""
    corr_account: str = ""

    @property
    def is_trader(self) -> bool:
        """Whether it is a sole trader."""
        return not self.is_organisation and bool(self.ogrnip)

    def within(self, case: Case) -> str:
        """The name in a case; what stands in quotation marks has none."""
        if self.is_organisation:
            return decline_phrase(self.name, case)
        return str(self.bearer.within(case)) or self.name


def of_client(spoken: Spoken) -> Side:
    """The client's side."""
    row, numbers = spoken.open, spoken.numbers
    issuer, issued_on, unit = spoken.passport
    bank, bic, corr = spoken.bank
    is_organisation = spoken.is_organisation
    return Side(
        name=(row.full_name or spoken.name) if is_organisation else spoken.name if spoken.name_known else "",
        short_name=row.short_name or spoken.name,
        is_organisation=is_organisation,
        bearer=spoken.bearer,
        post=row.head_position,
        basis=row.head_basis,
        inn=row.inn if is_organisation else numbers.get("inn", ""),
        kpp=row.kpp,
        ogrn=row.ogrn,
        ogrnip=row.ogrnip,
        snils=numbers.get("snils", ""),
        passport=numbers.get("passport", ""),
        passport_issuer=issuer,
        passport_on=issued_on,
        passport_code=unit,
        birth_date=row.birth_date,
        birth_place=row.birth_place,
        address=row.legal_address if is_organisation else row.registered_address,
        account=numbers.get("account", ""),
        bank=bank,
        bic=bic,
        corr_account=corr,
    )


def of_ours(entity: LegalEntity) -> Side:
    """Our own side. Fifteen digits of registration are those of a sole trader."""
    is_trader = len(entity.ogrn) == len("304770000000019")
    head = parse_name(entity.head_name)
    return Side(
        name=entity.name,
        short_name=entity.short_name,
        bearer=Bearer(head),
        post=entity.head_position,
        basis=entity.head_basis,
        inn=entity.inn,
        kpp=entity.kpp,
        ogrn="" if is_trader else entity.ogrn,
        ogrnip=entity.ogrn if is_trader else "",
        address=entity.address,
        account=entity.account,
        bank=entity.bank_name,
        bic=entity.bic,
        corr_account=entity.corr_account,
    )


def post_within(side: Side, case: Case) -> str:
    """The post of who signs; in oblique cases it stands inside of a sentence, so in a small letter."""
    declined = decline_phrase(side.post, case)
    if case is Case.NOMINATIVE or declined[1:2].isupper():
        return declined
    return declined[:1].lower() + declined[1:]


def agreeing(word: str, gender: Gender | None, *, is_neuter: bool = False) -> str:
    """A word of `AGREEING` in the gender of what it stands with."""
    masculine, feminine, neuter, unknown = AGREEING[word]
    if is_neuter:
        return neuter
    return {Gender.MALE: masculine, Gender.FEMALE: feminine, None: unknown}[gender]


def agreeing_with_side(word: str, side: Side) -> str:
    """A word that agrees with the side itself: the person, or the form of the organisation."""
    if not side.is_organisation:
        return agreeing(word, side.bearer.known_gender)
    words = side.name.lower().partition("«")[0].split()
    if words[:2] == ["индивидуальный", "предприниматель"]:
        return agreeing(word, side.bearer.known_gender)
    if any(one in words[:3] for one in _FEMININE):
        return agreeing(word, Gender.FEMALE)
    if any(one in words[:3] for one in _MASCULINE):
        return agreeing(word, Gender.MALE)
    return agreeing(word, None, is_neuter=True)


def agreeing_with_signer(word: str, side: Side) -> str:
    """A word that agrees with the person, or with who signs for the organisation."""
    return agreeing(word, side.bearer.known_gender) if str(side.bearer.name) else ""


def short_day(day: date | None) -> str:
    """25.11.2026, "" for none."""
    return f"{day:%d.%m.%Y}" if day is not None else ""


def passport_line(side: Side) -> str:
    """The passport with its issuer, "" without the number."""
    if not side.passport:
        return ""
    issued = " ".join(part for part in (side.passport_issuer, short_day(side.passport_on)) if part)
    parts = [side.passport]
    if issued:
        parts.append(f"выдан {issued}")
    if side.passport_code:
        parts.append(f"код подразделения {side.passport_code}")
    return ", ".join(parts)


def preamble(side: Side) -> str:
    """How a side is brought in at the head of a contract, up to «именуемый»."""
    if not side.name:
        return ""
    if side.is_organisation:
        parts = [side.name]
        if str(side.bearer.name):
            signer = " ".join(
                part
                for part in (post_within(side, Case.GENITIVE), str(side.bearer.within(Case.GENITIVE)))
                if part
            )
            parts.append(f"в лице {signer}")
            if side.basis:
                parts.append(f"{agreeing_with_signer('действующего', side)} на основании {side.basis}")
        return ", ".join(parts)
    born = f"{short_day(side.birth_date)} года рождения" if side.birth_date else ""
    passport = f"паспорт {passport_line(side)}" if side.passport else ""
    living = (
        f"{agreeing_with_signer('зарегистрированный', side)} по адресу: {side.address}"
        if side.address
        else ""
    )
    if side.is_trader:
        registered = f"ОГРНИП {side.ogrnip}"
        return ", ".join(
            part for part in (f"индивидуальный предприниматель {side.name}", registered, living) if part
        )
    return ", ".join(part for part in (side.name, born, passport, living) if part)


def requisites(side: Side) -> str:
    """The block of requisites for the end of a contract, one a line."""
    if not side.name:
        return ""
    lines: list[tuple[str, str]] = []
    if not side.is_organisation:
        lines += [("Дата рождения", short_day(side.birth_date)), ("Паспорт", passport_line(side))]
    lines += [
        ("Адрес", side.address),
        ("ИНН", f"{side.inn} / КПП {side.kpp}" if side.inn and side.kpp else side.inn),
        ("СНИЛС", side.snils),
        ("ОГРН", side.ogrn),
        ("ОГРНИП", side.ogrnip),
        ("Р/с", side.account),
        ("Банк", side.bank if side.account else ""),
        ("БИК", side.bic if side.account else ""),
        ("К/с", side.corr_account if side.account else ""),
    ]
    return "\n".join([side.name, *(f"{label}: {value}" for label, value in lines if value)])


NeededOf = Callable[[Side], tuple[tuple[str, str], ...]]


def needed_in_requisites(side: Side) -> tuple[tuple[str, str], ...]:
    """What a block of requisites ought to have: the last word of its place, and the value."""
    if side.is_organisation:
        return (
            *(("инн", side.inn), ("огрн", side.ogrn or side.ogrnip)),
            *(("адрес", side.address), ("расчётный счёт", side.account)),
        )
    return ("паспорт", side.passport), ("адрес", side.address)


def needed_in_preamble(side: Side) -> tuple[tuple[str, str], ...]:
    """What a preamble ought to have."""
    if side.is_organisation:
        return ("подписант", str(side.bearer.name)), ("должность", side.post), ("основание", side.basis)
    if side.is_trader:
        return (("адрес", side.address),)
    return ("паспорт", side.passport), ("адрес", side.address)


def short(bearer: Bearer, case: Case) -> str:
    """The surname in a case with initials: «Иванову И. И.»."""
    return bearer.within(case).short()


def signature(name: FullName) -> str:
    """Initials first, as beside a signature."""
    return name.signature()
