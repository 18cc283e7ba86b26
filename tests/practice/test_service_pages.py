"""The pages of services: what they show, take and refuse, in how many statements."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from femida.platform.access.rights import Scope
from femida.practice.services import commands
from femida.practice.services.models import Service, ServiceField, ServiceGroup, WorkStageTemplate
from femida.practice.services.queries import price_on, today, vat_on
from tests.firm.people import an_employee, an_office, give
from tests.practice.test_services import HOUSE, a_service

pytestmark = pytest.mark.django_db

# Session, account, policy in two, the bell: what every page asks.
FRAME = 5


def client_with(office: str = "Москва", **scopes: Scope) -> Client:
    """A browser of somebody with these rights."""
    person = an_employee(an_office(office))
    give(person, **scopes)
    client = Client()
    client.force_login(person.account)
    return client


@pytest.fixture
def client() -> Client:
    return client_with(services__view=Scope.FIRM, services__change=Scope.FIRM, offices__view=Scope.FIRM)


def test_a_service_is_set_up_by_its_form(client):
    client.post(reverse("service-groups:new"), {"name": "Семья", "order": 5})
    group = ServiceGroup.objects.get()
    form = {
        "name": "Развод",
        "group": group.pk,
        "unit": "service",
        "norm_days": "60",
        "price": "12 500,50",
        "vat": "standard",
        "valid_from": "2026-02-01",
    }
    answer = client.post(reverse("services:new"), form)
    service = Service.objects.get()
    assert answer["Location"] == reverse("services:card", args=[service.pk])
    assert price_on(service.pk, date(2026, 2, 1)) == Decimal("12500.50")
    assert vat_on(service.pk, date(2026, 2, 1)).percent == 22
    card = client.get(answer["Location"]).content.decode()
    assert "12\u202f500,50" in card
    assert "обычная ставка, 22 %" in card
    listed = client.get(reverse("services:list")).content.decode()
    assert "12\u202f500,50" in listed
    assert "Семья" in listed
    in_group = client.get(reverse("service-groups:card", args=[group.pk])).content.decode()
    assert "Развод" in in_group


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"price": "1,234"}, "price"),
        ({"price": "много"}, "price"),
        ({"price": "-1"}, "price"),
        ({"norm_days": "0"}, "norm_days"),
        ({"valid_from": "2026-02-30"}, "valid_from"),
        ({"valid_from": "1900-01-01"}, "valid_from"),
        ({"group": "0"}, "group"),
        ({"name": ""}, "name"),
        ({"vat": "half"}, "vat"),
    ],
)
def test_bad_input_is_answered_at_its_field(client, wrong, field):
    group = commands.add_group(HOUSE, name="Семья")
    form = {"name": "Развод", "group": group, "unit": "service", "vat": "none", "valid_from": "2026-02-01"}
    answer = client.post(reverse("services:new"), form | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Service.objects.exists()


def test_a_coming_price_and_a_special_one_stand_on_the_card(client):
    pk, office = a_service(), an_office("Тверь")
    address = reverse("services:price", args=[pk])
    coming = today() + timedelta(days=10)
    version = Service.objects.get(pk=pk).version
    form = {"price": "2000", "valid_from": coming.isoformat(), "version": version}
    assert client.post(address, form).status_code == 302
    assert client.post(address, {**form, "price": "3000"}).status_code == 409
    special = {"price": "", "valid_from": coming.isoformat(), "office": office.pk, "client_kind": "person"}
    assert client.post(address, special).status_code == 302
    without_sum = client.post(address, {"price": "", "valid_from": coming.isoformat()})
    assert list(without_sum.context["form"].errors) == ["price"]
    card = client.get(reverse("services:card", args=[pk])).content.decode()
    assert "ещё не действует" in card
    assert "Тверь, люди" in card
    assert "как для всех" in card
    assert price_on(pk, coming) == 2000


def test_stages_fields_vat_and_use_by_the_pages(client):
    pk = a_service()
    client.post(reverse("services:vat", args=[pk]), {"kind": "zero", "valid_from": "2026-03-01"})
    assert vat_on(pk, date(2026, 3, 1)).percent == 0
    stage = {"name": "Иск", "norm_business_hours": "3", "planned_expense": "300", "order": "1"}
    client.post(reverse("services:new-stage", args=[pk]), stage)
    found = WorkStageTemplate.objects.get()
    assert found.planned_expense == 300
    card = client.get(reverse("services:card", args=[pk])).content.decode()
    assert "3 рабочих часа" in card
    edit = reverse("services:edit-stage", args=[pk, found.pk])
    assert edit in card
    assert client.get(edit).context["form"].initial["name"] == "Иск"
    client.post(edit, {**stage, "name": "Подача иска"})
    assert WorkStageTemplate.objects.filter(name="Подача иска", is_active=False).exists()
    field = {"label": "Суд", "key": "court", "kind": "choice", "options": "А\n\nБ\n", "order": "1"}
    client.post(reverse("services:new-field", args=[pk]), field)
    asked = ServiceField.objects.get()
    assert asked.options == ["А", "Б"]
    edit = reverse("services:edit-field", args=[pk, asked.pk])
    assert client.get(edit).context["form"].initial["options"] == "А\nБ"
    wrong = client.post(edit, {**field, "options": "А"})
    assert list(wrong.context["form"].errors) == ["options"]
    other = a_service("Другая")
    assert client.get(reverse("services:edit-field", args=[other, asked.pk])).status_code == 404
    assert client.get(reverse("services:edit-stage", args=[other, found.pk])).status_code == 404
    client.post(reverse("services:archive", args=[pk]))
    assert not Service.objects.get(pk=pk).is_active
    client.post(reverse("services:restore", args=[pk]))
    assert Service.objects.get(pk=pk).is_active


def test_changing_service_and_group_by_their_forms(client):
    pk = a_service()
    service = Service.objects.get(pk=pk)
    address = reverse("services:edit", args=[pk])
    assert client.get(address).context["form"].initial["group"] == service.group_id
    form = {"name": "Новое имя", "group": service.group_id, "unit": "hour", "version": service.version}
    assert client.post(address, form).status_code == 302
    assert client.post(address, {**form, "name": "Опоздавшее"}).status_code == 409
    assert Service.objects.get(pk=pk).name == "Новое имя"
    group = reverse("service-groups:edit", args=[service.group_id])
    assert client.get(group).context["form"].initial["is_active"] is True
    client.post(group, {"name": "Семья", "order": "7", "is_active": "on", "version": "1"})
    assert ServiceGroup.objects.get(pk=service.group_id).name == "Семья"


def test_who_may_only_look_is_offered_and_allowed_nothing_more():
    pk = a_service()
    stage = commands.add_stage(HOUSE, service_id=pk, name="Иск")
    client = client_with(services__view=Scope.FIRM)
    card = client.get(reverse("services:card", args=[pk])).content.decode()
    assert "Иск" in card
    assert f"/services/{pk}/price/" not in card
    assert f"/stages/{stage}/" not in card
    for name in ("edit", "price", "vat", "new-stage", "new-field", "archive"):
        assert client.post(reverse(f"services:{name}", args=[pk]), {}).status_code == 403
    assert client_with("Омск").get(reverse("services:card", args=[pk])).status_code == 403


@pytest.mark.parametrize(
    ("address", "budget"),
    [
        ("/services/", FRAME + 2),  # rows, prices
        # the row, its values, prices, VAT, rates, stages, fields, time-line, the line in the access log
        ("/services/{pk}/", FRAME + 9),
        ("/service-groups/", FRAME + 1),
    ],
)
def test_exactly_as_many_statements_with_few_rows_and_with_many(client, address, budget):
    pk = a_service()
    page = address.format(pk=pk)

    def fill(numbers: range) -> None:
        for number in numbers:
            a_service(f"Услуга {number}")
            commands.add_stage(HOUSE, service_id=pk, name=f"Этап {number}")
            commands.add_field(HOUSE, service_id=pk, key=f"k{number}", label="Поле", kind="text")
            day = date(2026, 1, 1) + timedelta(days=number)
            commands.set_price(HOUSE, service_id=pk, price=Decimal(number), valid_from=day)

    for numbers in (range(3), range(3, 20)):
        fill(numbers)
        client.get(page)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        statements = [one["sql"] for one in captured.captured_queries]
        assert len(statements) == budget, "\n".join(statements)
