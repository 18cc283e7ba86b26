"""The door: who gets in, who does not, and what is kept of it."""

import pytest
from django.test import Client

from femida.firm.staff.models import Employee
from femida.platform.accounts.models import Session, SignInAttempt, User
from femida.platform.accounts.ports import SignIn, sign_in_watchers
from femida.platform.accounts.sessions import end_sessions
from tests.firm.people import an_employee, an_office

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.platform.accounts.urls")]

RIGHT, WRONG = "верный пароль", "неверный пароль"
LOCAL = {"HTTP_HOST": "localhost:8000", "REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture
def employee() -> Employee:
    return an_employee(an_office("Владивосток", "Asia/Vladivostok"))


@pytest.fixture
def account(employee) -> User:
    return employee.account


@pytest.fixture
def notes():
    seen = []
    sign_in_watchers.register("test", seen.append)
    yield seen
    del sign_in_watchers._things["test"]


def sign_in(client: Client, login: str, password: str, **extra: str):
    return client.post("/sign-in/", {"login": login, "password": password}, **extra)


def is_in(client: Client) -> bool:
    return client.get("/inside/").status_code == 200


def test_the_right_password_opens_and_is_noted(client, account, notes):
    answer = sign_in(client, account.login.upper(), RIGHT, HTTP_USER_AGENT="Проба 1.0")
    assert answer.status_code == 302
    assert answer["Location"] == "/start/"
    assert is_in(client)
    assert [(note.kind, note.account_id) for note in notes] == [(SignIn.SIGNED_IN, account.pk)]
    session = Session.objects.get(account=account)
    assert (session.address, session.browser) == ("127.0.0.1", "Проба 1.0")
    assert session.signed_in_at is not None


def test_the_way_back_stays_on_the_site(client, account):
    there = client.post("/sign-in/?next=/inside/", {"login": account.login, "password": RIGHT})
    assert there["Location"] == "/inside/"
    client.logout()
    elsewhere = client.post(
        "/sign-in/?next=https://evil.example/", {"login": account.login, "password": RIGHT}
    )
    assert elsewhere["Location"] == "/start/"


def test_a_wrong_password_opens_nothing_and_is_noted(client, account, notes):
    answer = sign_in(client, account.login, WRONG)
    assert answer.status_code == 200
    assert not is_in(client)
    assert [(note.kind, note.account_id) for note in notes] == [(SignIn.FAILED, account.pk)]
    sign_in(client, "nobody", WRONG)
    assert notes[-1].account_id is None


def test_unknown_and_known_logins_are_answered_alike(client, account):
    known = sign_in(client, account.login, WRONG).context["form"].non_field_errors()
    unknown = sign_in(client, "nobody", WRONG).context["form"].non_field_errors()
    assert known == unknown == ["Неверный логин или пароль."]


def test_signing_out_is_noted_and_ends_the_session(client, account, notes):
    sign_in(client, account.login, RIGHT)
    client.post("/sign-out/")
    assert not is_in(client)
    assert notes[-1].kind is SignIn.SIGNED_OUT
    assert not Session.objects.filter(account=account).exists()


def test_a_blocked_account_learns_nothing_and_its_session_is_dead(client, account):
    sign_in(client, account.login, RIGHT)
    User.objects.filter(pk=account.pk).update(is_active=False)
    assert not is_in(client)
    fresh = Client()
    answer = sign_in(fresh, account.login, RIGHT)
    assert answer.context["form"].non_field_errors() == ["Неверный логин или пароль."]
    assert not is_in(fresh)


def test_sessions_of_an_account_end_everywhere_but_one(client, account):
    other = Client()
    sign_in(client, account.login, RIGHT)
    sign_in(other, account.login, RIGHT)
    stranger = Client()
    sign_in(stranger, an_employee(an_office()).account.login, RIGHT)
    assert end_sessions(account.pk, but=client.session.session_key) == 1
    assert (is_in(client), is_in(other), is_in(stranger)) == (True, False, True)
    assert end_sessions(account.pk) == 1
    assert not is_in(client)


@pytest.mark.parametrize("spoofed", [False, True])
def test_the_sixth_guess_is_refused_even_with_the_right_password(client, account, spoofed):
    for number in range(5):
        extra = {"HTTP_X_FORWARDED_FOR": f"10.0.0.{number}"} if spoofed else {}
        sign_in(Client(), account.login.swapcase(), WRONG, **extra)
    extra = {"HTTP_X_FORWARDED_FOR": "10.9.9.9"} if spoofed else {}
    answer = sign_in(client, account.login, RIGHT, **extra)
    assert not is_in(client)
    assert "пять минут" in answer.context["form"].non_field_errors()[0]
    assert SignInAttempt.objects.count() == 5


def test_guesses_over_many_logins_from_one_address_are_refused(client, account, monkeypatch):
    monkeypatch.setattr("femida.platform.accounts.attempts.MOST_PER_ADDRESS", 8)
    for number in range(8):
        sign_in(Client(), f"login{number}", WRONG, HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    sign_in(client, account.login, RIGHT)
    assert not is_in(client)
    sign_in(client, account.login, RIGHT, REMOTE_ADDR="192.0.2.7")
    assert is_in(client)


def test_success_forgives_the_owners_slips_but_not_the_guesses_at_others(client, account):
    for _ in range(4):
        sign_in(client, account.login, WRONG)
    sign_in(client, "somebody", WRONG)
    sign_in(client, account.login, RIGHT)
    assert SignInAttempt.objects.count() == 1


def test_what_was_typed_as_login_is_not_stored(client):
    sign_in(client, "мой-пароль-не-туда", WRONG)
    attempt = SignInAttempt.objects.get()
    assert "пароль" not in attempt.login_digest


@pytest.mark.parametrize(
    ("extra", "opens"),
    [
        ({}, True),
        ({"REMOTE_ADDR": "::1", "HTTP_HOST": "[::1]:8000"}, True),
        ({"REMOTE_ADDR": "192.0.2.7"}, False),
        ({"REMOTE_ADDR": ""}, False),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, False),
        ({"HTTP_X_REAL_IP": "127.0.0.1"}, False),
        ({"HTTP_FORWARDED": "for=127.0.0.1"}, False),
        ({"HTTP_HOST": "testserver"}, False),
    ],
)
def test_demonstration_logins_work_on_loopback_only(client, account, extra, opens):
    User.objects.filter(pk=account.pk).update(is_demo=True)
    sign_in(client, account.login, RIGHT, **{**LOCAL, **extra})
    assert is_in(client) is opens


def test_an_ordinary_login_works_from_anywhere(client, account):
    sign_in(client, account.login, RIGHT, REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="192.0.2.8")
    assert is_in(client)


def test_strangers_are_sent_to_sign_in_and_scripts_are_told(client):
    answer = client.get("/inside/?a=1")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/?next=/inside/%3Fa%3D1"
    assert client.get("/inside/", HTTP_HX_REQUEST="true").status_code == 401
    assert client.get("/inside/", HTTP_ACCEPT="application/json").status_code == 401
    assert client.get("/outside/").status_code == 200


def test_pages_speak_the_readers_language_and_the_time_of_the_office(client, account):
    assert client.get("/outside/").content.decode() == "ru Europe/Moscow"
    sign_in(client, account.login, RIGHT)
    assert client.get("/inside/").content.decode() == f"{account.login} ru Asia/Vladivostok"
    User.objects.filter(pk=account.pk).update(language="en")
    answer = client.get("/inside/")
    assert answer.content.decode() == f"{account.login} en Asia/Vladivostok"
    assert answer["Content-Language"] == "en"
