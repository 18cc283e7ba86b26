"""The panel of requisites on the card of a party."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.parties.registry.events import PARTY
from femida.parties.registry.models import Party
from femida.parties.requisites.commands.filling import ORGANISATION_FIELDS, PERSON_FIELDS
from femida.parties.requisites.models import IdentityDocument, Requisites
from femida.parties.requisites.queries import (
    MaskedAccount,
    MaskedDocument,
    SameParty,
    accounts_of,
    documents_of,
    requisites_of,
    same_by_inn,
    same_by_requisites,
)
from femida.platform.screens.ports import Panel, PanelContext, add_panel
from femida.platform.search.sources import SearchText, search_texts
from femida.platform.ui import components as ui
from femida.platform.ui import formats

KINDS = dict(IdentityDocument.Kind.choices)

# what is sealed (a person's INN, passport) is not here: it is found by no part of it
search_texts.register(
    f"{PARTY}:requisites",
    SearchText(
        "requisites",
        PARTY,
        Requisites,
        "party_id",
        ("inn", "ogrn", "ogrnip", "short_name", "full_name"),
        gettext_lazy("in the requisites"),
        needs="requisites.view",
    ),
)
Pair = tuple[object, object]


def _draw(context: PanelContext) -> SafeString:
    party: Party = context.row
    actor = context.actor
    may_change = context.policy.may("requisites.change")
    row = requisites_of(actor, party.pk)
    documents = documents_of(actor, party.pk) if party.kind == Party.Kind.PERSON else []
    pairs = _open_pairs(party, row)
    pairs += [_document(one, may_change=may_change) for one in documents]
    pairs += [_account(one, may_change=may_change) for one in accounts_of(actor, party.pk)]
    same = same_by_requisites(actor, row) if row else []
    if any(one.kind == IdentityDocument.Kind.INN for one in documents):
        same += same_by_inn(actor, party.pk)
    body: list[object] = [_same(one) for one in same]
    body.append(
        ui.facts(pairs) if pairs else format_html('<p class="f-muted">{}</p>', _("Not filled in yet."))
    )
    if may_change:
        body.append(_buttons(party))
    return ui.join(body)


def _open_pairs(party: Party, row: Requisites | None) -> list[Pair]:
    """What is filled in of the requisites that this kind of party has."""
    if row is None:
        return []
    columns = ORGANISATION_FIELDS if party.kind == Party.Kind.ORGANISATION else PERSON_FIELDS
    labels = {field.attname: field.verbose_name for field in Requisites._meta.concrete_fields}
    pairs: list[Pair] = []
    for column in columns:
        value = getattr(row, column)
        if not value or column == "gender":
            continue
        shown = formats.exact_day(value) if column == "birth_date" else value
        pairs.append((_capital(str(labels[column])), shown))
    return pairs


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def _document(document: MaskedDocument, *, may_change: bool) -> Pair:
    parts: list[object] = [format_html('<span class="f-num">{}</span>', document.mask)]
    if document.issued_on:
        parts += [", ", formats.exact_day(document.issued_on), ", ", document.issuer, " ", document.unit_code]
    parts += _acts("document", document.id, revealable=document.revealable, may_change=may_change)
    return str(KINDS[IdentityDocument.Kind(document.kind)]), ui.join(parts)


def _account(account: MaskedAccount, *, may_change: bool) -> Pair:
    bank = [account.bank_name, _("BIC %(bic)s") % {"bic": account.bic}]
    if account.corr_account:
        bank.append(_("corr. account %(number)s") % {"number": account.corr_account})
    parts: list[object] = [format_html('<span class="f-num">{}</span>', account.mask), ", ", ", ".join(bank)]
    parts += _acts("account", account.id, revealable=account.revealable, may_change=may_change)
    return _("Account in a bank"), ui.join(parts)


def _acts(what: str, pk: int, *, revealable: bool, may_change: bool) -> list[object]:
    """The small buttons after a number."""
    acts: list[object] = []
    if revealable:
        url = reverse("requisites:reveal", args=[what, pk])
        acts += [" ", _small(_("Show"), "eye", hx_get=url, hx_target="#dialog-body")]
    if may_change:
        url = reverse("requisites:outdate", args=[what, pk])
        question = _("Take it out of use?")
        acts += [" ", _small(_("Out of use"), "trash", hx_post=url, hx_swap="none", hx_confirm=question)]
    return acts


def _small(label: str, icon_name: str, **attrs: Any) -> SafeString:
    return ui.button(label, tone="quiet", icon_name=icon_name, small=True, only_icon=True, **attrs)


def _same(other: SameParty) -> SafeString:
    """That another party has the same number: perhaps it is the same one."""
    link = format_html('<a href="{}">{}</a>', reverse("parties:card", args=[other.party_id]), other.name)
    labels = {"inn": _("The same INN:"), "ogrn": _("The same OGRN:"), "ogrnip": _("The same OGRNIP:")}
    return ui.note(ui.join([labels[other.field], " ", link]), tone="warn")


def _buttons(party: Party) -> SafeString:
    """What can be added or put right, in dialogs."""
    offered = [("add-account", _("Account in a bank")), ("correct-name", _("Form of the name"))]
    if party.kind == Party.Kind.PERSON:
        offered.insert(0, ("add-document", _("Document")))
    return ui.join(
        [
            ui.button(
                label,
                tone="quiet",
                small=True,
                icon_name="edit" if name == "correct-name" else "plus",
                hx_get=reverse(f"requisites:{name}", args=[party.pk]),
                hx_target="#dialog-body",
            )
            for name, label in offered
        ],
        " ",
    )


def _edit(context: PanelContext) -> SafeString | None:
    if not context.policy.may("requisites.change"):
        return None
    url = reverse("requisites:edit", args=[context.object_id])
    return _small(_("Change the requisites"), "edit", hx_get=url, hx_target="#dialog-body")


add_panel(
    Panel(
        "parties.requisites",
        (PARTY,),
        gettext_lazy("Requisites"),
        25,
        _draw,
        needs_right="requisites.view",
        act=_edit,
    )
)
