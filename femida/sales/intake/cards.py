"""What the intake shows on the card of a source: its address, and the form for a site."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.access.queries import visible
from femida.platform.screens.ports import Panel, PanelContext, add_panel
from femida.platform.ui import components as ui
from femida.sales.sources.models import Source

RIGHT = "sources.change"
HEIGHT = 640  # CSS pixels: the form without scrolling on a phone


def _copied(words: str) -> SafeString:
    """A text to be taken along, with a button that puts it into the clipboard."""
    parts = {"x-data": "copy", "data-text": words, "class_": "f-stack"}
    click: dict[str, Any] = {"@click": "copy"}
    take = ui.button(_("Copy"), small=True, icon_name="copy", **click)
    return ui.safe(f"<div{ui.attributes(parts)}><code>{ui.text(words)}</code><div>{take}</div></div>")


def _address(context: PanelContext) -> SafeString | None:
    """Where sites send enquiries to. The key in it is shown here only, to those who set sources up."""
    source = context.row
    if not visible(context.actor, Source, RIGHT).filter(pk=source.pk).exists():
        return None
    if not (source.accepts_web and source.is_active):
        return ui.state(
            _("Closed for sites"),
            _("Tick “Accepts enquiries from sites” to get an address and a form."),
            icon_name="lock",
            small=True,
        )
    url = context.request.build_absolute_uri(reverse("intake:web", kwargs={"key": source.key}))
    title = escape(_("Send an enquiry"))
    frame = f'<iframe src="{escape(url)}" title="{title}" width="100%" height="{HEIGHT}"></iframe>'
    parts = [
        (_("Address for requests"), _copied(url)),
        (_("Form for a site"), _copied(frame)),
        (_("How it looks"), ui.link(_("Open the form"), url)),
    ]
    notes = [ui.facts(parts)]
    if not source.origins:
        words = _("Name the sites of the source: only their pages may show the form and send from a browser.")
        notes.append(ui.note(words, tone="warn"))
    return ui.join(notes)


add_panel(
    Panel("intake.address", ("sales.source",), gettext_lazy("Enquiries from sites"), 20, _address,
          needs_right=RIGHT)
)  # fmt: skip
