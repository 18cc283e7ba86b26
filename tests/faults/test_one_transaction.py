"""Guarantee 4: a row, its fact and their jobs stand together or not at all, whenever the process dies."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading

import pytest
from django.conf import settings
from django.db import connection, transaction

from femida.config import environment
from femida.platform.core.actor import Actor
from femida.platform.inbox import commands
from femida.platform.inbox.commands import store
from femida.sales.leads.commands import register_enquiry
from tests.faults.served import note
from tests.faults.sizes import BOTH, Size
from tests.sales.firm import a_firm

pytestmark = pytest.mark.faults

COUNTS = """
SELECT (SELECT count(*) FROM inbox_message),
       (SELECT count(*) FROM leads_enquiry),
       (SELECT count(*) FROM inbox_message m WHERE NOT EXISTS (
            SELECT 1 FROM procrastinate_jobs j
             WHERE j.task_name = 'inbox.handle' AND (j.args->>'message_id')::bigint = m.id)),
       (SELECT count(*) FROM journal_fact f WHERE f.kind IN ('lead.opened', 'enquiry.received')
            AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs j
                 WHERE j.task_name = 'reactions.run' AND (j.args->>'fact_id')::bigint = f.id)),
       (SELECT count(*) FROM procrastinate_jobs j
         WHERE (j.task_name = 'inbox.handle' AND NOT EXISTS (
                    SELECT 1 FROM inbox_message m WHERE m.id = (j.args->>'message_id')::bigint))
            OR (j.task_name = 'reactions.run' AND NOT EXISTS (
                    SELECT 1 FROM journal_fact f WHERE f.id = (j.args->>'fact_id')::bigint)))
"""


def counts() -> tuple[int, int, int, int, int]:
    """Messages, enquiries, messages without a job, facts without their reactions, jobs without a cause."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        return cursor.fetchone()


@pytest.fixture
def clone(cloned_database: str, database_server) -> str:
    """The address of a database with a firm in it."""
    a_firm()
    return database_server.app_conninfo(cloned_database)


def let_die(clone: str, count: int, moment: str, queueing: str = "same") -> None:
    """Run children that are killed around their commit."""
    answer = subprocess.run(
        [sys.executable, "-m", "tests.faults.dying", str(count), moment, queueing],
        cwd=environment.ROOT,
        env={
            **os.environ,
            "DATABASE_URL": clone,
            "DJANGO_SETTINGS_MODULE": "femida.config.test_settings",
            "FEMIDA_TEST_DATA": str(settings.FEMIDA_DATA),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("size", BOTH)
def test_killed_before_the_commit_nothing_is_there(clone: str, size: Size) -> None:
    let_die(clone, size.deaths, "before")
    assert counts() == (0, 0, 0, 0, 0)


@pytest.mark.parametrize("size", BOTH)
def test_killed_after_the_commit_everything_is_there(clone: str, size: Size) -> None:
    let_die(clone, size.deaths, "after")
    found = counts()
    note(
        f"guarantee 4: {size.deaths} deaths after the commit left {found[0]} messages,"
        f" {found[1]} enquiries; without their jobs: {found[2] + found[3]}, jobs without a cause: {found[4]}"
    )
    assert found == (size.deaths // 2, size.deaths // 2, 0, 0, 0)


def test_twin_queued_after_the_commit_jobs_are_lost(clone: str) -> None:
    let_die(clone, 6, "after", "later")
    # every opened lead records two facts, and neither has its job
    assert counts() == (3, 3, 3, 6, 0)


class RolledBack(Exception):
    """The act changed its mind."""


def store_and_register(number: int) -> None:
    """An act on two rooms that is rolled back at its very end."""
    from femida.sales.sources.models import Source

    source = Source.objects.get()
    site = Actor.integration(source.pk)
    with contextlib.suppress(RolledBack), transaction.atomic():
        store(site, channel="web", source_id=source.pk, body=b"{}", idempotency_key=f"k{number}")
        register_enquiry(site, source_id=source.pk, phones=[f"+7999{number:07d}"])
        raise RolledBack


@pytest.mark.parametrize("size", BOTH)
def test_rolled_back_acts_leave_no_jobs(clone: str, size: Size) -> None:
    for number in range(size.roll_backs):
        store_and_register(number)
    assert counts() == (0, 0, 0, 0, 0)


def test_twin_queued_outside_of_the_transaction_jobs_are_orphans(
    clone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = commands.queue

    def queue_elsewhere(message_id: int) -> None:
        def work() -> None:
            try:
                real(message_id)
            finally:
                connection.close()

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()

    monkeypatch.setattr(commands, "queue", queue_elsewhere)
    store_and_register(1)
    assert counts() == (0, 0, 0, 0, 1)
