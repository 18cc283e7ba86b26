"""What parties hang into the common screens: panels, main effects, masks, the search by number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.firm.staff.queries import names_of_accounts
from femida.firm.staff.walls import people_of
from femida.parties.registry import commands
from femida.parties.registry.events import PARTY
from femida.parties.registry.models import ContactPoint, PartyRole
from femida.parties.registry.queries import (
    HeldRole,
    MaskedContact,
    masked_contacts,
    roles_of_parties,
)
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid
from femida.platform.screens.attachments import add_files_panel
from femida.platform.screens.ports import (
    Action,
    ExtraColumn,
    NavLink,
    Panel,
    PanelContext,
    add_action,
    add_panel,
    contact_masks,
    extra_columns,
    nav_entries,
)
from femida.platform.search.everywhere import ExactSearch, exact_searches
from femida.platform.ui import components as ui

_SHORTEST_NUMBER, _TAIL = 7, 4
KINDS = dict(ContactPoint.Kind.choices)
ROLES = dict(PartyRole.Role.choices)
ICONS = {
    ContactPoint.Kind.PHONE: "phone",
    ContactPoint.Kind.EMAIL: "mail",
    ContactPoint.Kind.TELEGRAM: "brand-telegram",
    ContactPoint.Kind.WHATSAPP: "brand-whatsapp",
}


def main_masks(actor: Actor, party_ids: Sequence[int]) -> Mapping[int, str]:
    """The mask of each party's main contact: a telephone before anything else."""
    found = masked_contacts(actor, party_ids)
    return {party_id: _main(contacts).mask for party_id, contacts in found.items()}


def _main(contacts: Sequence[MaskedContact]) -> MaskedContact:
    return min(contacts, key=lambda one: (one.kind != ContactPoint.Kind.PHONE, not one.is_primary, one.id))


contact_masks.register("parties", main_masks)


def parties_with_number(actor: Actor, typed: str) -> list[int] | None:
    """Parties by a whole number or address typed into the common search, None when it is neither."""
    try:
        return [one.party_id for one in commands.find_by_number(actor, number=typed)]
    except Invalid:
        return None


def parties_with_tail(actor: Actor, typed: str) -> list[int] | None:
    """Parties with a telephone that ends with the four digits typed into the common search."""
    try:
        return [one.party_id for one in commands.find_by_tail(actor, tail=typed)]
    except Invalid:
        return None


def _may_be_contact(typed: str) -> bool:
    digits = [sign for sign in typed if sign.isdigit()]
    return "@" in typed or (len(digits) >= _SHORTEST_NUMBER and not any(sign.isalpha() for sign in typed))


exact_searches.register(
    "number",
    ExactSearch(
        "number",
        "contacts.find_by_number",
        gettext_lazy("Find by the whole number or address"),
        _may_be_contact,
        parties_with_number,
        at_once=True,
    ),
)
exact_searches.register(
    "tail",
    ExactSearch(
        "tail",
        "contacts.find_by_tail",
        gettext_lazy("Find by the last four digits of a telephone"),
        lambda typed: len(typed) == _TAIL and typed.isascii() and typed.isdigit(),
        parties_with_tail,
    ),
)


def _contacts(context: PanelContext) -> SafeString | None:
    """All contacts, masked; those that may be seen whole have a button for it."""
    contacts = masked_contacts(context.actor, [context.object_id]).get(context.object_id, [])
    if not contacts:
        return ui.safe(format_html('<p class="f-muted">{}</p>', _("No contacts yet.")))
    may_change = context.policy.may("contacts.change")
    return ui.facts([(_kind(one), _contact(one, may_change=may_change)) for one in contacts])


def _kind(contact: MaskedContact) -> SafeString:
    picture = ui.icon(ICONS.get(ContactPoint.Kind(contact.kind), "at"), size="sm")
    return ui.join([picture, " ", str(KINDS.get(contact.kind, contact.kind))])


def _contact(contact: MaskedContact, *, may_change: bool) -> SafeString:
    parts: list[object] = [format_html('<span class="f-num">{}</span>', contact.mask)]
    if contact.label:
        parts += [" ", ui.badge(contact.label)]
    if contact.revealable:
        url = reverse("parties:reveal", args=[contact.id])
        parts += [" ", _small(_("Show"), "eye", hx_get=url, hx_target="#dialog-body")]
    if may_change:
        url = reverse("parties:remove-contact", args=[contact.id])
        question = _("Remove this contact?")
        parts += [" ", _small(_("Remove"), "trash", hx_post=url, hx_swap="none", hx_confirm=question)]
    return ui.join(parts)


def _small(label: str, icon_name: str, **attrs: Any) -> SafeString:
    return ui.button(label, tone="quiet", icon_name=icon_name, small=True, only_icon=True, **attrs)


def _adds(right: str, name: str) -> Callable[[PanelContext], SafeString | None]:
    def act(context: PanelContext) -> SafeString | None:
        if not context.policy.may(right):
            return None
        url = reverse(f"parties:{name}", args=[context.object_id])
        return _small(_("Add"), "plus", hx_get=url, hx_target="#dialog-body")

    return act


def _roles(context: PanelContext) -> SafeString | None:
    """What the party is to the firm now; left out while it is nothing and nobody may say otherwise."""
    held = roles_of_parties(context.actor, [context.object_id]).get(context.object_id, [])
    may_change = context.policy.may("parties.change")
    if not held:
        if not may_change:
            return None
        return ui.safe(format_html('<p class="f-muted">{}</p>', _("No roles yet.")))
    return ui.join([_role(role, may_change=may_change) for role in held], " ")


def _role(role: HeldRole, *, may_change: bool) -> SafeString:
    name = ui.badge(str(ROLES.get(role.role, role.role)))
    # a role that an object gives ends with that object, not by hand
    if not may_change or role.object_type:
        return name
    url = reverse("parties:end-role", args=[role.id])
    return ui.join([name, _small(_("End the role"), "x", hx_post=url, hx_swap="none")])


def _wall(context: PanelContext) -> SafeString | None:
    """Who sees a closed matter."""
    if context.row.wall_id is None:
        return None
    names = sorted(names_of_accounts(people_of(context.row.wall_id)).values())
    return ui.note(_("Only these people see it: %(names)s.") % {"names": ", ".join(names)}, tone="warn")


add_files_panel(PARTY, "sales.lead", "sales.deal")
add_panel(Panel("parties.wall", (PARTY,), gettext_lazy("Closed matter"), 1, _wall))
add_panel(
    Panel(
        "parties.contacts",
        (PARTY,),
        gettext_lazy("Contacts"),
        20,
        _contacts,
        act=_adds("contacts.change", "add-contact"),
    )
)
add_panel(
    Panel(
        "parties.roles",
        (PARTY,),
        gettext_lazy("Roles"),
        30,
        _roles,
        act=_adds("parties.change", "add-role"),
    )
)


def _address(name: str) -> Callable[[Any], str]:
    return lambda party: reverse(f"parties:{name}", args=[party.pk])


add_action(
    Action(
        "parties.edit",
        (PARTY,),
        gettext_lazy("Change"),
        _address("edit"),
        icon="edit",
        needs_right="parties.change",
        dialog=True,
        shortcut="e",
        order=10,
    )
)
add_action(
    Action(
        "parties.assign",
        (PARTY,),
        gettext_lazy("Responsible"),
        _address("assign"),
        icon="user",
        needs_right="parties.assign",
        dialog=True,
        order=20,
    )
)
add_action(
    Action(
        "parties.close",
        (PARTY,),
        gettext_lazy("Close the matter"),
        _address("close"),
        icon="lock",
        style="quiet",
        needs_right="parties.close",
        visible=lambda party: party.wall_id is None,
        dialog=True,
        order=80,
    )
)
add_action(
    Action(
        "parties.open",
        (PARTY,),
        gettext_lazy("Open the matter"),
        _address("open"),
        method="post",
        style="quiet",
        icon="lock",
        needs_right="parties.close",
        visible=lambda party: party.wall_id is not None,
        confirm=gettext_lazy("Everybody with the right will see it again. Open the matter?"),
        order=80,
    )
)


def _load_roles(actor: Actor, party_ids: Sequence[int]) -> Mapping[int, Any]:
    held = roles_of_parties(actor, party_ids)
    return {party_id: held.get(party_id, []) for party_id in party_ids}


def _draw_roles(held: Any) -> SafeString:
    if not held:
        return ui.EMPTY_CELL
    words = dict.fromkeys(str(ROLES.get(role.role, role.role)) for role in held)
    return ui.join([ui.badge(word) for word in words], " ")


extra_columns.register(
    "parties.roles", ExtraColumn("parties.roles", (PARTY,), gettext_lazy("Roles"), _load_roles, _draw_roles)
)

nav_entries.register(
    "parties.by-tail",
    NavLink(
        "parties.by-tail",
        gettext_lazy("By last digits"),
        "hash",
        lambda: reverse("parties:by-tail"),
        section=gettext_lazy("Clients"),
        right="contacts.find_by_tail",
    ),
)
