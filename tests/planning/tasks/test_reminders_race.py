"""Two workers remind at the same moment: each task is told of once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from femida.planning.tasks import commands
from femida.planning.tasks.commands import add_task, remind_of_tasks
from femida.planning.tasks.models import Task
from femida.platform.commands.core import take_rows
from femida.platform.core.actor import Actor
from femida.platform.notices.models import Notice
from tests.firm.people import an_employee, an_office

pytestmark = pytest.mark.race

HOUSE = Actor.system("test")
TASKS = 5


@pytest.fixture
def due(cloned_database: str) -> None:
    employee = an_employee(an_office())
    for _number in range(TASKS):
        past = timezone.now() - timedelta(hours=1)
        add_task(HOUSE, title="Иск", due_at=past, responsible_id=employee.pk)
    Notice.objects.all().delete()


def remind_twice(monkeypatch, take) -> None:
    """Two connections that have both looked before either takes its rows."""
    both_looked = threading.Barrier(2)

    def take_late(*args, **kwargs):
        both_looked.wait(timeout=20)
        return take(*args, **kwargs)

    def work(_number: int) -> None:
        try:
            remind_of_tasks(HOUSE)
        finally:
            connection.close()

    monkeypatch.setattr(commands, "take_rows", take_late)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))


def test_each_task_is_told_of_once(due, monkeypatch) -> None:
    remind_twice(monkeypatch, take_rows)
    assert Notice.objects.count() == TASKS


def test_without_the_lock_it_is_told_of_twice(due, monkeypatch) -> None:
    """The twin: rows read before the other worker has marked them are told of by both."""
    both_read = threading.Barrier(2)

    def read_only(actor, model, ids, *, outcome):
        take_rows(actor, model, [], outcome=outcome)
        rows = list(Task.objects.filter(pk__in=ids))
        both_read.wait(timeout=20)
        return rows

    remind_twice(monkeypatch, read_only)
    assert Notice.objects.count() == 2 * TASKS
