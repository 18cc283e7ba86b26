"""Pages of parties beyond the common screens."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from femida.firm.staff.queries import accounts_of
from femida.parties.registry import commands
from femida.parties.registry.forms import (
    AssignForm,
    CloseForm,
    ContactForm,
    NameForm,
    RegisterForm,
    RevealForm,
    RoleForm,
    TailForm,
)
from femida.parties.registry.models import ContactPoint, Party, PartyRole
from femida.parties.registry.queries import names_of_parties
from femida.platform.access.queries import get_visible
from femida.platform.core.errors import Invalid, UnableTo
from femida.platform.screens.forms import DIALOG, done, form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.platform.ui.pages import render_page, wanted_target

FORM = ("GET", "POST")


def card_url(party_id: int) -> str:
    """The address of a party's card."""
    return reverse("parties:card", args=[party_id])


@page(right="parties.register", methods=FORM)
def new(request: PageRequest) -> HttpResponseBase:
    """Register a party."""

    def run(form: Any, _version: int | None) -> str:
        values = dict(form.cleaned_data)
        office = values.pop("office")
        values |= {name: [values[name]] if values[name] else [] for name in ("phones", "emails")}
        made = commands.register_party(request.actor, **values, office_id=office.pk if office else None)
        return card_url(made) if made in names_of_parties(request.actor, [made]) else reverse("parties:list")

    return form_view(
        request,
        RegisterForm,
        run,
        title=_("New party"),
        submit=_("Register"),
        back=reverse("parties:list"),
        initial={"office": min(request.policy.placement.offices, default=None)},
        policy=request.policy,
    )


@page(right="parties.change", methods=FORM)
def edit(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Change the name and kind of a party."""
    party = _party(request, pk, "parties.change")

    def run(form: Any, version: int | None) -> None:
        commands.change_party(request.actor, party_id=pk, version=version, **form.cleaned_data)

    names = ("kind", "surname", "given_name", "patronymic", "legal_name")
    return form_view(
        request,
        NameForm,
        run,
        title=_("Change the party"),
        initial={name: getattr(party, name) for name in names},
        version=party.version,
        back=card_url(pk),
        fresh_url=card_url(pk),
        said=_("Saved."),
    )


@page(right="contacts.change", methods=FORM)
def add_contact(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Add a number or an address."""
    _party(request, pk, "contacts.change")

    def run(form: Any, _version: int | None) -> None:
        commands.add_contact_point(request.actor, party_id=pk, **form.cleaned_data)

    return form_view(
        request,
        ContactForm,
        run,
        title=_("New contact"),
        submit=_("Add"),
        back=card_url(pk),
        said=_("The contact is added."),
    )


@page(right="contacts.change", methods=("POST",))
def remove_contact(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Take a contact out of use."""
    commands.remove_contact_point(request.actor, contact_point_id=pk)
    return done(_("The contact is removed."))


@page(right="contacts.reveal", methods=FORM)
def reveal(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Ask for the reason, then show the whole contact, once: the answer is kept nowhere."""
    point = get_visible(request.actor, ContactPoint, pk, "contacts.reveal")
    shown: list[str] = []

    def run(form: Any, _version: int | None) -> None:
        reason = form.cleaned_data["reason"]
        shown.append(commands.reveal_contact(request.actor, contact_point_id=pk, reason=reason))

    answer = form_view(
        request,
        RevealForm,
        run,
        title=_("Show the contact"),
        submit=_("Show"),
        back=card_url(point.party_id),
        size="small",
    )
    if not shown:
        return answer
    context = {"title": point.get_kind_display(), "value": shown[0], "back_url": card_url(point.party_id)}
    return _show(request, "registry/revealed", context)


@page(right="parties.close", methods=FORM)
def close(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Close the matter to all but named people."""
    party = _party(request, pk, "parties.close")

    def run(form: Any, version: int | None) -> str | None:
        people = accounts_of([person.pk for person in form.cleaned_data["people"]])
        commands.close_party(
            request.actor,
            party_id=pk,
            people=people.values(),
            reason=form.cleaned_data["reason"],
            version=version,
        )
        # who is not among the named has nothing to come back to
        return None if pk in names_of_parties(request.actor, [pk]) else reverse("parties:list")

    return form_view(
        request,
        CloseForm,
        run,
        title=_("Close the matter"),
        submit=_("Close the matter"),
        version=party.version,
        back=card_url(pk),
        fresh_url=card_url(pk),
        said=_("The matter is closed."),
    )


@page(right="parties.close", methods=("POST",))
def reopen(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Open a closed matter again."""
    commands.open_party(request.actor, party_id=pk)
    return done(_("The matter is open again."))


@page(right="parties.assign", methods=FORM)
def assign(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Name who answers for the party."""
    party = _party(request, pk, "parties.assign")

    def run(form: Any, version: int | None) -> None:
        person = form.cleaned_data["responsible"]
        commands.assign_party(
            request.actor, party_id=pk, employee_id=person.pk if person else None, version=version
        )

    return form_view(
        request,
        AssignForm,
        run,
        title=_("Responsible person"),
        initial={"responsible": party.responsible_id},
        version=party.version,
        back=card_url(pk),
        fresh_url=card_url(pk),
        said=_("Saved."),
        size="small",
    )


@page(right="parties.change", methods=FORM)
def add_role(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Note what the party is to the firm."""
    _party(request, pk, "parties.change")

    def run(form: Any, _version: int | None) -> None:
        commands.add_role(request.actor, party_id=pk, role=form.cleaned_data["role"])

    return form_view(
        request,
        RoleForm,
        run,
        title=_("New role"),
        submit=_("Add"),
        back=card_url(pk),
        said=_("The role is added."),
        size="small",
    )


@page(right="parties.change", methods=("POST",))
def end_role(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Note that the party is no longer that."""
    get_visible(request.actor, PartyRole, pk)
    commands.end_role(request.actor, party_role_id=pk)
    return done(_("The role has ended."))


@page(right="contacts.find_by_tail", methods=FORM)
def find_by_tail(request: PageRequest) -> HttpResponseBase:
    """Find parties by the last four digits of a number: counted and recorded, so never by a link."""
    form = TailForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "title": _("Find by the last four digits"), "parties": None}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            found = commands.find_by_tail(request.actor, tail=form.cleaned_data["tail"])
        except Invalid as refusal:
            form.add_error("tail", str(refusal.fields["tail"]))
        except UnableTo as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            names = names_of_parties(request.actor, (one.party_id for one in found))
            context["parties"] = [(card_url(pk), name) for pk, name in names.items()]
    if form.errors:
        status = 422
    return render_page(request, "registry/find_by_tail.html", context, status=status)


def _party(request: PageRequest, pk: int, right: str) -> Party:
    """A party that the right reaches. Raises NotFound."""
    get_visible(request.actor, Party, pk)
    return get_visible(request.actor, Party, pk, right)


def _show(request: PageRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page, or the inside of the dialog."""
    if wanted_target(request) != DIALOG:
        return render_page(request, f"{template}.html", context)
    answer = HttpResponse(render_to_string(f"{template}_dialog.html", context, request=request))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
