"""The guard of pages: sign-in, rights, methods, and how refusals are told."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory

from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.journal.models import AccessLog
from femida.platform.screens.middleware import ScreensMiddleware
from femida.platform.screens.pages import page
from tests.firm.people import actor_of


def ask(path="/x/", actor: Actor | None = None, method="get", **headers):
    request = getattr(RequestFactory(), method)(path, headers=headers)
    request.actor = actor or Actor.anonymous()
    request.user = AnonymousUser()
    return request


@page(right="things.view")
def guarded(request):
    return HttpResponse(str(request.policy.may("things.view")))


@page(right=None, reason="for everybody inside")
def inside(request):
    return HttpResponse("inside")


@page(right=None, reason="the public form", public=True, methods=("GET", "POST"))
def public(request):
    return HttpResponse("public")


def test_a_page_tells_what_it_demands():
    assert (guarded.declared_right, guarded.is_public) == ("things.view", False)
    assert (inside.declared_right, inside.declared_reason) == (None, "for everybody inside")
    assert public.declared_methods == ("GET", "POST", "HEAD")


def test_a_page_without_right_and_reason_cannot_be_made():
    with pytest.raises(ValueError, match="why"):
        page(right=None)
    with pytest.raises(ValueError, match="public"):
        page(right="things.view", public=True)


def test_a_stranger_is_sent_to_sign_in(db):
    assert guarded(ask("/things/?q=1")).headers["Location"].endswith("?next=%2Fthings%2F%3Fq%3D1")
    assert guarded(ask(**{"HX-Request": "true"})).status_code == 401
    answer = guarded(ask(Accept="application/json"))
    assert (answer.status_code, json.loads(answer.content)["code"]) == (401, "sign_in")
    assert public(ask()).content == b"public"


def test_the_right_is_checked_and_the_refusal_noted(house):
    assert guarded(ask(actor=actor_of(house.clerk))).content == b"True"
    with pytest.raises(Denied):
        guarded(ask(actor=actor_of(house.visitor)))
    line = AccessLog.objects.get(kind=AccessLog.Kind.REFUSED)
    assert (line.actor_id, line.right, line.object_id) == (house.visitor.account_id, "things.view", None)


def test_other_methods_are_refused(house):
    assert guarded(ask(actor=actor_of(house.clerk), method="post")).status_code == 405
    assert guarded(ask(actor=actor_of(house.clerk), method="head")).status_code == 200


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (Denied("Нельзя."), 403),
        (NotFound(), 404),
        (Stale("Опоздали."), 409),
        (Invalid({"name": "Пусто."}), 422),
    ],
)
def test_refusals_keep_status_and_sentence_in_every_form(house, refusal, status):
    middleware = ScreensMiddleware(lambda request: HttpResponse())
    whole = middleware.process_exception(ask(), refusal)
    assert whole.status_code == status
    assert str(refusal.sentence) in whole.content.decode()
    fragment = middleware.process_exception(ask(**{"HX-Request": "true"}), refusal)
    assert fragment.status_code == status
    assert json.loads(fragment.headers["HX-Trigger"])["toast"] == {
        "text": str(refusal.sentence),
        "tone": "bad",
    }
    said = json.loads(middleware.process_exception(ask(Accept="application/json"), refusal).content)
    assert (said["code"], said["sentence"]) == (refusal.code, str(refusal.sentence))
    assert said.get("fields") == ({"name": "Пусто."} if status == 422 else None)


def test_other_errors_are_left_alone():
    assert ScreensMiddleware(lambda request: HttpResponse()).process_exception(ask(), ValueError()) is None


def test_a_blocked_account_is_a_stranger(house):
    client = house.client(house.clerk)
    assert client.get("/things/").status_code == 200
    house.clerk.account.is_active = False
    house.clerk.account.save()
    assert client.get("/things/").status_code == 302


def test_the_page_speaks_the_persons_language(house):
    house.clerk.account.language = "en"
    house.clerk.account.save()
    assert house.client(house.clerk).get("/").headers["Content-Language"] == "en"
    assert house.client(house.visitor).get("/").headers["Content-Language"] == "ru"


def test_no_statement_for_visitors_without_a_session(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert Client().get("/things/").status_code == 302
