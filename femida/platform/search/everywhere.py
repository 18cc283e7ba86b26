"""One search over everything that has a name, and the exact questions about sealed values beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from femida.platform.access.policy import Policy, policy_of
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Text
from femida.platform.core.ports import Port
from femida.platform.journal.access_log import Kind
from femida.platform.journal.models import AccessLog
from femida.platform.objects.types import ObjectType, object_types
from femida.platform.search.finding import Hit, hits_by_id, quick_hits
from femida.platform.search.sources import OWN
from femida.platform.search.words import other_layout

PARTY: Final = "parties.party"
RECENT: Final = 20
_LOOKED_BACK: Final = 300
_MOST_DIGITS: Final = 18


@dataclass(frozen=True, slots=True)
class ExactSearch:
    """A way to find parties by a sealed value: never by the way, always as a step of its own.

    `fits` says whether what was typed may be such a value, `label` what the step is called. `find` answers
    with party ids, or None when it was no such value after all; it counts, limits and records the question
    and may refuse with an `UnableTo`. `at_once` lets a submitted search (Enter in a form) ask without a
    further step.
    """

    key: str
    right: str
    label: Text
    fits: Callable[[str], bool]
    find: Callable[[Actor, str], Sequence[int] | None]
    at_once: bool = False


exact_searches: Port[ExactSearch] = Port("exact search")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, best first inside a type; `shown_for` is the text on the other keyboard layout, if it
    was that which found something.
    """

    hits: tuple[Hit, ...]
    text: str
    shown_for: str = ""


def searched_types(policy: Policy) -> list[ObjectType]:
    """The types that are found together: people first, then the work of upper rooms before that of lower."""
    found = [one for one in object_types if one.search and one.everywhere and policy.may(one.view_right)]
    found.reverse()
    return sorted(found, key=lambda one: one.key != PARTY)


def search_everywhere(actor: Actor, text: str, enough: int) -> Answer:
    """The visible objects that match what was typed; «#12» finds by the key. Tries the other keyboard layout
    when nothing is found.
    """
    policy = policy_of(actor)
    types = searched_types(policy)
    number = text.strip().removeprefix("#").removeprefix("№")
    if text.strip()[:1] in ("#", "№") and number.isdecimal() and len(number) <= _MOST_DIGITS:
        return Answer(tuple(hits_by_id(policy, types, int(number))), text)
    hits = quick_hits(policy, types, text, enough)
    other = "" if hits else other_layout(text)
    if other:
        hits = quick_hits(policy, types, other, enough)
        if hits:
            return Answer(tuple(hits), other, shown_for=other)
    return Answer(tuple(hits), text)


def offered(actor: Actor, text: str) -> list[ExactSearch]:
    """The exact questions that this person may ask about what was typed."""
    policy = policy_of(actor)
    return [one for one in exact_searches if policy.may(one.right) and one.fits(text)]


def ask_exactly(actor: Actor, key: str, text: str) -> list[Hit] | None:
    """The parties that an exact question finds, None when there is no such question for this person or text.

    Counted and recorded, so never asked twice for one step. Raises UnableTo when asked too often.
    """
    party = object_types.get(PARTY)
    for one in offered(actor, text):
        if one.key == key and party is not None:
            ids = one.find(actor, text)
            if ids is None:
                return None
            seen = set(visible(actor, party.model).filter(pk__in=ids).values_list("pk", flat=True))
            return [Hit(PARTY, pk, 0, OWN) for pk in ids if pk in seen]
    return None


def recent_objects(actor: Actor) -> list[Hit]:
    """The objects whose cards this person has opened last, the newest first; under the policy once drawn.

    They are read from the register of openings, which is kept anyway: one statement.
    """
    opened = (
        AccessLog.objects.filter(
            actor_kind=actor.kind.value,
            actor_id=actor.id,
            kind=Kind.OPENED,
            object_id__isnull=False,
            right="",
        )
        .order_by("-at", "-id")
        .values_list("object_type", "object_id")[:_LOOKED_BACK]
    )
    places = dict.fromkeys((object_type, int(pk)) for object_type, pk in opened if pk is not None)
    known = [(key, pk) for key, pk in places if key in object_types]
    return [Hit(key, pk, 0, OWN) for key, pk in known[:RECENT]]
