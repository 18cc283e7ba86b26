"""The left column of an execution's card: contract, hand-overs, stages, expenses, actions, certificates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from femida.platform.access.queries import visible
from femida.platform.core.errors import Text
from femida.platform.screens.ports import Panel, PanelContext, add_panel
from femida.platform.ui import components as ui
from femida.platform.ui import formats
from femida.practice.contracts.models import Contract
from femida.practice.execution.cards import CASE_ACTION, due_mark, portal_mark
from femida.practice.execution.commands.certifying import TYPE as CERTIFICATE
from femida.practice.execution.commands.taking import TYPE
from femida.practice.execution.models import CaseAction, Certificate, HandOver, StageExpense, WorkStage
from femida.practice.execution.pipeline import UNDER_WAY
from femida.practice.execution.queries import left_to_certify, stages_of

SEE_SUMS = "contracts.see_amount"
SEE_EXPENSES = "execution.see_expenses"
WORK = "execution.work"
State = WorkStage.State
MOST_LINES = 20


def _contract(context: PanelContext) -> SafeString | None:
    """What was promised to the client; the contract itself is a step away."""
    contract = visible(context.actor, Contract).filter(pk=context.row.contract_id).first()
    if contract is None:
        return None
    pairs: list[tuple[object, object]] = []
    if context.policy.may(SEE_SUMS):
        pairs.append((_("Amount"), formats.money(contract.amount)))
    pairs += [
        (label, text)
        for label, text in (
            (_("Essence of the matter"), contract.essence),
            (_("Legal actions"), contract.legal_actions),
            (_("What the client expects"), contract.expectations),
            (_("Expected terms"), contract.terms),
        )
        if text
    ]
    return ui.facts(pairs) if pairs else None


def _hand_overs(context: PanelContext) -> SafeString | None:
    """Each time it was handed over, and the answer."""
    rows = (
        visible(context.actor, HandOver)
        .filter(execution_id=context.object_id)
        .select_related("reason")
        .order_by("-number")[:MOST_LINES]
    )
    outcomes = dict(HandOver.Outcome.choices)
    drawn = []
    for one in rows:
        is_waiting = one.outcome == HandOver.Outcome.WAITING
        says: list[object] = [due_mark(one.due_at)] if is_waiting else [str(outcomes[one.outcome])]
        if one.business_seconds is not None:
            says.append(_("took %(time)s") % {"time": formats.duration(one.business_seconds)})
        if one.reason is not None:
            says.append(f"{one.reason.name}: {one.reason_text}")
        if one.note:
            says.append(one.note)
        drawn.append((f"{one.number}. {formats.moment(one.handed_at)}", ui.join(says, " · ")))
    return ui.facts(drawn)


# --- stages ---


def _stages(context: PanelContext) -> SafeString | None:
    """The stages in order: what it is, whose, until when, and what can be done with it."""
    if context.row.accepted_at is None:
        return None
    stages = stages_of(context.actor, context.object_id)
    if not stages:
        return ui.state(_("No stages: the services have none"), icon_name="list-check", small=True)
    spent = _spent(context) if context.policy.may(SEE_EXPENSES) else {}
    can_work = context.policy.may(WORK) and context.row.stage.key in UNDER_WAY
    lines = [_stage_line(context, one, spent.get(one.pk), can_work=can_work) for one in stages]
    return ui.safe(f'<ul class="f-items">{ui.join(lines)}</ul>')


def _spent(context: PanelContext) -> Mapping[int, Decimal]:
    rows = visible(context.actor, StageExpense).filter(
        stage__execution_id=context.object_id, cancelled_at__isnull=True
    )
    return dict(rows.order_by().values_list("stage_id").annotate(Sum("amount")))


def _stage_line(
    context: PanelContext, one: WorkStage, spent: Decimal | None, *, can_work: bool
) -> SafeString:
    marks: list[object] = []
    if one.is_extra:
        marks.append(ui.badge(_("extra"), tone="info"))
    if not one.is_for_client:
        marks.append(ui.icon("eye-off", label=_("not shown to the client"), size="sm"))
    name = ui.safe(f'<div class="f-clip">{ui.text(one.name)} {ui.join(marks, " ")}</div>')
    about = ui.safe(f'<div class="f-caption">{ui.join(_about_stage(context, one, spent), " · ")}</div>')
    parts: list[object] = [ui.safe(f'<div class="f-grow">{name}{about}</div>')]
    if can_work and one.state in (State.WAITING, State.IN_WORK):
        parts += _stage_acts(context, one)
    else:
        parts.append(_stage_state(one))
    return ui.safe(f"<li>{ui.join(parts)}</li>")


def _about_stage(context: PanelContext, one: WorkStage, spent: Decimal | None) -> list[object]:
    said: list[object] = []
    if one.state == State.IN_WORK and one.due_at is not None:
        said.append(due_mark(one.due_at))
    if one.finished_at is not None:
        said.append(formats.day(one.finished_at))
    elif one.planned_from is not None and one.planned_until is not None:
        plan = {"from": formats.exact_day(one.planned_from), "until": formats.exact_day(one.planned_until)}
        said.append(_("plan %(from)s – %(until)s") % plan)
    if one.norm_business_hours:
        hours = one.norm_business_hours
        words = ngettext("%(count)s business hour", "%(count)s business hours", hours)
        said.append(words % {"count": hours})
    if one.responsible is not None and one.responsible_id != context.row.responsible_id:
        said.append(one.responsible.name)
    if context.policy.may(SEE_EXPENSES) and (spent or one.planned_expense):
        sums = {"spent": formats.money(spent or 0), "plan": formats.money(one.planned_expense)}
        said.append(_("spent %(spent)s of %(plan)s") % sums)
    if one.reason:
        said.append(one.reason)
    return said


def _stage_state(one: WorkStage) -> SafeString:
    tones = {State.DONE: "good", State.IN_WORK: "accent"}
    tone = tones.get(State(one.state), "")
    return ui.badge(dict(State.choices)[State(one.state)], tone=tone)  # type: ignore[arg-type]


def _stage_acts(context: PanelContext, one: WorkStage) -> list[object]:
    def address(name: str) -> str:
        return reverse(f"executions:{name}", args=[context.object_id, one.pk])

    def opens(label: Text, icon_name: str, name: str) -> SafeString:
        return ui.menu_item(label, icon_name=icon_name, hx_get=address(name), hx_target="#dialog-body")

    if one.state == State.WAITING:
        main = ui.button(
            _("Begin"), icon_name="player-play", small=True, hx_post=address("start-stage"), hx_swap="none",
            hx_disabled_elt="this",
        )  # fmt: skip
    else:
        main = ui.button(
            _("Finish"), icon_name="check", small=True, hx_get=address("finish-stage"),
            hx_target="#dialog-body",
        )  # fmt: skip
    shown = _("Do not show to the client") if one.is_for_client else _("Show to the client")
    items: list[object] = [
        opens(_("Note an expense"), "cash", "spend"),
        ui.menu_item(
            shown,
            icon_name="eye-off" if one.is_for_client else "eye",
            hx_post=address("show-stage"),
            hx_swap="none",
        ),
        opens(_("Leave out"), "x", "skip-stage"),
    ]
    if context.policy.may("execution.assign"):
        items.insert(1, opens(_("Give to another"), "user", "give-stage"))
    more = ui.menu(_("More"), items, icon_name="dots", css="btn btn-sm btn-icon btn-quiet", only_icon=True)
    return [main, more]


# --- money ---


def _expenses(context: PanelContext) -> SafeString | None:
    """What was spent, with the papers; cancelled ones say why."""
    rows = (
        visible(context.actor, StageExpense)
        .filter(stage__execution_id=context.object_id)
        .select_related("stage", "file")
        .order_by("-spent_on", "-pk")[:MOST_LINES]
    )
    can_work = context.policy.may(WORK)
    pairs: list[tuple[object, object]] = []
    for one in rows:
        parts: list[object] = [formats.money(one.amount), one.what_for, one.stage.name]
        if one.file is not None and one.file.removed_at is None:
            url = reverse("files:open", args=[one.file_id])
            parts.append(
                ui.safe(f'<a href="{ui.text(url)}" hx-boost="false" download>{ui.text(one.file.name)}</a>')
            )
        if one.cancelled_at is not None:
            parts.append(ui.badge(_("cancelled: %(why)s") % {"why": one.cancel_reason}))
        said = ui.join(parts, " · ")
        if can_work and one.cancelled_at is None:
            said = ui.join([said, " ", _opener(context, _("Cancel"), "x", "cancel-expense", one.pk)])
        pairs.append((formats.exact_day(one.spent_on), said))
    return ui.facts(pairs) if pairs else None


def _opener(context: PanelContext, label: str, icon_name: str, name: str, pk: int) -> SafeString:
    return ui.button(
        label,
        tone="quiet",
        icon_name=icon_name,
        small=True,
        only_icon=True,
        hx_get=reverse(f"executions:{name}", args=[context.object_id, pk]),
        hx_target="#dialog-body",
    )


def _certificates(context: PanelContext) -> SafeString | None:
    """The certificates, and what is left to certify."""
    rows = list(
        visible(context.actor, Certificate)
        .filter(execution_id=context.object_id)
        .select_related("contract")
        .order_by("-created_at", "-pk")[:MOST_LINES]
    )
    if not rows:
        return None
    sees = context.policy.may(SEE_SUMS)
    states = dict(Certificate.State.choices)
    pairs: list[tuple[object, object]] = []
    for one in rows:
        said: list[object] = [states[Certificate.State(one.state)], formats.exact_day(one.dated_on)]
        if sees:
            said.insert(0, formats.money(one.amount))
        pairs.append((ui.link(one.number, reverse("certificates:card", args=[one.pk])), ui.join(said, " · ")))
    if sees:
        contract = rows[0].contract
        left = left_to_certify(contract.pk, contract.amount)
        pairs.append((_("Left to certify"), formats.money(left)))
    return ui.facts(pairs)


# --- actions ---


def actions_where(column: str) -> Callable[[PanelContext], SafeString | None]:
    """A panel with the newest actions whose `column` is the key of the card's row."""

    def draw(context: PanelContext) -> SafeString | None:
        rows = (
            visible(context.actor, CaseAction)
            .filter(Q(**{column: context.object_id}))
            .select_related("type", "author")
            .order_by("-happened_at", "-pk")[:10]
        )
        drawn = [
            ui.event(
                ui.join(
                    [ui.link(one.type.name, reverse("case-actions:card", args=[one.pk])), portal_mark(one)],
                    " ",
                ),
                when=formats.when(one.happened_at),
                who=one.author.name if one.author is not None else "",
                body="\n".join(part for part in (one.text, one.result) if part),
                icon_name="list-check",
                quote=True,
            )
            for one in rows
        ]
        return ui.timeline(drawn, label=_("Actions")) if drawn else None

    return draw


for _panel in (
    Panel("execution.contract", (TYPE,), gettext_lazy("What was agreed"), 10, _contract,
          needs_right="contracts.view", live=("practice.contract",)),
    Panel("execution.stages", (TYPE,), gettext_lazy("Work stages"), 20, _stages, flush=True),
    Panel("execution.expenses", (TYPE,), gettext_lazy("Expenses"), 30, _expenses, needs_right=SEE_EXPENSES),
    Panel("execution.certificates", (TYPE,), gettext_lazy("Certificates of work"), 35, _certificates,
          live=(CERTIFICATE,)),
    Panel("execution.actions", (TYPE,), gettext_lazy("Actions"), 45, actions_where("execution_id"),
          live=(CASE_ACTION,)),
    Panel("execution.hand_overs", (TYPE,), gettext_lazy("Hand-over"), 80, _hand_overs),
):  # fmt: skip
    add_panel(_panel)
