"""E-mail addresses: reading what people type, comparing, masking, finding in free text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from typing_extensions import override

from femida.kernel.errors import KernelError

# RFC 5321, 4.5.3.1: octets of the local part, of the domain and of the whole path without its brackets.
_LONGEST_LOCAL: Final = 64
_LONGEST_DOMAIN: Final = 253
_LONGEST_ADDRESS: Final = 254

_LOCAL_CHARACTER: Final = r"[^\W_]|[_!#$%&'*+/=?^`{|}~-]"
_LOCAL: Final = re.compile(rf"(?:{_LOCAL_CHARACTER})+(?:\.(?:{_LOCAL_CHARACTER})+)*")
_LABEL: Final = re.compile(r"[^\W_](?:[^\W_]|-)*")
_TOP: Final = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{2,59}")

# Everything that is read as "@" in a text; the written-out forms only between spaces or brackets.
_AT: Final = re.compile(
    r"[ \t]{0,3}(?:[@\uff20\ufe6b]|%40|&#64;|&commat;|\\u0040)[ \t]{0,3}"
    r"|\s{0,3}[(\[{]\s{0,2}(?:at|эт|собака|dog|@)\s{0,2}[)\]}]\s{0,3}|\s(?:собака)\s",
    re.IGNORECASE,
)
_LOCAL_BEFORE: Final = re.compile(rf"(?:{_LOCAL_CHARACTER}|[.\u200b-\u200f\u2060\ufeff\u00ad])+$")
_DOMAIN_AFTER: Final = re.compile(
    r"(?:[^\W_]|[-\u200b-\u200f\u2060\ufeff\u00ad]){1,80}"
    r"(?:(?:[.\u3002\uff0e\uff61]|\s{0,2}[(\[](?:dot|точка)[)\]]\s{0,2})(?:[^\W_]|[-\u200b-\u200f\u2060\ufeff\u00ad]){1,80})+"
)
_WRITTEN_DOT: Final = re.compile(r"\s{0,2}[(\[](?:dot|точка)[)\]]\s{0,2}", re.IGNORECASE)
_OTHER_DOTS: Final = re.compile("[\u3002\uff0e\uff61]")
# A sentence that begins right after an address looks like one more label, so in texts these only are tops.
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]+")
_CYRILLIC_TOPS: Final = frozenset(
    [
        "бг",
        "бел",
        "дети",
        "ею",
        "католик",
        "ком",
        "мкд",
        "мон",
        "москва",
        "онлайн",
        "орг",
        "рус",
        "рф",
        "сайт",
        "срб",
        "укр",
        "қаз",
    ]
)
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_LAST_PIECE: Final = re.compile(
    r"(?:[.\u3002\uff0e\uff61]|\s{0,2}[(\[](?:dot|точка)[)\]]\s{0,2})[^.\u3002\uff0e\uff61()\[\]]*$",
    re.IGNORECASE,
)
_EDGES: Final = " \t\r\n<>,;:\"'«»()[]"


class InvalidEmail(KernelError):
    """The text is not one e-mail address; `code` says why."""

    MESSAGES = {
        "empty": "There is no e-mail address.",
        "no_at": "An e-mail address has one @.",
        "several": "The text has more than one e-mail address.",
        "too_long": "The address is longer than addresses may be.",
        "local": "The part before @ has characters that an address cannot have.",
        "domain": "The part after @ is not the name of a domain.",
    }


@dataclass(frozen=True, slots=True, repr=False)
class EmailAddress:
    """An e-mail address in the form for comparing and sending: lower case, the domain in ASCII (IDNA).

    Make one by `parse`. `str()` and `repr()` show the mask: an address must not get into a log by accident.
    """

    value: str

    @override
    def __str__(self) -> str:
        return self.mask()

    @override
    def __repr__(self) -> str:
        return f"<EmailAddress {self.mask()}>"

    @property
    def local(self) -> str:
        """The part before @."""
        return self.value.rpartition("@")[0]

    @property
    def domain(self) -> str:
        """The domain in ASCII, as mail servers want it."""
        return self.value.rpartition("@")[2]

    def display(self) -> str:
        """The whole address for reading, the domain in its own letters: "иван@почта.рф"."""
        return f"{self.local}@{_readable(self.domain)}"

    def mask(self) -> str:
        """First letters and the top domain: "i•••@m•••.ru". A local part of one letter is not shown."""
        domain = _readable(self.domain)
        first = self.local[0] if len(self.local) > 1 else ""
        return f"{first}•••@{domain[0]}•••.{domain.rpartition('.')[2]}"


@dataclass(frozen=True, slots=True)
class EmailMatch:
    """An e-mail address found in a text at `text[start:end]`."""

    start: int
    end: int
    address: EmailAddress


def parse(text: str) -> EmailAddress:
    """The one address that a person typed into a field; "mailto:" and brackets around are dropped.

    Raises `InvalidEmail`. Quoted local parts and addresses of bare hosts (user@localhost, user@[1.2.3.4])
    are refused: nobody's client has one, and they are a usual way to smuggle headers.
    """
    if len(text) > 2 * _LONGEST_ADDRESS:
        raise InvalidEmail("too_long")
    cleaned = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).strip(_EDGES).removeprefix("mailto:")
    if not cleaned:
        raise InvalidEmail("empty")
    if cleaned.count("@") > 1:
        raise InvalidEmail("several")
    local, at, domain = cleaned.partition("@")
    if not at:
        raise InvalidEmail("no_at")
    return _address(local, domain)


def find_in(text: str) -> list[EmailMatch]:
    """The addresses in free text, in order, not overlapping; also with "(at)", "(собака)", %40 for @."""
    return list(_matches(text))


def redact(text: str) -> tuple[str, list[EmailAddress]]:
    """The text with every address replaced by its mask, and the addresses in order."""
    pieces: list[str] = []
    addresses: list[EmailAddress] = []
    position = 0
    for match in _matches(text):
        pieces += (text[position : match.start], match.address.mask())
        addresses.append(match.address)
        position = match.end
    pieces.append(text[position:])
    return "".join(pieces), addresses


def _matches(text: str) -> Iterator[EmailMatch]:
    free_from = 0
    for at in _AT.finditer(text):
        # Bounded on both sides, so that a long text without spaces costs no more than its length.
        start_of_local = max(free_from, at.start() - _LONGEST_LOCAL - 10)
        local = _LOCAL_BEFORE.search(text[start_of_local : at.start()])
        domain = _DOMAIN_AFTER.match(text, at.end(), at.end() + _LONGEST_DOMAIN + 20)
        if local is None or domain is None:
            continue
        found = _longest_address(local[0], domain[0])
        if found is None:
            continue
        address, local_length, domain_length = found
        free_from = at.end() + domain_length
        yield EmailMatch(at.start() - local_length, free_from, address)


def _longest_address(local: str, domain: str) -> tuple[EmailAddress, int, int] | None:
    """The address of the most characters around an @: the address and the lengths of its two parts."""
    while local and not local[0].isalnum() and local[0] != "_":
        local = local[1:]
    while domain:
        try:
            address = _address_in_text(local, domain)
        except InvalidEmail as refused:
            if refused.code != "domain":
                return None
            domain = _shorter(domain)
        else:
            return address, len(local), len(domain)
    return None


def _address_in_text(local: str, domain: str) -> EmailAddress:
    domain = _OTHER_DOTS.sub(".", _WRITTEN_DOT.sub(".", domain))
    top = domain.rpartition(".")[2].lower()
    if _CYRILLIC.fullmatch(top) and top not in _CYRILLIC_TOPS:
        raise InvalidEmail("domain")
    local, domain = (unicodedata.normalize("NFKC", _INVISIBLE.sub("", part)) for part in (local, domain))
    return _address(local, domain)


def _shorter(domain: str) -> str:
    """A domain cut from a text that went on past the address ("mail.ru.Жду", "mail.ru-") without its end."""
    if domain.endswith("-"):
        return domain.rstrip("-")
    last_piece = _LAST_PIECE.search(domain)
    return domain[: last_piece.start()] if last_piece else ""


def _address(local: str, domain: str) -> EmailAddress:
    local = unicodedata.normalize("NFC", local.lower())
    if not _LOCAL.fullmatch(local):
        raise InvalidEmail("local")
    domain = _ascii_domain(domain)
    value = f"{local}@{domain}"
    if len(local.encode()) > _LONGEST_LOCAL or len(value.encode()) > _LONGEST_ADDRESS:
        raise InvalidEmail("too_long")
    return EmailAddress(value)


def _ascii_domain(domain: str) -> str:
    labels = _OTHER_DOTS.sub(".", domain).lower().removesuffix(".").split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) and not label.endswith("-") for label in labels):
        raise InvalidEmail("domain")
    try:
        encoded = [label if label.isascii() else label.encode("idna").decode() for label in labels]
    except UnicodeError:
        raise InvalidEmail("domain") from None
    result = ".".join(encoded)
    if any(len(label) > 63 for label in encoded) or len(result) > _LONGEST_DOMAIN:
        raise InvalidEmail("domain")
    if not _TOP.fullmatch(encoded[-1]):
        raise InvalidEmail("domain")
    return result


def _readable(domain: str) -> str:
    try:
        return domain.encode().decode("idna")
    except UnicodeError:
        return domain
