"""Setting up sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from femida.kernel.text import TooLong, clean_line, clean_text
from femida.platform.commands.core import command, is_system, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, Text
from femida.platform.journal.recording import record
from femida.sales.sources.events import SourceAdded, SourceChanged
from femida.sales.sources.models import Channel, Source

FASTEST = 600  # requests a minute
KEY = re.compile(r"[A-Za-z0-9_-]{4,64}")
FIELDS = ("name", "channel", "information", "office_id", "accepts_web", "origins", "per_minute", "is_active")


@command(right="sources.change")
def add_source(
    actor: Actor,
    *,
    name: str,
    channel: str,
    office_id: int | None = None,
    information: str = "",
    accepts_web: bool = False,
    origins: Sequence[str] = (),
    per_minute: int = 10,
    key: str = "",
) -> int:
    """Set up a source; returns its id. Raises Invalid naming the field.

    Its key is made by chance; only the house itself names one.
    """
    source = Source(is_active=True)
    if key:
        if not is_system(actor):
            raise Denied(right="sources.change")
        if not KEY.fullmatch(key):
            raise Invalid({"key": _("Letters, digits, - and _ only.")})
        source.key = key
    _fill(
        source,
        name=name,
        channel=channel,
        office_id=office_id,
        information=information,
        accepts_web=accepts_web,
        origins=origins,
        per_minute=per_minute,
    )
    source.save()
    record(SourceAdded(source_id=source.pk))
    return source.pk


@command(right="sources.change", on=Source)
def change_source(
    actor: Actor,
    *,
    source_id: int,
    version: int | None = None,
    name: str,
    channel: str,
    office_id: int | None = None,
    information: str = "",
    accepts_web: bool = False,
    origins: Sequence[str] = (),
    per_minute: int = 10,
    is_active: bool = True,
) -> None:
    """Change a source's settings. Its key stays: addresses on sites go on working."""
    source = take(actor, Source, source_id, version=version)
    _fill(
        source,
        name=name,
        channel=channel,
        office_id=office_id,
        information=information,
        accepts_web=accepts_web,
        origins=origins,
        per_minute=per_minute,
    )
    source.is_active = is_active
    save(source, *FIELDS)
    record(SourceChanged(source_id=source.pk))


def _fill(
    source: Source,
    *,
    name: str,
    channel: str,
    office_id: int | None,
    information: str,
    accepts_web: bool,
    origins: Sequence[str],
    per_minute: int,
) -> None:
    wrong: dict[str, Text] = {}
    try:
        source.name = clean_line(name, 120)
    except TooLong:
        wrong["name"] = _("At most 120 characters.")
    if not wrong and not source.name:
        wrong["name"] = _("Give the source a name.")
    elif not wrong and Source.objects.filter(name=source.name).exclude(pk=source.pk).exists():
        wrong["name"] = _("There is such a source already.")
    if channel not in Channel.values:
        wrong["channel"] = _("Choose a channel from the list.")
    try:
        source.information = clean_text(information, 5000)
    except TooLong:
        wrong["information"] = _("At most 5,000 characters.")
    bad = [origin for origin in origins if not _is_origin(origin)]
    if bad:
        wrong["origins"] = _("A site is written as https://example.com, without a path.")
    if not 1 <= per_minute <= FASTEST:
        wrong["per_minute"] = _("From 1 to 600.")
    if wrong:
        raise Invalid(wrong)
    source.channel = channel
    source.office_id = office_id
    source.accepts_web = accepts_web
    source.origins = [origin.rstrip("/").lower() for origin in origins]
    source.per_minute = per_minute


def _is_origin(text: str) -> bool:
    parts = urlsplit(text.rstrip("/"))
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and not (parts.path or parts.query or parts.fragment or parts.username)
    )
