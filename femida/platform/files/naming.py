"""Names of files as people gave them, made harmless; they are shown and offered, never used as a path."""

from __future__ import annotations

import re
from typing import Final

from femida.kernel import emails, phones
from femida.kernel.text import clean_line

LONGEST: Final = 150
LONGEST_SUFFIX: Final = 12
LONGEST_GIVEN: Final = 10_000
_SEPARATORS: Final = re.compile(r"[/\\]")
_FORBIDDEN: Final = re.compile(r'[<>:"|?*;%\x00-\x1f]')
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def safe_name(given: str) -> str:
    """The last part of a name as it was sent, without what could be a path, a header or a device.

    Telephone numbers and addresses inside of it become blanks: names of files stand in lists for everybody
    who sees the object.
    """
    last = _SEPARATORS.split(given[-LONGEST_GIVEN:])[-1]
    name = _FORBIDDEN.sub("_", clean_line(_without_contacts(last), LONGEST_GIVEN)).strip(" .")
    if not name:
        return "file"
    if _DEVICES.fullmatch(name):
        name = f"_{name}"
    return _cut(name)


def _without_contacts(name: str) -> str:
    # «a@mail.ru.pdf» reads as an address in the domain «pdf»: the suffix is set apart first
    stem, dot, suffix = name.rpartition(".")
    blanked = _blanked(stem)
    return f"{blanked}{dot}{suffix}" if blanked != stem else _blanked(name)


def _blanked(name: str) -> str:
    for address in reversed(emails.find_in(name)):
        name = f"{name[: address.start]}•••{name[address.end :]}"
    for number in reversed(phones.find_in(name)):
        name = f"{name[: number.start]}•••{name[number.end :]}"
    return name


def _cut(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > LONGEST_SUFFIX:
        return name[:LONGEST]
    return f"{stem[: LONGEST - len(suffix) - 1]}.{suffix}"
