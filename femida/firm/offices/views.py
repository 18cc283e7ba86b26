"""Pages of offices beyond the common screens."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from femida.firm.offices import commands
from femida.firm.offices.forms import (
    BankForm,
    DepartmentEditForm,
    DepartmentForm,
    EntityEditForm,
    EntityForm,
    OfficeEditForm,
    OfficeForm,
)
from femida.firm.offices.models import Department, LegalEntity, Office
from femida.platform.access.queries import get_visible
from femida.platform.screens.forms import form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest

RIGHT = "offices.change"
FORM = ("GET", "POST")


@page(right=RIGHT, methods=FORM)
def new_entity(request: PageRequest) -> HttpResponse:
    """Enter an own firm."""

    def act(form: EntityForm, _version: int | None) -> str:
        pk = commands.add_legal_entity(request.actor, **form.values())
        return reverse("legal-entities:card", args=[pk])

    return form_view(
        request, EntityForm, act, title=_("New legal entity"), back=reverse("legal-entities:list")
    )


@page(right=RIGHT, methods=FORM)
def edit_entity(request: PageRequest, *, pk: int) -> HttpResponse:
    """Change an own firm."""
    entity = get_visible(request.actor, LegalEntity, pk, RIGHT)
    card = reverse("legal-entities:card", args=[pk])

    def act(form: EntityEditForm, version: int | None) -> None:
        commands.change_legal_entity(request.actor, legal_entity_id=pk, version=version, **form.values())

    fields = ("short_name", "name", "inn", "kpp", "ogrn", "address", *commands.SIGNING_FIELDS, "is_active")
    return form_view(
        request,
        EntityEditForm,
        act,
        title=_("Change the legal entity"),
        initial={name: getattr(entity, name) for name in fields},
        version=entity.version,
        back=card,
        fresh_url=card,
    )


@page(right=RIGHT, methods=FORM)
def bank(request: PageRequest, *, pk: int) -> HttpResponse:
    """Where clients pay an own firm to."""
    entity = get_visible(request.actor, LegalEntity, pk, RIGHT)
    card = reverse("legal-entities:card", args=[pk])

    def act(form: BankForm, version: int | None) -> None:
        commands.set_bank_details(request.actor, legal_entity_id=pk, version=version, **form.cleaned_data)

    return form_view(
        request,
        BankForm,
        act,
        title=_("Bank details"),
        initial={name: getattr(entity, name) for name in BankForm.base_fields},
        version=entity.version,
        back=card,
        fresh_url=card,
    )


@page(right=RIGHT, methods=FORM)
def new_office(request: PageRequest) -> HttpResponse:
    """Open an office."""

    def act(form: OfficeForm, _version: int | None) -> str:
        return reverse("offices:card", args=[commands.open_office(request.actor, **form.values())])

    return form_view(
        request,
        OfficeForm,
        act,
        title=_("New office"),
        back=reverse("offices:list"),
        actor=request.actor,
    )


@page(right=RIGHT, methods=FORM)
def edit_office(request: PageRequest, *, pk: int) -> HttpResponse:
    """Change an office."""
    office = get_visible(request.actor, Office, pk, RIGHT)
    card = reverse("offices:card", args=[pk])

    def act(form: OfficeEditForm, version: int | None) -> None:
        commands.change_office(
            request.actor,
            office_id=pk,
            version=version,
            is_active=form.cleaned_data["is_active"],
            **form.values(),
        )

    fields = ("name", "city", "time_zone", "address", "phone", "is_active")
    return form_view(
        request,
        OfficeEditForm,
        act,
        title=_("Change the office"),
        initial={
            **{name: getattr(office, name) for name in fields},
            "legal_entity": office.legal_entity_id,
            **{day: "–".join(times) for day, times in office.hours.items()},
        },
        version=office.version,
        back=card,
        fresh_url=card,
        actor=request.actor,
    )


@page(right=RIGHT, methods=FORM)
def new_department(request: PageRequest) -> HttpResponse:
    """Set up a department."""

    def act(form: DepartmentForm, _version: int | None) -> str:
        data = form.cleaned_data
        pk = commands.add_department(
            request.actor,
            name=data["name"],
            kind=data["kind"],
            office_id=data["office"].pk if data["office"] else None,
            order=data["order"],
        )
        return reverse("departments:card", args=[pk])

    return form_view(
        request,
        DepartmentForm,
        act,
        title=_("New department"),
        back=reverse("departments:list"),
        actor=request.actor,
    )


@page(right=RIGHT, methods=FORM)
def edit_department(request: PageRequest, *, pk: int) -> HttpResponse:
    """Change a department."""
    department = get_visible(request.actor, Department, pk, RIGHT)
    card = reverse("departments:card", args=[pk])

    def act(form: DepartmentEditForm, version: int | None) -> None:
        commands.change_department(request.actor, department_id=pk, version=version, **form.cleaned_data)

    fields = ("name", "kind", "order", "is_active")
    return form_view(
        request,
        DepartmentEditForm,
        act,
        title=_("Change the department"),
        initial={name: getattr(department, name) for name in fields},
        version=department.version,
        back=card,
        fresh_url=card,
    )
