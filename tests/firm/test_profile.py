"""One's own profile: the pages and the commands behind them."""

import pytest
from django.test import Client
from django.urls import reverse

from femida.firm.staff.browsers import browser_name
from femida.firm.staff.commands import change_password, change_profile, sign_out_elsewhere
from femida.firm.staff.models import Employee
from femida.platform.access.rights import Scope
from femida.platform.accounts.models import Session, SignInAttempt, User
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid
from femida.platform.journal.models import AccessLog, Fact
from tests.firm.people import actor_of, an_employee, an_office, give_personally

pytestmark = pytest.mark.django_db

OLD, NEW = "верный пароль", "совсем новый пароль"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"


@pytest.fixture
def someone() -> Employee:
    return an_employee(an_office())


def signed_in(employee: Employee, browser: str = "") -> Client:
    client = Client()
    form = {"login": employee.account.login, "password": OLD}
    answer = client.post(reverse("account_login"), form, HTTP_USER_AGENT=browser)
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("profile:page")).status_code == 200


def test_the_page_shows_the_account_and_its_sessions_only(someone, django_assert_num_queries):
    stranger = signed_in(an_employee(an_office("Там")), "Чужой браузер")
    client = signed_in(someone, FIREFOX)
    signed_in(someone, "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/605.1")
    # session, account, policy (2), sessions, employee, bell
    with django_assert_num_queries(7):
        page = client.get(reverse("profile:page")).content.decode()
    assert someone.account.login in page
    assert "Firefox, Windows" in page
    assert "Safari, iPhone" in page
    assert page.count("этот") == 1
    assert "Выйти во всех остальных" in page
    assert "Выйти во всех остальных" not in stranger.get(reverse("profile:page")).content.decode()


def test_the_frame_leads_to_the_profile_and_to_the_password(someone):
    page = signed_in(someone).get("/").content.decode()
    assert reverse("profile:page") in page
    assert reverse("account_change_password") in page


def test_the_look_is_chosen_and_shown_at_once(someone):
    client = signed_in(someone)
    form = {"language": "en", "theme": "dark", "density": "dense"}
    answer = client.post(reverse("profile:look"), form, follow=True)
    account = User.objects.get(pk=someone.account_id)
    assert (account.language, account.theme, account.density) == ("en", "dark", "dense")
    page = answer.content.decode()
    assert 'data-theme="dark"' in page
    assert 'data-density="dense"' in page
    assert "Where you are signed in" in page


@pytest.mark.parametrize("wrong", [{"language": "de"}, {"theme": "pink"}, {"density": ""}])
def test_unknown_looks_are_refused(someone, wrong):
    form = {"language": "en", "theme": "dark", "density": "dense", **wrong}
    assert signed_in(someone).post(reverse("profile:look"), form).status_code == 422
    with pytest.raises(Invalid):
        change_profile(actor_of(someone), **wrong)
    assert User.objects.get(pk=someone.account_id).theme == "auto"


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(someone):
    client, other = signed_in(someone), signed_in(someone)
    form = {"current": OLD, "new": NEW, "again": NEW}
    answer = client.post(reverse("account_change_password"), form)
    assert answer["Location"] == reverse("profile:page")
    assert (is_in(client), is_in(other)) == (True, False)
    assert User.objects.get(pk=someone.account_id).check_password(NEW)
    assert Fact.objects.get(kind="account.password_changed").payload["by_owner"] is True
    assert not SignInAttempt.objects.exists()


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("current", {"current": "не тот"}),
        ("new", {"new": "1234567890", "again": "1234567890"}),
        ("again", {"again": "другой пароль"}),
    ],
)
def test_a_bad_new_password_is_named_at_its_field(someone, field, change):
    client = signed_in(someone)
    form = {"current": OLD, "new": NEW, "again": NEW, **change}
    answer = client.post(reverse("account_change_password"), form)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert User.objects.get(pk=someone.account_id).check_password(OLD)
    assert "пароль" not in answer.content.decode().split("value=")[0] or NEW not in answer.content.decode()


def test_the_password_is_not_guessed_from_a_stolen_session(someone):
    client = signed_in(someone)
    for _ in range(5):
        client.post(reverse("account_change_password"), {"current": "не тот", "new": NEW, "again": NEW})
    answer = client.post(reverse("account_change_password"), {"current": OLD, "new": NEW, "again": NEW})
    assert answer.status_code == 422
    assert "пять минут" in answer.content.decode()
    assert User.objects.get(pk=someone.account_id).check_password(OLD)


def test_signing_out_elsewhere_leaves_this_browser(someone):
    client, other, stranger = signed_in(someone), signed_in(someone), signed_in(an_employee(an_office("Там")))
    client.post(reverse("profile:elsewhere"))
    assert (is_in(client), is_in(other), is_in(stranger)) == (True, False, True)
    assert Fact.objects.filter(kind="account.sessions_ended").count() == 1


def test_the_door_speaks_russian_and_keeps_the_way_back(client):
    page = client.get("/profile/", follow=True).content.decode()
    assert ">Логин<" in page
    assert 'name="next"' in page
    assert 'value="/profile/"' in page
    assert "placeholder" not in page


def test_the_door_is_kept_in_the_register(someone):
    client = Client()
    client.post(reverse("account_login"), {"login": someone.account.login, "password": "не тот"})
    client.post(reverse("account_login"), {"login": "тайное слово", "password": "не тот"})
    client = signed_in(someone)
    client.post(reverse("account_logout"))
    lines = AccessLog.objects.order_by("pk").values_list("kind", "actor_id", "object_id", "address")
    me = someone.account_id
    assert list(lines) == [
        ("sign_in_failed", None, me, "127.0.0.1"),
        ("sign_in_failed", None, None, "127.0.0.1"),
        ("sign_in", me, me, "127.0.0.1"),
        ("sign_out", me, me, "127.0.0.1"),
    ]
    assert not AccessLog.objects.filter(reason__contains="слово").exists()


COMMANDS = {
    "look": lambda actor: change_profile(actor, theme="dark"),
    "password": lambda actor: change_password(actor, current=OLD, new=NEW, session_key=None),
    "elsewhere": lambda actor: sign_out_elsewhere(actor, session_key=None),
}


@pytest.mark.parametrize("act", COMMANDS)
def test_nobody_else_changes_an_account(someone, act):
    client = signed_in(someone)
    give_personally(someone, profile__change=Scope.DENIED)
    before = list(User.objects.values())
    for actor in (actor_of(someone), Actor.anonymous(), Actor.integration(1), Actor.system("test")):
        with pytest.raises(Denied):
            COMMANDS[act](actor)
    assert list(User.objects.values()) == before
    assert Session.objects.filter(account_id=someone.account_id).count() == 1
    for name in ("profile:page", "profile:look", "account_change_password"):
        assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0 YaBrowser/25.10 Safari/537.36",
            "Yandex Browser, Linux",
        ),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/142.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_browsers_are_called_by_short_names(agent, name):
    assert browser_name(agent) == name
