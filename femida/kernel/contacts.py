"""Contacts in free text: telephone numbers and e-mail addresses taken out, with nothing of them left behind.

A mask with the last digits is for those who may know them; a text is read by everybody who sees the row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from femida.kernel import emails, phones

PHONE_BLANK: Final = "••• ••• ••-••"
EMAIL_BLANK: Final = "•••@•••"


@dataclass(frozen=True, slots=True)
class Blanked:
    """A text with blanks, and what stood in their places, in order."""

    text: str
    phones: tuple[phones.PhoneNumber, ...]
    emails: tuple[emails.EmailAddress, ...]


def blank_out(text: str) -> Blanked:
    """Put a blank in place of each number and address; all blanks of a kind are alike."""
    # addresses first: the number before the @ of "79161234567@mail.ru" is a part of one
    addresses = emails.find_in(text)
    for address in reversed(addresses):
        text = text[: address.start] + EMAIL_BLANK + text[address.end :]
    numbers = phones.find_in(text)
    for number in reversed(numbers):
        text = text[: number.start] + PHONE_BLANK + text[number.end :]
    return Blanked(text, tuple(one.number for one in numbers), tuple(one.address for one in addresses))
