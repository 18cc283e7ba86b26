"""Forms: one address for page, dialog and tab; refusals where they belong."""

from __future__ import annotations

import json

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, Stale, UnableTo
from femida.platform.screens.forms import form_view


class NameForm(forms.Form):
    name = forms.CharField(label="Имя")


def ask(method="get", data=None, **headers):
    request = getattr(RequestFactory(), method)("/x/", data or {}, headers=headers)
    request.actor = Actor.anonymous()
    request.user = AnonymousUser()
    return request


def show(request, act=lambda form, version: None, **given):
    given.setdefault("title", "Заглавие")
    return form_view(request, NameForm, act, **given)


def test_shows_the_form_with_the_version():
    page = show(ask(), version=7, initial={"name": "Пётр"}).content.decode()
    assert "<html" in page
    assert '<input type="hidden" name="version" value="7">' in page
    assert "Пётр" in page


@pytest.mark.parametrize(("target", "mark"), [("dialog-body", "f-dialog-head"), ("pane-note", "f-form")])
def test_the_same_address_answers_fragments(target, mark):
    headers = {"HX-Request": "true", "HX-Target": target}
    page = show(ask(**headers)).content.decode()
    assert "<html" not in page
    assert mark in page
    assert f'hx-target="#{target}"' in page


def test_what_is_left_out_is_marked_and_the_command_not_run():
    def act(form, version):
        pytest.fail("ran with a bad form")

    answer = show(ask("post", {"name": ""}), act)
    assert answer.status_code == 422
    assert "f-error" in answer.content.decode()


def test_the_command_gets_values_and_version():
    ran = []
    answer = show(
        ask("post", {"name": "Пётр", "version": "3"}),
        lambda form, version: ran.append((form.cleaned_data["name"], version)),
        back="/back/",
    )
    assert ran == [("Пётр", 3)]
    assert (answer.status_code, answer.headers["Location"]) == (302, "/back/")


@pytest.mark.parametrize(
    ("refusal", "status", "said"),
    [
        (Invalid({"name": "Такое имя уже есть."}), 422, "Такое имя уже есть."),
        (Invalid({"elsewhere": "Не хватает офиса."}), 422, "Не хватает офиса."),
        (UnableTo("Звонок ещё не сделан."), 422, "Звонок ещё не сделан."),
        (Stale(), 409, "f-note-warn"),
    ],
)
def test_refusals_stand_in_the_form_and_keep_what_was_typed(refusal, status, said):
    def act(form, version):
        raise refusal

    answer = show(ask("post", {"name": "Пётр", "version": "3"}), act, version=4)
    page = answer.content.decode()
    assert answer.status_code == status
    assert said in page
    assert 'value="Пётр"' in page
    # after a stale save the fresh version counts, otherwise the one the person saw
    assert f'name="version" value="{4 if status == 409 else 3}"' in page


def test_denied_goes_on_to_the_middleware():
    def act(form, version):
        raise Denied

    with pytest.raises(Denied):
        show(ask("post", {"name": "Пётр"}), act)


def test_after_success_dialogs_close_and_the_card_looks_again():
    headers = {"HX-Request": "true", "HX-Target": "dialog-body"}
    answer = show(ask("post", {"name": "Пётр"}, **headers), said="Готово.")
    triggers = json.loads(answer.headers["HX-Trigger"])
    assert answer.status_code == 204
    assert triggers["toast"] == {"text": "Готово.", "tone": "good"}
    assert {"dialog:close", "card:changed"} <= set(triggers)
    led = show(ask("post", {"name": "Пётр"}, **headers), lambda form, version: "/things/5/")
    assert led.headers["HX-Redirect"] == "/things/5/"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_away_from_the_site(address):
    answer = show(ask("post", {"name": "Пётр", "next": address}), back="/back/")
    assert answer.headers["Location"] == "/back/"
    ours = show(ask("post", {"name": "Пётр", "next": "/things/?q=1"}), back="/back/")
    assert ours.headers["Location"] == "/things/?q=1"
