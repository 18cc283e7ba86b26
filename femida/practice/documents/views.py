"""Pages of documents beyond the common screens."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from femida.platform.access.queries import get_visible
from femida.platform.screens.forms import done, form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.platform.ui.answers import redirect_whole
from femida.practice.contracts.models import Contract
from femida.practice.documents import commands, forms
from femida.practice.documents.commands.making import LeavesEmpty
from femida.practice.documents.models import Document
from femida.practice.documents.queries import documents_of, offered_versions

FORM: Final = ("GET", "POST")
FILE: Final = "documents.file"
MAKE: Final = "documents.make"
PUBLISH: Final = "documents.publish"


def card_url(document_id: int) -> str:
    """The address of a document's card."""
    return reverse("documents:card", args=[document_id])


def _contract(request: PageRequest, pk: int, right: str) -> Contract:
    """A contract that the actor sees and the right reaches. Raises NotFound."""
    get_visible(request.actor, Contract, pk)
    return get_visible(request.actor, Contract, pk, right)


def _document(request: PageRequest, pk: int, right: str) -> Document:
    get_visible(request.actor, Document, pk)
    return get_visible(request.actor, Document, pk, right)


@page(right=MAKE, methods=FORM)
def make(request: PageRequest, *, contract_pk: int) -> HttpResponse:
    """Make a document of a contract from a template."""
    contract = _contract(request, contract_pk, MAKE)

    def act(form: forms.MakeForm, _version: int | None) -> None:
        values = form.cleaned_data
        try:
            commands.make_document(
                request.actor,
                contract_id=contract.pk,
                template_id=int(values["template"]),
                document_id=int(values["document"]) if values["document"] else None,
                accept_empty=form.accepted_names(),
                key=values["key"],
            )
        except LeavesEmpty as refusal:
            form.show(refusal.names)
            raise

    return form_view(
        request,
        forms.MakeForm,
        act,
        title=_("Make a document"),
        submit=_("Make"),
        back=reverse("contracts:card", args=[contract.pk]),
        said=_("The document is made. Its PDF is on the way."),
        templates=list(offered_versions(contract.pk)),
        documents=documents_of(request.actor, contract.pk),
    )


@page(right=FILE, methods=FORM)
def upload(request: PageRequest, *, contract_pk: int) -> HttpResponse:
    """File a file as a new document of a contract."""
    contract = _contract(request, contract_pk, FILE)

    def act(form: Any, _version: int | None) -> None:
        values = form.cleaned_data
        commands.upload_document(
            request.actor,
            contract_id=contract.pk,
            title=values["title"] or values["type"].name,
            group=values["group"],
            type_id=values["type"].pk,
            file_name=values["file"].name,
            content=values["file"].chunks(),
            key=values["key"],
        )

    return form_view(
        request,
        forms.UploadForm,
        act,
        title=_("Upload a document"),
        submit=_("Upload"),
        back=reverse("contracts:card", args=[contract.pk]),
        said=_("The document is filed."),
        actor=request.actor,
    )


@page(right=FILE, methods=FORM)
def new_version(request: PageRequest, *, pk: int) -> HttpResponse:
    """Upload a further version of a document."""
    document = _document(request, pk, FILE)

    def act(form: Any, version: int | None) -> None:
        values = form.cleaned_data
        commands.add_version(
            request.actor,
            document_id=pk,
            file_name=values["file"].name,
            content=values["file"].chunks(),
            version=version,
            key=values["key"],
        )

    return form_view(
        request,
        forms.VersionForm,
        act,
        title=_("New version: %(name)s") % {"name": document.title},
        submit=_("Upload"),
        version=document.version,
        back=card_url(pk),
        fresh_url=card_url(pk),
        said=_("The version is filed."),
    )


@page(right=FILE, methods=FORM)
def edit(request: PageRequest, *, pk: int) -> HttpResponse:
    """Give a document another name, group or type."""
    document = _document(request, pk, FILE)

    def act(form: Any, version: int | None) -> None:
        values = form.cleaned_data
        commands.file_anew(
            request.actor,
            document_id=pk,
            title=values["title"],
            group=values["group"],
            type_id=values["type"].pk,
            version=version,
        )

    return form_view(
        request,
        forms.FileForm,
        act,
        title=_("Name, group, type"),
        initial={"title": document.title, "group": document.group, "type": document.type_id},
        version=document.version,
        back=card_url(pk),
        fresh_url=card_url(pk),
        said=_("Saved."),
        actor=request.actor,
    )


@page(right=PUBLISH, methods=("POST",))
def show(request: PageRequest, *, pk: int) -> HttpResponse:
    """Show a document in the client portal."""
    commands.show_document(request.actor, document_id=pk, is_published=True)
    return done(_("The client sees the document."))


@page(right=PUBLISH, methods=("POST",))
def hide(request: PageRequest, *, pk: int) -> HttpResponse:
    """Take a document out of the client portal."""
    commands.show_document(request.actor, document_id=pk, is_published=False)
    return done(_("The client does not see the document any more."))


@page(right=FILE, methods=("POST",))
def remove(request: PageRequest, *, pk: int) -> HttpResponse:
    """Remove a document; from its own card the person is led to its contract."""
    document = get_visible(request.actor, Document, pk)
    commands.remove_document(request.actor, document_id=pk)
    if request.headers.get("HX-Current-URL", "").endswith(card_url(pk)):
        return redirect_whole(reverse("contracts:card", args=[document.contract_id]))
    return done(_("The document is removed."))


@page(right=MAKE, methods=("POST",))
def pdf_again(request: PageRequest, *, pk: int, number: int) -> HttpResponse:
    """Have a PDF made once more."""
    commands.try_pdf_again(request.actor, document_id=pk, number=number)
    return done(_("The PDF is being made."))
