"""Tasks on pages: adding, finishing, the panel, the board, the start page, the bell."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from femida.planning.tasks.commands import add_task
from femida.planning.tasks.models import Task
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.notices.models import Notice
from tests.comms.telephony.parties import a_party
from tests.firm.people import actor_of, an_employee, an_office, give
from tests.people_online import browser, into, page_of

pytestmark = pytest.mark.django_db

HOUSE = Actor.system("test")
ALL = {f"tasks__{verb}": Scope.OFFICE for verb in ("view", "add", "edit", "finish")}
DIALOG = into("dialog-body")


@pytest.fixture
def manager():
    employee = an_employee(an_office())
    give(employee, parties__view=Scope.OFFICE, **ALL)
    return employee


@pytest.fixture
def party(manager):
    return a_party(manager.main_office)


def a_task(responsible, title: str = "Подготовить иск", author=None, **values) -> Task:
    due = timezone.now() + timedelta(hours=1)
    actor = actor_of(author) if author else HOUSE
    values = {"title": title, "due_at": due, "responsible_id": responsible.pk, **values}
    return Task.objects.get(pk=add_task(actor, **values))


def typed(**values):
    due = timezone.localtime() + timedelta(days=2)
    return {"title": "Позвонить в суд", "kind": "call", "due_at": f"{due:%Y-%m-%dT%H:%M}", **values}


def test_a_task_is_added_in_the_tab_of_a_card(manager, party) -> None:
    client = browser(manager)
    card = page_of(client.get(f"/parties/{party.pk}/"))
    assert f'action="/tasks/add/parties.party/{party.pk}/"' in card
    pane = into("pane-task-parties-party")
    answer = client.post(f"/tasks/add/parties.party/{party.pk}/", typed(), headers=pane)
    assert answer.status_code == 204
    task = Task.objects.get()
    assert (task.title, task.responsible_id, task.party_id) == ("Позвонить в суд", manager.pk, party.pk)
    card = page_of(client.get(f"/parties/{party.pk}/"))
    assert "Новая задача" in card
    assert f"/tasks/{task.pk}/finish/" in card


def test_a_task_for_a_colleague_is_added_in_the_dialog(manager, party) -> None:
    colleague = an_employee(manager.main_office)
    client = browser(manager)
    form = page_of(client.get("/tasks/new/", headers=DIALOG))
    assert colleague.name in form
    client.post("/tasks/new/", typed(responsible=colleague.pk), headers=DIALOG)
    assert Task.objects.get().responsible_id == colleague.pk
    stranger = an_employee(an_office("Тула"))
    answer = client.post("/tasks/new/", typed(responsible=stranger.pk), headers=DIALOG)
    assert answer.status_code == 422
    assert Task.objects.count() == 1


@pytest.mark.parametrize(
    "values", [{"title": ""}, {"due_at": ""}, {"due_at": "2020-01-01T10:00"}, {"kind": "x"}]
)
def test_what_is_wrong_is_marked_and_nothing_is_added(manager, party, values) -> None:
    answer = browser(manager).post("/tasks/new/", typed(**values), headers=DIALOG)
    assert answer.status_code == 422
    assert "aria-invalid" in answer.content.decode()
    assert not Task.objects.exists()


def test_a_task_is_changed_finished_and_confirmed_from_its_card(manager) -> None:
    task = a_task(manager, author=manager)
    client = browser(manager)
    card = page_of(client.get(f"/tasks/{task.pk}/"))
    for name in ("finish", "change", "hand-over", "cancel"):
        assert f"/tasks/{task.pk}/{name}/" in card
    changed = typed(remind_at=typed()["due_at"], version=1)
    answer = client.post(f"/tasks/{task.pk}/change/", changed, headers=DIALOG)
    assert answer.status_code == 204
    stale = client.post(f"/tasks/{task.pk}/finish/", {"result": "x", "version": 1}, headers=DIALOG)
    assert stale.status_code == 409
    task.refresh_from_db()
    done = {"result": "Готово", "version": task.version}
    assert client.post(f"/tasks/{task.pk}/finish/", done, headers=DIALOG).status_code == 204
    assert client.post(f"/tasks/{task.pk}/finish/", {"result": ""}, headers=DIALOG).status_code == 422
    assert f"/tasks/{task.pk}/confirm/" in page_of(client.get(f"/tasks/{task.pk}/"))
    client.post(f"/tasks/{task.pk}/confirm/", headers=DIALOG)
    task.refresh_from_db()
    assert (task.title, task.result, task.status) == ("Позвонить в суд", "Готово", "confirmed")


def test_a_task_is_handed_over_and_cancelled(manager) -> None:
    colleague = an_employee(manager.main_office)
    first, second = a_task(manager), a_task(manager)
    client = browser(manager)
    assert colleague.name in page_of(client.get(f"/tasks/{first.pk}/hand-over/", headers=DIALOG))
    client.post(f"/tasks/{first.pk}/hand-over/", {"employee": colleague.pk}, headers=DIALOG)
    client.post(f"/tasks/{second.pk}/cancel/", {"reason": "Не нужно"}, headers=DIALOG)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.responsible_id == colleague.pk
    assert (second.status, second.result) == ("cancelled", "Не нужно")


def test_lists_filters_and_the_board(manager) -> None:
    soon = a_task(manager, "Сегодняшняя")
    now = timezone.now()
    Task.objects.filter(pk=soon.pk).update(due_at=now, remind_at=now - timedelta(days=1))
    a_task(manager, "Будущая", due_at=timezone.now() + timedelta(days=9))
    other = an_employee(manager.main_office)
    a_task(other, "Чужая", due_at=timezone.now() - timedelta(days=2))
    client = browser(manager)

    def titles(address: str) -> set[str]:
        page = page_of(client.get(address))
        return {title for title in ("Сегодняшняя", "Будущая", "Чужая") if title in page}

    assert titles("/tasks/") == {"Сегодняшняя", "Будущая", "Чужая"}
    assert titles("/tasks/?quick=mine") == {"Сегодняшняя", "Будущая"}
    assert titles("/tasks/?quick=mine_today") == {"Сегодняшняя"}
    assert titles("/tasks/?quick=overdue") == {"Сегодняшняя", "Чужая"}
    assert titles("/tasks/?view=board") == {"Сегодняшняя", "Будущая", "Чужая"}


def test_only_an_open_task_looks_overdue(manager) -> None:
    task = a_task(manager, due_at=timezone.now() - timedelta(days=2))
    client = browser(manager)
    assert "f-due-over" in page_of(client.get("/tasks/"))
    Task.objects.filter(pk=task.pk).update(status="done", done_at=timezone.now())
    assert "f-due-over" not in page_of(client.get("/tasks/"))


@pytest.mark.parametrize(
    ("start", "to", "status", "end"),
    [
        ("new", "done", 200, "done"),
        ("new", "cancelled", 200, "cancelled"),
        ("new", "confirmed", 422, "new"),
        ("new", "nonsense", 422, "new"),
        ("cancelled", "new", 422, "cancelled"),
    ],
)
def test_a_card_is_dragged_where_a_command_lets_it(manager, start, to, status, end) -> None:
    task = a_task(manager, author=manager)
    Task.objects.filter(pk=task.pk).update(status=start)
    answer = browser(manager).post(f"/tasks/{task.pk}/move/", {"to": to}, headers=into("board-card"))
    assert answer.status_code == status
    task.refresh_from_db()
    assert task.status == end


def test_the_start_page_shows_what_is_due(manager) -> None:
    a_task(manager, "Срочная", due_at=timezone.now() - timedelta(days=2))
    a_task(manager, "Далёкая", due_at=timezone.now() + timedelta(days=9))
    page = page_of(browser(manager).get("/"))
    assert "Срочная" in page
    assert "Далёкая" not in page


def test_pages_refuse_without_the_right_and_change_nothing(manager, party) -> None:
    task = a_task(manager)
    before = list(Task.objects.values())
    viewer, far = an_employee(manager.main_office), an_employee(an_office("Тула"))
    give(viewer, tasks__view=Scope.OFFICE, parties__view=Scope.OFFICE)
    give(far, **ALL)
    for name in ("finish", "change", "cancel", "hand-over", "confirm"):
        address = f"/tasks/{task.pk}/{name}/"
        values = typed(remind_at=typed()["due_at"], employee=far.pk)
        assert browser(viewer).post(address, values).status_code == 403
        assert browser(far).post(address, values).status_code == 404
    assert browser(viewer).get("/tasks/new/").status_code == 403
    assert browser(far).post(f"/tasks/add/parties.party/{party.pk}/", typed()).status_code == 404
    assert browser(far).get(f"/tasks/{task.pk}/").status_code == 404
    assert list(Task.objects.values()) == before


def test_the_bell_leads_to_the_task_and_reads_the_notice_off(manager) -> None:
    author = an_employee(manager.main_office)
    give(author, **ALL)
    task = a_task(manager, author=author)
    client = browser(manager)
    assert page_of(client.get("/notices/count/")) == "1"
    lines = page_of(client.get("/notices/", headers=into("bell-list")))
    assert "У вас новая задача" in lines
    assert task.title in lines
    assert f'href="/tasks/{task.pk}/"' in lines
    notice = Notice.objects.get()
    answer = client.post(f"/notices/{notice.pk}/read/", headers=into("main"))
    assert answer.headers["HX-Redirect"] == f"/tasks/{task.pk}/"
    assert client.get("/notices/count/").content == b""
    assert browser(author).post(f"/notices/{notice.pk}/read/").status_code == 404
    a_task(manager, author=author)
    a_task(manager, author=author)
    lines = page_of(client.post("/notices/read-all/", headers=into("bell-list")))
    assert "read-all" not in lines
    assert client.get("/notices/count/").content == b""
    page = page_of(client.get("/notices/"))
    assert page.count(task.title) == 3


def test_notices_are_for_those_who_signed_in(client) -> None:
    for address in ("/notices/", "/notices/count/"):
        assert client.get(address).status_code == 302


def test_lists_cost_the_same_for_one_row_and_for_forty(manager, django_assert_num_queries) -> None:
    client = browser(manager)
    a_task(manager)
    page_of(client.get("/tasks/"))
    # session, account, policy (2), rows (a short list is not counted), counter of the navigation,
    # notices and their words
    with django_assert_num_queries(8):
        page_of(client.get("/tasks/"))
    for _number in range(39):
        a_task(manager)
    with django_assert_num_queries(8):
        page_of(client.get("/tasks/"))
    # the board asks for all columns at once and counts them at once
    with django_assert_num_queries(9):
        page_of(client.get("/tasks/?view=board"))
