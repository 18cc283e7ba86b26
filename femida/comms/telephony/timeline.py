"""How the facts of calls read on a time-line."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from femida.comms.telephony.events import CallRecorded
from femida.comms.telephony.queries import calls_by_id
from femida.comms.telephony.wording import TONES, icon_of, title_of
from femida.platform.core.actor import Actor
from femida.platform.journal.timeline import Entry, EntryGroup, StoredFact, entry_groups, renders

entry_groups.register("calls", EntryGroup(gettext_lazy("Calls"), "phone", 10))


@renders(CallRecorded, group="calls")
def draw_calls(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Calls with direction, result, talk time, who and the comment; foreign ones leave no entry."""
    calls = calls_by_id(actor, {fact.event.call_id for fact in facts if isinstance(fact.event, CallRecorded)})
    entries = []
    for fact in facts:
        call = calls.get(fact.event.call_id) if isinstance(fact.event, CallRecorded) else None
        if call is None:
            continue
        entries.append(
            Entry(
                fact_id=fact.id,
                at=fact.at,
                icon=icon_of(call),
                title=title_of(call),
                body=call.comment,
                author_id=call.account_id or fact.actor.person_id,
                tone=TONES.get(call.result, ""),
            )
        )
    return entries
