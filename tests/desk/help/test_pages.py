"""The pages of help, and the button that opens them."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.test import Client

from femida.firm.staff.presets import load_presets
from femida.platform.access.models import GroupMember
from femida.platform.accounts.models import User
from femida.platform.core.actor import Actor


@pytest.fixture
def cashier(db) -> Client:
    """A person of one role, signed in."""
    account = User.objects.create(login="kassa", name="Щукина Мария", language="ru")
    groups = load_presets(Actor.system("test"))
    GroupMember.objects.create(group_id=groups["cashier"], person=account)
    client = Client()
    client.force_login(account)
    return client


def test_every_page_has_the_button(cashier):
    page = cashier.get("/payments/").content.decode()
    assert 'href="/help/?page=payments%3Alist"' in page
    assert 'data-key="f1"' in page


def test_the_button_leads_to_the_section_of_the_page_in_one_s_own_guide(cashier):
    answer = cashier.get("/help/", {"page": "cash-desk:desk"})
    assert (answer.status_code, unquote(answer["Location"])) == (302, "/help/cashier/#как-принять-деньги")
    answer = cashier.get("/help/", {"page": "notices:list"})
    assert unquote(answer["Location"]) == "/help/common/#где-уведомления"


@pytest.mark.parametrize("page", ["", "nothing:here", "<script>"])
def test_an_unknown_page_leads_to_one_s_own_guide(cashier, page):
    assert cashier.get("/help/", {"page": page})["Location"] == "/help/cashier/"


def test_a_guide_is_a_page_with_contents_and_the_others_at_hand(cashier):
    page = cashier.get("/help/cashier/").content.decode()
    assert '<h2 id="как-принять-деньги">Как принять деньги</h2>' in page
    assert 'href="#как-принять-деньги"' in page
    assert page.index("Для вас") < page.index('href="/help/cashier/" aria-current="page"')
    assert (
        page.index('href="/help/cashier/"') < page.index("Другие роли") < page.index('href="/help/lawyer/"')
    )
    assert "data-print" in page
    assert "Руководства написаны по-русски" not in page
    assert cashier.get("/help/nobody/").status_code == 404


def test_the_search_leads_to_sections(cashier):
    page = cashier.get("/help/", {"q": "принять деньги"}).content.decode()
    assert 'href="/help/cashier/#как-принять-деньги"' in page
    assert "<mark>" in page
    assert "ничего не нашлось" in cashier.get("/help/", {"q": "бутерброд"}).content.decode()


def test_english_pages_say_that_the_guide_is_russian(cashier):
    User.objects.filter(login="kassa").update(language="en")
    page = cashier.get("/help/cashier/").content.decode()
    assert "The guides are written in Russian." in page
    assert '<article class="f-guide" lang="ru">' in page


def test_a_visitor_signs_in_first(db):
    assert Client().get("/help/")["Location"].startswith("/sign-in/")
