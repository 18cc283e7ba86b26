"""What documents hang into the common screens: panels of contracts and parties, the card of a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from femida.platform.access.policy import Policy
from femida.platform.access.queries import visible
from femida.platform.screens.ports import (
    Action,
    Cell,
    Panel,
    PanelContext,
    add_action,
    add_panel,
    column_renderers,
)
from femida.platform.ui import components as ui
from femida.platform.ui import formats
from femida.practice.contracts.models import Contract
from femida.practice.documents.models import Document, DocumentVersion, Group
from femida.practice.documents.queries import documents_of, versions_of

TYPE: Final = "practice.document"
CONTRACT: Final = "practice.contract"
PARTY: Final = "parties.party"
FILE: Final = "documents.file"
MOST_LINES: Final = 20
Pdf = DocumentVersion.Pdf


def _address(name: str) -> Callable[[Document], str]:
    return lambda row: reverse(f"documents:{name}", args=[row.pk])


add_action(
    Action(
        "documents.version", (TYPE,), gettext_lazy("New version"), _address("new-version"),
        style="primary", icon="upload", needs_right=FILE, dialog=True, order=10,
    )
)  # fmt: skip
add_action(
    Action(
        "documents.edit", (TYPE,), gettext_lazy("Name, group, type"), _address("edit"),
        icon="edit", needs_right=FILE, dialog=True, order=20,
    )
)  # fmt: skip
add_action(
    Action(
        "documents.show", (TYPE,), gettext_lazy("Show in the portal"), _address("show"),
        method="post", icon="eye", needs_right="documents.publish", order=30,
        visible=lambda row: not row.is_published,
        confirm=gettext_lazy("The client will see this document in the portal. Show it?"),
    )
)  # fmt: skip
add_action(
    Action(
        "documents.hide", (TYPE,), gettext_lazy("Take out of the portal"), _address("hide"),
        method="post", icon="eye-off", needs_right="documents.publish", order=30,
        visible=lambda row: bool(row.is_published),
    )
)  # fmt: skip
add_action(
    Action(
        "documents.remove", (TYPE,), gettext_lazy("Remove"), _address("remove"),
        method="post", style="quiet", icon="trash", needs_right=FILE, order=90,
        confirm=gettext_lazy("Nobody will be able to open this document any more. Remove it?"),
    )
)  # fmt: skip


def download(file_id: int, label: object, *, title: str = "") -> SafeString:
    """A link to the bytes of a file: it leaves the page where it is."""
    url = reverse("files:open", args=[file_id])
    return ui.button(
        label, tone="quiet", small=True, url=url, hx_boost="false", download=True, title=title or None
    )


def pdf_of(version: DocumentVersion, *, may_make: bool) -> SafeString | str:
    """The PDF of a version: a link, what is being done about it, or why there is none."""
    if version.pdf_state == Pdf.READY and version.pdf_id is not None:
        return download(version.pdf_id, "PDF")
    if version.pdf_state == Pdf.WAITING:
        return ui.badge(_("PDF is being made"), icon_name="hourglass")
    if version.pdf_state == Pdf.FAILED:
        none = ui.badge(_("no PDF"), tone="warn")
        said = ui.safe(f'<span title="{ui.text(version.pdf_note)}">{none}</span>')
        if not may_make:
            return said
        url = reverse("documents:pdf-again", args=[version.document_id, version.number])
        again = ui.button(
            _("Make the PDF again"), tone="quiet", icon_name="refresh", small=True, only_icon=True,
            hx_post=url, hx_swap="none", hx_disabled_elt="this",
        )  # fmt: skip
        return ui.join([said, again])
    return ""


def own_format(version: DocumentVersion) -> str:
    """The ending of a file's name, for the link to it: DOCX, JPG."""
    ending = version.file.name.rpartition(".")[2]
    return ending.upper() if ending != version.file.name and len(ending) <= 4 else _("File")  # noqa: PLR2004


def _of_contract(context: PanelContext) -> SafeString:
    """The documents of a contract by groups, each with its newest version at hand."""
    documents = documents_of(context.actor, context.object_id)
    if not documents:
        return ui.state(
            _("No documents yet"),
            _("Make one from a template, or upload what the client has brought."),
            icon_name="files",
            small=True,
        )
    versions = versions_of(context.actor, [one.pk for one in documents])
    parts: list[object] = []
    for group, label in Group.choices:
        rows = [one for one in documents if one.group == group]
        if rows:
            parts.append(
                ui.safe(f'<h3 class="f-caption f-docs-group">{ui.text(str(label).capitalize())}</h3>')
            )
            lines = "".join(_line(context.policy, one, versions[one.pk]) for one in rows)
            parts.append(ui.safe(f'<ul class="f-items">{lines}</ul>'))
    return ui.join(parts)


def _line(policy: Policy, document: Document, versions: Sequence[DocumentVersion]) -> SafeString:
    newest = versions[0]
    who = document.changed_by.name if document.changed_by is not None else ""
    about = ui.join(
        [part for part in (document.type.name, formats.when(document.changed_at), who) if part], " · "
    )
    marks: list[object] = [ui.link(document.title, reverse("documents:card", args=[document.pk]))]
    if document.is_published:
        marks.append(ui.badge(_("in the portal"), tone="accent"))
    acts = [
        _earlier(versions),
        download(newest.file_id, own_format(newest)),
        pdf_of(newest, may_make=policy.may("documents.make")),
        _menu(policy, document),
    ]
    return ui.safe(
        f'<li>{ui.icon("file-text")}<div class="f-grow"><div class="f-row f-row-wrap">{ui.join(marks)}</div>'
        f'<div class="f-caption">{about}</div></div><div class="f-row f-docs-acts">{ui.join(acts)}</div></li>'
    )


def _earlier(versions: Sequence[DocumentVersion]) -> SafeString | str:
    """The number of the newest version, and a menu of those before it."""
    number = _("v. %(number)d") % {"number": versions[0].number}
    if len(versions) == 1:
        return ui.safe(f'<span class="f-caption f-num">{ui.text(number)}</span>')
    items = []
    for one in versions[1:]:
        label = _("v. %(number)d") % {"number": one.number}
        items.append(
            ui.menu_item(
                f"{label}, {formats.moment(one.made_at)}",
                url=reverse("files:open", args=[one.file_id]),
                icon_name="download",
                hx_boost="false",
                download=True,
            )
        )
    return ui.menu(number, items, css="btn btn-quiet btn-sm", aria_label=_("Earlier versions"))


def _menu(policy: Policy, document: Document) -> SafeString | str:
    def dialog(label: str, name: str, icon_name: str) -> SafeString:
        url = reverse(f"documents:{name}", args=[document.pk])
        return ui.menu_item(label, icon_name=icon_name, hx_get=url, hx_target="#dialog-body")

    def post(label: str, name: str, icon_name: str, question: str = "", **more: Any) -> SafeString:
        url = reverse(f"documents:{name}", args=[document.pk])
        return ui.menu_item(
            label, icon_name=icon_name, hx_post=url, hx_swap="none", hx_confirm=question or None, **more
        )

    items: list[SafeString] = []
    if policy.may(FILE):
        items += [
            dialog(_("New version"), "new-version", "upload"),
            dialog(_("Name, group, type"), "edit", "edit"),
        ]
    if policy.may("documents.publish"):
        if document.is_published:
            items.append(post(_("Take out of the portal"), "hide", "eye-off"))
        else:
            question = _("The client will see this document in the portal. Show it?")
            items.append(post(_("Show in the portal"), "show", "eye", question))
    if policy.may(FILE):
        question = _("Nobody will be able to open this document any more. Remove it?")
        items.append(post(_("Remove"), "remove", "trash", question, danger=True))
    if not items:
        return ""
    return ui.menu(_("Acts"), items, icon_name="dots", css="btn btn-quiet btn-sm btn-icon", only_icon=True)


def _adders(context: PanelContext) -> SafeString | None:
    if context.row.state == Contract.State.VOID:
        return None
    buttons = []
    if context.policy.may("documents.make"):
        buttons.append(_opener(context, _("Make"), "make", "file-plus"))
    if context.policy.may(FILE):
        buttons.append(_opener(context, _("Upload"), "upload", "upload"))
    return ui.join(buttons, " ") if buttons else None


def _opener(context: PanelContext, label: str, name: str, icon_name: str) -> SafeString:
    return ui.button(
        label,
        icon_name=icon_name,
        small=True,
        hx_get=reverse(f"documents:{name}", args=[context.object_id]),
        hx_target="#dialog-body",
    )


def _of_party(context: PanelContext) -> SafeString | None:
    """The newest documents of all contracts of a party."""
    rows = list(
        visible(context.actor, Document)
        .filter(contract__party_id=context.object_id)
        .select_related("contract", "type")
        .order_by("-changed_at", "-pk")[: MOST_LINES + 1]
    )
    if not rows:
        return None
    lines: list[tuple[object, object]] = [
        (
            ui.link(one.title, reverse("documents:card", args=[one.pk])),
            ui.join([str(one.contract), " · ", one.type.name, " · ", formats.when(one.changed_at)]),
        )
        for one in rows[:MOST_LINES]
    ]
    drawn: list[object] = [ui.facts(lines)]
    if len(rows) > MOST_LINES:
        url = f"{reverse('documents:list')}?client={context.object_id}"
        drawn.append(ui.link(_("All documents of the client"), url))
    return ui.join(drawn)


def _versions(context: PanelContext) -> SafeString:
    """All versions of a document with their files."""
    rows = versions_of(context.actor, [context.object_id])[context.object_id]
    may_make = context.policy.may("documents.make")
    lines = []
    for one in rows:
        who = one.made_by.name if one.made_by is not None else ""
        about = [formats.when(one.made_at), who]
        if one.template_version is not None:
            about.append(
                _("from version %(number)d of the template") % {"number": one.template_version.number}
            )
        if one.missing:
            count = ngettext("%(count)d place empty", "%(count)d places empty", len(one.missing))
            said = ui.text(", ".join(one.missing))
            words = ui.badge(count % {"count": len(one.missing)}, tone="warn")
            about.append(ui.safe(f'<span title="{said}">{words}</span>'))
        acts = [download(one.file_id, own_format(one), title=one.file.name), pdf_of(one, may_make=may_make)]
        number = _("Version %(number)d") % {"number": one.number}
        lines.append(
            f'<li>{ui.icon("file-text")}<div class="f-grow"><div>{ui.text(number)}</div>'
            f'<div class="f-caption">{ui.join([part for part in about if part], " · ")}</div></div>'
            f'<div class="f-row f-docs-acts">{ui.join(acts)}</div></li>'
        )
    return ui.safe(f'<ul class="f-items">{"".join(lines)}</ul>')


def _contract(cell: Cell) -> SafeString:
    """The contract by its number; a draft, which has none, by a word."""
    return ui.link(cell.text or _("Draft contract"), reverse("contracts:card", args=[cell.value]))


column_renderers.register(f"{TYPE}:contract", _contract)
add_panel(
    Panel(
        "documents.of_contract", (CONTRACT,), gettext_lazy("Documents"), 50, _of_contract,
        needs_right="documents.view", live=(TYPE,), flush=True, act=_adders,
    )
)  # fmt: skip
add_panel(
    Panel(
        "documents.of_party", (PARTY,), gettext_lazy("Documents"), 38, _of_party,
        needs_right="documents.view", live=(TYPE,),
    )
)  # fmt: skip
add_panel(Panel("documents.versions", (TYPE,), gettext_lazy("Versions"), 20, _versions, flush=True))
