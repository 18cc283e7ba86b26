"""Guarantee 2: no message stays in the hands of a killed worker, and each has its effect once."""

import os
import signal

import pytest

from tests.faults.served import ServedFirm, Watch, note
from tests.faults.sizes import BOTH, RESCUED_WITHIN, Size
from tests.faults.switches.apps import NO_RESCUE
from tests.processes import wait_until

pytestmark = pytest.mark.faults

SEND = """
import json
from femida.platform.core.actor import Actor
from femida.platform.inbox.commands import store
for number in range({count}):
    body = json.dumps({{"phone": f"+79{run:02d}{{number:07d}}", "text": f"очередь-{run}-{{number}}"}})
    store(Actor.integration({source}), channel="web", source_id={source}, body=body.encode(),
          idempotency_key=None, content_type="application/json")
"""


def send_all_at_once(firm: ServedFirm, run: int, count: int) -> None:
    """Let a queue of messages stand before the worker."""
    worker = firm.pid("worker")
    os.kill(worker, signal.SIGSTOP)
    try:
        source = firm.offices["b"]["sources"][0]["id"]
        answer = firm.python(SEND.format(count=count, run=run, source=source))
        assert answer.returncode == 0, answer.stderr
    finally:
        os.kill(worker, signal.SIGCONT)


def kill_workers(firm: ServedFirm, count: int, kills: int) -> int:
    """Kill the worker in the middle of its work, several times; how many jobs dead workers held in all."""
    left = 0
    for number in range(kills):
        queued = count - number * count // (kills + 1)
        wait_until(lambda queued=queued: firm.jobs("todo") < queued, 60, "progress of the queue")
        left += firm.kill_worker_at_work()
    wait_until(lambda: not firm.jobs("todo"), RESCUED_WITHIN, "the rest of the queue")
    return left


def waiting(firm: ServedFirm) -> int:
    return firm.number("SELECT count(*) FROM inbox_message WHERE state = 'received'")


def effects(firm: ServedFirm, run: int) -> tuple[int, int]:
    """Enquiries of a run, and how many different ones."""
    (row,) = firm.query(
        "SELECT count(*), count(DISTINCT text) FROM leads_enquiry WHERE text LIKE %s", f"очередь-{run}-%"
    )
    return row


@pytest.mark.parametrize("size", BOTH)
def test_no_job_is_stuck_and_each_has_one_effect(firm: ServedFirm, size: Size) -> None:
    run = 90 if size.waits_for_the_clock else 91
    send_all_at_once(firm, run, size.jobs)
    left = kill_workers(firm, size.jobs, size.worker_kills)
    assert left > 0, "no worker was killed in the middle of a job"
    watch = Watch()
    if not size.waits_for_the_clock:
        firm.rescue()
    wait_until(lambda: not waiting(firm), RESCUED_WITHIN, "the rescue of what dead workers held")
    note(
        f"guarantee 2: {size.jobs} jobs, {size.worker_kills} kills left {left} in dead hands;"
        f" {effects(firm, run)} effects, none left after {watch.seconds} s"
    )
    assert effects(firm, run) == (size.jobs, size.jobs)
    wait_until(lambda: not firm.jobs("todo", "doing"), 30, "the end of all jobs")
    assert not firm.jobs("failed")


def test_twin_without_the_rescue_they_stay_for_ever(firm: ServedFirm) -> None:
    firm.switch(NO_RESCUE)
    send_all_at_once(firm, 92, 40)
    left = kill_workers(firm, 40, 1)
    firm.rescue()
    firm.wait_rescued()
    assert firm.doing() >= left > 0
    assert waiting(firm) > 0
    # and it is the rescue, nothing else, that helps them
    firm.switch_all_off()
    firm.rescue()
    wait_until(lambda: not waiting(firm), 30, "the rescue")
    assert effects(firm, 92) == (40, 40)
