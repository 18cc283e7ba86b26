"""A closed matter closes its tasks and calls, also those that are just being made."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from femida.comms.telephony.commands import record_call
from femida.comms.telephony.models import Call
from femida.parties.registry.commands import close_party, open_party
from femida.parties.registry.models import Party
from femida.planning.tasks import about
from femida.planning.tasks.commands import add_task
from femida.planning.tasks.models import Task
from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.journal.timeline import timeline
from tests.comms.telephony.parties import a_party
from tests.firm.people import actor_of, an_employee, an_office, give

HOUSE = Actor.system("test")


def a_task(party_id: int, employee_id: int) -> int:
    due = timezone.now() + timedelta(days=1)
    return add_task(
        HOUSE, title="Иск", due_at=due, object_type="parties.party", object_id=party_id,
        responsible_id=employee_id,
    )  # fmt: skip


def a_call(party_id: int, employee_id: int) -> int:
    return record_call(
        HOUSE, party_id=party_id, direction="out", answered=True, talk_seconds=9, employee_id=employee_id
    )


@pytest.mark.django_db
def test_closing_a_party_closes_what_is_there_and_opening_opens_it() -> None:
    office = an_office()
    member, head = an_employee(office), an_employee(office)
    rights = {"tasks__view": Scope.FIRM, "calls__view": Scope.FIRM, "parties__view": Scope.FIRM}
    give(member, **rights)
    give(head, **rights)
    party, other = a_party(office), a_party(office)
    for one in (party, other):
        a_task(one.pk, member.pk)
        a_call(one.pk, member.pk)
    close_party(HOUSE, party_id=party.pk, people=[member.account_id], reason="тайна")
    for model in (Task, Call):
        assert set(visible(actor_of(head), model).values_list("party_id", flat=True)) == {other.pk}
        assert visible(actor_of(member), model).count() == 2
    assert not [entry for entry in timeline(actor_of(head), "parties.party", party.pk) if entry.body]
    open_party(HOUSE, party_id=party.pk)
    for model in (Task, Call):
        assert visible(actor_of(head), model).count() == 2


@pytest.fixture
def firm(cloned_database: str) -> tuple[int, int, int]:
    """Ids of a party, of an employee and of her account, committed for all connections."""
    employee = an_employee(an_office())
    return a_party(employee.main_office).pk, employee.pk, employee.account_id


def _meet(maker, firm: tuple[int, int, int]) -> None:
    """Make something about a party while another connection is closing it."""
    party_id, employee_id, account_id = firm
    started, errors = threading.Event(), []

    def close() -> None:
        started.set()
        try:
            close_party(HOUSE, party_id=party_id, people=[account_id], reason="тайна")
        except Exception as error:  # noqa: BLE001 - shown by the test
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=close)

    def pause() -> None:
        thread.start()
        started.wait(timeout=10)
        thread.join(timeout=0.7)  # as far as locks let it come

    maker(party_id, employee_id, pause)
    thread.join(timeout=20)
    assert not errors


def _task_with_pause(monkeypatch):
    def make(party_id: int, employee_id: int, pause) -> None:
        save = Task.save

        def late_save(self: Task, **kwargs: object) -> None:
            pause()
            save(self, **kwargs)

        monkeypatch.setattr(Task, "save", late_save)
        a_task(party_id, employee_id)

    return make


@pytest.mark.race
def test_a_task_made_while_its_party_is_closed_is_closed_too(firm, monkeypatch) -> None:
    _meet(_task_with_pause(monkeypatch), firm)
    assert Task.objects.get().wall_id == Party.objects.get().wall_id is not None


@pytest.mark.race
def test_without_the_lock_on_the_party_it_would_stay_open(firm, monkeypatch) -> None:
    """The twin: read without locking, the wall is missed."""
    monkeypatch.setattr(about, "take", lambda _actor, _model, pk: Party.objects.get(pk=pk))
    _meet(_task_with_pause(monkeypatch), firm)
    assert Party.objects.get().wall_id is not None
    assert Task.objects.get().wall_id is None
