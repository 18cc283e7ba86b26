"""Pages that people meet before, beside and after their work: axe finds nothing at all on them.

They are made by the application itself in the test and handed to the browser, so no installation is served.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route

from femida.firm.setup import invitation
from femida.firm.staff.presets import load_presets
from femida.platform.access.models import GroupMember
from femida.platform.accounts.models import User
from femida.platform.core.actor import Actor
from tests.browser.acts import AXE
from tests.browser.conftest import DESK, PHONE, STATIC

pytestmark = pytest.mark.browser

HOST = "http://localhost"
ERRORS = ("400", "403", "404", "429", "500")
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


def _html(client: Client, path: str, **data: str) -> str:
    answer = client.post(path, data, headers={"host": "localhost"}) if data else client.get(path)
    if answer.status_code in (301, 302):
        answer = client.get(answer["Location"])
    return answer.content.decode()


def _set_up() -> dict[str, str]:
    token = invitation.invite()
    here = {"headers": {"host": "localhost"}}
    client = Client(**here)
    return {
        "set-up": client.get("/setup/", {"token": token or ""}).content.decode(),
        "set-up refused": client.post("/setup/", {"token": token or "", "inn": "1"}).content.decode(),
        "set-up closed": render_to_string("setup/closed.html", {"title": "Femida"}),
    }


def _errors() -> dict[str, str]:
    return {code: render_to_string(f"{code}.html", {"signed_in": False}) for code in ERRORS}


def _signed_in() -> dict[str, str]:
    account = User.objects.create(login="anna", name="Белова Анна", language="ru")
    group = load_presets(Actor.system("test"))["cashier"]
    GroupMember.objects.create(group_id=group, person=account)
    client = Client()
    client.force_login(account)
    return {
        "help": _html(client, "/help/"),
        "help found": _html(client, "/help/?q=деньги"),
        "help nothing": _html(client, "/help/?q=бутерброд"),
        "not found": _html(client, "/payments/999999/"),
        "not open": _html(client, "/leads/"),
        "profile": _html(client, "/profile/"),
        "password": _html(client, "/account/password/"),
    }


def _make(folder: Path) -> dict[str, str]:
    known = patch.object(invitation._Known, "has_people", new=False)
    with known, override_settings(FEMIDA_DATA=folder), transaction.atomic():
        made = _set_up() | _errors() | _signed_in()
        until = timezone.now() + timedelta(hours=1)
        made["maintenance"] = render_to_string("ui/maintenance.html", {"until": until})
        made["sign-in"] = _html(Client(), "/sign-in/")
        made["sign-in refused"] = _html(Client(), "/sign-in/", login="anna", password="не тот")
        transaction.set_rollback(True)
    connection.close()
    return made


@pytest.fixture(scope="module")
def pages(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> dict[str, str]:
    """Every page by its name; made in a thread of its own, because a browser keeps a loop in this one."""
    with django_db_blocker.unblock(), ThreadPoolExecutor(1) as thread:
        return thread.submit(_make, tmp_path_factory.mktemp("plain")).result()


@pytest.fixture
def show(chromium: Browser, pages: dict[str, str]) -> Callable[..., Page]:
    """Opens a page by its name, with the files it asks for."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if path.startswith("/page/"):
            name = path.removeprefix("/page/").replace("%20", " ")
            route.fulfill(body=pages[name], content_type="text/html; charset=utf-8")
        elif path.startswith("/static/ui/"):
            file = STATIC / path.removeprefix("/static/ui/").partition("?")[0]
            route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
        else:
            route.fulfill(body="", content_type="text/html; charset=utf-8")

    def opened(**options: object) -> Page:
        context = chromium.new_context(base_url=HOST, reduced_motion="reduce", **options)
        context.add_init_script(path=AXE)
        context.route("**/*", answer)
        return context.new_page()

    return opened


# What a colour or the width of a window can change; names and roles are the same in both.
OF_LOOK = [
    "bypass", "color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size",
    "aria-hidden-focus", "landmark-one-main", "page-has-heading-one", "region", "meta-viewport",
]  # fmt: skip


def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """All that axe finds, little things too; with `rules`, by these alone."""
    only = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    found = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"], **only})
    return [f"{one['id']}: {node['target']}" for one in found["violations"] for node in one["nodes"]]


def test_axe_finds_nothing_in_light_on_a_desk_and_in_dark_on_a_phone(show, pages):
    page = show()
    wrong = {}
    for name in pages:
        page.set_viewport_size(DESK)
        page.emulate_media(color_scheme="light")
        page.goto(f"/page/{name}")
        found = violations(page)
        page.set_viewport_size(PHONE)
        page.emulate_media(color_scheme="dark")
        page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
        found += [f"dark: {one}" for one in violations(page, OF_LOOK)]
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            found.append("scrolls sideways")
        if not page.title().strip(" ·"):
            found.append("has no title")
        if found:
            wrong[name] = found
    page.context.close()
    assert len(pages) > 15
    assert wrong == {}


def test_twin_a_spoilt_page_is_found(show, pages):
    page = show(viewport=DESK)
    page.goto("/page/sign-in")
    page.evaluate("document.querySelector('label[for]').remove()")
    found = violations(page)
    page.context.close()
    assert any(line.startswith("label") for line in found)


def test_f1_opens_the_help_of_the_page_in_a_tab_of_its_own_even_while_typing(show):
    page = show(viewport=DESK)
    page.goto("/page/profile")
    page.locator("#search").focus()
    with page.context.expect_page() as opened:
        page.keyboard.press("F1")
    assert opened.value.url == f"{HOST}/help/?page=profile%3Apage"
    assert page.url.endswith("/page/profile")
    page.context.close()


def test_a_guide_is_printed_by_its_button(show):
    page = show(viewport=DESK)
    page.add_init_script("window.print = () => { document.documentElement.dataset.printed = 'yes'; }")
    page.goto("/page/help")
    page.locator("[data-print]").click()
    assert page.locator("html[data-printed=yes]").count() == 1
    page.emulate_media(media="print")
    assert not page.locator(".f-guide-side").is_visible()
    assert not page.locator(".f-top").is_visible()
    assert page.locator(".f-guide").is_visible()
    page.context.close()
