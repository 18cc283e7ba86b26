"""How the facts of executions read on a time-line."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Text
from femida.platform.journal.events import Event
from femida.platform.journal.timeline import Entry, EntryGroup, StoredFact, entry_groups, renders
from femida.platform.pipelines.models import Stage
from femida.platform.ui.formats import exact_day
from femida.practice.execution import events
from femida.practice.execution.models import CaseAction, Certificate, Execution, HandOver, WorkStage

entry_groups.register("work", EntryGroup(gettext_lazy("Work on contracts"), "gavel", 50))

_PLAIN: dict[type[Event], tuple[str, Text, str]] = {
    events.ExecutionAccepted: ("check", gettext_lazy("Contract accepted into work"), "good"),
    events.ExecutionAssigned: ("user", gettext_lazy("Another lawyer leads the work"), ""),
    events.ExpenseNoted: ("cash", gettext_lazy("Expense noted"), ""),
    events.ExpenseCancelled: ("cash", gettext_lazy("Expense cancelled"), ""),
    events.CaseActionReadied: ("send", gettext_lazy("Action ready for the client portal"), ""),
    events.CaseActionWithdrawn: ("eye-off", gettext_lazy("Action taken back from the client portal"), ""),
    events.ActionTypeAdded: ("plus", gettext_lazy("Type of actions added"), ""),
    events.ActionTypeChanged: ("edit", gettext_lazy("Type of actions changed"), ""),
}
_BY_KIND = {str(event.kind): words for event, words in _PLAIN.items()}


def _entry(fact: StoredFact, icon: str, title: str, body: str = "", tone: str = "") -> Entry:
    return Entry(fact.id, fact.at, icon, title, body=body, author_id=fact.actor.person_id, tone=tone)


@renders(*_PLAIN, group="work")
def draw(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """One plain line per fact."""
    return [
        _entry(fact, icon, str(title), tone=tone)
        for fact in facts
        for icon, title, tone in [_BY_KIND[fact.kind]]
    ]


@renders(events.ContractHandedOver, events.ExecutionReturned, group="work")
def draw_hand_overs(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Hand-overs with their note, returns with their reason, for those who see the execution."""
    told = [
        (fact, fact.event)
        for fact in facts
        if isinstance(fact.event, events.ContractHandedOver | events.ExecutionReturned)
    ]
    rows = visible(actor, HandOver).filter(pk__in={event.hand_over_id for _fact, event in told})
    found = {pk: rest for pk, *rest in rows.values_list("pk", "note", "reason__name", "reason_text")}
    entries = []
    for fact, event in told:
        note, reason, text = found.get(event.hand_over_id, ("", None, ""))
        if isinstance(event, events.ExecutionReturned):
            title = _("Returned to sales: %(reason)s") % {"reason": reason or ""}
            entries.append(_entry(fact, "arrow-back-up", title.removesuffix(": "), text, "bad"))
        else:
            again = (
                _("Contract handed over again") if event.attempt > 1 else _("Contract handed over into work")
            )
            entries.append(_entry(fact, "send", again, note))
    return entries


@renders(events.ExecutionMoved, group="stages")
def draw_moves(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Changes of stage."""
    told = [(fact, fact.event) for fact in facts if isinstance(fact.event, events.ExecutionMoved)]
    ids = {event.to_stage_id for _fact, event in told}
    names = dict(visible(actor, Stage).filter(pk__in=ids).values_list("pk", "name"))
    return [
        _entry(fact, "arrow-right", _("Execution: %(stage)s") % {"stage": names.get(event.to_stage_id, "?")})
        for fact, event in told
    ]


@renders(events.ExecutionTerminated, group="work")
def draw_ends(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """The end before its time, with its reason."""
    told = [(fact, fact.event) for fact in facts if isinstance(fact.event, events.ExecutionTerminated)]
    ids = {event.execution_id for _fact, event in told}
    reasons = dict(visible(actor, Execution).filter(pk__in=ids).values_list("pk", "end_reason"))
    return [
        _entry(fact, "ban", _("Work terminated"), reasons.get(event.execution_id, ""), "bad")
        for fact, event in told
    ]


_STAGES: dict[type[Event], tuple[str, Text, str]] = {
    events.WorkStageStarted: ("player-play", gettext_lazy("Stage begun: %(name)s"), ""),
    events.WorkStageFinished: ("check", gettext_lazy("Stage finished: %(name)s"), "good"),
    events.WorkStageSkipped: ("x", gettext_lazy("Stage left out: %(name)s"), ""),
    events.WorkStageAdded: ("plus", gettext_lazy("Extra work: %(name)s"), ""),
}


@renders(*_STAGES, group="work")
def draw_stages(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Stages by name, with the answers for the client or the reason, for those who see the execution."""
    ids = {getattr(fact.event, "stage_id", 0) for fact in facts}
    stages = visible(actor, WorkStage).filter(pk__in=ids).in_bulk()
    entries = []
    for fact in facts:
        stage = stages.get(getattr(fact.event, "stage_id", 0))
        icon, title, tone = _STAGES[type(fact.event)]
        if stage is not None:
            body = _body_of(fact.event, stage)
            entries.append(_entry(fact, icon, str(title) % {"name": stage.name}, body, tone))
    return entries


def _body_of(event: Event, stage: WorkStage) -> str:
    if isinstance(event, events.WorkStageSkipped | events.WorkStageAdded):
        return stage.reason
    if not isinstance(event, events.WorkStageFinished) or not event.is_for_client:
        return ""
    answers = [
        (_("What happened"), stage.happened),
        (_("What is needed"), stage.needed),
        (_("What is next"), stage.next_step),
    ]
    if stage.next_news_on is not None:
        answers.append((_("Next news"), exact_day(stage.next_news_on)))
    return "\n".join(f"{label}: {text}" for label, text in answers if text)


@renders(events.CaseActionRecorded, group="work")
def draw_actions(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Actions with their words, for those who see the execution."""
    told = [(fact, fact.event) for fact in facts if isinstance(fact.event, events.CaseActionRecorded)]
    rows = visible(actor, CaseAction).filter(pk__in={event.action_id for _fact, event in told})
    found = {pk: rest for pk, *rest in rows.values_list("pk", "type__name", "text", "result")}
    entries = []
    for fact, event in told:
        if event.action_id in found:
            name, text, result = found[event.action_id]
            body = "\n".join(part for part in (text, result) if part)
            entries.append(_entry(fact, "list-check", _("Action: %(type)s") % {"type": name}, body))
    return entries


_CERTIFICATES: dict[type[Event], tuple[str, Text, str]] = {
    events.CertificateDrawnUp: ("certificate", gettext_lazy("Certificate %(number)s drawn up"), ""),
    events.CertificateSigned: ("certificate", gettext_lazy("Certificate %(number)s signed"), "good"),
    events.CertificateVoided: ("ban", gettext_lazy("Certificate %(number)s is void"), "bad"),
}


@renders(*_CERTIFICATES)
def draw_certificates(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Certificates by number, for those who see them."""
    ids = {getattr(fact.event, "certificate_id", 0) for fact in facts}
    numbers = dict(visible(actor, Certificate).filter(pk__in=ids).values_list("pk", "number"))
    entries = []
    for fact in facts:
        icon, title, tone = _CERTIFICATES[type(fact.event)]
        number = numbers.get(getattr(fact.event, "certificate_id", 0), "")
        entries.append(_entry(fact, icon, " ".join((str(title) % {"number": number}).split()), tone=tone))
    return entries
