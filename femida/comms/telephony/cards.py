"""What calls hang into the common screens: columns, the comment's action, panels, the composer."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.comms.telephony.forms import RecordForm
from femida.comms.telephony.queries import calls_of_party
from femida.comms.telephony.wording import icon_of, title_of
from femida.firm.staff.queries import names_of
from femida.platform.screens.ports import (
    Action,
    Cell,
    Composer,
    Panel,
    PanelContext,
    add_action,
    add_composer,
    add_panel,
    column_renderers,
)
from femida.platform.ui import components as ui
from femida.platform.ui import formats

TYPE: Final = "comms.call"
PARTY: Final = "parties.party"
SHOWN: Final = 8


def _seconds(cell: Cell) -> SafeString:
    return ui.cell(formats.duration(cell.value)) if cell.value else ui.EMPTY_CELL


for name in ("talk_seconds", "waiting_seconds"):
    column_renderers.register(f"{TYPE}:{name}", _seconds)

add_action(
    Action(
        "calls.comment",
        (TYPE,),
        gettext_lazy("Correct the comment"),
        lambda call: reverse("calls:comment", args=[call.pk]),
        icon="pencil",
        needs_right="calls.record",
        dialog=True,
        shortcut="e",
    )
)


def party_of(row: Any) -> int:
    """The party of a card's row: of a lead or a deal its client, of a party itself."""
    return int(getattr(row, "party_id", None) or row.pk)


def _initials(name: str) -> SafeString:
    """Who, in the width of two letters; the name is the hint and is read out."""
    spoken = ui.safe(f'<span class="f-sr">{ui.text(name)}</span>')
    return ui.safe(f'<span class="f-person"{ui.attributes({"title": name})}>{ui.avatar(name)}{spoken}</span>')


def _panel(context: PanelContext) -> SafeString | None:
    lines = calls_of_party(context.actor, party_of(context.row), limit=SHOWN)
    if not lines:
        return ui.state(_("No calls yet"), icon_name="phone", small=True)
    names = names_of(line.employee_id for line in lines)
    drawn = []
    for line in lines:
        who = _initials(names[line.employee_id]) if line.employee_id in names else ui.EMPTY_CELL
        address = reverse("calls:card", args=[line.id])
        title = ui.safe(f'<span class="f-grow">{ui.link(title_of(line), address)}</span>')
        parts = [ui.icon(icon_of(line)), title, who, formats.when(line.started_at)]
        drawn.append(ui.safe(f"<li>{ui.join(parts)}</li>"))
    return ui.safe(f'<ul class="f-items">{ui.join(drawn)}</ul>')


add_panel(
    Panel(
        "calls",
        (PARTY, "sales.lead", "sales.deal"),
        gettext_lazy("Calls"),
        50,
        _panel,
        needs_right="calls.view",
        live=(TYPE,),
        flush=True,
    )
)

add_composer(
    Composer(
        key="call",
        object_types=(PARTY, "sales.lead", "sales.deal"),
        label=gettext_lazy("Call"),
        icon="phone",
        url=lambda row: reverse("calls:record", args=[party_of(row)]),
        form=lambda _context: RecordForm(),
        submit=gettext_lazy("Record"),
        order=20,
        needs_right="calls.record",
        shortcut="c",
    )
)
