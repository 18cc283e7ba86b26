"""The time-line of a card: what is read for it, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from femida.platform.access.prepared import visible_names
from femida.platform.accounts.models import User
from femida.platform.journal.timeline import Entry, Place, StoredFact, draw, facts_of
from femida.platform.screens.cards.changes import Change, changes_of, tables
from femida.platform.screens.cards.narrowing import Asked
from femida.platform.screens.ports import PanelContext

PAGE: Final = 50
COUNTED: Final = 200
"""So many of the newest facts are drawn to count the entries of each group: a count that came from the table
would tell of entries that the reader may not see."""

FURTHEST: Final = 500
"""So many facts at most are drawn again when a page that was read far down is refreshed."""


@dataclass(frozen=True, slots=True)
class Story:
    """A page of a time-line, and what stands above it.

    `before` is where the next page begins, None at the end. `counts` are entries by group under the person
    and period asked for; `goes_on` says that there may be more than counted.
    """

    entries: tuple[Entry, ...]
    before: Place | None
    pinned: tuple[Entry, ...] = ()
    changes: Mapping[int, list[Change]] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    goes_on: bool = False
    people: tuple[int, ...] = ()


def read_story(context: PanelContext, asked: Asked) -> Story:
    """The first page with pins and counts, or a further one, under the reader's policy.

    One statement for the facts (two when the groups asked for are rare), one for each kind among them, one
    for names, and those of `changes_of`.
    """
    if asked.before is not None:
        facts, _pins = _facts(context, asked, PAGE + 1, with_groups=True)
        entries = draw(context.actor, facts)
        page, before = _page(entries, facts, PAGE, has_more=len(facts) > PAGE)
        return _story(context, page, before, facts)
    return _first(context, asked)


def _first(context: PanelContext, asked: Asked) -> Story:
    most = FURTHEST if asked.down_to is not None else COUNTED
    facts, pins = _facts(context, asked, most + 1, with_groups=False)
    drawn = {entry.fact_id: entry for entry in draw(context.actor, [*facts[:most], *pins])}
    counted = [drawn[fact.id] for fact in facts[:most] if fact.id in drawn]
    goes_on = len(facts) > most
    shown = [entry for entry in counted if not asked.groups or entry.group in asked.groups]
    enough = max(PAGE, sum(_reaches(entry, asked.down_to) for entry in shown))
    page, before = _page(shown, facts[:most], enough, has_more=goes_on)
    if asked.groups and goes_on and len(shown) < enough:
        rare, _pins = _facts(context, asked, enough + 1, with_groups=True)
        page, before = _page(draw(context.actor, rare), rare, enough, has_more=len(rare) > enough)
        facts = [*facts, *rare]
    on_top = tuple(drawn[fact.id] for fact in pins if fact.id in drawn)
    people = dict.fromkeys(entry.author_id for entry in counted if entry.author_id is not None)
    return _story(
        context,
        page,
        before,
        [*facts, *pins],
        pinned=on_top,
        counts=Counter(entry.group for entry in counted),
        goes_on=goes_on,
        people=tuple(people),
        also=asked.who,
    )


def _facts(
    context: PanelContext, asked: Asked, limit: int, *, with_groups: bool
) -> tuple[list[StoredFact], list[StoredFact]]:
    return facts_of(
        context.object_type.key,
        context.object_id,
        limit=limit,
        narrowing=asked.narrowing(with_groups=with_groups),
        tables=tables(),
    )


def _page(
    entries: Sequence[Entry], facts: Sequence[StoredFact], enough: int, *, has_more: bool
) -> tuple[list[Entry], Place | None]:
    """The entries of a page, and the place behind it; facts without an entry for this reader are left out."""
    if len(entries) > enough:
        page = list(entries[:enough])
        return page, Place(page[-1].at, page[-1].fact_id)
    last = min(facts, key=lambda one: (one.at, one.id)) if has_more and facts else None
    return list(entries), Place(last.at, last.id) if last is not None else None


def _reaches(entry: Entry, down_to: Place | None) -> bool:
    return down_to is not None and (entry.at, entry.fact_id) >= (down_to.at, down_to.fact_id)


def _story(
    context: PanelContext,
    page: Sequence[Entry],
    before: Place | None,
    facts: Sequence[StoredFact],
    *,
    pinned: tuple[Entry, ...] = (),
    counts: Mapping[str, int] | None = None,
    goes_on: bool = False,
    people: tuple[int, ...] = (),
    also: int | None = None,
) -> Story:
    on_page = {entry.fact_id for entry in (*page, *pinned)}
    changed = {fact.id: fact for fact in facts if fact.id in on_page}
    own = (context.object_type.key, context.object_id)
    ids = (*people, *(one.author_id for one in (*page, *pinned)), also)
    authors = {pk for pk in ids if pk is not None}
    names = visible_names(context.actor, User, authors, "name")
    return Story(
        entries=tuple(page),
        before=before,
        pinned=pinned,
        changes=changes_of(context.policy, changed.values(), own),
        names=names,
        counts=counts or {},
        goes_on=goes_on,
        people=people,
    )
