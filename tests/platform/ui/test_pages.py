"""One address, two answers; the catalogue; choices of look; pages of errors."""

import json
import re
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

import pytest
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.urls import path
from django.utils import translation

from femida.platform.accounts.models import User
from femida.platform.core.actor import Actor
from femida.platform.ui import answers, components, views
from femida.platform.ui.context import SCRIPT_WORDS, look
from femida.platform.ui.pages import render_page, wanted_target
from femida.platform.ui.samples import samples
from femida.platform.ui.shell import Bell, NavEntry, NavSection, NewEntry

pytestmark = pytest.mark.urls("tests.platform.ui.urls")

PROCESSORS = ["django.template.context_processors.request", "femida.platform.ui.context.look"]
TEMPLATES = Path(components.__file__).parent / "templates"


def _request(path="/ui/catalogue/", method="get", data=None, user=None, **headers):
    request = getattr(RequestFactory(), method)(path, data, headers=headers)
    request.user = user or User(pk=7, login="anna", name="Белова Анна", theme="dark", density="dense")
    request.actor = Actor.person(7) if request.user.is_authenticated else Actor.anonymous()
    request.resolver_match = None
    return request


@pytest.fixture(autouse=True)
def the_room_alone(settings):
    """These pages ask for no right and stand without the rooms above, so the database is not needed."""
    first = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**first, "OPTIONS": {**first["OPTIONS"], "context_processors": PROCESSORS}}]
    with patch("femida.platform.ui.guard.policy_of"):
        yield


def test_a_browser_gets_the_whole_page():
    response = views.catalogue(_request())
    page = response.content.decode()
    assert response.status_code == 200
    assert "<!doctype html>" in page
    assert 'data-theme="dark" data-density="dense" data-bs-theme="dark"' in page
    assert "HX-Request" in response["Vary"]
    assert response["Cache-Control"] == "private, no-store"


def test_htmx_gets_the_inside_of_main():
    page = views.catalogue(_request(HX_Request="true", HX_Target="main")).content.decode()
    assert "<!doctype" not in page
    assert "<nav" not in page.split("f-catalogue")[0]
    assert "<title>" in page


@pytest.mark.parametrize(
    ("headers", "target"),
    [
        ({}, None),
        ({"HX-Request": "true"}, "main"),
        ({"HX-Request": "true", "HX-Target": "list"}, "list"),
        ({"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "main"}, None),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, None),
    ],
)
def test_what_htmx_wants(headers, target):
    assert wanted_target(_request(**headers)) == target


def test_a_smaller_region_has_its_own_template():
    request = _request(**{"HX-Request": "true", "HX-Target": "list"})
    fragments = {"list": "ui/components/selection.html"}
    page = render_page(request, "ui/catalogue.html", {}, fragments=fragments).content.decode()
    assert "data-selection" in page
    assert "f-catalogue" not in page


def test_catalogue_is_closed_to_strangers():
    response = views.catalogue(_request(user=AnonymousUser()))
    assert response.status_code == 302


def test_catalogue_shows_every_component():
    shown = {sample.name for sample in samples(_request())}
    helpers = {
        "EMPTY_CELL",
        "MENU_LINE",
        "Head",
        "Place",
        "Step",
        "Tab",
        "attributes",
        "column_class",
        "hidden",
        "join",
        "safe",
        "text",
    }
    functions = set(components.__all__) - helpers
    templates = {path.name for path in (TEMPLATES / "ui" / "components").glob("*.html")}
    patterns = {f"samples/{path.name}" for path in (TEMPLATES / "ui" / "samples").glob("*.html")}
    assert shown == functions | templates | patterns


def test_catalogue_draws_each_sample_in_both_themes():
    page = views.catalogue(_request()).content.decode()
    for sample in samples(_request()):
        assert page.count(f'data-component="{sample.name}"') == 2


class TestFrame:
    """The shell draws what it is given and nothing else."""

    given: ClassVar[dict] = {
        "nav": [
            NavSection(
                label="Отдел",
                entries=(
                    NavEntry(
                        label="Очередь",
                        url="/queue/",
                        icon="phone",
                        counter=1001,
                        counter_url="/queue/count/",
                        live=("a.b", "c.d"),
                        keys="g q",
                        active=True,
                        phone=True,
                    ),
                    NavEntry(label="Пусто", url="/none/", icon="users", counter=0),
                ),
            )
        ],
        "new_entries": [NewEntry(label="Дело", url="/new/", icon="plus", dialog=True, keys="n d")],
        "bell": Bell(url="/bell/", count_url="/bell/count/", count=2),
        "search_url": "/find/",
        "person_name": "Белова <Анна>",
    }

    def draw(self, **changes):
        context = {"samples": [], "layout": "ui/base.html", **self.given, **changes}
        return render_to_string("ui/catalogue.html", {**look(_request()), **context}, request=_request())

    def test_navigation(self):
        page = self.draw()
        assert 'href="/queue/" title="Очередь" aria-current="page" data-key="g q"' in page
        assert 'hx-trigger="live:a.b from:body, live:c.d from:body, live:resync from:body"' in page
        assert "1\u202f000+" in page
        assert page.count('href="/queue/"') == 2  # at the left and in the bar of a phone
        assert page.count('href="/none/"') == 1

    def test_acts(self):
        page = self.draw()
        assert 'hx-get="/new/" hx-target="#dialog-body" data-key="n d"' in page
        assert 'action="/find/" method="get" role="search" aria-label=' in page
        assert 'hx-get="/bell/" hx-trigger="menu:open from:closest details"' in page
        assert "Белова &lt;Анна&gt;" in page

    def test_what_is_not_given_is_not_drawn(self):
        page = self.draw(nav=[], new_entries=[], bell=None, search_url="", person_name="")
        for trace in ('role="search"', "bell-list", "data-preferences", "#plus", 'aria-current="page"'):
            assert trace not in page

    def test_the_stream_is_for_those_who_signed_in(self):
        assert 'data-live-url="/live/" data-live-user="7"' in self.draw()
        assert "data-live-url" not in self.draw(live_user="")

    def test_landmarks_and_script_words(self):
        page = self.draw()
        for landmark in (
            "<header",
            "<nav",
            '<main class="f-main" id="main"',
            'href="#main"',
            'aria-live="polite"',
        ):
            assert landmark in page
        data = re.search(r'<script id="script-words" type="application/json">(.*?)</script>', page)
        assert data
        assert json.loads(data.group(1)).keys() == SCRIPT_WORDS.keys()


def test_answers_gather_events_in_ascii():
    response = answers.close_dialog(answers.toast(HttpResponse(), "Записано — всё", "good"))
    header = response["HX-Trigger"]
    assert header.isascii()
    assert json.loads(header) == {
        "toast": {"text": "Записано — всё", "tone": "good"},
        "dialog:close": "",
    }


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500", "403_csrf", "ui/maintenance"])
def test_error_pages_need_nothing(name):
    with translation.override("ru"):
        page = render_to_string(f"{name}.html")
    assert 'data-page="plain"' in page
    assert "<h1>" in page
    assert not re.search(r"<h1>[A-Za-z ]+</h1>", page)


@pytest.mark.parametrize(
    ("template", "form"),
    [("login", LoginForm), ("password_change", ChangePasswordForm), ("reauthenticate", ReauthenticateForm)],
)
def test_doors_are_drawn_in_our_look(template, form):
    names = ("account_login", "account_change_password", "account_reauthenticate", "account_set_password")
    urlconf = type("Doors", (), {"urlpatterns": [path(name, HttpResponse, name=name) for name in names]})
    user = User(pk=7, login="anna", name="Анна")
    with override_settings(ROOT_URLCONF=urlconf):
        page = render_to_string(
            f"account/{template}.html", {"form": form(user=user) if template != "login" else form()}
        )
    assert 'data-page="plain"' in page
    assert page.count('type="password"') >= 1
    assert page.count("btn-primary") == 1
    assert "Sign" not in page


def test_error_inside_the_frame_for_those_who_signed_in():
    assert 'class="f-shell"' in render_to_string("404.html", request=_request())


def test_form_shows_errors_with_links():
    page = {sample.name: sample.html for sample in samples(_request())}["form.html"]
    assert 'href="#id_refused-name"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_refused-name_error"' in page
    assert "id_refused-name_error" in page.split("<input")[2]
    assert "data-guard" in page
