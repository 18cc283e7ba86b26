"""Telephone numbers: reading what people type, showing, masking.

The public door is `femida.kernel.phones`. Numbering plans come from the `phonenumbers` library, loaded at
the first use.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from femida.kernel.errors import KernelError

if TYPE_CHECKING:
    import phonenumbers

_E164: Final = re.compile(r"[1-9][0-9]{6,14}")
_LONGEST_INPUT: Final = 100
_RUSSIAN_LENGTH: Final = 11
_LONGEST_E164: Final = 15
_TWO_RUSSIAN_LENGTHS: Final = (20, 21, 22)
_RUSSIAN_REGIONS: Final = frozenset({"RU", "KZ"})

_LABEL: Final = re.compile(
    r"(?:(?:моб|раб|дом|тел|т|м|р|д|сот|mob|tel|phone|mobile|whatsapp|viber)\.?|телефон|мобильный|номер|сотовый)"
    r"[\s.:№]*(?=[+(\d])",
    re.IGNORECASE,
)
_EXTENSION: Final = re.compile(
    r"[\s,;(]*(?:доб(?:авочный)?|вн(?:утренний)?|ext(?:ension)?|x|#|;ext=)[\s.:=№#]*(\d{1,7})\s*\)?$",
    re.IGNORECASE,
)
_BODY: Final = re.compile(r"\+?[\d\s().\-/]+")
_SEVERAL: Final = re.compile(r"[,;\n]|\s(?:и|или|or|and)\s", re.IGNORECASE)

# Invisible characters and the parts of a "keycap" emoji, which people and phones leave inside of numbers.
_IGNORED: Final = frozenset(
    "\u00ad\u034f\u061c\u180e\u2060\u2061\u2062\u2063\u2064\ufe0e\ufe0f\u20e3\ufeff"
) | {chr(code) for code in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_PLUSES: Final = "\u207a\u2795\ufb29\ufe62\uff0b"
_OPENING: Final = "[{\u207d\u208d\ufd3e\ufe59\uff08\uff3b"
_CLOSING: Final = "]}\u207e\u208e\ufd3f\ufe5a\uff09\uff3d"
_DASHES: Final = "_~\u00af\u02d7\u2212\u2043\u207b\u208b\u2796\u30fc\uff5e\uff3f\u2500\u2501"
_DOTS: Final = "*\u00b7\u2022\u2024\u2027\u2219\u22c5\uff0e\uff61\u30fb\u3002"
_SLASHES: Final = "\u2044\u2215\uff0f"
IGNORED_MARK: Final = "\u200b"
"""What `simplify` puts in the place of a character to be passed over."""

_SIMPLE: Final = {
    **dict.fromkeys(_IGNORED, IGNORED_MARK),
    **dict.fromkeys(_PLUSES, "+"),
    **dict.fromkeys(_OPENING, "("),
    **dict.fromkeys(_CLOSING, ")"),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_DOTS, "."),
    **dict.fromkeys(_SLASHES, "/"),
}


class InvalidPhone(KernelError):
    """The text is not one telephone number; `code` says why."""

    MESSAGES = {
        "empty": "There is no telephone number.",
        "not_a_number": "The text has other characters than those of a telephone number.",
        "several": "The text has more than one telephone number.",
        "too_short": "The number has too few digits.",
        "too_long": "The number has too many digits.",
        "unknown_country": "No country has this code.",
        "invalid": "No such number exists in the numbering plan of its country.",
    }


@dataclass(frozen=True, slots=True, repr=False)
class PhoneNumber:
    """A telephone number.

    `e164` is the whole number with its country code, digits only, without "+". `extension` is what to dial
    after the answer; it takes no part in comparison. `str()` and `repr()` show the mask: a number must not
    get into a page or a log by accident.
    """

    e164: str
    extension: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not _E164.fullmatch(self.e164):
            raise InvalidPhone("not_a_number")

    @override
    def __str__(self) -> str:
        return self.mask()

    @override
    def __repr__(self) -> str:
        return f"<PhoneNumber {self.mask()}>"

    @property
    def tail(self) -> str:
        """The last four digits."""
        return self.e164[-4:]

    @property
    def is_russian_style(self) -> bool:
        """Whether the number is of the plan of Russia and Kazakhstan (+7 and ten digits)."""
        return self.e164.startswith("7") and len(self.e164) == _RUSSIAN_LENGTH

    def display(self) -> str:
        """The whole number for reading: "+7 912 345-67-89", abroad "+49 30 123456"; without the extension."""
        if self.is_russian_style:
            number = self.e164
            return f"+7 {number[1:4]} {number[4:7]}-{number[7:9]}-{number[9:]}"
        import phonenumbers

        parsed = self._parsed()
        if parsed is None:
            return f"+{self.e164}"
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

    def mask(self, *, tail: bool = True) -> str:
        """The number with only its country and last four digits: "+7 ••• •••-67-89", "+49 ••• ••• 3456".

        Of a foreign number shorter than eight national digits only two are shown. With `tail=False` none is.
        """
        if self.is_russian_style:
            return f"+7 ••• •••-{self.e164[7:9]}-{self.e164[9:]}" if tail else "+7 ••• •••-••-••"
        parsed = self._parsed()
        country = str(parsed.country_code) if parsed else ""
        shown = 4 if len(self.e164) - len(country) >= 8 else 2
        return f"+{country} ••• ••• {self.e164[-shown:] if tail else '••••'}"

    def _parsed(self) -> phonenumbers.PhoneNumber | None:
        import phonenumbers

        try:
            return phonenumbers.parse(f"+{self.e164}")
        except phonenumbers.NumberParseException:
            return None


def parse(text: str, region: str = "RU") -> PhoneNumber:
    """The one telephone number that a person typed into a field.

    `region` (two letters) is the country of numbers without "+". Understands 8…, 7…, +7, +8 9… (a usual
    mistake), 00 and 8-10 before a country, brackets, dashes, dots, digits of any script, invisible
    characters, a word such as "тел." in front, and an extension behind ("доб. 12", "ext. 12", "#12").
    Raises `InvalidPhone`. Russian numbers must exist in the numbering plan; of foreign ones only the length
    is checked, because other countries open ranges faster than we update.
    """
    if len(text) > _LONGEST_INPUT:
        raise InvalidPhone("too_long")
    simple = simplify(text).replace(IGNORED_MARK, "").strip(" .,;:")
    if not simple:
        raise InvalidPhone("empty")
    simple = _LABEL.sub("", simple, count=1) if _LABEL.match(simple) else simple
    simple = simple.removeprefix("tel:")
    body, extension = _split_extension(simple)
    if not _BODY.fullmatch(body):
        raise InvalidPhone("several" if _has_several(body) else "not_a_number")
    digits = re.sub(r"\D", "", body)
    if not digits:
        raise InvalidPhone("not_a_number")
    if len(digits) > _LONGEST_E164 + len("810"):
        raise InvalidPhone("several" if len(digits) in _TWO_RUSSIAN_LENGTHS else "too_long")
    return PhoneNumber(_international(digits, has_plus=body.startswith("+"), region=region), extension)


def simplify(text: str) -> str:
    """The text, of the same length, with digits of all scripts, dashes, spaces, dots and brackets unified.

    Characters to be passed over become `IGNORED_MARK`; offsets in the result are offsets in the text.
    """
    if text.isascii():
        return text.translate(_ASCII_SIMPLE)
    return "".join(map(_simple_character, text))


def is_valid_russian(national: str) -> bool:
    """Whether ten national digits exist in the plan of Russia or Kazakhstan."""
    import phonenumbers

    if national[0] not in "346789":
        return False
    return phonenumbers.is_valid_number(phonenumbers.PhoneNumber(7, int(national)))


def is_valid_foreign(digits: str) -> bool:
    """Whether digits with a country code other than 7 exist in the plan of their country."""
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return False


_ASCII_SIMPLE: Final = str.maketrans({key: value for key, value in _SIMPLE.items() if key.isascii()})


def _simple_character(character: str) -> str:
    if character.isascii() and character not in _SIMPLE:
        return character
    known = _SIMPLE.get(character)
    if known is not None:
        return known
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if character.isspace():
        return " "
    return "-" if unicodedata.category(character) == "Pd" else character


def _split_extension(text: str) -> tuple[str, str]:
    found = _EXTENSION.search(text)
    if found is None or not re.search(r"\d", text[: found.start()]):
        return text, ""
    return text[: found.start()].strip(), found[1]


def _has_several(body: str) -> bool:
    parts = [re.sub(r"\D", "", part) for part in _SEVERAL.split(body)]
    return sum(len(digits) >= 5 for digits in parts) > 1


def _international(digits: str, *, has_plus: bool, region: str) -> str:
    """Digits of one number as dialled, with the country code and checked; raises `InvalidPhone`."""
    if has_plus:
        return _checked(_without_habitual_prefix(digits))
    if digits.startswith("00"):
        return _checked(digits[2:])
    if region not in _RUSSIAN_REGIONS:
        return _checked(_national(digits, region))
    if digits.startswith("810") and len(digits) > _RUSSIAN_LENGTH:
        return _checked(digits[3:])
    return _checked(_russian(digits))


def _without_habitual_prefix(digits: str) -> str:
    # No country begins with 89: it is the Russian 8 written with a plus.
    if digits.startswith("89") and len(digits) == _RUSSIAN_LENGTH:
        return f"7{digits[1:]}"
    # A form offered "+7" and the person went on with the 8 or the 7 of habit.
    if digits.startswith(("78", "77")) and len(digits) == _RUSSIAN_LENGTH + 1:
        return f"7{digits[2:]}"
    return digits


def _russian(digits: str) -> str:
    national = digits[1:] if len(digits) == _RUSSIAN_LENGTH and digits[0] in "78" else digits
    # Ten digits with an 8 in front that is not of the number: the prefix and one digit missing.
    has_lost_digit = len(digits) == _RUSSIAN_LENGTH - 1 and digits[0] in "78" and not is_valid_russian(digits)
    if len(national) < _RUSSIAN_LENGTH - 1 or has_lost_digit:
        raise InvalidPhone("too_short")
    if len(national) > _RUSSIAN_LENGTH - 1:
        raise InvalidPhone("too_long" if len(digits) > _RUSSIAN_LENGTH else "invalid")
    return f"7{national}"


def _national(digits: str, region: str) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException as error:
        raise InvalidPhone(_code_of(error)) from None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)[1:]


def _checked(e164: str) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(f"+{e164}")
    except phonenumbers.NumberParseException as error:
        raise InvalidPhone(_code_of(error)) from None
    _check_length(parsed, e164)
    if parsed.country_code == 7 and not phonenumbers.is_valid_number(parsed):
        raise InvalidPhone("invalid")
    # The library drops a trunk zero typed after the country code ("+44 (0) 20 …"), so its form is kept.
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)[1:]


def _check_length(parsed: phonenumbers.PhoneNumber, e164: str) -> None:
    import phonenumbers

    if parsed.country_code == 7 and len(e164) != _RUSSIAN_LENGTH:
        raise InvalidPhone("too_long" if len(e164) > _RUSSIAN_LENGTH else "too_short")
    result = phonenumbers.ValidationResult
    codes = {
        result.TOO_LONG: "too_long",
        result.TOO_SHORT: "too_short",
        result.IS_POSSIBLE_LOCAL_ONLY: "too_short",
        result.IS_POSSIBLE: "",
    }
    code = codes.get(phonenumbers.is_possible_number_with_reason(parsed), "invalid")
    if code:
        raise InvalidPhone(code)


def _code_of(error: phonenumbers.NumberParseException) -> str:
    import phonenumbers

    codes = {
        phonenumbers.NumberParseException.INVALID_COUNTRY_CODE: "unknown_country",
        phonenumbers.NumberParseException.TOO_SHORT_NSN: "too_short",
        phonenumbers.NumberParseException.TOO_SHORT_AFTER_IDD: "too_short",
        phonenumbers.NumberParseException.TOO_LONG: "too_long",
    }
    return codes.get(error.error_type, "not_a_number")
