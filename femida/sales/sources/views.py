"""Pages of sources beyond the common screens."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from femida.platform.access.queries import get_visible
from femida.platform.screens.forms import form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.sales.sources import commands
from femida.sales.sources.forms import SourceEditForm, SourceForm
from femida.sales.sources.models import Source

RIGHT = "sources.change"
FORM = ("GET", "POST")


@page(right=RIGHT, methods=FORM)
def new(request: PageRequest) -> HttpResponse:
    """Set up a source."""

    def act(form: SourceForm, _version: int | None) -> str:
        return reverse("sources:card", args=[commands.add_source(request.actor, **form.values())])

    return form_view(request, SourceForm, act, title=_("New source"), back=reverse("sources:list"))


@page(right=RIGHT, methods=FORM)
def edit(request: PageRequest, *, pk: int) -> HttpResponse:
    """Change a source."""
    source = get_visible(request.actor, Source, pk, RIGHT)
    card = reverse("sources:card", args=[pk])

    def act(form: SourceEditForm, version: int | None) -> None:
        commands.change_source(request.actor, source_id=pk, version=version, **form.values())

    fields = ("name", "channel", "information", "accepts_web", "per_minute", "is_active")
    return form_view(
        request,
        SourceEditForm,
        act,
        title=_("Change the source"),
        initial={
            **{name: getattr(source, name) for name in fields},
            "office": source.office_id,
            "origins": "\n".join(source.origins),
        },
        version=source.version,
        back=card,
        fresh_url=card,
    )
