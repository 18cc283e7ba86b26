"""How a trial of a template is shown: contracts down, places that stay empty across."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from femida.platform.ui import components as ui
from femida.practice.documents.models import Template, TemplateVersion
from femida.practice.documents.queries import Tried


def trial_note(results: Sequence[Tried]) -> str:
    """The outcome in one or two sentences."""
    if not results:
        return _("No contract in your sight fits this template: there is nothing to try it on.")
    whole = sum(1 for one in results if not one.empty)
    said = ngettext(
        "Tried on %(count)d contract: %(whole)d without empty places.",
        "Tried on %(count)d contracts: %(whole)d without empty places.",
        len(results),
    ) % {"count": len(results), "whole": whole}
    names = _names(results)
    if not names:
        return said
    where = _("Empty somewhere: %(names)s.") % {"names": ", ".join(names)}
    return f"{said} {where}"


def draw_trial(template: Template, version: TemplateVersion, results: Sequence[Tried]) -> SafeString:
    """The table; a place that stays empty nowhere has no column."""
    names = _names(results)
    heads = [
        ui.Head(label=_("Contract"), pinned=True),
        ui.Head(label=_("Client"), width="mid"),
        ui.Head(label=_("Sample")),
        *(ui.Head(label=name) for name in names),
    ]
    return ui.table(
        heads,
        [_row(template, version, one, names) for one in results],
        label=_("Trial on contracts"),
        empty=ui.state(_("Nothing to try on"), icon_name="file-text", small=True),
    )


def _row(template: Template, version: TemplateVersion, one: Tried, names: Sequence[str]) -> SafeString:
    empty = {place.name: place.is_hidden for place in one.empty}
    title = one.title or str(_("Draft contract"))
    address = reverse("document-templates:sample", args=[template.pk, version.number, one.contract_id])
    sample = ui.button("DOCX", tone="quiet", small=True, url=address, hx_boost="false", download=True)
    card = ui.link(title, reverse("contracts:card", args=[one.contract_id]))
    cells = [
        f'<th scope="row" class="f-pin">{card}</th>',
        f'<td class="f-col-mid">{ui.cell(one.client)}</td>',
        f"<td>{sample}</td>",
    ]
    filled = ui.icon("check", label=_("filled"), size="sm")
    hidden, missing = ui.badge(_("hidden from you")), ui.badge(_("empty"), tone="warn")
    for name in names:
        mark = filled if name not in empty else hidden if empty[name] else missing
        cells.append(f"<td>{mark}</td>")
    return ui.safe(f"<tr>{''.join(cells)}</tr>")


def _names(results: Sequence[Tried]) -> list[str]:
    return list(dict.fromkeys(place.name for one in results for place in one.empty))
