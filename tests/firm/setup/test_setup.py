"""The first day of a real firm: one act, once, by whoever holds the console."""

from __future__ import annotations

import re
import threading

import pytest
from django.db import connection
from django.test import Client

from femida.firm.offices.models import Department, LegalEntity, Office
from femida.firm.setup import invitation
from femida.firm.setup.commands import Firm, UnableToSetUp, put_next_steps_away, set_up_firm
from femida.firm.setup.models import FirmSetUp
from femida.firm.setup.ports import next_steps, practices
from femida.firm.staff.models import Employee
from femida.platform.access.models import Group, GroupMember
from femida.platform.access.policy import load_policy
from femida.platform.accounts.models import User
from femida.platform.core import locks
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid
from femida.platform.journal.models import Fact
from femida.platform.pipelines.models import Pipeline
from femida.practice.services.models import Service, ServiceGroup
from femida.sales.leads.models import RefusalReason
from tests.firm.people import an_employee, an_office
from tests.people_online import browser, page_of

SYSTEM = Actor.system("test")
PASSWORD = "quiet-river-42-stone"
HERE = {"headers": {"host": "localhost"}}
GIVEN = {
    "entity": "ООО «Право»",
    "inn": "7707083893",
    "kpp": "770701001",
    "ogrn": "1027700132195",
    "office": "Главный",
    "city": "Омск",
    "time_zone": "Asia/Omsk",
    "surname": "Иванова",
    "given_name": "Анна",
    "login": "anna",
    "password": PASSWORD,
}
TYPED = GIVEN | {"repeated": PASSWORD, "practices": ["family", "bankruptcy"]}


@pytest.fixture(autouse=True)
def house(settings, tmp_path, monkeypatch):
    """A data folder of the test's own, and no memory of other tests' people."""
    settings.FEMIDA_DATA = tmp_path
    settings.BACKUPS = tmp_path / "backups"
    monkeypatch.setattr(invitation._Known, "has_people", False)


@pytest.mark.django_db
def test_one_act_makes_everything_a_firm_begins_with():
    employee_id = set_up_firm(SYSTEM, firm=Firm(**GIVEN, practices=["family"]))
    entity, office = LegalEntity.objects.get(), Office.objects.get()
    assert (entity.short_name, entity.name, entity.inn) == ("ООО «Право»", "ООО «Право»", "7707083893")
    assert (office.legal_entity_id, office.time_zone) == (entity.pk, "Asia/Omsk")
    assert office.hours["fri"] == ["09:00", "18:00"]
    assert "sat" not in office.hours
    assert Department.objects.filter(office=office).count() == 6
    assert Pipeline.objects.count() == 2
    assert RefusalReason.objects.count() > 5
    assert [group.name for group in ServiceGroup.objects.all()] == [str(practices["family"].label)]
    assert Service.objects.count() == 3
    assert Group.objects.count() > 8
    employee = Employee.objects.get(pk=employee_id)
    assert employee.account.check_password(PASSWORD)
    policy = load_policy(Actor.person(employee.account_id))
    for right in ("access.change", "staff.change", "maintenance.change", "health.view", "leads.view"):
        assert policy.may(right), right
    fact = Fact.objects.get(kind="firm.set_up")
    assert fact.payload["practices"] == ["family"]
    assert set(Fact.objects.values_list("act_id", flat=True)) == {fact.act_id}


@pytest.mark.django_db
def test_all_faults_are_told_at_once_and_nothing_stays():
    wrong = GIVEN | {"inn": "7700000000", "city": "", "login": "я", "password": "1234567890"}
    with pytest.raises(Invalid) as refusal:
        set_up_firm(SYSTEM, firm=Firm(**wrong, practices=["no such"]))
    assert set(refusal.value.fields) >= {"inn", "city", "practices"}
    assert set(refusal.value.fields) & {"login", "password"}
    for model in (LegalEntity, Office, User, Group, Pipeline, Fact):
        assert not model.objects.exists(), model
    with pytest.raises(Invalid) as weak:
        set_up_firm(SYSTEM, firm=Firm(**GIVEN | {"password": "1234567890"}))
    assert set(weak.value.fields) == {"password"}


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["inn", "kpp", "ogrn"])
def test_check_digits_are_checked(field):
    with pytest.raises(Invalid) as refusal:
        set_up_firm(SYSTEM, firm=Firm(**GIVEN | {field: GIVEN[field][:-1] + "Ж"}))
    assert set(refusal.value.fields) == {field}


@pytest.mark.django_db
def test_only_the_house_and_only_once():
    with pytest.raises(Denied):
        set_up_firm(Actor.anonymous(), firm=Firm(**GIVEN))
    set_up_firm(SYSTEM, firm=Firm(**GIVEN))
    with pytest.raises(UnableToSetUp):
        set_up_firm(SYSTEM, firm=Firm(**GIVEN | {"login": "second", "entity": "Вторая"}))
    administrator = Actor.person(User.objects.get().pk)
    with pytest.raises(Denied):
        set_up_firm(administrator, firm=Firm(**GIVEN))


def two_at_once() -> list[str]:
    """Set two firms up at the same moment; what became of each."""
    said: list[str] = []
    gate = threading.Barrier(2)

    def run(number: int) -> None:
        gate.wait()
        given = GIVEN | {"login": f"chief{number}", "entity": f"Фирма {number}", "office": f"Офис {number}"}
        given |= {"inn": "", "kpp": "", "ogrn": ""}
        try:
            set_up_firm(SYSTEM, firm=Firm(**given))
            said.append("set up")
        except UnableToSetUp:
            said.append("refused")
        except Exception as error:  # noqa: BLE001 - the twin breaks on what the lock keeps away
            said.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


@pytest.mark.race
def test_of_two_at_once_one_is_refused(cloned_database):
    assert two_at_once() == ["refused", "set up"]


@pytest.mark.race
def test_twin_without_the_lock_the_second_is_not_refused_in_good_order(cloned_database, monkeypatch):
    monkeypatch.setattr("femida.firm.setup.commands.lock_words", lambda *_words: None)
    assert two_at_once() != ["refused", "set up"]
    assert locks.lock_words is not None


@pytest.mark.django_db
def test_the_page_sets_up_signs_in_and_is_gone():
    client = Client(**HERE)
    door = client.get("/sign-in/")
    assert (door.status_code, door["Location"]) == (302, "/setup/")
    assert "Настройка фирмы" in page_of(client.get("/setup/"))
    done = client.post("/setup/", TYPED)
    assert (done.status_code, done["Location"]) == (302, "/")
    home = page_of(client.get("/"))
    assert "Что дальше" in home
    assert client.get("/setup/").status_code == 404
    assert client.post("/setup/", TYPED | {"login": "second"}).status_code == 404
    assert User.objects.count() == 1
    assert Client(**HERE).get("/sign-in/").status_code == 200


@pytest.mark.django_db
def test_what_was_typed_wrong_stands_at_its_field():
    client = Client(**HERE)
    answer = client.post("/setup/", TYPED | {"inn": "123", "repeated": "another-one-42"})
    assert answer.status_code == 422
    assert "Пароли не совпадают." in answer.content.decode()
    answer = client.post("/setup/", TYPED | {"inn": "123"})
    assert answer.status_code == 422
    assert re.search(r'id="id_inn_error|name="inn"[^>]*aria-invalid="true"', answer.content.decode())
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_stranger_of_the_network_needs_the_token_of_the_console():
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    assert stranger.get("/setup/").status_code == 403
    assert stranger.get("/setup/?token=").status_code == 403
    token = invitation.invite()
    path = invitation.token_path()
    assert path.stat().st_mode & 0o777 == 0o600
    assert stranger.get("/setup/?token=guess").status_code == 403
    assert stranger.post("/setup/", TYPED).status_code == 403
    assert not User.objects.exists()
    assert stranger.get(f"/setup/?token={token}").status_code == 200
    assert stranger.post("/setup/", TYPED | {"token": token}).status_code == 302
    assert not path.exists()
    assert invitation.invite() == ""


@pytest.mark.django_db
def test_twin_without_the_check_a_stranger_takes_the_house(monkeypatch):
    monkeypatch.setattr("femida.firm.setup.views.is_invited", lambda *_given: True)
    assert Client(REMOTE_ADDR="203.0.113.9").post("/setup/", TYPED).status_code == 302
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_a_proxy_that_nobody_named_makes_no_stranger_local():
    behind = Client(headers={"host": "localhost", "x-forwarded-for": "203.0.113.9"})
    assert behind.get("/setup/").status_code == 403


@pytest.mark.django_db
def test_the_next_steps_are_told_to_administrators_until_they_are_put_away(settings):
    set_up_firm(SYSTEM, firm=Firm(**GIVEN))
    chief = browser(Employee.objects.get())
    assert not any(step.is_done() for step in next_steps)
    colleague = an_employee(an_office("Казань"))
    assert next_steps["people"].is_done()
    settings.BACKUPS.mkdir()
    (settings.BACKUPS / "femida-1.femida").touch()
    assert next_steps["backups"].is_done()
    assert page_of(chief.get("/")).count("сделано") == 2
    assert "Что дальше" not in page_of(browser(colleague).get("/"))
    assert chief.post("/setup/next-steps/away/", headers={"HX-Request": "true"}).status_code == 204
    assert "Что дальше" not in page_of(chief.get("/"))
    put_next_steps_away(SYSTEM)
    assert FirmSetUp.objects.get().put_away_at is not None


@pytest.mark.django_db
def test_every_practice_loads_its_lists():
    set_up_firm(SYSTEM, firm=Firm(**GIVEN, practices=[key for key, _one in practices.items()]))
    assert ServiceGroup.objects.count() == len(practices.items()) == 7
    assert GroupMember.objects.count() == 2
