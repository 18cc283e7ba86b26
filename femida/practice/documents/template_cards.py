"""The card of a template: its services, its versions, what was found in the newest file; their list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.screens.ports import (
    Action,
    ExtraColumn,
    NavLink,
    Panel,
    PanelContext,
    add_action,
    add_panel,
    extra_columns,
    nav_entries,
)
from femida.platform.ui import components as ui
from femida.platform.ui import formats
from femida.practice.documents.cards import download
from femida.practice.documents.commands.templates import HARMLESS
from femida.practice.documents.composing import known_fields, unknown
from femida.practice.documents.models import Template, TemplateService, TemplateVersion

TYPE: Final = "documents.template"
PAPERS: Final = "documents.type"
SERVICE: Final = "practice.service"
RIGHT: Final = "documents.templates"
TONES: Final = {"draft": "warn", "published": "good", "retired": ""}
State = TemplateVersion.State


def _address(space: str, name: str) -> Callable[[Any], str]:
    return lambda row: reverse(f"{space}:{name}", args=[row.pk])


add_action(
    Action(
        "documents.template_upload", (TYPE,), gettext_lazy("New version"),
        _address("document-templates", "upload"),
        style="primary", icon="upload", needs_right=RIGHT, dialog=True, order=10,
    )
)  # fmt: skip
add_action(
    Action(
        "documents.template_trial", (TYPE,), gettext_lazy("Trial on contracts"),
        _address("document-templates", "trial"), icon="player-play", needs_right=RIGHT, order=20,
    )
)  # fmt: skip
add_action(
    Action(
        "documents.template_edit", (TYPE,), gettext_lazy("Change"), _address("document-templates", "edit"),
        icon="edit", needs_right=RIGHT, dialog=True, order=30,
    )
)  # fmt: skip
add_action(
    Action(
        "documents.type_edit", (PAPERS,), gettext_lazy("Change"), _address("document-types", "edit"),
        icon="edit", needs_right=RIGHT, dialog=True, order=10,
    )
)  # fmt: skip


def state_badge(state: str) -> SafeString:
    """The state of a version as a word on its colour."""
    return ui.badge(str(dict(State.choices)[State(state)]), tone=TONES[state])  # type: ignore[arg-type]


def _services(context: PanelContext) -> SafeString:
    rows = visible(context.actor, TemplateService).filter(template_id=context.object_id)
    names = list(rows.order_by("service__name_key").values_list("service_id", "service__name"))
    if not names:
        everywhere = ui.text(_("For all contracts"))
        return ui.safe(f'<p class="f-muted">{everywhere}</p>')
    return ui.join([ui.link(ui.badge(name), reverse("services:card", args=[pk])) for pk, name in names], " ")


def _versions(context: PanelContext) -> SafeString:
    """The versions with their states; the draft is published and what is in use retired from here."""
    rows = (
        visible(context.actor, TemplateVersion)
        .filter(template_id=context.object_id)
        .select_related("file", "made_by")
        .order_by("-number")
    )
    lines = []
    for one in rows:
        who = one.made_by.name if one.made_by is not None else ""
        about = ui.join([part for part in (formats.when(one.made_at), who) if part], " · ")
        acts = [download(one.file_id, "DOCX", title=one.file.name), *_acts(context, one)]
        number = _("Version %(number)d") % {"number": one.number}
        lines.append(
            f'<li>{ui.icon("file-text")}<div class="f-grow"><div class="f-row f-row-wrap">{ui.text(number)} '
            f'{state_badge(one.state)}</div><div class="f-caption">{about}</div></div>'
            f'<div class="f-row f-docs-acts">{ui.join(acts)}</div></li>'
        )
    return ui.safe(f'<ul class="f-items">{"".join(lines)}</ul>')


def _acts(context: PanelContext, version: TemplateVersion) -> list[SafeString]:
    if version.state == State.DRAFT:
        url = reverse("document-templates:publish", args=[context.object_id, version.number])
        question = _("From now on documents are made from this version. Publish it?")
        return [
            ui.button(
                _("Publish"), small=True, icon_name="circle-check", hx_get=url, hx_target="#dialog-body",
                title=question,
            )
        ]  # fmt: skip
    if version.state == State.PUBLISHED:
        url = reverse("document-templates:retire", args=[context.object_id])
        question = _("Nothing will be made from this template any more. Take it out of use?")
        return [
            ui.button(
                _("Take out of use"), tone="quiet", small=True, icon_name="archive", only_icon=True,
                hx_post=url, hx_swap="none", hx_confirm=question,
            )
        ]  # fmt: skip
    return []


def _report(context: PanelContext) -> SafeString | None:
    """What was found in the newest file: unknown places first, then what to correct, then the rest."""
    newest = (
        visible(context.actor, TemplateVersion)
        .filter(template_id=context.object_id)
        .order_by("-number")
        .first()
    )
    if newest is None:
        return None
    services = TemplateService.objects.filter(template_id=context.object_id).values_list(
        "service_id", flat=True
    )
    return draw_report(newest, known_fields(services))


def draw_report(version: TemplateVersion, fields: Mapping[str, str]) -> SafeString:
    """The report of a version."""
    strange = unknown(version.places, fields)
    parts: list[object] = []
    for name, near in strange.items():
        said = _("Nobody knows the place %(name)s.") % {"name": f"{{{name}}}"}
        hint = _("Perhaps %(name)s?") % {"name": f"{{{near}}}"} if near else ""
        parts.append(ui.note(f"{said} {hint}".strip(), tone="bad"))
    parts += [
        ui.note(sentence, tone="warn" if code in HARMLESS else "bad") for code, sentence in version.problems
    ]
    known = [name for name in version.places if name not in strange]
    count = ngettext("%(count)d place is known", "%(count)d places are known", len(known))
    parts.append(ui.safe(f'<p class="f-muted">{ui.text(count % {"count": len(known)})}</p>'))
    names = " ".join(f"<code>{ui.text(f'{{{name}}}')}</code>" for name in known)
    parts.append(ui.safe(f'<p class="f-docs-places">{names}</p>'))
    return ui.safe(f'<div class="f-stack f-stack-tight">{ui.join(parts)}</div>')


def _of_service(context: PanelContext) -> SafeString | None:
    """The templates that are for a service, or for all contracts."""
    tied = TemplateService.objects.filter(service_id=context.object_id).values("template_id")
    free = visible(context.actor, Template).exclude(pk__in=TemplateService.objects.values("template_id"))
    rows = visible(context.actor, Template).filter(pk__in=tied) | free
    names = list(rows.order_by("name").values_list("pk", "name"))
    if not names:
        return None
    return ui.join(
        [ui.link(ui.badge(name), reverse("document-templates:card", args=[pk])) for pk, name in names], " "
    )


def _load_states(actor: Actor, ids: Sequence[int]) -> Mapping[int, Any]:
    found: dict[int, list[tuple[int, str]]] = {pk: [] for pk in ids}
    rows = visible(actor, TemplateVersion).filter(template_id__in=ids).exclude(state=State.RETIRED)
    for pk, number, state in rows.order_by("number").values_list("template_id", "number", "state"):
        found[pk].append((number, state))
    return found


def _draw_states(found: Any) -> SafeString:
    if not found:
        return ui.badge(str(State.RETIRED.label))
    drawn: list[object] = []
    for number, state in found:
        drawn += [state_badge(state), _("v. %(number)d") % {"number": number}]
    return ui.join(drawn, " ")


add_panel(Panel("documents.template_report", (TYPE,), gettext_lazy("Places"), 20, _report))
add_panel(Panel("documents.template_services", (TYPE,), gettext_lazy("For which services"), 15, _services))
add_panel(Panel("documents.template_versions", (TYPE,), gettext_lazy("Versions"), 10, _versions, flush=True))
add_panel(
    Panel(
        "documents.of_service", (SERVICE,), gettext_lazy("Document templates"), 60, _of_service,
        needs_right=RIGHT,
    )
)  # fmt: skip
extra_columns.register(
    "documents.state",
    ExtraColumn("documents.state", (TYPE,), gettext_lazy("State"), _load_states, _draw_states),
)
nav_entries.register(
    "documents.places",
    NavLink(
        "documents.places",
        gettext_lazy("Places"),
        "list-details",
        lambda: reverse("document-types:places"),
        section=gettext_lazy("Practice"),
        order=87,
        right=RIGHT,
    ),
)
