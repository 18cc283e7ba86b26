"""Pages of templates: entering, publishing, the trial, the catalogue of places; types of papers."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from femida.platform.access.queries import get_visible, visible
from femida.platform.core.errors import NotFound
from femida.platform.files.commands import LARGEST, too_large
from femida.platform.journal.access_log import Kind as AccessKind
from femida.platform.journal.access_log import log_access
from femida.platform.screens.forms import done, form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.platform.texts.docx import fill
from femida.platform.ui import components as ui
from femida.platform.ui.pages import render_page
from femida.practice.contracts.models import Contract
from femida.practice.documents import catalogue, commands, forms
from femida.practice.documents.commands.storing import DOCX
from femida.practice.documents.composing import known_fields, sealed_in
from femida.practice.documents.models import DocumentType, Template, TemplateService, TemplateVersion
from femida.practice.documents.preset import load_document_presets
from femida.practice.documents.queries import MOST_TRIED, bytes_of, preview, trial
from femida.practice.documents.template_cards import draw_report
from femida.practice.documents.trials import draw_trial, trial_note

RIGHT: Final = "documents.templates"
FORM: Final = ("GET", "POST")
COUNTS: Final = (5, 10, 25, 50)
USUAL: Final = 10


def card_url(template_id: int) -> str:
    """The address of a template's card."""
    return reverse("document-templates:card", args=[template_id])


def _bytes(file: Any) -> bytes:
    """The whole of an uploaded file: templates are small. Raises Invalid at `file`."""
    if file.size is not None and file.size > LARGEST:
        raise too_large()
    return b"".join(file.chunks())


@page(right=RIGHT, methods=FORM)
def new_template(request: PageRequest) -> HttpResponse:
    """Enter a template."""

    def act(form: forms.TemplateForm, _version: int | None) -> str:
        file = form.cleaned_data["file"]
        pk = commands.add_template(request.actor, data=_bytes(file), file_name=file.name, **form.values())
        return card_url(pk)

    return form_view(
        request,
        forms.TemplateForm,
        act,
        title=_("New document template"),
        back=reverse("document-templates:list"),
        actor=request.actor,
    )


@page(right=RIGHT, methods=FORM)
def edit_template(request: PageRequest, *, pk: int) -> HttpResponse:
    """Change the name, the place and the services of a template."""
    template = get_visible(request.actor, Template, pk)
    tied = visible(request.actor, TemplateService).filter(template=template)

    def act(form: forms.TemplateEditForm, version: int | None) -> None:
        commands.change_template(request.actor, template_id=pk, version=version, **form.values())

    return form_view(
        request,
        forms.TemplateEditForm,
        act,
        title=_("Change the template"),
        initial={
            "name": template.name,
            "group": template.group,
            "type": template.type_id,
            "services": list(tied.values_list("service_id", flat=True)),
        },
        version=template.version,
        back=card_url(pk),
        fresh_url=card_url(pk),
        said=_("Saved."),
        actor=request.actor,
    )


@page(right=RIGHT, methods=FORM)
def upload(request: PageRequest, *, pk: int) -> HttpResponse:
    """Upload a further version of a template."""
    template = get_visible(request.actor, Template, pk)

    def act(form: Any, version: int | None) -> None:
        file = form.cleaned_data["file"]
        commands.upload_template(
            request.actor, template_id=pk, data=_bytes(file), file_name=file.name, version=version
        )

    return form_view(
        request,
        forms.TemplateFileForm,
        act,
        title=_("New version of the template"),
        submit=_("Upload"),
        version=template.version,
        back=card_url(pk),
        fresh_url=card_url(pk),
        said=_("The draft is here: try it and publish it."),
    )


@page(right=RIGHT, methods=FORM)
def publish(request: PageRequest, *, pk: int, number: int) -> HttpResponse:
    """Bring a draft into use, after a look at how it came out on the newest contracts."""
    template = get_visible(request.actor, Template, pk)
    version = _version(request, template, number)

    def act(_form: Any, seen: int | None) -> None:
        commands.publish_template(request.actor, template_id=pk, number=number, version=seen)

    return form_view(
        request,
        forms.PublishForm,
        act,
        title=_("Publish version %(number)d") % {"number": number},
        submit=_("Publish"),
        version=template.version,
        back=card_url(pk),
        fresh_url=card_url(pk),
        said=_("Documents are made from this version now."),
        note=trial_note(trial(request.actor, version, USUAL)),
    )


@page(right=RIGHT, methods=("POST",))
def retire(request: PageRequest, *, pk: int) -> HttpResponse:
    """Take a template out of use."""
    commands.retire_template(request.actor, template_id=pk)
    return done(_("The template is out of use."))


@page(right=RIGHT)
def try_out(request: PageRequest, *, pk: int) -> HttpResponse:
    """How a version comes out on the newest contracts that the reader sees; nothing is kept."""
    template = get_visible(request.actor, Template, pk)
    version = _version(request, template, _number(request.GET.get("version", "")))
    count = _number(request.GET.get("count", "")) or USUAL
    count = max(1, min(count, MOST_TRIED))
    services = TemplateService.objects.filter(template=template).values_list("service_id", flat=True)
    results = trial(request.actor, version, count)
    chips = [
        ui.chip(str(one), url=f"?version={version.number}&count={one}", on=one == count) for one in COUNTS
    ]
    context = {
        "title": _("Trial: %(name)s, version %(number)d") % {"name": template.name, "number": version.number},
        "back": card_url(pk),
        "chips": ui.join([_("Contracts:"), *chips], " "),
        "note": trial_note(results),
        "table": draw_trial(template, version, results),
        "report": draw_report(version, known_fields(services)),
    }
    return render_page(request, "documents/trial.html", context)


@page(right=RIGHT)
def sample(request: PageRequest, *, pk: int, number: int, contract_pk: int) -> HttpResponse:
    """The document that a version makes of a contract, to look at: it is kept nowhere.

    Whole sealed numbers come out under the reader's rights, and that is recorded.
    """
    template = get_visible(request.actor, Template, pk)
    version = _version(request, template, number)
    contract = get_visible(request.actor, Contract, contract_pk)
    composed = preview(request.actor, contract.pk, version.places)
    filled = fill(bytes_of(version.file_id), composed.values, composed.rows)
    if sealed_in(version.places):
        log_access(
            request.actor,
            AccessKind.REVEAL,
            object_type="parties.party",
            object_id=contract.party_id,
            right="requisites.reveal",
            reason=_("A sample was made from the template “%(name)s”.") % {"name": template.name},
            address=request.META.get("REMOTE_ADDR") or "",
        )
    answer = HttpResponse(filled.data, content_type=DOCX)
    words = (_("Sample"), template.name, contract.number.replace("/", "-"))
    name = " ".join(word for word in words if word) + ".docx"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@page(right=RIGHT)
def places(request: PageRequest) -> HttpResponse:
    """All places that templates may name, with what each gives."""
    context = {
        "title": _("Places of templates"),
        "back": reverse("document-templates:list"),
        "sections": catalogue.sections(),
        "acts": ui.join(
            [
                ui.button(_("Types of papers"), icon_name="tags", url=reverse("document-types:list")),
                ui.button(
                    _("Load the ready templates"),
                    icon_name="download",
                    hx_post=reverse("document-types:presets"),
                    hx_swap="none",
                    hx_disabled_elt="this",
                ),
            ],
            " ",
        ),
    }
    return render_page(request, "documents/places.html", context)


@page(right=RIGHT, methods=("POST",))
def presets(request: PageRequest) -> HttpResponse:
    """Load the ready templates and types of papers that are not there yet."""
    count = load_document_presets(request.actor)
    return done(_("Templates loaded: %(count)d.") % {"count": count})


@page(right=RIGHT, methods=FORM)
def new_type(request: PageRequest) -> HttpResponse:
    """Enter a type of papers."""

    def act(form: Any, _version: int | None) -> str:
        pk = commands.add_type(request.actor, **form.cleaned_data)
        return reverse("document-types:card", args=[pk])

    return form_view(
        request, forms.TypeForm, act, title=_("New type of papers"), back=reverse("document-types:list")
    )


@page(right=RIGHT, methods=FORM)
def edit_type(request: PageRequest, *, pk: int) -> HttpResponse:
    """Change a type of papers."""
    row = get_visible(request.actor, DocumentType, pk)
    card = reverse("document-types:card", args=[pk])

    def act(form: Any, version: int | None) -> None:
        commands.change_type(request.actor, type_id=pk, version=version, **form.cleaned_data)

    return form_view(
        request,
        forms.TypeEditForm,
        act,
        title=_("Change the type of papers"),
        initial={"name": row.name, "order": row.order, "is_active": row.is_active},
        version=row.version,
        back=card,
        fresh_url=card,
        said=_("Saved."),
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0  # noqa: PLR2004 - a small integer


def _version(request: PageRequest, template: Template, number: int) -> TemplateVersion:
    """A version by number, the newest without one. Raises NotFound."""
    rows = visible(request.actor, TemplateVersion).filter(template=template).order_by("-number")
    found = rows.filter(number=number).first() if number else rows.first()
    if found is None:
        raise NotFound
    return found
