"""What people do in the browser, for the tests of the walk."""

from __future__ import annotations

import itertools
import re
import time

from playwright.sync_api import Locator, Page

from femida.config.environment import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
numbers = itertools.count(int(time.time()) % 80_000)


def a_phone() -> str:
    """A number that nobody of the firm's clients has."""
    return f"+7 970 {next(numbers):07}"


def a_name(given: str) -> str:
    """A name not met before, so that a list can be asked for it."""
    letters = "".join("абвгдежзик"[int(digit)] for digit in str(next(numbers)))
    return f"Ходокова{letters} {given}"


def row_of(page: Page, name: str) -> Locator:
    """The row of a list in which a name stands."""
    return page.locator("tr[data-row]").filter(has_text=name)


def wait_for_lead(page: Page, name: str) -> None:
    """Open the list of leads in work until a client's lead has come out of the inbox."""
    for _attempt in range(40):
        page.goto("/leads/?quick=open")
        if row_of(page, name).count() == 1:
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"no lead of {name}")


def open_card(page: Page, name: str) -> str:
    """Open the card of a client's lead from the list; returns its address."""
    page.goto("/leads/?quick=open")
    href = row_of(page, name).locator("th a").get_attribute("href")
    page.goto(href)
    return href


def current_stage(page: Page) -> Locator:
    """The stage that a card shows as the present one."""
    return page.locator(".f-chevron-current .f-chevron-text")


def record_call(page: Page, minutes: str = "3:20") -> None:
    """Record a call by hand on an open card."""
    page.get_by_role("tab", name="Звонок").click()
    pane = page.locator("#pane-call")
    pane.get_by_label("Дозвонились").check()
    pane.get_by_label("Разговор, минут").fill(minutes)
    pane.get_by_label("Комментарий").fill("Обсудили дело, документы пришлёт вечером")
    pane.get_by_role("button", name="Записать").click()


def unread(page: Page) -> int:
    """What the bell says."""
    words = page.locator("summary .f-count-bad").all_inner_texts()
    return int(re.sub(r"\D", "", words[0]) or 0) if words else 0


def ids_of_list(page: Page, address: str) -> set[str]:
    """The keys of all rows of a list, page after page."""
    found: set[str] = set()
    page.goto(address)
    while True:
        found |= set(page.locator("tr[data-row]").evaluate_all("rows => rows.map(row => row.dataset.row)"))
        older = page.get_by_role("link", name="Старее")
        if older.count() == 0:
            return found
        page.goto(older.evaluate("link => link.href"))


def post(page: Page, address: str, **values: str) -> int:
    """Send a form as the page itself would; the status of the answer."""
    token = next(one["value"] for one in page.context.cookies() if one["name"].endswith("csrftoken"))
    headers = {"X-CSRFToken": token, "Origin": re.match(r"https?://[^/]+", page.url)[0]}
    return page.request.post(address, form=values, headers=headers).status


def go(page: Page, address: str) -> None:
    """Open a page; "card" is the card of the first lead in work."""
    if address == "card":
        page.goto("/leads/?quick=open")
        address = page.locator("tr[data-row] th a").first.get_attribute("href")
    page.goto(address)
    page.locator("#main").wait_for()


def serious(page: Page) -> list[str]:
    """What axe calls serious or critical."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['target']}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def choose_language(page: Page, code: str) -> None:
    """Choose a language in the person's menu."""
    page.locator("details", has=page.locator("form[data-preferences]")).locator("summary").click()
    page.locator(f"button[name=language][value={code}]").click()
    page.wait_for_load_state()
