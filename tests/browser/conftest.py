"""One served installation with the demonstration firm, and browsers of its people."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from femida.config.environment import ROOT
from femida.firm.staff.demo import PASSWORD
from tests.prepared import prepare
from tests.processes import Installation

STATIC = ROOT / "femida" / "platform" / "ui" / "static" / "ui"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
KILLED_HALF_WAY = """
import os
from pathlib import Path
from femida.cli import demo
from femida.platform.accounts.models import User

demo.unfinished_mark(Path(os.environ["FEMIDA_DATA"])).touch()
User.objects.create(login="half", name="Half")
"""
# What the browser says about refusals that these tests ask for.
PROVOKED = ("status of 403", "status of 404", "status of 422", "Response Status Error Code")
PATIENCE = 20_000  # milliseconds: two processors may be busy with other tests
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation | None]:
    """A firm started as a stranger starts it, after a first start that was killed in the middle of the load.

    None when the walk is taken through an installation that runs already (FEMIDA_WALK_URL).
    """
    if os.environ.get("FEMIDA_WALK_URL"):
        yield None
        return
    assert (STATIC / "app.js").exists(), "the assets are not built: npm ci && npm run build"
    folder = tmp_path_factory.mktemp("walk")
    installation = Installation(folder / "data", folder / "log", FEMIDA_STATIC=str(folder / "static"))
    try:
        prepare(installation)
        done = installation.python(KILLED_HALF_WAY)
        assert done.returncode == 0, done.stdout + done.stderr
        installation.start("--demo")
        yield installation
    finally:
        installation.destroy()


@pytest.fixture(scope="package")
def address(served: Installation | None) -> str:
    """The address of the walked firm."""
    return served.url if served else os.environ["FEMIDA_WALK_URL"]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-dev-shm-usage"],
        )
        yield browser
        browser.close()


@dataclass
class People:
    """Browsers of the firm's people, each signed in once for all tests."""

    chromium: Browser
    address: str
    states: dict[str, Path]
    folder: Path
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def stranger(self, **options: object) -> Page:
        """A page of somebody who is not signed in."""
        return self._page(**options)

    def page(self, login: str, **options: object) -> Page:
        """A page of an employee."""
        if login not in self.states:
            self._sign_in(login)
        return self._page(storage_state=str(self.states[login]), **options)

    def _page(self, **options: object) -> Page:
        given = {"viewport": DESK, "locale": "ru-RU", "color_scheme": "light", "reduced_motion": "reduce"}
        context = self.chromium.new_context(base_url=self.address, **(given | options))
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._hear(page, message.type, message.text))
        return page

    def _hear(self, page: Page, kind: str, words: str) -> None:
        if kind in ("error", "warning") and not any(part in words for part in PROVOKED):
            self.complaints.append(f"{page.url}: {words}")

    def _sign_in(self, login: str) -> None:
        page = self._page()
        page.goto("/sign-in/")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_visible()
        assert "/sign-in/" not in page.url
        self.states[login] = self.folder / f"{login}.json"
        page.context.storage_state(path=self.states[login])
        page.context.close()


@pytest.fixture(scope="package")
def signed_in(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Path], Path]:
    """Who has signed in already, and where the cookies are kept."""
    return {}, tmp_path_factory.mktemp("people")


@pytest.fixture
def people(chromium: Browser, address: str, signed_in: tuple[dict[str, Path], Path]) -> Iterator[People]:
    """Browsers that must end without a single complaint about a page."""
    states, folder = signed_in
    made = People(chromium, address, states, folder)
    yield made
    for context in made.contexts:
        context.close()
    assert made.complaints == []


Enquire = Callable[..., None]


@pytest.fixture
def enquire(people: People) -> Enquire:
    """Sends an enquiry through the ready form, as a visitor of a site does."""

    def send(office: str, name: str, phone: str, text: str) -> None:
        page = people.stranger()
        page.goto(f"/intake/web/demo-{office}")
        page.get_by_label("Ваше имя").fill(name)
        page.get_by_label("Телефон").fill(phone)
        page.get_by_label("Что случилось").fill(text)
        page.get_by_label("Согласен").check()
        page.get_by_role("button", name="Отправить").click()
        expect(page.locator("h1")).to_have_text("Обращение получено")
        page.context.close()

    return send
