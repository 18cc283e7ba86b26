"""The walk of an enquiry in real browsers: from a visitor's form to a deal, seen by those who may.

One file on purpose: all of it stands on one served installation, whose firm takes a while to load.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from femida.kernel.text import switch_layout
from tests.browser.acts import (
    a_name,
    a_phone,
    choose_language,
    current_stage,
    go,
    ids_of_list,
    open_card,
    post,
    record_call,
    row_of,
    serious,
    unread,
    wait_for_lead,
)
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

CALL_FIRST = "Звонок ещё не сделан. Позвоните клиенту — после разговора лид перейдёт сам."


def test_an_enquiry_becomes_a_deal(people, enquire):
    name, phone = a_name("Зоя"), a_phone()
    listing = people.page("operator1.kzn")
    listing.goto("/leads/?quick=open")
    board = people.page("operator1.kzn")
    board.goto("/leads/?view=board&quick=open")
    expect(row_of(listing, name)).to_have_count(0)

    enquire("kzn", name, phone, "Застройщик задержал сдачу дома на полгода")

    # both pages of the operator show it by themselves
    expect(row_of(listing, name)).to_have_count(1)
    expect(board.locator("[data-card]").filter(has_text=name)).to_have_count(1)
    expect(row_of(listing, name)).to_contain_text("Новый")

    card = people.page("operator1.kzn")
    open_card(card, name)
    head = card.locator("#card-head")
    expect(head).to_contain_text(name)
    expect(head.locator(".f-contact")).to_contain_text("•••")
    assert phone[-9:].replace(" ", "") not in re.sub(r"\D", "", card.locator("#main").inner_text())
    expect(current_stage(card)).to_have_text("Новый")
    expect(card.locator("#panel-about")).to_contain_text("Сайт — Казань")
    expect(card.locator("#main")).to_contain_text("Застройщик задержал сдачу дома на полгода")

    _cannot_go_on_without_a_call(card)

    record_call(card)
    # the lead moves on by itself, on the card and on the pages that were open all the time
    expect(current_stage(card)).to_have_text("Звонок совершён")
    expect(row_of(listing, name)).to_contain_text("Звонок совершён")
    expect(card.locator(".f-cardcol-story")).to_contain_text("Обсудили дело, документы пришлёт вечером")

    _note_and_task(card)

    card.get_by_role("button", name="Квалифицировать", exact=True).click()
    dialog = card.locator("#dialog")
    dialog.get_by_label("О чём сделка").fill("Неустойка с застройщика")
    card.keyboard.press("Control+Enter")
    expect(current_stage(card)).to_have_text("Квалифицирован")
    # closed leads leave the list of what is in work
    expect(row_of(listing, name)).to_have_count(0)
    seller = people.page("manager1.kzn")
    seller.goto("/deals/")
    expect(row_of(seller, name)).to_contain_text("Неустойка с застройщика")


def _cannot_go_on_without_a_call(card: Page) -> None:
    for act in ("Квалифицировать", "Отказать", "Отложить"):
        card.locator("#card-head").get_by_role("button", name=act, exact=True).click()
        _told_to_call(card)
    card.locator(".f-chevron-act", has_text="Звонок совершён").click()
    _told_to_call(card)
    expect(current_stage(card)).to_have_text("Новый")


def _told_to_call(card: Page) -> None:
    toast = card.locator(".f-toast").filter(has_text=CALL_FIRST)
    expect(toast.first).to_be_visible()
    toast.first.get_by_role("button").click()
    expect(toast).to_have_count(0)


def _note_and_task(card: Page) -> None:
    card.get_by_role("tab", name="Заметка").click()
    pane = card.locator("[id^=pane-note]")
    pane.get_by_label("Заметка").fill("Говорить лучше вечером")
    pane.get_by_role("button", name="Записать").click()
    story = card.locator(".f-cardcol-story")
    expect(story).to_contain_text("Говорить лучше вечером")
    card.get_by_role("tab", name="Задача").click()
    pane = card.locator("[id^=pane-task]")
    # the form comes when its tab is opened, and the person may type at once
    expect(pane.get_by_label("Что сделать")).to_be_focused()
    pane.get_by_label("Что сделать").fill("Запросить договор участия")
    pane.locator("button[type=submit]").click()
    expect(card.locator("#panel-tasks")).to_contain_text("Запросить договор участия")


def test_a_refused_lead_has_its_day_of_return(people, enquire):
    name = a_name("Нина")
    enquire("kzn", name, a_phone(), "Сколько стоит развод")
    card = people.page("operator1.kzn")
    wait_for_lead(card, name)
    href = open_card(card, name)
    record_call(card, "1")
    expect(current_stage(card)).to_have_text("Звонок совершён")
    card.get_by_role("button", name="Отказать", exact=True).click()
    dialog = card.locator("#dialog")
    dialog.get_by_label("Причина").select_option(label="Слишком дорого")
    back = datetime.now(tz=UTC).date() + timedelta(days=30)
    dialog.get_by_label("Вернуться").fill(back.isoformat())
    dialog.locator("button[type=submit]").click()
    expect(current_stage(card)).to_have_text("Отказ")
    about = card.locator("#panel-about")
    expect(about).to_contain_text("Слишком дорого")
    expect(about).to_contain_text(f"{back:%d.%m.%Y}")
    card.goto(href)
    expect(card.get_by_role("button", name="Квалифицировать", exact=True)).to_have_count(0)


def test_a_repeated_enquiry_joins_its_lead_and_the_bell_tells(people, enquire):
    name, phone = a_name("Римма"), a_phone()
    enquire("kzn", name, phone, "Спор о наследстве")
    page = people.page("operator1.kzn")
    wait_for_lead(page, name)
    before = unread(page)
    enquire("kzn", name, phone, "Пишу ещё раз, суд уже через неделю")
    expect_unread_above(page, before)
    expect(row_of(page, name)).to_have_count(1)
    open_card(page, name)
    expect(page.locator("#main")).to_contain_text("Пишу ещё раз, суд уже через неделю")
    expect(page.locator("#main")).to_contain_text("Спор о наследстве")


def expect_unread_above(page: Page, before: int) -> None:
    for _attempt in range(100):
        if unread(page) > before:
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"the bell still says {before}")


# --- who sees it ---

NOTHING = (403, 404)
AFTER = "2030-01-01T10:00"


@pytest.fixture
def lead(people, enquire) -> dict[str, str]:
    """A fresh lead of the office in Kazan: its name, key and card."""
    name = a_name("Инна")
    enquire("kzn", name, a_phone(), "Подскажите по алиментам")
    page = people.page("operator1.kzn")
    wait_for_lead(page, name)
    key = row_of(page, name).get_attribute("data-row")
    party = page.request.get(f"/leads/{key}/").text()
    return {"name": name, "id": key, "party": re.search(r'href="/parties/(\d+)/"', party)[1]}


def test_the_head_sees_the_office_and_the_operator_only_own(people, lead):
    head = ids_of_list(people.page("head.sales.kzn"), "/leads/")
    own = ids_of_list(people.page("operator1.kzn"), "/leads/")
    assert lead["id"] in own
    assert own < head
    seen = people.page("head.sales.kzn")
    seen.goto("/leads/?quick=open")
    expect(row_of(seen, lead["name"])).to_have_count(1)


def test_two_operators_of_one_office_share_no_lead(people):
    first = ids_of_list(people.page("operator1.msk"), "/leads/")
    second = ids_of_list(people.page("operator2.msk"), "/leads/")
    assert first
    assert second
    assert first.isdisjoint(second)


@pytest.mark.parametrize("stranger", ["operator1.spb", "head.sales.spb", "lawyer1.kzn", "cashier.msk"])
def test_another_office_finds_nothing_by_any_address(people, lead, stranger):
    page = people.page(stranger)
    page.goto("/")
    for address in (
        f"/leads/{lead['id']}/",
        f"/parties/{lead['party']}/",
        f"/leads/{lead['id']}/qualify/",
        f"/leads/{lead['id']}/refuse/",
        f"/leads/{lead['id']}/defer/",
        f"/leads/{lead['id']}/reassign/",
        f"/leads/{lead['id']}/subject/",
        f"/notes/sales.lead/{lead['id']}/add/",
        f"/tasks/add/sales.lead/{lead['id']}/",
        f"/calls/record/{lead['party']}/",
    ):
        answer = page.request.get(address)
        assert answer.status in (*NOTHING, 405), address
        assert lead["name"] not in answer.text(), address
    for address in ("/leads/", "/leads/?view=board", "/parties/", f"/search/?q={lead['name'][:12]}"):
        assert lead["name"] not in page.request.get(address).text(), address


def test_another_office_changes_nothing_by_direct_posts(people, lead):
    page = people.page("operator1.spb")
    page.goto("/leads/")
    tried = {
        f"/leads/{lead['id']}/move/": {"to": "2"},
        f"/leads/{lead['id']}/take/": {},
        f"/leads/{lead['id']}/qualify/": {"title": "Чужое"},
        f"/leads/{lead['id']}/refuse/": {"reason": "1"},
        f"/leads/{lead['id']}/defer/": {"until": "2030-01-01"},
        f"/leads/{lead['id']}/subject/": {"subject": "Чужое"},
        f"/leads/{lead['id']}/reassign/": {"employee": "1"},
        f"/notes/sales.lead/{lead['id']}/add/": {"text": "Чужая заметка"},
        f"/tasks/add/sales.lead/{lead['id']}/": {
            "title": "Чужая",
            "kind": "call",
            "due_at": "2030-01-01T10:00",
        },
        f"/calls/record/{lead['party']}/": {"result": "answered", "talk": "3", "direction": "out"},
    }
    for address, values in tried.items():
        assert post(page, address, **values) in NOTHING, address
    owner = people.page("operator1.kzn")
    owner.goto(f"/leads/{lead['id']}/")
    expect(owner.locator(".f-chevron-current .f-chevron-text")).to_have_text("Новый")
    expect(owner.locator("#main")).not_to_contain_text("Чуж")
    # the twin: the owner's own post goes through
    assert post(owner, f"/leads/{lead['id']}/subject/", subject="Алименты на двоих") < 400
    owner.reload()
    expect(owner.locator("#main")).to_contain_text("Алименты на двоих")


def test_a_closed_matter_is_there_for_the_named_only(people):
    director = people.page("director")
    seen = ids_of_list(director, "/leads/")
    head = ids_of_list(people.page("head.sales.msk"), "/leads/")
    admin = people.page("admin")
    everywhere = ids_of_list(admin, "/leads/")
    closed = seen - everywhere
    # the firm has two closed matters, each with a lead
    assert len(closed) == 2
    for key in closed:
        for login in ("admin", "head.sales.msk", "head.sales.spb", "operator1.msk", "operator1.spb"):
            page = people.page(login)
            assert page.request.get(f"/leads/{key}/").status in NOTHING, (login, key)
        assert director.request.get(f"/leads/{key}/").status == 200
    assert closed.isdisjoint(head)


# --- how it looks ---

PAGES = (
    "/",
    "/leads/?quick=open",
    "/leads/?view=board&quick=open",
    "card",
    "/leads/new/",
    "/tasks/",
    "/calls/",
)
OF_LEADS = ("operator1.msk", "head.sales.msk", "director")
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("login", OF_LEADS)
def test_axe_finds_nothing_serious(people, login, scheme):
    page = people.page(login, color_scheme=scheme)
    wrong = {}
    for address in PAGES:
        go(page, address)
        found = serious(page)
        if found:
            wrong[address] = found
    assert wrong == {}


@pytest.mark.parametrize("path", ["/sign-in/", "/intake/web/demo-msk", "/intake/web/demo-msk/thanks"])
def test_axe_finds_nothing_serious_on_pages_for_strangers(people, path):
    page = people.stranger()
    page.goto(path)
    assert serious(page) == []


def test_the_director_looks_at_the_funnel_and_follows_a_figure(people):
    page = people.page("director")
    page.goto("/")
    expect(page.locator("#widget-director\\.funnel svg")).to_have_count(5)
    page.locator("#widget-director\\.funnel a", has_text="Обращения").click()
    # the picture is drawn by a module of its own, under the policy that forbids styles and foreign scripts
    expect(page.locator("[data-chart] canvas")).to_have_count(1)
    page.locator("select[name=period]").select_option("last_12_months")
    expect(page).to_have_url(re.compile("period=last_12_months"))
    expect(page.locator("[data-chart] canvas")).to_have_count(1)
    with page.expect_response(re.compile("by=office")):
        page.locator("select[name=by]").select_option("office")
    expect(page).to_have_url(re.compile("by=office"))
    expect(page.locator("#report tbody")).to_contain_text("Москва")
    figure = page.locator("#report tbody tr").first.locator("td a").first
    count = figure.inner_text()
    figure.click()
    expect(page.locator("#listing-count")).to_have_text(count)
    page.go_back()
    page.get_by_text("Выгрузить").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="XLSX").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    assert serious(page) == []


@pytest.mark.parametrize("login", [*OF_LEADS, "manager1.msk", "lawyer1.msk"])
def test_no_page_scrolls_sideways_on_a_phone(people, login):
    page = people.page(login, viewport=PHONE)
    pages = PAGES if login in OF_LEADS else ("/", "/deals/", "/tasks/")
    wide = {}
    for address in pages:
        go(page, address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            wide[address] = width
    assert wide == {}


def test_the_way_to_a_card_and_back_by_keyboard_alone(people):
    page = people.page("operator1.msk")
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/leads/?quick=open")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    # the second row, then up to the first
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("tr[data-row]").first
    expect(first).to_be_focused()
    name = first.locator("th").inner_text()
    page.keyboard.press("/")
    expect(page.locator("[data-list-filter]")).to_be_focused()
    page.keyboard.type(name.split()[0])
    expect(page.locator("tr[data-row]").first).to_contain_text(name)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/leads/\d+/$"))
    # a task from the composer, sent with Ctrl+Enter
    page.keyboard.press("t")
    pane = page.locator("[id^=pane-task]")
    expect(pane.get_by_label("Что сделать")).to_be_focused()
    page.keyboard.type("Записать на консультацию")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#panel-tasks")).to_contain_text("Записать на консультацию")


def test_a_client_is_found_from_any_page_and_her_line_is_narrowed(people):
    page = people.page("head.sales.msk")
    page.goto("/leads/?quick=open")
    name = page.locator("tr[data-row] th").first.inner_text()
    page.goto("/")
    page.keyboard.press("Control+k")
    field = page.locator("#palette-field")
    expect(field).to_be_focused()
    # the words of the name in the other order, typed on the other keyboard
    field.fill(" ".join(reversed([switch_layout(word) for word in name.split()[:2]])))
    line = page.locator("#palette-lines [role=option]").filter(has_text=name).first
    expect(line).to_be_visible()
    expect(page.locator("#palette-lines")).to_contain_text("Показано по запросу")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/parties/\d+/$"))
    expect(page.locator("h1")).to_have_text(name)
    chip = page.locator(".f-tl-chips a").filter(has_text="Стадии")
    chip.click()
    page.wait_for_url("**/?show=stages")
    expect(page.locator("#card-timeline [data-group=stages]").first).to_be_visible()
    expect(page.locator("#card-timeline [data-group]:not([data-group=stages])")).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-lines [role=option]").first).to_contain_text(name)
    assert serious(page) == []


def test_the_language_is_switched_there_and_back(people):
    page = people.page("operator2.msk")
    page.goto("/leads/?quick=open")
    choose_language(page, "en")
    expect(page.locator("h1")).to_contain_text("Leads")
    # the firm's own words stay Russian, those of the product do not
    for words in page.locator(".f-nav-text, .f-chip, thead th, .f-title-acts").all_inner_texts():
        assert not CYRILLIC.search(words), words
    choose_language(page, "ru")
    expect(page.locator("h1")).to_contain_text("Лиды")


@pytest.mark.parametrize("login", [*OF_LEADS, "reception.msk", "admin"])
def test_no_english_word_on_russian_pages(people, login):
    page = people.page(login)
    found = {}
    for address in ("/", "/leads/", "/leads/?view=board", "/tasks/", "/sources/", "/parties/"):
        answer = page.goto(address)
        if answer is None or answer.status != 200:
            continue
        text = page.locator("body").inner_text()
        words = set(re.findall(r"\b[A-Za-z]{3,}\b", text)) - ALLOWED
        if words:
            found[address] = words
    assert found == {}


# Names of keys and of things that are called so in Russian as well.
ALLOWED = {"Ctrl", "Enter", "Esc", "Shift", "mail", "Telegram", "WhatsApp", "English"}
