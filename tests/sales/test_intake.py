"""Enquiries from sites: taken in, refused by field, never lost, never doubled."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from femida.platform.inbox.jobs import handle
from femida.platform.inbox.models import Message
from femida.sales.leads.models import Enquiry, Lead
from femida.sales.sources.models import Source
from tests.sales.firm import a_firm

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
GOOD = {"name": "Анна", "phone": "8 999 123-45-67", "text": "Нужен юрист", "utm_source": "yandex"}


@pytest.fixture
def source():
    return Source.objects.get(pk=a_firm().source_id)


def send(source, body=None, *, client=None, **headers):
    payload = json.dumps(body) if isinstance(body, dict | list) else body
    return (client or Client()).post(
        f"/intake/web/{source.key}", payload, content_type="application/json", headers=headers
    )


def handled():
    for message_id in Message.objects.filter(state="received").values_list("pk", flat=True):
        handle.func(message_id=message_id)


def test_a_json_enquiry_becomes_a_lead(source):
    answer = send(source, GOOD | {"page": "https://site.example/razvod", "city": "Казань"})
    assert answer.status_code == 202
    assert answer.json()["receipt"]
    assert Lead.objects.count() == 0
    handled()
    enquiry = Enquiry.objects.get()
    assert enquiry.lead.party.name == "Анна"
    assert enquiry.campaign == {"utm_source": "yandex"}
    assert "city: Казань" in enquiry.text
    assert Message.objects.get().object_id == enquiry.lead_id


def test_a_form_enquiry_thanks_its_visitor(source):
    answer = Client().post(f"/intake/web/{source.key}", "phone=%2B79991234567&name=A", content_type=FORM)
    assert answer.status_code == 303
    assert answer["Location"].endswith("/thanks")
    assert Client().get(answer["Location"]).status_code == 200
    there = Client().post(
        f"/intake/web/{source.key}",
        "phone=%2B79991234567&next=https://site.example/ok",
        content_type=FORM,
    )
    assert there["Location"] == "https://site.example/ok"
    elsewhere = Client().post(
        f"/intake/web/{source.key}",
        "phone=%2B79991234567&next=https://evil.example/ok",
        content_type=FORM,
    )
    assert "evil" not in elsewhere["Location"]


@pytest.mark.parametrize(
    ("body", "field", "status"),
    [
        ("не json", "body", 400),
        (b"\xff\xfe{", "body", 400),
        ("[1, 2]", "body", 400),
        ("[" * 5000, "body", 400),
        ({}, "phone", 422),
        ({"phone": "12"}, "phone", 422),
        ({"phone": 79991234567}, "phone", 422),
        ({"phone": "+79991234567", "email": "нет"}, "email", 422),
        ({"phone": "+79991234567", "name": "я" * 201}, "name", 422),
        ({"phone": "+79991234567", "text": "я" * 8001}, "text", 422),
        ({"phone": "+79991234567", "text": ["a"]}, "text", 422),
        ({"phones": "+79991234567"}, "phones", 422),
        ({"phones": ["+79991234567"] * 9}, "phones", 422),
    ],
)
def test_garbage_names_its_field_and_makes_nothing(source, body, field, status):
    answer = send(source, body)
    assert answer.status_code == status
    assert field in answer.json()["fields"]
    assert Message.objects.get().state == "refused"
    handled()
    assert Lead.objects.count() == 0


def test_other_kinds_of_bodies_are_refused(source):
    answer = Client().post(f"/intake/web/{source.key}", "<a/>", content_type="text/xml")
    assert answer.status_code == 415
    too_long = json.dumps(GOOD | {"more": "x" * 70_000})
    assert send(source, too_long).status_code == 413
    assert Client().put(f"/intake/web/{source.key}").status_code == 405
    assert Client().post("/intake/web/unknown", "{}", content_type="application/json").status_code == 404


def test_a_robot_is_thanked_and_left_aside(source):
    answer = send(source, GOOD | {"company_site": "http://spam"})
    assert answer.status_code == 202
    assert Message.objects.get().state == "spam"
    handled()
    assert Lead.objects.count() == 0


def test_one_key_one_effect(source):
    first = send(source, GOOD, **{"Idempotency-Key": "k1"})
    again = send(source, GOOD, **{"Idempotency-Key": "k1"})
    other = send(source, GOOD | {"name": "Пётр"}, **{"Idempotency-Key": "k1"})
    assert first.json()["receipt"] == again.json()["receipt"]
    assert other.status_code == 422
    assert "idempotency_key" in other.json()["fields"]
    handled()
    handled()
    assert Enquiry.objects.count() == 1


def test_only_the_source_s_sites_may_post_from_a_browser(source):
    known = send(source, GOOD, Origin="https://site.example")
    assert known["Access-Control-Allow-Origin"] == "https://site.example"
    foreign = send(source, GOOD, Origin="https://evil.example")
    assert foreign.status_code == 403
    assert "Access-Control-Allow-Origin" not in foreign
    assert Message.objects.count() == 1
    asked = Client().options(f"/intake/web/{source.key}", headers={"Origin": "https://site.example"})
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Origin"] == "https://site.example"


def test_too_many_requests_are_told_to_wait(source):
    Source.objects.filter(pk=source.pk).update(per_minute=3)
    answers = [send(source, GOOD | {"name": f"n{n}"}) for n in range(5)]
    assert [answer.status_code for answer in answers] == [202, 202, 202, 429, 429]
    assert answers[-1]["Retry-After"] == "60"


def test_the_ready_form_may_stand_in_the_source_s_sites_only(source):
    answer = Client().get(f"/intake/web/{source.key}")
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://site.example" in policy
    assert "unsafe" not in policy
    assert "X-Frame-Options" not in answer
    assert b'name="consent"' in answer.content


def test_a_source_out_of_use_takes_nothing(source):
    Source.objects.filter(pk=source.pk).update(is_active=False)
    assert send(source, GOOD).status_code == 404
    Source.objects.filter(pk=source.pk).update(is_active=True, accepts_web=False)
    assert send(source, GOOD).status_code == 404
    assert Message.objects.count() == 0
