"""What the cards of the firm's places do and show beyond the described fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from femida.firm.offices.forms import DAYS
from femida.platform.screens.ports import Action, Panel, PanelContext, add_action, add_panel
from femida.platform.ui.components import facts

_EDITED = {
    "firm.legal_entity": "legal-entities:edit",
    "firm.office": "offices:edit",
    "firm.department": "departments:edit",
}


def _address(name: str) -> Callable[[Any], str]:
    return lambda row: reverse(name, args=[row.pk])


for _type, _name in _EDITED.items():
    add_action(
        Action(
            f"{_type}.edit", (_type,), _("Change"), _address(_name), icon="edit",
            needs_right="offices.change", dialog=True, order=10,
        )
    )  # fmt: skip


def draw_hours(context: PanelContext) -> SafeString:
    """When the office is open, day by day."""
    hours = context.row.hours
    return facts(
        [(label, "–".join(hours[day]) if day in hours else _("day off")) for day, label in DAYS.items()]
    )


add_panel(Panel("offices.hours", ("firm.office",), _("Working hours"), 20, draw_hours))
