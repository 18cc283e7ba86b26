"""Pages of requisites: dialogs of the card of a party."""

from __future__ import annotations

from typing import Any, Final, cast

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from femida.parties.registry.models import Party
from femida.parties.requisites import commands
from femida.parties.requisites.commands.filling import ORGANISATION_FIELDS, PERSON_FIELDS
from femida.parties.requisites.commands.sealed import What
from femida.parties.requisites.forms import (
    AccountForm,
    CorrectionForm,
    DocumentForm,
    OrganisationForm,
    PersonForm,
    ReasonForm,
)
from femida.parties.requisites.models import BankAccount, IdentityDocument, Requisites
from femida.parties.requisites.queries import declinable_words
from femida.platform.access.queries import get_visible
from femida.platform.core.errors import NotFound
from femida.platform.screens.forms import DIALOG, done, form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.platform.ui.pages import render_page, wanted_target

FORM: Final = ("GET", "POST")
CHANGE: Final = "requisites.change"
REVEAL: Final = "requisites.reveal"


@page(right=CHANGE, methods=FORM)
def edit(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Fill in the open requisites of a party."""
    party = _party(request, pk)
    is_organisation = party.kind == Party.Kind.ORGANISATION
    row = Requisites.objects.filter(party_id=pk).first() or Requisites(party_id=pk)

    def run(form: Any, version: int | None) -> None:
        values = cast(commands.Values, form.cleaned_data)
        commands.set_requisites(request.actor, party_id=pk, values=values, version=version)

    return form_view(
        request,
        OrganisationForm if is_organisation else PersonForm,
        run,
        title=_("Requisites"),
        initial={
            name: getattr(row, name) for name in (ORGANISATION_FIELDS if is_organisation else PERSON_FIELDS)
        },
        version=row.version,
        back=_card(pk),
        fresh_url=_card(pk),
        said=_("Saved."),
    )


@page(right=CHANGE, methods=FORM)
def add_document(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Write down a passport, SNILS or INN."""
    _party(request, pk)

    def run(form: Any, _version: int | None) -> None:
        commands.add_identity_document(request.actor, party_id=pk, **form.cleaned_data)

    return form_view(
        request,
        DocumentForm,
        run,
        title=_("New document"),
        submit=_("Add"),
        back=_card(pk),
        said=_("The document is added."),
    )


@page(right=CHANGE, methods=FORM)
def add_account(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Write down a bank account."""
    _party(request, pk)

    def run(form: Any, _version: int | None) -> None:
        commands.add_bank_account(request.actor, party_id=pk, **form.cleaned_data)

    return form_view(
        request,
        AccountForm,
        run,
        title=_("New bank account"),
        submit=_("Add"),
        back=_card(pk),
        said=_("The account is added."),
    )


@page(right=CHANGE, methods=FORM)
def correct_name(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Put right how a word of the name is declined."""
    party = _party(request, pk)

    def run(form: Any, _version: int | None) -> None:
        commands.correct_name(request.actor, party_id=pk, **form.cleaned_data)

    return form_view(
        request,
        CorrectionForm,
        run,
        title=_("Form of the name"),
        back=_card(pk),
        said=_("The form is remembered."),
        size="small",
        words=declinable_words(party),
    )


@page(right=CHANGE, methods=("POST",))
def outdate(request: PageRequest, *, what: str, pk: int) -> HttpResponseBase:
    """Take a document or an account out of use."""
    _row(request, what, pk, CHANGE)
    commands.mark_outdated(request.actor, what=cast(What, what), row_id=pk)
    return done(_("It is out of use."))


@page(right=REVEAL, methods=FORM)
def reveal(request: PageRequest, *, what: str, pk: int) -> HttpResponseBase:
    """Ask for the reason, then show the whole number, once: the answer is kept nowhere."""
    row = _row(request, what, pk, REVEAL)
    shown: list[str] = []

    def run(form: Any, _version: int | None) -> None:
        reason = form.cleaned_data["reason"]
        number = commands.reveal_identity(request.actor, what=cast(What, what), row_id=pk, reason=reason)
        shown.append(number)

    back = _card(row.party_id)
    answer = form_view(
        request, ReasonForm, run, title=_("Show the number"), submit=_("Show"), back=back, size="small"
    )
    if not shown:
        return answer
    title = row.get_kind_display() if isinstance(row, IdentityDocument) else _("Account in a bank")
    return _show(request, {"title": title, "value": shown[0], "back_url": back})


def _card(party_id: int) -> str:
    return reverse("parties:card", args=[party_id])


def _party(request: PageRequest, pk: int) -> Party:
    """A party that the right to change reaches. Raises NotFound."""
    get_visible(request.actor, Party, pk)
    return get_visible(request.actor, Party, pk, CHANGE)


def _row(request: PageRequest, what: str, pk: int, right: str) -> IdentityDocument | BankAccount:
    """A document or an account in sight that a right reaches. Raises NotFound."""
    if what == "document":
        get_visible(request.actor, IdentityDocument, pk)
        return get_visible(request.actor, IdentityDocument, pk, right)
    if what == "account":
        get_visible(request.actor, BankAccount, pk)
        return get_visible(request.actor, BankAccount, pk, right)
    raise NotFound


def _show(request: PageRequest, context: dict[str, Any]) -> HttpResponse:
    """A page, or the inside of the dialog."""
    if wanted_target(request) != DIALOG:
        return render_page(request, "registry/revealed.html", context)
    answer = HttpResponse(render_to_string("registry/revealed_dialog.html", context, request=request))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
