"""No enquiry is lost while an upgrade has closed the pages."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from femida.cli.keeping.closing import write_mark
from femida.platform.core.closed import CLOSED_MARK
from femida.platform.inbox.models import Message
from femida.platform.maintenance.ports import keepers, resuming
from femida.sales.intake import spool
from femida.sales.intake.spool import hand_in
from femida.sales.sources.models import Source
from tests.sales.firm import a_firm

PHONE = "+79123456789"
BODY = {"name": "Анна Канарейкина", "phone": PHONE, "text": "Нужна консультация"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def key() -> str:
    return Source.objects.values_list("key", flat=True).get(pk=a_firm().source_id)


@pytest.fixture
def closed(settings, tmp_path, monkeypatch, key):
    """The pages of a data folder of the test's own, closed by an upgrade; the keys stay where they are."""
    (tmp_path / "run").mkdir()
    (tmp_path / "keys").symlink_to(f"{settings.FEMIDA_DATA}/keys")
    settings.FEMIDA_DATA = tmp_path
    write_mark(tmp_path)
    return tmp_path


def post(key: str, body: object = BODY, **headers: str):
    return Client().post(
        f"/intake/web/{key}", json.dumps(body), content_type="application/json", headers=headers
    )


def opened(folder) -> None:
    (folder / CLOSED_MARK).unlink()


def test_an_enquiry_is_kept_without_the_database_and_handed_in_once(closed, key, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = post(key, origin="https://site.example")
    assert (answer.status_code, answer.json()) == (202, {"state": "accepted"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    (kept,) = (closed / "spool").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert b"9123456789" not in kept.read_bytes()
    assert "Канарейкина".encode() not in kept.read_bytes()
    assert not Message.objects.exists()
    sealed = kept.read_bytes()
    opened(closed)
    assert hand_in() == 1
    assert not list((closed / "spool").iterdir())
    assert Message.objects.get().state == Message.State.RECEIVED
    # killed between the storing and the removal: the second time changes nothing
    kept.write_bytes(sealed)
    assert hand_in() == 1
    assert Message.objects.count() == 1
    assert post(key, {**BODY, "name": "Вторая"}).json()["receipt"]


def test_twin_without_a_keeper_it_is_lost(closed, key, monkeypatch):
    monkeypatch.setattr(keepers, "_things", {})
    assert post(key).status_code == 503
    assert not (closed / "spool").exists()


def test_the_same_key_is_stored_once(closed, key):
    for _time in range(3):
        assert post(key, **{"Idempotency-Key": "6f1c"}).status_code == 202
    opened(closed)
    hand_in()
    assert Message.objects.count() == 1


def test_foreign_sites_unknown_sources_and_robots_are_told_apart_afterwards(closed, key):
    post(key, origin="https://evil.example")
    post("no-such-source")
    post(key, {**BODY, "company_site": "spam"})
    post(key, {"name": "Без контакта"})
    opened(closed)
    assert hand_in() == 4
    assert sorted(Message.objects.values_list("state", flat=True)) == ["refused", "spam"]


def test_a_form_of_a_page_is_kept_too(closed, key):
    answer = Client().post(f"/intake/web/{key}", BODY)
    assert answer.status_code == 503, "several parts are no enquiry"
    form = "application/x-www-form-urlencoded"
    answer = Client().post(f"/intake/web/{key}", "name=Anna&phone=%2B79123456789", content_type=form)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert Client().options(f"/intake/web/{key}").status_code == 204
    opened(closed)
    assert hand_in() == 1


def test_the_disk_is_not_filled_and_large_ones_are_not_kept(closed, key, monkeypatch):
    assert post(key, {**BODY, "text": "x" * 70_000}).status_code == 503
    monkeypatch.setattr(spool, "MOST", 1)
    assert post(key).status_code == 202
    assert post(key).status_code == 503
    assert Client().post("/sign-in/", {}).status_code == 503


def test_what_cannot_be_read_is_set_aside(closed, key, caplog):
    post(key)
    (kept,) = (closed / "spool").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    assert hand_in() == 0
    assert [one.suffix for one in (closed / "spool").iterdir()] == [".unreadable"]
    assert "cannot be read" in caplog.text
    assert resuming["intake"] is hand_in
