"""The scripts of the pages, tried in a real browser under the house's content policy."""

import os
import re
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, Route, expect, sync_playwright

from femida.cli.catalogues import compile_all
from femida.config.environment import ROOT
from tests.platform.ui.site import REASON, Site, running_site

pytestmark = pytest.mark.browser

STATIC = ROOT / "femida" / "platform" / "ui" / "static" / "ui"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 390, "height": 844}
# What the browser says about answers that these tests ask for.
PROVOKED = ("status of 422", "status of 500", "Response Status Error Code", "ERR_INTERNET_DISCONNECTED")
DESK = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    assert (STATIC / "app.js").exists(), "the assets are not built: npm ci && npm run build"
    compile_all()
    with running_site(settings) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator:
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def context(browser, site) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site, viewport=DESK, color_scheme="light", reduced_motion="reduce")
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def page(context) -> Iterator[Page]:
    """A tab that must end without a single complaint of the browser."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    assert not [line for line in complaints if not any(part in line for part in PROVOKED)]


def _serious(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['target']}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("address", ["/list/", "/board/", "/ui/catalogue/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(page, address, scheme):
    page.goto(address)
    page.evaluate("scheme => { document.documentElement.dataset.bsTheme = scheme }", scheme)
    found = _serious(page)
    # The catalogue shows every component twice, so its samples repeat ids and landmarks on purpose.
    assert [one for one in found if not (address == "/ui/catalogue/" and "id" in one.split(":")[0])] == []


def test_no_page_scrolls_sideways_on_a_phone(page):
    page.set_viewport_size(PHONE)
    for address in ("/list/", "/board/", "/ui/catalogue/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address


def test_question_mark_lists_the_shortcuts(page):
    page.goto("/list/")
    page.keyboard.press("?")
    keys = page.locator("#keys")
    expect(keys).to_be_visible()
    expect(keys).to_contain_text("Очередь")
    expect(keys).to_contain_text("Заметка")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()


def test_sequences_work_in_the_russian_layout(page):
    page.goto("/board/")
    press = (
        "code => document.body.dispatchEvent(new KeyboardEvent('keydown', {code, key: 'п', bubbles: true}))"
    )
    page.evaluate(press, "KeyG")
    page.evaluate(press, "KeyQ")
    page.wait_for_url("**/list/")


def test_shortcuts_are_quiet_while_typing(page):
    page.goto("/board/")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-field")).to_be_focused()
    page.keyboard.type("gq?")
    expect(page.locator("#palette-field")).to_have_value("gq?")
    expect(page.locator("#keys")).to_be_hidden()


def test_a_list_is_walked_by_keys(page):
    page.goto("/list/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tr[data-row]").nth(1)).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("[data-selection-count]")).to_have_text("Отмечено: 1")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/card/1/")


def test_ticks_with_shift_take_the_range(page):
    page.goto("/list/")
    bar = page.locator("[data-selection]")
    expect(bar).to_be_hidden()
    page.locator("[data-tick]").nth(0).click()
    page.locator("[data-tick]").nth(2).click(modifiers=["Shift"])
    expect(page.locator("[data-selection-count]")).to_have_text("Отмечено: 3")
    page.locator("[data-selection-clear]").click()
    expect(bar).to_be_hidden()


def _news(page: Page) -> None:
    page.evaluate("document.body.dispatchEvent(new CustomEvent('live:rows'))")


def test_news_leaves_ticks_and_focus_in_place(page):
    page.goto("/list/")
    before = page.locator("#rows").get_attribute("data-drawn")
    page.locator("[data-tick]").nth(1).click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    _news(page)
    expect(page.locator("#rows")).not_to_have_attribute("data-drawn", before)
    expect(page.locator("[data-tick]").nth(1)).to_be_checked()
    expect(page.locator("[data-selection-count]")).to_have_text("Отмечено: 1")
    expect(page.locator("tr[data-row]").nth(2)).to_be_focused()


def test_a_key_pressed_while_news_is_drawn_counts(page):
    page.goto("/list/")
    for _ in range(3):
        page.keyboard.press("j")
    page.evaluate(
        "document.addEventListener('htmx:afterSwap', () => queueMicrotask(() => document.activeElement"
        ".dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyK', key: 'k', bubbles: true}))),"
        " {once: true})"
    )
    before = page.locator("#rows").get_attribute("data-drawn")
    page.evaluate(
        "window.settled = new Promise(done =>"
        " document.addEventListener('htmx:afterSettle', () => setTimeout(done), {once: true})); undefined"
    )
    _news(page)
    expect(page.locator("#rows")).not_to_have_attribute("data-drawn", before)
    page.evaluate("window.settled")
    expect(page.locator("tr[data-row]").nth(1)).to_be_focused()


def test_a_menu_in_a_column_follows_its_button_when_the_column_scrolls(page):
    page.goto("/board/")
    page.locator(".f-bcard summary").click()
    item = page.locator(".f-bcard .f-menu-item:visible").first
    expect(item).to_be_visible()
    page.locator('[data-board-column="a"]').evaluate("column => column.dispatchEvent(new Event('scroll'))")
    # long after it was opened, too
    page.wait_for_timeout(400)
    page.locator('[data-board-column="a"]').evaluate("column => column.dispatchEvent(new Event('scroll'))")
    expect(item).to_be_visible()
    page.locator('[data-board-column="a"]').evaluate(
        "column => { column.style.cssText = 'height: 10px; overflow: auto; padding-bottom: 600px';"
        " column.scrollTop = 400 }"
    )
    expect(page.locator(".f-bcard details")).not_to_have_attribute("open", "")


def test_news_waits_for_the_answer_to_an_act(page):
    """A button that is drawn away under its own request would lose what the answer says."""
    Site.answers.clear()
    page.goto("/list/")
    before = page.locator("#rows").get_attribute("data-drawn")
    with page.expect_request("**/act/"):
        page.locator("#acts").click()
    with page.expect_response("**/list/"):
        _news(page)
    Site.answers.set()
    expect(page.locator("#toasts")).to_contain_text("Сделано")
    expect(page.locator("#rows")).not_to_have_attribute("data-drawn", before)


def test_news_asked_for_before_an_act_does_not_undo_its_answer(page):
    page.goto("/list/")
    held: list[Route] = []
    page.route("**/list/", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/list/"):
        _news(page)
    Site.answers.set()
    page.locator("#acts").click()
    expect(page.locator("#toasts")).to_contain_text("Сделано")
    before = page.locator("#rows").get_attribute("data-drawn")
    with page.expect_response("**/list/"):
        held[0].fulfill(content_type="text/html", body='<div id="rows" data-drawn="stale">старое</div>')
    # what the page showed stays until it has been asked for anew
    expect(page.locator("#rows")).not_to_have_attribute("data-drawn", before)
    assert page.locator("#rows").get_attribute("data-drawn") != "stale"


def test_news_waits_while_a_menu_is_open(page):
    page.goto("/list/")
    menu = page.locator("#rows details.f-menu")
    before = page.locator("#rows").get_attribute("data-drawn")
    menu.locator("summary").click()
    with page.expect_response("**/list/"):
        _news(page)
    expect(menu).to_have_attribute("open", "")
    expect(page.locator("#rows")).to_have_attribute("data-drawn", before)
    page.keyboard.press("Escape")
    expect(page.locator("#rows")).not_to_have_attribute("data-drawn", before)


def _drag(page: Page, column: str) -> None:
    start = page.locator(".f-bcard").bounding_box()
    end = page.locator(f'[data-board-column="{column}"]').bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 20, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 30, steps=4)
    page.mouse.move(end["x"] + 60, end["y"] + 30, steps=8)
    page.mouse.up()


def test_a_card_is_dragged_to_another_column(page):
    Site.moves.clear()
    page.goto("/board/")
    _drag(page, "b")
    expect(page.locator('[data-board-column="b"] .f-bcard')).to_have_count(1)
    expect(page.locator("#toasts")).to_contain_text("Второй")
    assert Site.moves == [("b", "4")]


def test_a_refused_card_slides_back_with_the_reason(page):
    Site.moves.clear()
    page.goto("/board/")
    _drag(page, "c")
    expect(page.locator("#toasts")).to_contain_text(REASON)
    expect(page.locator('[data-board-column="a"] .f-bcard')).to_have_count(1)
    assert Site.moves == [("c", "4")]


def test_the_menu_of_a_card_is_whole_and_leaves_out_its_own_column(page):
    page.goto("/board/")
    page.locator(".f-bcard summary").click()
    expect(page.locator(".f-bcard .f-menu-item:visible")).to_have_text(["Второй", "Третий"])
    for item in page.locator(".f-bcard .f-menu-item:visible").all():
        box = item.bounding_box()
        assert box
        middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        hit = "([x, y]) => document.elementFromPoint(x, y)?.closest('.f-menu-item')?.textContent.trim()"
        assert page.evaluate(hit, middle) == item.inner_text()


@pytest.mark.parametrize(("place", "ends_in"), [("b", "b"), ("c", "a")])
def test_a_card_is_moved_by_keyboard(page, place, ends_in):
    page.goto("/board/")
    page.locator(".f-bcard summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".f-bcard .f-menu-item:visible").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    if place == "c":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".f-toast")).to_have_count(1)
    expect(page.locator(f'[data-board-column="{ends_in}"] .f-bcard')).to_have_count(1)


def test_the_theme_changes_at_once_and_is_saved(page):
    Site.saved.clear()
    page.goto("/list/")
    page.locator('summary[title="Белова Анна"]').click()
    with page.expect_response("**/ui/preferences/") as answer:
        page.locator('button[name="theme"][value="dark"]').click()
    assert answer.value.status == 204
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert Site.saved == ["theme"]


def test_the_system_theme_is_followed(context, page):
    page.goto("/list/")
    page.evaluate("document.documentElement.dataset.theme = 'auto'")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_folding_the_navigation_is_remembered(page):
    page.goto("/list/")
    page.locator("[data-nav-fold]").click()
    expect(page.locator("html")).to_have_attribute("data-nav", "folded")
    page.goto("/board/")
    expect(page.locator("html")).to_have_attribute("data-nav", "folded")


def test_a_phone_has_a_bar_and_a_drawer(page):
    page.set_viewport_size(PHONE)
    page.goto("/list/")
    expect(page.locator(".f-bottombar a")).to_have_text(["Очередь2"])
    expect(page.locator("#navigation")).to_be_hidden()
    page.locator('.f-bottombar [data-drawer="open"]').click()
    expect(page.locator("#navigation")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#navigation")).to_be_hidden()


def test_the_bell_fetches_when_it_opens(page):
    page.goto("/list/")
    page.locator("summary:has(use[href$='#bell'])").click()
    expect(page.locator("#bell-list")).to_have_text("Новых нет")


def test_without_a_connection_a_bar_says_so(context, page):
    page.goto("/list/")
    context.set_offline(True)
    expect(page.locator(".f-bar-offline")).to_be_visible()
    context.set_offline(False)
    expect(page.locator(".f-bar-offline")).to_be_hidden()


def test_a_broken_answer_becomes_a_sentence(page):
    page.goto("/list/")
    page.locator("#breaks").click()
    expect(page.locator(".f-toast-bad")).to_contain_text("Сломалось у нас")
    expect(page.locator("#heard")).to_have_text("тихо")


def test_registered_alpine_parts_work_without_eval(page):
    page.goto("/list/")
    expect(page.locator("#more")).to_be_hidden()
    page.locator("#opens").click()
    expect(page.locator("#more")).to_be_visible()
    expect(page.locator("#timer")).to_have_text(re.compile(r"^−\d+:\d\d:\d\d$"))


class TestLive:
    """One stream for all tabs of a browser."""

    @pytest.fixture(autouse=True)
    def silence(self):
        for stream in list(Site.streams):
            stream.put(None)
        Site.opened = 0

    def _wait_for_stream(self) -> None:
        for _attempt in range(100):
            if Site.streams:
                return
            time.sleep(0.05)
        pytest.fail("no tab opened the stream")

    def test_all_tabs_hear_one_stream(self, context, page):
        page.goto("/list/")
        others = [context.new_page() for _number in range(7)]
        for other in others:
            other.goto("/list/")
        for one in (page, *others):
            one.evaluate("document.querySelector('#heard').textContent = 'тихо'")
        self._wait_for_stream()
        assert Site.opened == 1
        Site.say('{"type": "a.thing", "id": 5}')
        for one in (page, *others):
            one.bring_to_front()
            expect(one.locator("#heard")).to_have_text("слышно")

    def test_the_next_tab_takes_over_and_catches_up(self, context, page):
        leader = context.new_page()
        leader.goto("/list/")
        page.goto("/list/")
        page.wait_for_function("async () => (await navigator.locks.query()).pending.length > 0")
        leader.close()
        # What was said between the two streams is caught up by one look at the server.
        expect(page.locator("#heard")).to_have_text("слышно")
        for _attempt in range(100):
            if Site.opened == 2:
                return
            time.sleep(0.05)
        pytest.fail("the next tab opened no stream")

    def test_a_tab_hears_what_was_said_while_it_was_opened(self, context, page):
        leader = context.new_page()
        leader.goto("/list/")
        self._wait_for_stream()
        leader.evaluate("document.querySelector('#heard').textContent = 'тихо'")
        Site.say('{"type": "a.thing", "id": 5}')
        expect(leader.locator("#heard")).to_have_text("слышно")
        page.goto("/list/")
        expect(page.locator("#heard")).to_have_text("слышно")

    def test_an_address_without_https_has_one_stream_too(self, context, page):
        """Browsers give no locks to a plain address in the office network; a lease does their work."""
        context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
        leader = context.new_page()
        leader.goto("/list/")
        self._wait_for_stream()
        page.goto("/list/")
        Site.say('{"type": "a.thing", "id": 5}')
        expect(page.locator("#heard")).to_have_text("слышно")
        assert Site.opened == 1
        leader.close()
        page.wait_for_function("() => localStorage.getItem('femida.live.7')?.length > 0")
        for _attempt in range(120):
            if Site.opened == 2:
                break
            time.sleep(0.05)
        assert Site.opened == 2

    def test_a_storm_is_heard_at_most_once_a_second_and_to_its_end(self, page):
        page.goto("/list/")
        heard = (
            "document.body.addEventListener('live:a.thing', event => "
            "{ (window.storm ??= []).push(event.detail.id) })"
        )
        page.evaluate(heard)
        self._wait_for_stream()
        for number in range(30):
            Site.say(f'{{"type": "a.thing", "id": {number}}}')
        page.wait_for_function("() => window.storm?.at(-1) === 29")
        assert page.evaluate("window.storm.length") <= 3

    def test_an_object_has_its_own_event(self, page):
        page.goto("/list/")
        page.evaluate("document.body.addEventListener('live:a.thing:5', () => { window.mine = true })")
        self._wait_for_stream()
        Site.say('{"type": "a.thing", "id": 5}')
        page.wait_for_function("() => window.mine")
