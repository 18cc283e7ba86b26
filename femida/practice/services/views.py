"""Pages of services beyond the common screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from femida.platform.access.queries import get_visible, visible
from femida.platform.core.errors import NotFound, Text
from femida.platform.screens.forms import done, form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.practice.services import commands, forms
from femida.practice.services.models import Service, ServiceField, ServiceGroup, WorkStageTemplate

RIGHT = "services.change"
FORM = ("GET", "POST")


@page(right=RIGHT, methods=FORM)
def new_group(request: PageRequest) -> HttpResponse:
    """Set up a group."""

    def act(form: forms.GroupForm, _version: int | None) -> str:
        pk = commands.add_group(request.actor, **form.cleaned_data)
        return reverse("service-groups:card", args=[pk])

    return form_view(
        request, forms.GroupForm, act, title=_("New group of services"), back=reverse("service-groups:list")
    )


@page(right=RIGHT, methods=FORM)
def edit_group(request: PageRequest, *, pk: int) -> HttpResponse:
    """Change a group."""
    group = get_visible(request.actor, ServiceGroup, pk, RIGHT)
    card = reverse("service-groups:card", args=[pk])

    def act(form: forms.GroupEditForm, version: int | None) -> None:
        commands.change_group(request.actor, group_id=pk, version=version, **form.cleaned_data)

    return form_view(
        request,
        forms.GroupEditForm,
        act,
        title=_("Change the group"),
        initial={name: getattr(group, name) for name in ("name", "order", "is_active")},
        version=group.version,
        back=card,
        fresh_url=card,
    )


@page(right=RIGHT, methods=FORM)
def new_service(request: PageRequest) -> HttpResponse:
    """Set up a service."""

    def act(form: forms.ServiceForm, _version: int | None) -> str:
        return reverse("services:card", args=[commands.add_service(request.actor, **form.values())])

    return form_view(
        request,
        forms.ServiceForm,
        act,
        title=_("New service"),
        back=reverse("services:list"),
        actor=request.actor,
    )


@page(right=RIGHT, methods=FORM)
def edit_service(request: PageRequest, *, pk: int) -> HttpResponse:
    """Change a service."""
    service = get_visible(request.actor, Service, pk, RIGHT)

    def act(form: forms.ServiceEditForm, version: int | None) -> None:
        commands.change_service(request.actor, service_id=pk, version=version, **form.values())

    fields = ("name", "unit", "norm_days", "description")
    return _on_card(
        request,
        service,
        forms.ServiceEditForm,
        act,
        title=_("Change the service"),
        initial={"group": service.group_id, **{name: getattr(service, name) for name in fields}},
        actor=request.actor,
    )


@page(right=RIGHT, methods=("POST",))
def archive(request: PageRequest, *, pk: int) -> HttpResponse:
    """Take out of use."""
    commands.archive_service(request.actor, service_id=pk)
    return done(_("The service is out of use."))


@page(right=RIGHT, methods=("POST",))
def restore(request: PageRequest, *, pk: int) -> HttpResponse:
    """Put into use again."""
    commands.restore_service(request.actor, service_id=pk)
    return done(_("The service is in use."))


@page(right=RIGHT, methods=FORM)
def price(request: PageRequest, *, pk: int) -> HttpResponse:
    """Set a price from a day on."""
    service = get_visible(request.actor, Service, pk, RIGHT)

    def act(form: forms.PriceForm, version: int | None) -> None:
        values = dict(form.cleaned_data)
        office = values.pop("office")
        commands.set_price(
            request.actor, service_id=pk, version=version, office_id=office and office.pk, **values
        )

    return _on_card(request, service, forms.PriceForm, act, title=_("Price"), actor=request.actor)


@page(right=RIGHT, methods=FORM)
def vat(request: PageRequest, *, pk: int) -> HttpResponse:
    """Set the VAT from a day on."""
    service = get_visible(request.actor, Service, pk, RIGHT)

    def act(form: forms.VatForm, version: int | None) -> None:
        commands.set_vat(request.actor, service_id=pk, version=version, **form.cleaned_data)

    return _on_card(request, service, forms.VatForm, act, title=_("VAT"))


@page(right=RIGHT, methods=FORM)
def new_stage(request: PageRequest, *, pk: int) -> HttpResponse:
    """Add a work stage."""
    service = get_visible(request.actor, Service, pk, RIGHT)

    def act(form: forms.StageForm, version: int | None) -> None:
        commands.add_stage(request.actor, service_id=pk, version=version, **form.cleaned_data)

    return _on_card(request, service, forms.StageForm, act, title=_("New work stage"))


@page(right=RIGHT, methods=FORM)
def edit_stage(request: PageRequest, *, pk: int, stage_pk: int) -> HttpResponse:
    """Change a work stage."""
    service = get_visible(request.actor, Service, pk, RIGHT)
    stage = visible(request.actor, WorkStageTemplate).filter(pk=stage_pk, service=service).first()
    if stage is None:
        raise NotFound

    def act(form: forms.StageEditForm, version: int | None) -> None:
        commands.change_stage(
            request.actor, service_id=pk, stage_id=stage_pk, version=version, **form.cleaned_data
        )

    fields = ("name", "norm_business_hours", "planned_expense", "order", "is_active")
    return _on_card(
        request,
        service,
        forms.StageEditForm,
        act,
        title=_("Change the work stage"),
        initial={name: getattr(stage, name) for name in fields},
    )


@page(right=RIGHT, methods=FORM)
def new_field(request: PageRequest, *, pk: int) -> HttpResponse:
    """Add a field of the contract."""
    service = get_visible(request.actor, Service, pk, RIGHT)

    def act(form: forms.FieldForm, version: int | None) -> None:
        commands.add_field(request.actor, service_id=pk, version=version, **form.cleaned_data)

    return _on_card(request, service, forms.FieldForm, act, title=_("New field of the contract"))


@page(right=RIGHT, methods=FORM)
def edit_field(request: PageRequest, *, pk: int, field_pk: int) -> HttpResponse:
    """Change a field of the contract."""
    service = get_visible(request.actor, Service, pk, RIGHT)
    field = visible(request.actor, ServiceField).filter(pk=field_pk, service=service).first()
    if field is None:
        raise NotFound

    def act(form: forms.FieldEditForm, version: int | None) -> None:
        commands.change_field(
            request.actor, service_id=pk, field_id=field_pk, version=version, **form.cleaned_data
        )

    fields = ("label", "is_required", "order", "is_active")
    return _on_card(
        request,
        service,
        forms.FieldEditForm,
        act,
        title=_("Change the field"),
        initial={"options": "\n".join(field.options), **{name: getattr(field, name) for name in fields}},
    )


def _on_card(
    request: PageRequest,
    service: Service,
    make: type[Form],
    act: Callable[[Any, int | None], None],
    *,
    title: Text,
    **given: Any,
) -> HttpResponse:
    """A form opened from the card of a service; one saved on an older card is stale."""
    card = reverse("services:card", args=[service.pk])
    return form_view(
        request, make, act, title=title, version=service.version, back=card, fresh_url=card, **given
    )
