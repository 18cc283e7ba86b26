"""How the facts of leads read on a time-line."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.access.prepared import visible_names
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.journal.events import Event
from femida.platform.journal.timeline import Entry, EntryGroup, StoredFact, entry_groups, renders
from femida.platform.pipelines.models import Stage
from femida.sales.leads.events import (
    EnquiryReceived,
    LeadDeferred,
    LeadEdited,
    LeadMoved,
    LeadOpened,
    LeadQualified,
    LeadReassigned,
    LeadRefused,
    LeadReturned,
)
from femida.sales.leads.models import Enquiry, RefusalReason

entry_groups.register("enquiries", EntryGroup(gettext_lazy("Enquiries"), "message", 20))


def _entry(fact: StoredFact, icon: str, title: str, body: str = "", tone: str = "") -> Entry:
    return Entry(
        fact_id=fact.id,
        at=fact.at,
        icon=icon,
        title=title,
        body=body,
        author_id=fact.actor.person_id,
        tone=tone,
    )


@renders(EnquiryReceived, group="enquiries")
def draw_enquiries(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Enquiries with their words."""
    wanted = [fact.event.enquiry_id for fact in facts if isinstance(fact.event, EnquiryReceived)]
    rows = {
        pk: (subject, text, source)
        for pk, subject, text, source in visible(actor, Enquiry)
        .filter(pk__in=wanted)
        .values_list("pk", "subject", "text", "source__name")
    }
    entries = []
    for fact in facts:
        event = fact.event
        if not isinstance(event, EnquiryReceived) or event.enquiry_id not in rows:
            continue
        subject, text, source = rows[event.enquiry_id]
        title = _("Enquiry again: %(source)s") if event.joined else _("Enquiry: %(source)s")
        body = "\n".join(part for part in (subject, text) if part)
        entries.append(_entry(fact, "message", title % {"source": source}, body))
    return entries


@renders(LeadMoved, group="stages")
def draw_moves(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Changes of stage, saying when the lead moved by itself."""
    ids = {fact.event.to_stage_id for fact in facts if isinstance(fact.event, LeadMoved)}
    names = visible_names(actor, Stage, ids, "name")
    entries = []
    for fact in facts:
        event = fact.event
        if isinstance(event, LeadMoved):
            title = _("Stage: %(stage)s") if event.by_hand else _("Moved by itself: %(stage)s")
            entries.append(_entry(fact, "arrow-right", title % {"stage": names.get(event.to_stage_id, "?")}))
    return entries


@renders(LeadRefused, group="stages")
def draw_refusals(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Refusals with their reasons."""
    ids = {fact.event.reason_id for fact in facts if isinstance(fact.event, LeadRefused)}
    names = visible_names(actor, RefusalReason, ids, "name")
    entries = []
    for fact in facts:
        event = fact.event
        if not isinstance(event, LeadRefused):
            continue
        body = ""
        if event.return_on is not None:
            body = _("Comes back on %(day)s") % {"day": event.return_on.strftime("%d.%m.%Y")}
        title = _("Refused: %(reason)s") % {"reason": names.get(event.reason_id, "?")}
        entries.append(_entry(fact, "x", title, body, tone="bad"))
    return entries


@renders(LeadOpened, LeadQualified, LeadDeferred, LeadReturned, group="stages")
@renders(LeadReassigned, LeadEdited)
def draw_others(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """The facts that need no look-up."""
    return [entry for fact in facts if (entry := _plain(fact)) is not None]


def _plain(fact: StoredFact) -> Entry | None:
    event = fact.event
    day = ""
    if isinstance(event, LeadDeferred):
        day = event.return_on.strftime("%d.%m.%Y")
    reassigned = isinstance(event, LeadReassigned) and event.from_id is not None
    looks: dict[type[Event], tuple[str, str, str]] = {
        LeadOpened: ("inbox", _("Lead opened"), ""),
        LeadQualified: ("check", _("Lead qualified, a deal is open"), "good"),
        LeadDeferred: ("clock", _("Put aside until %(day)s") % {"day": day}, ""),
        LeadReturned: ("refresh", _("The lead came back"), ""),
        LeadReassigned: ("user", _("Another responsible person") if reassigned else _("Taken into work"), ""),
        LeadEdited: ("pencil", _("Put into words what it is about"), ""),
    }
    look = looks.get(type(event))
    return None if look is None else _entry(fact, look[0], look[1], tone=look[2])
