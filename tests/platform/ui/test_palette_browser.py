"""The palette in a real browser: keys, stale answers, commands, what a screen reader hears, a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.platform.ui.site import Site
from tests.platform.ui.test_browser import PHONE, _serious, browser, context, page, site

__all__ = ["browser", "context", "page", "site"]
pytestmark = pytest.mark.browser
LINES = "#palette-lines [role=option]"


def opened(page: Page, address: str = "/board/") -> Page:
    Site.asked.clear()
    page.goto(address)
    page.keyboard.press("Control+k")
    expect(page.locator(LINES).first).to_contain_text("недавнее 1")
    return page


def chosen(page: Page, words: str) -> None:
    line = page.locator(f"{LINES}[aria-selected=true]")
    expect(line).to_have_text(words)
    expect(page.locator("#palette-field")).to_have_attribute(
        "aria-activedescendant", line.get_attribute("id") or "none"
    )


def test_it_opens_over_any_page_and_closes(page):
    opened(page)
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#palette-field")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("#search").click()
    expect(page.locator("#palette")).to_be_visible()
    page.keyboard.press("Escape")
    # walking over the field of the bar opens nothing, typing into it does and is not lost
    page.locator("#search").focus()
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.type("ив")
    expect(page.locator("#palette-field")).to_have_value("ив")


def test_arrows_and_groups_are_walked_and_enter_opens(page):
    opened(page)
    chosen(page, "недавнее 1")
    page.keyboard.press("ArrowDown")
    chosen(page, "недавнее 2")
    page.keyboard.press("Tab")
    chosen(page, "Создать заметку")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    chosen(page, "Спросить")
    page.keyboard.press("Shift+Tab")
    chosen(page, "недавнее 1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/card/1/")


def test_ctrl_enter_opens_beside(page):
    opened(page)
    with page.context.expect_page() as other:
        page.keyboard.press("Control+Enter")
    other.value.wait_for_url("**/card/1/")
    expect(page.locator("#palette")).to_be_visible()


def test_typing_is_asked_once_and_a_late_answer_is_dropped(page):
    opened(page)
    Site.answers.clear()
    page.keyboard.type("медленно")
    with page.expect_request("**/palette/"):
        pass
    page.locator("#palette-field").fill("быстро")
    expect(page.locator(LINES).first).to_have_text("быстро 1")
    Site.answers.set()
    expect(page.locator("#palette-said")).to_have_text("Найдено: быстро")
    chosen(page, "быстро 1")
    assert Site.asked == ["|", "медленно|", "быстро|"]


def test_enter_before_the_answer_opens_the_first_of_it(page):
    opened(page)
    page.keyboard.type("скорее")
    page.keyboard.press("Enter")
    page.wait_for_url("**/card/1/")
    assert Site.asked == ["|", "скорее|"]


def test_a_step_of_its_own_asks_again(page):
    opened(page)
    page.keyboard.type("6789")
    expect(page.locator(LINES).first).to_have_text("6789 1")
    page.get_by_role("option", name="Спросить").click()
    expect(page.locator(LINES).first).to_have_text("6789 1tail")
    expect(page.locator("#palette-field")).to_be_focused()
    assert Site.asked[-1] == "6789|tail"


def test_commands_open_windows_and_press_buttons(page):
    opened(page)
    page.get_by_role("option", name="Создать заметку").click()
    expect(page.locator("#dialog")).to_be_visible()
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.get_by_role("option", name="Тёмная тема").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.locator("#palette")).to_be_hidden()


def test_no_connection_is_said(page):
    opened(page)
    page.context.set_offline(True)
    page.keyboard.type("нет сети")
    expect(page.locator("#palette-said")).to_have_text(re.compile("Сервер не отвечает"))
    page.context.set_offline(False)
    page.keyboard.type("!")
    expect(page.locator(LINES).first).to_have_text("нет сети! 1")


@pytest.mark.parametrize("size", [None, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_and_a_phone_shows_it_whole(page, scheme, size):
    if size:
        page.set_viewport_size(size)
    opened(page)
    page.evaluate("scheme => { document.documentElement.dataset.bsTheme = scheme }", scheme)
    assert _serious(page) == []
    box = page.locator("#palette").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.viewport_size["width"]
