"""What services hang into the common screens: actions, panels, the price in the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Text
from femida.platform.screens.ports import (
    Action,
    ExtraColumn,
    Panel,
    PanelContext,
    add_action,
    add_panel,
    extra_columns,
)
from femida.platform.ui import components as ui
from femida.platform.ui import formats
from femida.practice.services.models import (
    ClientKind,
    Service,
    ServiceField,
    ServicePrice,
    ServiceVat,
    VatKind,
    WorkStageTemplate,
)
from femida.practice.services.queries import prices_on, rates_on, today

TYPE = "practice.service"
GROUP = "practice.service_group"
RIGHT = "services.change"
MOST_LINES = 100


def _address(name: str) -> Callable[[Service], str]:
    return lambda row: reverse(f"services:{name}", args=[row.pk])


add_action(
    Action(
        "service_groups.edit", (GROUP,), gettext_lazy("Change"),
        lambda row: reverse("service-groups:edit", args=[row.pk]),
        icon="edit", needs_right=RIGHT, dialog=True, order=10,
    )
)  # fmt: skip
add_action(
    Action(
        "services.edit", (TYPE,), gettext_lazy("Change"), _address("edit"),
        icon="edit", needs_right=RIGHT, dialog=True, order=10,
    )
)  # fmt: skip
add_action(
    Action(
        "services.archive", (TYPE,), gettext_lazy("Take out of use"), _address("archive"),
        method="post", style="quiet", icon="archive", needs_right=RIGHT, order=20,
        visible=lambda row: bool(row.is_active),
        confirm=gettext_lazy("Take the service out of use? New contracts will not offer it."),
    )
)  # fmt: skip
add_action(
    Action(
        "services.restore", (TYPE,), gettext_lazy("Put into use"), _address("restore"),
        method="post", icon="rotate", needs_right=RIGHT, order=20,
        visible=lambda row: not row.is_active,
    )
)  # fmt: skip


def _adder(name: str, label: Text) -> Callable[[PanelContext], SafeString | None]:
    """A button in a panel's head for those who may change services."""

    def draw(context: PanelContext) -> SafeString | None:
        if not context.policy.may(RIGHT):
            return None
        return ui.button(
            label,
            icon_name="plus",
            small=True,
            only_icon=True,
            hx_get=reverse(f"services:{name}", args=[context.object_id]),
            hx_target="#dialog-body",
        )

    return draw


def _with_opener(context: PanelContext, value: SafeString, name: str, pk: int) -> SafeString:
    """What a line says and, for those who may change it, the button that opens its form."""
    if not context.policy.may(RIGHT):
        return value
    opener = ui.button(
        _("Change"),
        tone="quiet",
        icon_name="edit",
        small=True,
        only_icon=True,
        hx_get=reverse(f"services:{name}", args=[context.object_id, pk]),
        hx_target="#dialog-body",
    )
    return ui.join([value, " ", opener])


def _prices(context: PanelContext) -> SafeString:
    """Every line of prices, the newest first; a line of a coming day says so."""
    lines = (
        visible(context.actor, ServicePrice)
        .filter(service_id=context.object_id)
        .order_by("-valid_from", "office__name", "client_kind")
        .values_list("valid_from", "office__name", "client_kind", "price")[:MOST_LINES]
    )
    kinds: dict[str, object] = dict(ClientKind.choices)
    day = today()
    pairs: list[tuple[object, object]] = []
    for since, office, kind, price in lines:
        whom = [str(part) for part in (office, kinds.get(kind)) if part]
        name = [_("from %(day)s") % {"day": formats.exact_day(since)}, *whom]
        value = formats.money(price) if price is not None else _("as for everybody")
        mark = [" ", ui.badge(_("to come"), tone="info")] if since > day else []
        pairs.append((", ".join(name), ui.join([value, *mark])))
    return ui.facts(pairs) if pairs else ui.state(_("No price yet"), icon_name="currency-ruble", small=True)


def _vat(context: PanelContext) -> SafeString:
    """How the service is taxed, the newest line first, with the rate of that line's first day or today's."""
    lines = list(
        visible(context.actor, ServiceVat)
        .filter(service_id=context.object_id)
        .order_by("-valid_from")
        .values_list("valid_from", "kind")[:MOST_LINES]
    )
    kinds = dict(VatKind.choices)
    rates = rates_on(max([today(), *(since for since, _kind in lines)]))
    pairs: list[tuple[object, object]] = []
    for number, (since, kind) in enumerate(lines):
        # older lines are over: a rate of today would say something wrong of them
        rate = f", {rates[kind]} %" if number == 0 and kind in rates else ""
        pairs.append((_("from %(day)s") % {"day": formats.exact_day(since)}, f"{kinds[kind]}{rate}"))
    return ui.facts(pairs)


def _stages(context: PanelContext) -> SafeString:
    """The work stages in their order."""
    lines = (
        visible(context.actor, WorkStageTemplate)
        .filter(service_id=context.object_id)
        .order_by("-is_active", "order", "pk")[:MOST_LINES]
    )
    pairs = [(one.name, _with_opener(context, _about_stage(one), "edit-stage", one.pk)) for one in lines]
    return ui.facts(pairs) if pairs else ui.state(_("No work stages yet"), icon_name="list-check", small=True)


def _about_stage(stage: WorkStageTemplate) -> SafeString:
    parts: list[object] = []
    if stage.norm_business_hours is not None:
        hours = stage.norm_business_hours
        parts.append(
            ngettext("%(count)s business hour", "%(count)s business hours", hours) % {"count": hours}
        )
    if stage.planned_expense:
        parts.append(_("expense %(sum)s") % {"sum": formats.money(stage.planned_expense)})
    if not stage.is_active:
        parts.append(_("out of use"))
    return ui.join(parts, " · ") if parts else ui.cell(None)


def _fields(context: PanelContext) -> SafeString:
    """What contracts on the service ask for."""
    lines = (
        visible(context.actor, ServiceField)
        .filter(service_id=context.object_id)
        .order_by("-is_active", "order", "pk")[:MOST_LINES]
    )
    kinds = dict(ServiceField.Kind.choices)
    pairs: list[tuple[object, object]] = []
    for one in lines:
        parts: list[object] = [kinds[one.kind]]
        if one.is_required:
            parts.append(_("must be filled in"))
        if not one.is_active:
            parts.append(_("out of use"))
        pairs.append((one.label, _with_opener(context, ui.join(parts, " · "), "edit-field", one.pk)))
    return ui.facts(pairs) if pairs else ui.state(_("Nothing is asked for"), icon_name="list", small=True)


for _key, _title, _order, _draw, _add, _label in (
    ("prices", gettext_lazy("Prices"), 20, _prices, "price", gettext_lazy("Set a price")),
    ("vat", gettext_lazy("VAT"), 30, _vat, "vat", gettext_lazy("Set the VAT")),
    ("stages", gettext_lazy("Work stages"), 40, _stages, "new-stage", gettext_lazy("Add a stage")),
    ("fields", gettext_lazy("Fields of the contract"), 50, _fields, "new-field", gettext_lazy("Add a field")),
):
    add_panel(Panel(f"services.{_key}", (TYPE,), _title, _order, _draw, act=_adder(_add, _label)))


def _services_of_group(context: PanelContext) -> SafeString | None:
    lines = (
        visible(context.actor, Service)
        .filter(group_id=context.object_id)
        .order_by("-is_active", "name_key")
        .values_list("pk", "name", "is_active")[:MOST_LINES]
    )
    pairs = [
        (ui.link(name, reverse("services:card", args=[pk])), ui.cell(None if used else _("out of use")))
        for pk, name, used in lines
    ]
    return ui.facts(pairs) if pairs else None


add_panel(
    Panel("services.of_group", (GROUP,), gettext_lazy("Services"), 20, _services_of_group, live=(TYPE,))
)


def _prices_today(_actor: Actor, service_ids: Sequence[int]) -> Mapping[int, Decimal]:
    return prices_on(service_ids, today())


extra_columns.register(
    "services.price",
    ExtraColumn(
        "services.price",
        (TYPE,),
        gettext_lazy("Price today"),
        _prices_today,
        lambda price: ui.cell(formats.money(price) if price is not None else None),
    ),
)
