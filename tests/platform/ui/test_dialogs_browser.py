"""Windows over a page, in a real browser: nothing typed is lost, every question is answered."""

import pytest
from playwright.sync_api import Page, expect

from tests.platform.ui.test_browser import browser, context, page, site

pytestmark = pytest.mark.browser

__all__ = ["browser", "context", "page", "site"]


def _open_note(page: Page) -> None:
    page.goto("/list/")
    page.keyboard.press("n")
    page.keyboard.press("z")
    expect(page.locator("#dialog")).to_be_visible()


def test_a_refused_form_stays_in_its_dialog(page):
    _open_note(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dialog .f-summary")).to_be_focused()
    expect(page.locator("#id_text")).to_have_attribute("aria-invalid", "true")
    page.locator("#id_text").fill("Перезвонить")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dialog")).to_be_hidden()
    expect(page.locator("#toasts")).to_contain_text("Записано")


def test_closing_with_changes_asks(page):
    _open_note(page)
    page.locator("#id_text").fill("Недописан")
    page.keyboard.press("Escape")
    expect(page.locator("#confirm")).to_be_visible()
    page.locator("#confirm button").first.click()
    expect(page.locator("#id_text")).to_have_value("Недописан")
    page.keyboard.press("Escape")
    page.locator("#confirm [data-confirm-yes]").click()
    expect(page.locator("#dialog")).to_be_hidden()


def test_a_question_asked_at_once_after_another_is_answered(page):
    """The window of questions says that it closed only after the next question stands in it."""
    _open_note(page)
    page.locator("#id_text").fill("Недописан")
    page.keyboard.press("Escape")
    expect(page.locator("#confirm")).to_be_visible()
    page.evaluate(
        """() => {
            document.querySelector("#confirm button").click();
            return Promise.resolve().then(() => Promise.resolve()).then(() =>
                document.getElementById("dialog").dispatchEvent(new Event("cancel", {cancelable: true})));
        }"""
    )
    page.locator("#confirm [data-confirm-yes]").click()
    expect(page.locator("#dialog")).to_be_hidden()


def test_typed_words_outlive_every_escape(page):
    """A browser lets a page hold a window only once per touch: the second Escape must ask as the first."""
    _open_note(page)
    page.locator("#id_text").fill("Недописан")
    for _ in range(3):
        page.keyboard.press("Escape")
        expect(page.locator("#confirm")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#confirm")).to_be_hidden()
        expect(page.locator("#id_text")).to_have_value("Недописан")


def test_closing_without_changes_does_not_ask(page):
    _open_note(page)
    page.keyboard.press("Escape")
    expect(page.locator("#dialog")).to_be_hidden()
    expect(page.locator("#confirm")).to_be_hidden()
