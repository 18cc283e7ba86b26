"""Numbers, sums and dates in Russian words, in all six cases, as documents need them.

Numerals come from the `num2words` package (loaded at the first use). Agreement with nouns is here, because
the package knows it in the nominative only, and takes the gender of the noun into its millions ("одна
миллион").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from femida.kernel.errors import KernelError
from femida.kernel.money import format_ru, roubles
from femida.kernel.name_cases import Case

__all__ = [
    "KOPECK",
    "ROUBLE",
    "Case",
    "InvalidNumber",
    "Kopecks",
    "Noun",
    "WordGender",
    "cardinal",
    "counted",
    "date_in_words",
    "long_date",
    "noun_after",
    "ordinal",
    "ordinal_digits",
    "sum_for_contract",
    "sum_in_words",
]

_MOST_CARDINAL: Final = 10**15
_MOST_ORDINAL: Final = 10**6
_MILLION: Final = 10**6
_MONTHS: Final = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
# Before the last letter of an ordinal: vowels, and the soft sign of "третье".
_LEAVING_ONE_LETTER: Final = "аеёиоуыэюяь"
_NO_BREAK_SPACE: Final = "\u00a0"


class InvalidNumber(KernelError):
    """The number is outside of what is written in words."""

    MESSAGES = {"range": "The number is too large or too small for words."}


class WordGender(StrEnum):
    """Grammatical gender of a noun."""

    MASCULINE = "m"
    FEMININE = "f"
    NEUTER = "n"


class Kopecks(StrEnum):
    """How kopecks stand in a sum in words."""

    DIGITS = "digits"
    WORDS = "words"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun with its six cases in both numbers, nominative first; for counting things."""

    gender: WordGender
    singular: tuple[str, str, str, str, str, str]
    plural: tuple[str, str, str, str, str, str]


ROUBLE: Final = Noun(
    WordGender.MASCULINE,
    ("рубль", "рубля", "рублю", "рубль", "рублём", "рубле"),
    ("рубли", "рублей", "рублям", "рубли", "рублями", "рублях"),
)
KOPECK: Final = Noun(
    WordGender.FEMININE,
    ("копейка", "копейки", "копейке", "копейку", "копейкой", "копейке"),
    ("копейки", "копеек", "копейкам", "копейки", "копейками", "копейках"),
)

_CASES: Final = tuple(Case)
_GENITIVE: Final = _CASES.index(Case.GENITIVE)


def cardinal(number: int, case: Case = Case.NOMINATIVE, gender: WordGender = WordGender.MASCULINE) -> str:
    """A whole number in words: "двадцать одна", "двухсот". Raises `InvalidNumber` beyond 10¹⁵."""
    if abs(number) >= _MOST_CARDINAL:
        raise InvalidNumber("range")
    sign = "минус " if number < 0 else ""
    millions, rest = divmod(abs(number), _MILLION)
    parts = []
    if millions:
        parts.append(_numeral(millions * _MILLION, case, WordGender.MASCULINE))
    if rest or not millions:
        parts.append(_numeral(rest, case, gender))
    return sign + " ".join(parts)


def ordinal(number: int, case: Case = Case.NOMINATIVE, gender: WordGender = WordGender.MASCULINE) -> str:
    """An ordinal in words: "двадцать второе", "третьего". From 1 to 999,999, else `InvalidNumber`."""
    _check_ordinal(number)
    return _numeral(number, case, gender, is_ordinal=True)


def ordinal_digits(
    number: int, case: Case = Case.NOMINATIVE, gender: WordGender = WordGender.MASCULINE
) -> str:
    """An ordinal in digits with its ending: "1-й", "22-го", "3-я".

    The ending has one letter after a vowel and two after a consonant, as the rules of spelling ask.
    """
    word = ordinal(number, case, gender)
    return f"{number}-{word[-1] if word[-2] in _LEAVING_ONE_LETTER else word[-2:]}"


def noun_after(number: int, noun: Noun, case: Case = Case.NOMINATIVE) -> str:
    """The form of a noun after a number read in a case: 21 рубль, 3 рубля, (нет) 5 рублей, (к) 2 рублям."""
    place = _CASES.index(case)
    last_two = abs(number) % 100
    last = last_two % 10
    is_one = last == 1 and last_two != 11
    # Zero and whole thousands rule like nouns: "двум тысячам рублей".
    if number % 1000 == 0:
        return noun.plural[_GENITIVE]
    if is_one:
        return noun.singular[place]
    if case not in (Case.NOMINATIVE, Case.ACCUSATIVE):
        return noun.plural[place]
    is_few = 2 <= last <= 4 and not 12 <= last_two <= 14
    return noun.singular[_GENITIVE] if is_few else noun.plural[_GENITIVE]


def counted(number: int, noun: Noun, case: Case = Case.NOMINATIVE) -> str:
    """A number in words with its noun: "двадцать одна копейка", "двум рублям"."""
    return f"{cardinal(number, case, noun.gender)} {noun_after(number, noun, case)}"


def sum_in_words(amount: Decimal, case: Case = Case.NOMINATIVE, kopecks: Kopecks = Kopecks.DIGITS) -> str:
    """A sum in words: "двенадцать тысяч пятьсот рублей 00 копеек".

    `Kopecks.WORDS` writes "ноль копеек", `Kopecks.NONE` leaves them out (and refuses a sum that has some).
    Raises `InvalidMoney` and `InvalidNumber`.
    """
    sign, whole, part = _split(amount)
    words = f"{sign}{counted(whole, ROUBLE, case)}"
    if kopecks is Kopecks.NONE:
        if part:
            raise InvalidNumber("range")
        return words
    in_words = cardinal(part, case, KOPECK.gender) if kopecks is Kopecks.WORDS else f"{part:02d}"
    return f"{words} {in_words} {noun_after(part, KOPECK, case)}"


def sum_for_contract(amount: Decimal, case: Case = Case.NOMINATIVE) -> str:
    """A sum as contracts have it: "12 500 (двенадцать тысяч пятьсот) рублей 00 копеек"."""
    sign, whole, part = _split(amount)
    digits = format_ru(Decimal(whole), sign="", with_kopecks=False)
    minus = "\u2212" if sign else ""
    return (
        f"{minus}{digits} ({sign}{cardinal(whole, case, ROUBLE.gender)}) {noun_after(whole, ROUBLE, case)} "
        f"{part:02d} {noun_after(part, KOPECK, case)}"
    )


def long_date(day: date, *, is_quoted: bool = False) -> str:
    """A date for reading: "22 ноября 2026 года", quoted "«22» ноября 2026 г."; spaces do not break."""
    number = f"«{day.day:02d}»" if is_quoted else str(day.day)
    year = "г." if is_quoted else "года"
    return _NO_BREAK_SPACE.join((number, _MONTHS[day.month - 1], str(day.year), year))


def date_in_words(day: date, case: Case = Case.NOMINATIVE) -> str:
    """A date in words: "двадцать второе ноября две тысячи двадцать шестого года"."""
    number = ordinal(day.day, case, WordGender.NEUTER)
    year = ordinal(day.year, Case.GENITIVE)
    return f"{number} {_MONTHS[day.month - 1]} {year} года"


def _split(amount: Decimal) -> tuple[str, int, int]:
    """The sign in words, whole roubles and kopecks of a sum."""
    exact = roubles(amount)
    whole, _, kopecks = str(exact.copy_abs()).partition(".")
    return ("минус " if exact < 0 else ""), int(whole), int(kopecks)


def _check_ordinal(number: int) -> None:
    if not 0 < number < _MOST_ORDINAL:
        raise InvalidNumber("range")


def _numeral(number: int, case: Case, gender: WordGender, *, is_ordinal: bool = False) -> str:
    from num2words import num2words

    # Things are counted here, not people: "двадцать один рубль" in the accusative as well.
    return str(
        num2words(
            number,
            lang="ru",
            to="ordinal" if is_ordinal else "cardinal",
            case=case.value,
            gender=gender.value,
            animate=False,
        )
    )
