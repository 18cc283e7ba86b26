"""The places that templates of documents may name, and what each of them gives.

A name is Russian words with single spaces; an underscore counts as a space, ё as е, capitals as small
letters. The names are part of the product like addresses of pages: they are never changed, only added to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import partial
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from femida.kernel.name_cases import Case
from femida.kernel.words import date_in_words, long_date, sum_for_contract, sum_in_words
from femida.parties.requisites.speaking import Bearer
from femida.platform.core.errors import Text
from femida.practice.documents import sides
from femida.practice.documents.facts import Facts, Further, Payment, Sold
from femida.practice.documents.sides import Side
from femida.practice.documents.sums import figures, plain_number, vat_of_line, vat_phrase

CASES: Final[Mapping[str, Case]] = {
    "": Case.NOMINATIVE,
    "родительный": Case.GENITIVE,
    "дательный": Case.DATIVE,
    "винительный": Case.ACCUSATIVE,
    "творительный": Case.INSTRUMENTAL,
    "предложный": Case.PREPOSITIONAL,
}
CASE_LABELS: Final[Mapping[str, Text]] = {
    "родительный": _("genitive (of whom)"),
    "дательный": _("dative (to whom)"),
    "винительный": _("accusative (whom)"),
    "творительный": _("instrumental (by whom)"),
    "предложный": _("prepositional (about whom)"),
}
FIELD: Final = "поле "
"""The beginning of the names of what services ask for: «поле court name»."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place: its name, its part of the catalogue, what it gives.

    `hides` are the words of `Facts.hidden` that tell why it may be empty for this reader, `sealed` the
    kinds of sealed numbers it opens. `gaps` names what a composed text lacks.
    """

    name: str
    section: Text
    label: Text
    value: Callable[[Facts], str]
    hides: frozenset[str] = frozenset()
    sealed: frozenset[str] = frozenset()
    gaps: Callable[[Facts], tuple[str, ...]] = lambda _facts: ()


@dataclass(frozen=True, slots=True)
class Column:
    """A place in a repeated row of a table: what it gives of one item."""

    name: str
    label: Text
    value: Callable[[object], str]
    hides: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rows:
    """A group of repeated rows. A needed one is told of when it has no items."""

    name: str
    label: Text
    items: Callable[[Facts], Sequence[object]]
    columns: Mapping[str, Column]
    is_needed: bool


def canonical(name: str) -> str:
    """The form in which names are compared."""
    return name.lower().replace("ё", "е").replace("_", " ")


_places: dict[str, Place] = {}
_rows: dict[str, Rows] = {}


def known_places() -> Mapping[str, Place]:
    """All places by canonical name, in the order of the catalogue."""
    return _places


def known_rows() -> Mapping[str, Rows]:
    """All groups of rows by canonical name."""
    return _rows


def nearest(name: str, known: Sequence[str]) -> str:
    """The known name that is most like this one, "" when none is."""
    found = get_close_matches(canonical(name), known, n=1, cutoff=0.6)
    return found[0] if found else ""


# --- the catalogue ---

OURS: Final = _("Our side")
CLIENT: Final = _("Client")
CONTRACT: Final = _("Contract")
PEOPLE: Final = _("Lawyer and office")
_CLIENT: Final = frozenset({"client"})
_REQUISITES: Final = frozenset({"client", "requisites"})
_SUMS: Final = frozenset({"sums"})


def _add(
    name: str,
    section: Text,
    label: Text,
    value: Callable[[Facts], str],
    *,
    hides: frozenset[str] = frozenset(),
    sealed: str = "",
    gaps: Callable[[Facts], tuple[str, ...]] | None = None,
) -> None:
    opened = frozenset(sealed.split())
    place = Place(name, section, label, value, hides | opened, opened, gaps or (lambda _facts: ()))
    if _places.setdefault(canonical(name), place) is not place:
        raise ValueError(f"{name} stands twice")


def _add_cases(
    name: str,
    section: Text,
    label: Text,
    value: Callable[[Facts, Case], str],
    *,
    hides: frozenset[str] = frozenset(),
) -> None:
    for word, case in CASES.items():
        # the label of a case is put together when it is read, in the reader's language
        full: Text = label if not word else _joined(label, CASE_LABELS[word])
        _add(f"{name} {word}".strip(), section, full, partial(_in_case, value, case), hides=hides)


def _in_case(value: Callable[[Facts, Case], str], case: Case, facts: Facts) -> str:
    return value(facts, case)


def _joined(label: Text, case: Text) -> Text:
    from django.utils.text import format_lazy

    joined: str | Promise = format_lazy("{}: {}", label, case)
    return joined


def _short_within(bearer: Bearer, case: Case) -> str:
    return bearer.within(case).short()


def _side_places(word: str, section: Text, of: Callable[[Facts], Side], hides: frozenset[str]) -> None:
    """The places that both sides have."""
    more = hides | {"requisites"} if hides else hides

    def simple(name: str, label: Text, value: Callable[[Side], str], sealed: str = "") -> None:
        _add(f"{word} {name}", section, label, lambda facts: value(of(facts)), hides=more, sealed=sealed)

    def gaps(needed: sides.NeededOf) -> Callable[[Facts], tuple[str, ...]]:
        return lambda facts: tuple(f"{word} {name}" for name, value in needed(of(facts)) if not value)

    _add_cases(word, section, _("full name"), lambda facts, case: of(facts).within(case), hides=hides)
    _add(
        f"{word} преамбула", section, _("how the side is brought in, up to «именуемый»"),
        lambda facts: sides.preamble(of(facts)), hides=more, sealed="passport" if hides else "",
        gaps=gaps(sides.needed_in_preamble),
    )  # fmt: skip
    _add(
        f"{word} реквизиты", section, _("the block of requisites, one a line"),
        lambda facts: sides.requisites(of(facts)), hides=more,
        sealed="passport inn snils account" if hides else "", gaps=gaps(sides.needed_in_requisites),
    )  # fmt: skip
    simple(
        "подпись", _("initials and surname beside the signature"), lambda side: side.bearer.name.signature()
    )
    simple(
        "именуемый", _("именуемый, именуемая or именуемое, as the side is"),
        lambda side: sides.agreeing_with_side("именуемый", side) if side.name else "",
    )  # fmt: skip
    for agreeing in ("действующий", "действующего"):
        simple(
            agreeing, _("действующий or действующая, as who signs is"),
            partial(sides.agreeing_with_signer, agreeing),
        )  # fmt: skip
    simple("должность", _("post of who signs"), lambda side: side.post)
    simple(
        "должность родительный", _("post of who signs: genitive"),
        lambda side: sides.post_within(side, Case.GENITIVE) if side.post else "",
    )  # fmt: skip
    simple("основание", _("what who signs acts by, such as «Устава»"), lambda side: side.basis)
    simple("инн", _("INN"), lambda side: side.inn, "inn" if hides else "")
    simple("кпп", _("KPP"), lambda side: side.kpp)
    simple("огрн", _("OGRN or OGRNIP"), lambda side: side.ogrn or side.ogrnip)
    simple("адрес", _("address of registration"), lambda side: side.address)
    simple("расчётный счёт", _("account in a bank"), lambda side: side.account, "account" if hides else "")
    simple("банк", _("bank"), lambda side: side.bank)
    simple("бик", _("BIC"), lambda side: side.bic)
    simple("корсчёт", _("correspondent account"), lambda side: side.corr_account)


_side_places("исполнитель", OURS, lambda facts: facts.ours, frozenset())
_add("исполнитель кратко", OURS, _("short name"), lambda facts: facts.ours.short_name)
_add_cases(
    "исполнитель подписант", OURS, _("name of who signs"),
    lambda facts, case: str(facts.ours.bearer.within(case)),
)  # fmt: skip

_side_places("клиент", CLIENT, lambda facts: facts.client, _CLIENT)
_add_cases(
    "клиент кратко", CLIENT, _("surname with initials, or the short name"),
    lambda facts, case: (
        facts.client.short_name if facts.client.is_organisation else _short_within(facts.client.bearer, case)
    ),
    hides=_CLIENT,
)  # fmt: skip
_add_cases(
    "клиент подписант", CLIENT, _("the person, or the head of the organisation"),
    lambda facts, case: str(facts.client.bearer.within(case)), hides=_REQUISITES,
)  # fmt: skip
_add(
    "клиент обращение", CLIENT, _("given name and patronymic"),
    lambda facts: facts.client.bearer.name.address(), hides=_CLIENT,
)  # fmt: skip


def _of_client(word: str) -> Callable[[Facts], str]:
    return lambda facts: sides.agreeing_with_signer(word, facts.client)


for _word, _label in (
    ("уважаемый", _("Уважаемый or Уважаемая")),
    ("гражданин", _("гражданин or гражданка")),
    ("зарегистрированный", _("зарегистрированный or зарегистрированная")),
):
    _add(f"клиент {_word}", CLIENT, _label, _of_client(_word), hides=_CLIENT)
_add(
    "клиент дата рождения", CLIENT, _("date of birth"),
    lambda facts: sides.short_day(facts.client.birth_date), hides=_REQUISITES,
)  # fmt: skip
_add(
    "клиент место рождения", CLIENT, _("place of birth"),
    lambda facts: facts.client.birth_place, hides=_REQUISITES,
)  # fmt: skip
_add(
    "клиент паспорт", CLIENT, _("series and number of the passport"),
    lambda facts: facts.client.passport, hides=_REQUISITES, sealed="passport",
)  # fmt: skip
_add(
    "клиент паспорт полностью", CLIENT, _("passport with issuer, day and code"),
    lambda facts: sides.passport_line(facts.client), hides=_REQUISITES, sealed="passport",
)  # fmt: skip
_add(
    "клиент паспорт выдан", CLIENT, _("who issued the passport"),
    lambda facts: facts.client.passport_issuer, hides=_REQUISITES,
)  # fmt: skip
_add(
    "клиент паспорт дата", CLIENT, _("day of issue of the passport"),
    lambda facts: sides.short_day(facts.client.passport_on), hides=_REQUISITES,
)  # fmt: skip
_add(
    "клиент паспорт код", CLIENT, _("code of the unit that issued the passport"),
    lambda facts: facts.client.passport_code, hides=_REQUISITES,
)  # fmt: skip
_add("клиент снилс", CLIENT, _("SNILS"), lambda facts: facts.client.snils, hides=_REQUISITES, sealed="snils")


def _without_period(text: str) -> str:
    """A text as a sentence of the template goes on with it: the template has the period."""
    return text.rstrip().removesuffix(".") if not text.rstrip().endswith("..") else text


def _day_of_signing(facts: Facts) -> str:
    return long_date(facts.day).removesuffix("года") + "г."


_add("договор номер", CONTRACT, _("number; a draft has none"), lambda facts: facts.number)
_add("договор дата", CONTRACT, _("day of signing"), _day_of_signing)
_add(
    "договор дата кавычки", CONTRACT, _("day of signing, quoted"),
    lambda facts: long_date(facts.day, is_quoted=True),
)  # fmt: skip
_add(
    "договор дата цифрами", CONTRACT, _("day of signing in digits"), lambda facts: sides.short_day(facts.day)
)
_add("договор дата прописью", CONTRACT, _("day of signing in words"), lambda facts: date_in_words(facts.day))
_add("договор город", CONTRACT, _("town of the office"), lambda facts: facts.city)
_add("договор вид", CONTRACT, _("single work or regular service"), lambda facts: facts.kind)
_add(
    "договор предмет", CONTRACT, _("names of the services"),
    lambda facts: "; ".join(line.name for line in facts.sold),
)  # fmt: skip
_add("договор суть", CONTRACT, _("essence of the matter"), lambda facts: _without_period(facts.essence))
_add("договор действия", CONTRACT, _("legal actions"), lambda facts: _without_period(facts.legal_actions))
_add(
    "договор ожидания",
    CONTRACT,
    _("what the client expects"),
    lambda facts: _without_period(facts.expectations),
)
_add("договор сроки", CONTRACT, _("expected terms"), lambda facts: _without_period(facts.terms))


def _sum(
    write: Callable[[Decimal], str], amount: Callable[[Facts], Decimal | None]
) -> Callable[[Facts], str]:
    def value(facts: Facts) -> str:
        known = amount(facts)
        return "" if known is None else write(known)

    return value


def _discount(facts: Facts) -> Decimal | None:
    known = [line.discount for line in facts.sold if line.discount is not None]
    return sum(known, Decimal("0.00")) if known else None


def _whole(facts: Facts) -> Decimal | None:
    return facts.amount


for _name, _label, _write, _amount in (
    ("договор сумма", _("amount in digits"), figures, _whole),
    ("договор сумма прописью", _("amount in words"), sum_in_words, _whole),
    ("договор сумма полностью", _("amount in digits and in words"), sum_for_contract, _whole),
    ("договор скидка", _("discount in roubles"), figures, _discount),
):
    _add(_name, CONTRACT, _label, _sum(_write, _amount), hides=_SUMS)
_add("договор ндс", CONTRACT, _("what is said of VAT"), lambda facts: vat_phrase(facts.sold), hides=_SUMS)
_add(
    "договор платежей", CONTRACT, _("how many payments the plan has"),
    lambda facts: str(len(facts.payments)) if facts.payments else "",
)  # fmt: skip
_add(
    "документ дата", CONTRACT, _("day on which the document is made"),
    lambda facts: long_date(facts.today).removesuffix("года") + "г.",
)  # fmt: skip
_add(
    "документ дата цифрами", CONTRACT, _("day on which the document is made, in digits"),
    lambda facts: sides.short_day(facts.today),
)  # fmt: skip

_add(
    "документ дата прописью",
    CONTRACT,
    _("day on which the document is made, in words"),
    lambda facts: date_in_words(facts.today),
)
_add_cases("юрист", PEOPLE, _("name of the responsible"), lambda facts, case: str(facts.lawyer.within(case)))
_add("юрист кратко", PEOPLE, _("surname with initials"), lambda facts: facts.lawyer.name.short())
_add("юрист подпись", PEOPLE, _("initials and surname"), lambda facts: facts.lawyer.name.signature())
_add("юрист должность", PEOPLE, _("post of the responsible"), lambda facts: facts.lawyer_post)
_add("офис название", PEOPLE, _("name of the office"), lambda facts: facts.office)
_add("офис город", PEOPLE, _("town"), lambda facts: facts.city)
_add("офис адрес", PEOPLE, _("address of the office"), lambda facts: facts.office_address)
_add("офис телефон", PEOPLE, _("phone of the office"), lambda facts: facts.office_phone)


def _group(
    name: str,
    label: Text,
    items: Callable[[Facts], Sequence[object]],
    columns: Sequence[tuple[str, Text, Callable[..., str], bool]],
    *,
    is_needed: bool = True,
) -> None:
    made = {
        canonical(column): Column(column, says, value, _SUMS if is_sum else frozenset())
        for column, says, value, is_sum in columns
    }
    _rows[canonical(name)] = Rows(name, label, items, made, is_needed)


def _figures_or_empty(amount: Decimal | None) -> str:
    return "" if amount is None else figures(amount)


@dataclass(frozen=True, slots=True)
class Numbered:
    """An item with its place in the table."""

    number: int
    item: Sold | Further


def _numbered(items: Sequence[Sold | Further]) -> list[Numbered]:
    return [Numbered(number, item) for number, item in enumerate(items, start=1)]


def _sold(one: Callable[[Sold], str]) -> Callable[[Numbered], str]:
    return lambda numbered: one(numbered.item) if isinstance(numbered.item, Sold) else ""


def _further(case: Case) -> Callable[[Numbered], str]:
    def value(numbered: Numbered) -> str:
        one = numbered.item
        if not isinstance(one, Further):
            return ""
        return one.name if one.is_organisation else str(one.bearer.within(case)) or one.name

    return value


def _due(payment: Payment) -> str:
    return sides.short_day(payment.due_on) if payment.due_on is not None else payment.stage


_group(
    "услуга",
    _("Services of the contract"),
    lambda facts: _numbered(facts.sold),
    (
        ("номер", _("place in the table"), lambda one: str(one.number), False),
        ("название", _("name"), _sold(lambda one: one.name), False),
        ("количество", _("quantity"), _sold(lambda one: plain_number(one.quantity)), False),
        ("единица", _("unit"), _sold(lambda one: one.unit), False),
        ("цена", _("price"), _sold(lambda one: _figures_or_empty(one.price)), True),
        ("скидка", _("discount in roubles"), _sold(lambda one: _figures_or_empty(one.discount)), True),
        ("сумма", _("amount"), _sold(lambda one: _figures_or_empty(one.amount)), True),
        ("ндс", _("what is said of VAT"), _sold(vat_of_line), False),
    ),
)
_group(
    "платёж",
    _("Payments of the plan"),
    lambda facts: facts.payments,
    (
        ("номер", _("place in the table"), lambda one: str(one.number), False),
        ("срок", _("day, or the stage of the work"), _due, False),
        ("дата", _("day"), lambda one: sides.short_day(one.due_on), False),
        ("этап", _("stage of the work"), lambda one: one.stage, False),
        ("сумма", _("amount in digits"), lambda one: _figures_or_empty(one.amount), True),
        (
            *("сумма прописью", _("amount in words")),
            lambda one: "" if one.amount is None else sum_in_words(one.amount),
            True,
        ),
    ),
)
_group(
    "участник",
    _("Further parties"),
    lambda facts: _numbered(facts.further),
    (
        ("номер", _("place in the table"), lambda one: str(one.number), False),
        ("роль", _("part in the contract"), lambda one: one.item.role, False),
        ("имя", _("name"), _further(Case.NOMINATIVE), False),
        *(
            (f"имя {word}", _joined(_("name"), CASE_LABELS[word]), _further(case), False)
            for word, case in CASES.items()
            if word
        ),
    ),
    is_needed=False,
)
