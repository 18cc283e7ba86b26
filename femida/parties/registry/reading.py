"""Reading contacts that people type: one normalised value each, or a sentence at the field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from femida.kernel import emails, phones
from femida.kernel.contacts import EMAIL_BLANK, PHONE_BLANK
from femida.kernel.text import TooLong, clean_line, clean_text
from femida.parties.registry.models import ContactPoint
from femida.platform.core.errors import Invalid, Text

Kind = ContactPoint.Kind

MOST_AT_ONCE: Final = 10

_PHONE_SENTENCES: Final[dict[str, Text]] = {
    "empty": _("Give a telephone number."),
    "not_a_number": _(
        "This is not a telephone number: only digits, spaces, brackets and dashes are expected."
    ),
    "several": _("There are several numbers here. Give each in a field of its own."),
    "too_short": _("The number has too few digits. Give it with the code of the town or operator."),
    "too_long": _("The number has too many digits."),
    "unknown_country": _("No country has this code."),
    "invalid": _("No such number exists. Check the code and the digits."),
}
_EMAIL_SENTENCES: Final[dict[str, Text]] = {
    "empty": _("Give an e-mail address."),
    "no_at": _("An e-mail address has one @ sign."),
    "several": _("There are several addresses here. Give each in a field of its own."),
    "too_long": _("The address is too long."),
    "local": _("The part before @ has characters that an address cannot have."),
    "domain": _("Check the part after @: it is not the name of a site."),
}
_ACCOUNT_SENTENCE: Final = _("Give the name of the account: Latin letters, digits and underscores.")
_TOO_MANY: Final = _("Give at most %(limit)s at once.")

BLANKS: Final[Mapping[str, str]] = {Kind.PHONE: PHONE_BLANK, Kind.EMAIL: EMAIL_BLANK}
"""What stands for a value where not even its last digits may show."""

_BY_PHONE: Final = frozenset({Kind.PHONE, Kind.WHATSAPP, Kind.MAX})
_ACCOUNT: Final = re.compile(
    r"(?:https?://)?(?:t\.me/|(?:m\.)?vk\.com/)?@?([a-z0-9_.]{3,64})/?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, repr=False)
class GivenContact:
    """A contact as it was given: its kind and normalised value. The value shows in no repr."""

    kind: str
    value: str
    tail: str = ""
    extension: str = ""

    @override
    def __repr__(self) -> str:
        return f"<GivenContact {self.kind}>"


def read_contact(kind: str, text: str, *, field: str = "value") -> GivenContact:
    """One contact of a kind from what a person typed. Raises Invalid with a sentence at `field`."""
    if kind in _BY_PHONE:
        return _phone(kind, text, field)
    if kind == Kind.EMAIL:
        return _email(text, field)
    if kind not in Kind.values:
        raise Invalid({"kind": _("There is no such kind of contact.")})
    account = _ACCOUNT.fullmatch(text.strip())
    if account is None:
        raise Invalid({field: _ACCOUNT_SENTENCE})
    return GivenContact(kind, account[1].lower())


def read_contacts(phones_given: Sequence[str], emails_given: Sequence[str]) -> list[GivenContact]:
    """All numbers and addresses of a form without repetitions; empty ones are passed over.

    Raises Invalid at `phones` or `emails`.
    """
    found: dict[tuple[str, str], GivenContact] = {}
    for kind, field, texts in ((Kind.PHONE, "phones", phones_given), (Kind.EMAIL, "emails", emails_given)):
        if len(texts) > MOST_AT_ONCE:
            raise Invalid({field: _TOO_MANY % {"limit": MOST_AT_ONCE}})
        for text in filter(str.strip, texts):
            given = read_contact(kind, text, field=field)
            found.setdefault((given.kind, given.value), given)
    return list(found.values())


def display(kind: str, value: str) -> str:
    """A normalised value for reading."""
    if kind in _BY_PHONE:
        return phones.PhoneNumber(value).display()
    if kind == Kind.EMAIL:
        return emails.EmailAddress(value).display()
    return f"@{value}"


def mask(kind: str, value: str, *, tail: bool) -> str:
    """What is shown instead of a value. Without `tail` alike for all values of a kind."""
    if kind in _BY_PHONE:
        return phones.PhoneNumber(value).mask() if tail else BLANKS[Kind.PHONE]
    if kind == Kind.EMAIL:
        return emails.EmailAddress(value).mask() if tail else BLANKS[Kind.EMAIL]
    return f"@{value[0]}•••" if tail else "@•••"


def plain_line(text: str, limit: int, *, field: str) -> str:
    """One clean line. Raises Invalid at `field` when it is too long."""
    return _cleaned(clean_line, text, limit, field)


def safe_line(text: str, limit: int, *, field: str) -> str:
    """One clean line with blanks in place of numbers and addresses. Raises Invalid when it is too long."""
    return redact(plain_line(text, limit, field=field))[0]


def safe_text(text: str, limit: int, *, field: str) -> tuple[str, list[GivenContact]]:
    """A clean text with blanks in place of numbers and addresses, and those that were found."""
    return redact(_cleaned(clean_text, text, limit, field).strip())


def redact(text: str, *, blanks: Mapping[str, str] = BLANKS) -> tuple[str, list[GivenContact]]:
    """The text with a blank in place of each telephone number and e-mail address, and what was found.

    All blanks of a kind are alike: a text that everybody reads does not even tell the last digits.
    """
    found: list[GivenContact] = []
    for match in reversed(emails.find_in(text)):
        text = text[: match.start] + blanks[Kind.EMAIL] + text[match.end :]
        found.insert(0, GivenContact(Kind.EMAIL, match.address.value))
    numbers = phones.find_in(text)
    for place in reversed(numbers):
        text = text[: place.start] + blanks[Kind.PHONE] + text[place.end :]
    given = [GivenContact(Kind.PHONE, n.number.e164, n.number.tail, n.number.extension) for n in numbers]
    return text, given + found


def _cleaned(clean: Callable[[str, int], str], text: str, limit: int, field: str) -> str:
    try:
        return clean(text, limit)
    except TooLong as error:
        sentence = _("At most %(limit)s characters; there are %(length)s.")
        raise Invalid({field: sentence % {"limit": error.limit, "length": error.length}}) from None


def _phone(kind: str, text: str, field: str) -> GivenContact:
    try:
        number = phones.parse(text)
    except phones.InvalidPhone as error:
        # from None: what was typed may be somebody's number and stands in the frames of the first error
        raise Invalid({field: _PHONE_SENTENCES[error.code]}) from None
    return GivenContact(kind, number.e164, number.tail, number.extension)


def _email(text: str, field: str) -> GivenContact:
    try:
        address = emails.parse(text)
    except emails.InvalidEmail as error:
        raise Invalid({field: _EMAIL_SENTENCES[error.code]}) from None
    return GivenContact(Kind.EMAIL, address.value)
