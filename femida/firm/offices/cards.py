"""What the cards of the firm's places do and show beyond the described fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from femida.firm.offices.forms import DAYS
from femida.platform.screens.ports import Action, Panel, PanelContext, add_action, add_panel
from femida.platform.ui.components import button, cell, facts, state

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


def draw_bank(context: PanelContext) -> SafeString:
    """Where clients pay to; without it no invoice can be issued."""
    entity = context.row
    if not entity.account:
        return state(
            _("No bank details yet"), _("Invoices can be issued once they are filled in."),
            icon_name="building-bank", small=True,
        )  # fmt: skip
    pairs = [
        (_("Bank"), entity.bank_name),
        (_("BIC"), entity.bic),
        (_("Account"), entity.account),
        (_("Correspondent account"), cell(entity.corr_account)),
        (_("Chief accountant"), cell(entity.accountant_name)),
    ]
    return facts(pairs)


def _bank_opener(context: PanelContext) -> SafeString | None:
    if not context.policy.may("offices.change"):
        return None
    address = reverse("legal-entities:bank", args=[context.object_id])
    return button(
        _("Change bank details"), icon_name="edit", small=True, only_icon=True, hx_get=address,
        hx_target="#dialog-body",
    )  # fmt: skip


add_panel(Panel("offices.bank", ("firm.legal_entity",), _("Bank details"), 20, draw_bank, act=_bank_opener))
add_panel(Panel("offices.hours", ("firm.office",), _("Working hours"), 20, draw_hours))
