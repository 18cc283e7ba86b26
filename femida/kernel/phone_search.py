"""Finding telephone numbers in free text, so that they can be masked there.

A note or a letter must not give away a number that its card hides, so doubt is settled for masking; but
dates, sums and numbers of documents, accounts and cases stay readable. The text is read as runs of groups of
digits with separators between them. A part of a run is a number when its digits fit a numbering plan and
its shape (prefix, group lengths, separators, words around) is one in which people write telephones.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from femida.kernel.phone_number import (
    IGNORED_MARK,
    PhoneNumber,
    is_valid_foreign,
    is_valid_russian,
    simplify,
)

_PLUS: Final = rf"(?:\+|%2[bB]|&#43;|&plus;|\\u002[bB]){IGNORED_MARK}*"
_SEPARATOR: Final = rf"(?:[ ()./\-{IGNORED_MARK}]|%20|%28|%29|%2[dD]|&nbsp;|&#160;)"
_RUN: Final = re.compile(rf"(?:{_PLUS}{_SEPARATOR}{{0,3}})?\d+(?:{_SEPARATOR}{{1,6}}(?:{_PLUS})?\d+)*")
_GROUP: Final = re.compile(rf"\d(?:{IGNORED_MARK}*\d)*")
_HAS_PLUS: Final = re.compile(rf"{_PLUS}{_SEPARATOR}{{0,3}}$")
_FEWEST_DIGITS: Final = 7
_MOST_DIGITS: Final = 15
_NATIONAL: Final = 10
# "+" before the 8 of habit, or "+7" before it: how the digits begin and how many they are.
_MISTAKEN_PREFIXES: Final = {"89": 11, "78": 12, "77": 12}

# Lengths of the groups of ten national digits, the code of the area or operator first.
_SHAPES: Final = frozenset(
    {(3, 3, 2, 2), (3, 3, 4), (3, 7), (3, 2, 2, 3), (3, 2, 3, 2), (4, 2, 2, 2), (5, 1, 2, 2)}
)
# With the 8 or 7 in front these are telephones as well; without it they look like passports and contracts.
_SHAPES_AFTER_PREFIX: Final = _SHAPES | {
    (10,), (4, 6), (2, 2, 2, 2, 2), (6, 2, 2), (4, 3, 3), (4, 2, 4), (3, 4, 3), (3, 5, 2), (3, 2, 5), (5, 5),
    (1,) * 10,
}  # fmt: skip

_DATE: Final = re.compile(
    r"(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])(?P<a>[.\-/])(?:0?[1-9]|1[0-2])(?P=a)(?:19|20)\d\d"
    r"|(?:19|20)\d\d(?P<b>[.\-/])(?:0[1-9]|1[0-2])(?P=b)(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
_CARD: Final = re.compile(r"(?<!\d)\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}(?!\d)")
_SNILS: Final = re.compile(r"(?<!\d)\d{3}-\d{3}-\d{3}[ -]\d{2}(?!\d)")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")

# What stands right before a number of ten digits that is not a telephone ...
_REQUISITE: Final = re.compile(
    r"\b(?:инн|кпп|огрн(?:ип)?|бик|окпо|октмо|оквэд|окато|кбк|inn|ogrn|bic|ndfl|ндфл|осаго|"
    r"[ркл]/?с(?:ч|ч[её]т)?|паспорт\w*|сери[яию]|полис\w*|кадастр\w*)[\s:.,№#n\-]{0,5}$",
    re.IGNORECASE,
)
# ... or of any length.
_DOCUMENT: Final = re.compile(
    r"\b(?:(?:снилс|snils|уин|vin|uuid|uid|ид|id|штрих-?код|трек(?:-?номер)?)"
    r"|(?:договор|контракт|сч[её]т|дел|карт|заявк|накладн|квитанц|акт|чек|плат[её]ж|приказ|доверенност|"
    r"удостоверени|ордер|иск|решени|постановлени|заказ|лот|инвойс|contract|invoice|order|case)[а-яёa-z]{0,6}"
    r"(?:\s[а-яё]{4,20})?\s{0,3}(?:№|n|no\.?|номер\w{0,3}|#))[\s:.,№#\-]{0,5}$",
    re.IGNORECASE,
)
_NUMBER_SIGN: Final = re.compile(r"[№#]\s*$")
_TELEPHONE: Final = re.compile(
    r"(?:тел(?:ефон\w*)?|моб(?:ильн\w*)?|сот(?:ов\w*)?|звон\w+|набер\w+|позвон\w+|созвон\w+|whats\s?app|"
    r"ватсап\w*|вотсап\w*|вайбер\w*|viber|telegram|телеграм\w*|phone|mobile|call|tel|wa\.me|факс|fax)"
    r"[\s.:№,()/a-zа-яё\-]{0,20}$",
    re.IGNORECASE,
)
_MONEY_AFTER: Final = re.compile(
    r"(?:[,.]\d{1,2})?\s{0,3}(?:[₽$€]|(?:руб(?:л[а-я]{1,3})?|коп(?:е[а-я]{1,3})?|тыс(?:яч[а-я]{0,2})?|млн|млрд|"
    r"долл(?:ар[а-я]{0,3})?|евро|rub|usd|eur)(?![а-яёa-z]))",
    re.IGNORECASE,
)
_FRACTION_AFTER: Final = re.compile(r",\d{1,2}(?!\d)")
_LATIN_BEFORE: Final = re.compile(r"(?<![^\W\d_])[A-Za-z0-9_]*[A-Za-z_]$")
_WORD_GOES_ON: Final = re.compile(r"(?!(?:x|ext)\.?\d{1,5}\b)[a-z]+\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Match:
    """A telephone number found in a text at `text[start:end]`."""

    start: int
    end: int
    number: PhoneNumber


@dataclass(frozen=True, slots=True)
class _Group:
    """One unbroken run of digits; `joint` is what stands between it and the group before."""

    start: int
    end: int
    digits: str
    joint: str
    has_plus: bool
    is_barred: bool


class _Reading(NamedTuple):
    """One way to see a telephone in a window of groups, and a quick look at what can be one."""

    read: Callable[[str, list[_Group], bool], PhoneNumber | None]
    lengths: range
    first_digits: str


def find_in(text: str) -> list[Match]:
    """The telephone numbers in free text, in order, not overlapping.

    Found are Russian numbers of ten national digits with +7, 7, 8 or (in a telephone's shape) without a
    prefix, and foreign ones with "+" or 8-10; also those split by spaces, dots, dashes, invisible characters
    or URL and HTML escapes. Numbers within a town (345-67-89) are not: they are nobody's without the code.
    """
    simple = simplify(text)
    return [match for run in _RUN.finditer(simple) for match in _find_in_run(simple, run)]


def redact(text: str) -> tuple[str, list[PhoneNumber]]:
    """The text with every telephone number replaced by its mask, and the numbers in order."""
    matches = find_in(text)
    pieces: list[str] = []
    position = 0
    for match in matches:
        pieces += (text[position : match.start], match.number.mask())
        position = match.end
    pieces.append(text[position:])
    return "".join(pieces), [match.number for match in matches]


def _find_in_run(text: str, run: re.Match[str]) -> list[Match]:
    """The numbers of one run: the surest readings first, so that a doubtful one cannot split a sure one."""
    groups = _groups(text, run)
    if sum(len(group.digits) for group in groups) < _FEWEST_DIGITS:
        return []
    matches: list[Match] = []
    is_free = [not _is_part_of_word(text, group) for group in groups]
    for reading in _READINGS:
        index = 0
        while index < len(groups):
            found = _longest_window(text, groups, is_free, index, reading)
            if found is None:
                index += 1
                continue
            window, number = found
            matches.append(Match(_beginning(text, window), window[-1].end, number))
            is_free[index : index + len(window)] = [False] * len(window)
            index += len(window)
    return sorted(matches, key=lambda match: match.start)


def _groups(text: str, run: re.Match[str]) -> list[_Group]:
    groups: list[_Group] = []
    barred = [
        found.span() for pattern in (_DATE, _CARD, _SNILS) for found in pattern.finditer(text, *run.span())
    ]
    position = run.start()
    # Escapes such as %20 hold digits of their own, so they are blanked before groups are cut.
    clean = re.sub(r"%2[0-9bBdD]|&#\d+;|\\u002[bB]", lambda escape: " " * len(escape[0]), run[0])
    for found in _GROUP.finditer(clean):
        start, end = run.start() + found.start(), run.start() + found.end()
        joint = text[position:start]
        groups.append(
            _Group(
                start=start,
                end=end,
                digits=found[0].replace(IGNORED_MARK, ""),
                joint=joint,
                has_plus=_HAS_PLUS.search(joint) is not None,
                is_barred=any(first <= start and end <= last for first, last in barred),
            )
        )
        position = end
    return groups


def _longest_window(
    text: str, groups: list[_Group], is_free: list[bool], index: int, reading: _Reading
) -> tuple[list[_Group], PhoneNumber] | None:
    """The most groups from `index` on that are one number by the given reading, and the number."""
    first = groups[index]
    if not first.has_plus and first.digits[0] not in reading.first_digits:
        return None
    total = 0
    stops: list[int] = []
    for stop, group in enumerate(groups[index : index + _MOST_DIGITS], start=index + 1):
        total += len(group.digits)
        if total >= reading.lengths.stop or not is_free[stop - 1] or (group.has_plus and group is not first):
            break
        if total in reading.lengths:
            stops.append(stop)
    for stop in reversed(stops):
        window = groups[index:stop]
        is_whole = _is_edge(groups, is_free, index - 1) and _is_edge(groups, is_free, stop)
        number = reading.read(text, window, is_whole)
        if number is not None and not _is_sum(text, window) and not _WORD_GOES_ON.match(text, window[-1].end):
            return window, number
    return None


def _is_edge(groups: list[_Group], is_free: list[bool], index: int) -> bool:
    return not 0 <= index < len(groups) or not is_free[index] or groups[index].is_barred


def _with_plus(_text: str, window: list[_Group], _is_whole: bool) -> PhoneNumber | None:
    """A number in the international form: with "+", or with 8-10 as dialled from Russia."""
    digits = _digits(window)
    if not window[0].has_plus:
        is_dialled = _shape(window)[:2] == (1, 2) and digits.startswith("810") and not _is_barred(window)
        return PhoneNumber(digits[3:]) if is_dialled and is_valid_foreign(digits[3:]) else None
    if digits[0] == "7" and len(digits) == _NATIONAL + 1:
        return PhoneNumber(digits) if digits[1] in "3456789" else None
    if digits[:2] in _MISTAKEN_PREFIXES and is_valid_russian(digits[-_NATIONAL:]):
        return (
            PhoneNumber(f"7{digits[-_NATIONAL:]}") if len(digits) == _MISTAKEN_PREFIXES[digits[:2]] else None
        )
    if digits[0] in "07" or _is_barred(window):
        return None
    return PhoneNumber(digits) if is_valid_foreign(digits) else None


def _with_prefix(text: str, window: list[_Group], is_whole: bool) -> PhoneNumber | None:
    """Eleven digits that begin with 8 or 7."""
    digits = _digits(window)
    if not is_valid_russian(digits[1:]):
        return None
    shape = _shape(window)
    national = shape[1:] if shape[0] == 1 else (shape[0] - 1, *shape[1:])
    is_usual = len(window) > 1 and national in _SHAPES_AFTER_PREFIX and not _is_barred(window)
    if not is_usual:
        if _is_after(_DOCUMENT, text, window[0].start):
            return None
        # Beside other digits an unusual split is trusted when a mobile operator's code stands by itself.
        stands_out = is_whole or (national[0] == 3 and digits[1] == "9")
        if len(window) > 1 and not (stands_out and _may_be_any_shape(text, window)):
            return None
    return PhoneNumber(f"7{digits[1:]}")


def _without_prefix(text: str, window: list[_Group], _is_whole: bool) -> PhoneNumber | None:
    """Ten digits: a mobile number, or any in the shape of a telephone."""
    digits = _digits(window)
    if _is_barred(window):
        return None
    if any(_is_after(pattern, text, window[0].start) for pattern in (_REQUISITE, _DOCUMENT)):
        return None
    if len(window) == 1:
        is_telephone = digits[0] == "9" or _is_after(_TELEPHONE, text, window[0].start)
    else:
        is_telephone = _shape(window) in _SHAPES and (digits[0] == "9" or not _ends_with_year(window))
    return PhoneNumber(f"7{digits}") if is_telephone and is_valid_russian(digits) else None


_READINGS: Final = (
    _Reading(_with_plus, range(_FEWEST_DIGITS, _MOST_DIGITS + 1), "8"),
    _Reading(_with_prefix, range(_NATIONAL + 1, _NATIONAL + 2), "78"),
    _Reading(_without_prefix, range(_NATIONAL, _NATIONAL + 1), "3489"),
)


def _may_be_any_shape(text: str, window: list[_Group]) -> bool:
    """Whether an unusual split of the digits can still be a telephone and not a document or a case."""
    if any("/" in group.joint or group.is_barred for group in window[1:]):
        return False
    if any(_YEAR.fullmatch(group.digits) for group in window):
        return False
    return not _is_after(_NUMBER_SIGN, text, window[0].start)


def _is_sum(text: str, window: list[_Group]) -> bool:
    """Whether the digits are an amount: unbroken or in thousands, with a currency or a fraction behind."""
    joints = {group.joint for group in window[1:]}
    is_international = window[0].has_plus and window[0].digits.startswith("7")
    if is_international or not joints <= {" ", "."}:
        return False
    end = window[-1].end
    shape = _shape(window)
    fraction = shape[-1] == 2 and window[-1].joint == "."
    thousands = shape[1:-1] if fraction else shape[1:]
    in_thousands = len(window) > 1 and shape[0] <= 3 and set(thousands) == {3} and not window[0].has_plus
    if _MONEY_AFTER.match(text, end):
        return len(window) == 1 or in_thousands
    return in_thousands and (fraction or _FRACTION_AFTER.match(text, end) is not None)


def _digits(window: list[_Group]) -> str:
    return "".join(group.digits for group in window)


def _shape(window: list[_Group]) -> tuple[int, ...]:
    return tuple(len(group.digits) for group in window)


def _is_barred(window: list[_Group]) -> bool:
    return any(group.is_barred for group in window)


def _ends_with_year(window: list[_Group]) -> bool:
    return _YEAR.fullmatch(window[-1].digits) is not None


def _is_after(pattern: re.Pattern[str], text: str, start: int) -> bool:
    """Whether the pattern, which ends with `$`, matches the few words before a position."""
    return pattern.search(text[max(0, start - 60) : start]) is not None


def _is_part_of_word(text: str, group: _Group) -> bool:
    """Whether the digits go on an identifier such as "id12f89123456789": Latin letters mixed with digits."""
    if group.joint:
        return False
    before = _LATIN_BEFORE.search(text[max(0, group.start - 60) : group.start])
    return before is not None and any(character.isdigit() or character == "_" for character in before[0])


def _beginning(text: str, window: list[_Group]) -> int:
    """Where the number begins in the text: with its plus, or with the bracket round its code."""
    first = window[0]
    if first.has_plus:
        plus = _HAS_PLUS.search(first.joint)
        return first.start - len(first.joint) + (plus.start() if plus else 0)
    bracket = first.start - 1
    brackets = re.sub(r"[^()]", "", text[first.end : window[-1].end])
    has_bracket = bracket >= 0 and text[bracket] == "(" and brackets.startswith(")")
    return bracket if has_bracket else first.start
