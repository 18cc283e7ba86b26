"""The technological mode: what is blocked is refused with a sentence, everything else goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from femida.cli.keeping.closing import write_mark
from femida.firm.offices.commands import add_position
from femida.firm.offices.models import Position
from femida.firm.staff.commands import block_employee
from femida.parties.registry.models import ContactPoint
from femida.platform.access.models import Group, GroupGrant, GroupMember
from femida.platform.access.rights import Scope, rights
from femida.platform.accounts.models import User
from femida.platform.commands.core import commands, gatekeepers
from femida.platform.core.actor import Actor
from femida.platform.core.closed import CLOSED_MARK
from femida.platform.core.errors import Denied, Invalid, Stale
from femida.platform.inbox.models import Message
from femida.platform.journal.models import Fact
from femida.platform.maintenance import state as states
from femida.platform.maintenance.commands import (
    UnableToEndMaintenance,
    departments,
    end_maintenance,
    set_maintenance,
)
from femida.platform.maintenance.guard import UnderMaintenance
from femida.platform.maintenance.models import EVERYTHING, ONLY, Mode
from femida.platform.maintenance.state import State, look
from femida.sales.sources.models import Source
from tests.firm.people import an_employee, an_office, give
from tests.people_online import browser, into, page_of
from tests.sales.firm import a_firm

CONSOLE = Actor.system("test")


@pytest.fixture(autouse=True)
def open_house(db):
    """What a test has set is not known to the next one."""
    states._Kept.state = State()
    yield
    states._Kept.state = State()


@pytest.fixture
def all_rights(db) -> Actor:
    """A person who may do everything everywhere."""
    user = User.objects.create(login="all", name="Всё")
    group = Group.objects.create(key="all", name="Все права")
    GroupGrant.objects.bulk_create(
        GroupGrant(group=group, right=right.key, scope=Scope.FIRM) for right in rights
    )
    GroupMember.objects.create(group=group, person=user)
    return Actor.person(user.pk)


def block(*blocked: str, **values: object) -> None:
    """Begin maintenance and let this process know."""
    set_maintenance(CONSOLE, message="Обновляем телефонию", blocked=blocked, **values)
    look()


def test_every_command_is_blocked_but_those_that_say_otherwise(all_rights):
    block(EVERYTHING)
    passed = set()
    for info in commands:
        try:
            info.function(all_rights)
        except UnderMaintenance:
            continue
        except Exception:  # noqa: BLE001 - it got past the guard: that is all we ask
            pass
        passed.add(info.name)
    assert passed == {info.name for info in commands if info.in_maintenance}
    assert {"platform.inbox.store", "firm.staff.block_employee"} <= passed
    assert len(passed) < 15


def test_twin_without_the_guard_nothing_is_blocked(all_rights, monkeypatch):
    block(EVERYTHING)
    monkeypatch.setattr(gatekeepers, "_things", {})
    add_position(all_rights, name="Юрист")
    assert Position.objects.filter(name="Юрист").exists()


def test_only_the_chosen_department_is_blocked(all_rights):
    block("sales")
    add_position(all_rights, name="Юрист")
    with pytest.raises(UnderMaintenance):
        commands["sales.sources.add_source"].function(all_rights, name="Сайт", channel="online")
    assert "sales" in departments()
    assert "platform" not in departments()


def test_the_house_itself_goes_on(all_rights):
    block(EVERYTHING)
    add_position(CONSOLE, name="Юрист")


def test_an_announcement_blocks_nothing_until_its_time_comes(all_rights, monkeypatch):
    soon = timezone.now() + timedelta(minutes=30)
    block(EVERYTHING, starts_at=soon)
    add_position(all_rights, name="Юрист")
    assert look().is_announced
    monkeypatch.setattr("femida.platform.maintenance.state.clock.now", lambda: soon + timedelta(seconds=1))
    with pytest.raises(UnderMaintenance):
        add_position(all_rights, name="Кассир")


def test_the_planned_end_is_told_and_ends_nothing_by_itself(all_rights):
    block(EVERYTHING, ends_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(UnderMaintenance) as refusal:
        add_position(all_rights, name="Юрист")
    assert ":" in str(refusal.value)
    Mode.objects.update(
        starts_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now() - timedelta(hours=1)
    )
    assert look().in_force


def test_what_was_typed_wrong_is_told_at_its_field():
    with pytest.raises(Invalid) as refusal:
        set_maintenance(
            CONSOLE, message=" ", blocked=["nowhere"], ends_at=timezone.now() - timedelta(minutes=1)
        )
    assert set(refusal.value.fields) == {"message", "blocked", "ends_at"}
    assert not Mode.objects.get(pk=ONLY).is_on


def test_two_administrators_do_not_overwrite_each_other(all_rights):
    set_maintenance(all_rights, message="Первый", blocked=[], version=1)
    with pytest.raises(Stale):
        set_maintenance(all_rights, message="Второй", blocked=[], version=1)


def test_an_end_is_recorded_and_there_is_no_second_one(all_rights):
    block(EVERYTHING)
    end_maintenance(all_rights)
    assert not look().is_on
    with pytest.raises(UnableToEndMaintenance):
        end_maintenance(all_rights)
    recorded = Fact.objects.filter(kind__startswith="maintenance.").order_by("pk")
    assert list(recorded.values_list("kind", flat=True)) == ["maintenance.set", "maintenance.ended"]


def test_only_the_house_closes_the_pages_and_only_it_opens_them(all_rights):
    with pytest.raises(Denied):
        set_maintenance(all_rights, message="Закрыто", blocked=[EVERYTHING], is_closed=True)
    block(EVERYTHING, is_closed=True)
    with pytest.raises(UnableToEndMaintenance):
        end_maintenance(all_rights)
    end_maintenance(CONSOLE)


def test_an_enquiry_from_a_site_is_stored_raw_and_waits(db):
    firm = a_firm()
    block(EVERYTHING)
    assert look().stops_jobs
    key = Source.objects.values_list("key", flat=True).get(pk=firm.source_id)
    answer = Client().post(
        f"/intake/web/{key}", {"name": "Анна", "phone": "+79123456789"}, content_type="application/json"
    )
    assert answer.status_code == 202
    assert Message.objects.get().state == Message.State.RECEIVED
    assert not ContactPoint.objects.exists()


def test_somebody_can_still_be_shut_out(all_rights):
    employee = an_employee(an_office())
    block(EVERYTHING)
    block_employee(all_rights, employee_id=employee.pk)
    assert not User.objects.get(pk=employee.account_id).is_active


def an_administrator():
    employee = an_employee(an_office())
    give(employee, maintenance__change=Scope.FIRM, offices__change=Scope.FIRM, offices__view=Scope.FIRM)
    return employee


def test_the_page_begins_and_ends_and_everybody_sees_the_bar():
    client = browser(an_administrator())
    answer = client.post("/maintenance/", {"message": "Меняем сервер", "blocked": ["firm"], "version": "1"})
    assert answer.status_code == 302
    stranger = browser(an_employee(an_office("Казань")))
    assert "Меняем сервер" in page_of(stranger.get("/"))
    assert "Меняем сервер" in page_of(stranger.get("/maintenance/bar/"))
    assert stranger.get("/maintenance/").status_code == 403
    client.post("/maintenance/end/")
    assert "Меняем сервер" not in page_of(stranger.get("/"))
    assert page_of(stranger.get("/maintenance/bar/")) == ""


def test_a_form_keeps_what_was_typed_a_program_and_a_page_are_told_to_come_again():
    client = browser(an_administrator())
    block(EVERYTHING)
    form = client.post("/legal-entities/new/", {"short_name": "Новая", "name": "ООО «Новая»"})
    assert form.status_code == 409
    assert "ООО «Новая»" in form.content.decode().replace("&quot;", '"')
    keeper = an_employee(an_office("Тверь"))
    give(keeper, intake__retry=Scope.FIRM)
    retry = reverse("inbox:retry", args=[1])
    json = browser(keeper).post(retry, headers={"accept": "application/json"})
    assert (json.status_code, json["Retry-After"], json.json()["code"]) == (503, "120", "maintenance")
    page = browser(keeper).post(retry)
    assert (page.status_code, page["Retry-After"]) == (503, "120")
    fragment = browser(keeper).post(retry, headers=into("main"))
    assert fragment.status_code == 409
    assert "toast" in fragment["HX-Trigger"]


def test_closed_pages_answer_503_to_everybody_without_a_look_at_the_session(
    settings, tmp_path, django_assert_num_queries
):
    (tmp_path / "run").mkdir()
    settings.FEMIDA_DATA = tmp_path
    client = browser(an_employee(an_office()))
    write_mark(tmp_path)
    with django_assert_num_queries(0):
        answer = client.get("/")
        json = client.get("/", headers={"accept": "application/json"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "120")
    assert 'data-page="plain"' in answer.content.decode()
    assert json.json()["code"] == "maintenance"
    (tmp_path / CLOSED_MARK).unlink()
    assert client.get("/").status_code == 200


def test_closed_by_the_row_is_closed_on_every_machine():
    block(EVERYTHING, is_closed=True)
    assert Client().get("/sign-in/").status_code == 503


def test_what_is_known_stays_while_the_database_is_away(monkeypatch):
    block(EVERYTHING)

    def fail(*_args: object, **_values: object) -> None:
        from django.db import OperationalError

        raise OperationalError

    monkeypatch.setattr(Mode._default_manager, "filter", fail)
    assert look().in_force
