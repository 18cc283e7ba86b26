"""Reading an enquiry from a site: bytes in, fields or codes of what is wrong out. Touches no database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from django.utils.translation import gettext_lazy as _

from femida.kernel.emails import InvalidEmail
from femida.kernel.emails import parse as parse_email
from femida.kernel.phones import InvalidPhone
from femida.kernel.phones import parse as parse_phone
from femida.kernel.text import TooLong, clean_line, clean_text
from femida.platform.core.errors import Text
from femida.sales.leads.visits import MARKS

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
LONGEST_BODY = 64 * 1024
# Filled by robots only: people do not see the field.
HONEYPOT = "company_site"
LENGTHS = {"name": 200, "subject": 200, "text": 8_000, "page": 500, "phone": 60, "email": 254}
KNOWN = {*LENGTHS, HONEYPOT, "phones", "emails", "consent", "idempotency_key", "next", "message", "comment"}
MORE_FIELDS = 20

# What each code says to the sender.
SENTENCES: dict[str, Text] = {
    "unreadable": _("This is neither valid JSON nor a form."),
    "not_an_object": _("One JSON object with the fields is expected."),
    "not_text": _("A text is expected."),
    "not_a_list": _("A list of texts is expected."),
    "too_many": _("Too many values."),
    "too_long": _("Too long."),
    "no_contact": _("Give a phone number or an e-mail address."),
    "bad_phone": _("This is no phone number."),
    "bad_email": _("This is no e-mail address."),
    "bad_charset": _("The text is not in UTF-8."),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """An enquiry that was read. `errors` maps names of fields to codes; it is spam when `is_spam`."""

    errors: Mapping[str, str] = field(default_factory=dict)
    is_spam: bool = False
    name: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    page: str = ""
    consent: bool = False
    campaign: Mapping[str, str] = field(default_factory=dict)
    idempotency_key: str = ""
    next_page: str = ""

    def sentences(self) -> dict[str, str]:
        """What is wrong, in words, by field."""
        return {name: str(SENTENCES[code]) for name, code in self.errors.items()}


def read(content_type: str, body: bytes) -> Reading:
    """Read a body of one of the two kinds; the content type has been checked before."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return Reading(errors={"body": "bad_charset"})
    values: Any
    if content_type == JSON:
        try:
            values = json.loads(text)
        except (ValueError, RecursionError):
            return Reading(errors={"body": "unreadable"})
        if not isinstance(values, dict):
            return Reading(errors={"body": "not_an_object"})
    else:
        try:
            pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=100)
        except ValueError:
            return Reading(errors={"body": "unreadable"})
        values = _gather(pairs)
    return _Reader(values).reading()


def _gather(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in pairs:
        if name in ("phones", "emails"):
            values.setdefault(name, []).append(value)
        else:
            values[name] = value
    return values


class _Reader:
    """Reads fields one by one and gathers what is wrong with them."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values
        self.errors: dict[str, str] = {}

    def reading(self) -> Reading:
        phones = self._contacts("phone", "phones")
        emails = self._contacts("email", "emails")
        text_name = next((n for n in ("text", "message", "comment") if self.values.get(n)), "text")
        text = self._text(text_name, LENGTHS["text"])
        words = "\n".join(part for part in (text, *self._more()) if part)
        made = Reading(
            errors=self.errors,
            is_spam=bool(self.values.get(HONEYPOT)),
            name=self._line("name"),
            phones=phones,
            emails=emails,
            subject=self._line("subject"),
            text=words[: LENGTHS["text"] + 2000],
            page=self._line("page"),
            consent=self.values.get("consent") in (True, "true", "on", "1", "yes"),
            campaign={m: v for m in MARKS if (v := self._mark(m))},
            idempotency_key=self._given("idempotency_key"),
            next_page=self._given("next"),
        )
        if not phones and not emails and not self.errors:
            self.errors["phone"] = "no_contact"
        return made

    def _given(self, name: str) -> str:
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def _line(self, name: str) -> str:
        value = self.values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.errors[name] = "not_text"
            return ""
        try:
            return clean_line(value, LENGTHS[name])
        except TooLong:
            self.errors[name] = "too_long"
            return ""

    def _text(self, name: str, limit: int) -> str:
        value = self.values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.errors[name] = "not_text"
            return ""
        try:
            return clean_text(value, limit)
        except TooLong:
            self.errors[name] = "too_long"
            return ""

    def _mark(self, name: str) -> str:
        value = self.values.get(name)
        return value[:200] if isinstance(value, str) else ""

    def _contacts(self, single: str, several: str) -> tuple[str, ...]:
        given = self.values.get(several)
        many: list[Any] = []
        if given is not None:
            if not isinstance(given, list):
                self.errors[several] = "not_a_list"
            elif len(given) > 5:  # noqa: PLR2004  # nobody has more
                self.errors[several] = "too_many"
            else:
                many = given
        one = self.values.get(single)
        found = []
        for name, value in [(single, one), *((several, item) for item in many)]:
            if value is None or value == "":
                continue
            if not isinstance(value, str):
                self.errors[name] = "not_text"
                continue
            try:
                found.append("+" + parse_phone(value).e164 if single == "phone" else parse_email(value).value)
            except (InvalidPhone, InvalidEmail):
                self.errors[name] = f"bad_{single}"
        return tuple(dict.fromkeys(found))

    def _more(self) -> list[str]:
        """Fields of the site's own form: kept as lines of the text, so that nothing is lost."""
        lines = []
        for name, value in self.values.items():
            if name in KNOWN or name in MARKS or name == "csrfmiddlewaretoken":
                continue
            if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
                lines.append(f"{name[:60]}: {str(value).strip()[:300]}")
        return lines[:MORE_FIELDS]
