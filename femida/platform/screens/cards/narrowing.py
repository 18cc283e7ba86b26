"""What a reader narrows a time-line to: groups of entries, a person, a period. The address keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from femida.platform.journal.timeline import Narrowing, Place, entry_groups, kinds_of

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_LONGEST: Final = 18
"""Digits of a number that surely fits a bigint."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks of a time-line; strange values in it count as none.

    `before` is where a further page begins, `down_to` how far the reader has come already.
    """

    groups: tuple[str, ...] = ()
    who: int | None = None
    since: date | None = None
    until: date | None = None
    before: Place | None = None
    down_to: Place | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.groups or self.who or self.since or self.until)

    def narrowing(self, *, with_groups: bool) -> Narrowing:
        """The same for the journal; without the groups where all of them are counted."""
        return Narrowing(
            kinds=kinds_of(self.groups) if with_groups else None,
            author_id=self.who,
            since=_midnight(self.since),
            until=_midnight(self.until + timedelta(days=1)) if self.until else None,
            before=self.before,
        )

    def address(
        self, path: str, *, groups: tuple[str, ...] | None = None, before: Place | None = None
    ) -> str:
        """The address that asks the same, with other groups or from another place."""
        pairs = [("show", key) for key in (self.groups if groups is None else groups)]
        pairs += [
            (name, str(value))
            for name, value in (("who", self.who), ("since", self.since), ("until", self.until))
            if value
        ]
        if before is not None:
            pairs.append(("before", written(before)))
        return f"{path}?{urlencode(pairs)}" if pairs else path


def read_asked(params: QueryDict) -> Asked:
    """What an address asks."""
    known = dict.fromkeys(key for key in params.getlist("show") if key in entry_groups)
    return Asked(
        groups=tuple(known),
        who=_number(params.get("who", "")),
        since=_day(params.get("since", "")),
        until=_day(params.get("until", "")),
        before=_place(params.get("before", "")),
        down_to=_place(params.get("down", "")),
    )


def written(place: Place) -> str:
    """A place as it stands in an address."""
    return f"{(place.at - _EPOCH) // _MICROSECOND}.{place.fact_id}"


def _place(said: str) -> Place | None:
    moment, _dot, fact = said.partition(".")
    at, fact_id = _number(moment), _number(fact)
    if at is None or fact_id is None:
        return None
    try:
        return Place(_EPOCH + at * _MICROSECOND, fact_id)
    except OverflowError:
        return None


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _LONGEST else None


def _day(said: str) -> date | None:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    # one day further must still be a day
    return day if date.min < day < date.max else None


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
