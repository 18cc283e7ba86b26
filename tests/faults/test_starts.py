"""What `femida serve` promises with people in it: Ctrl-C in seconds, a second start that keeps all."""

import os
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest

from femida.config import environment
from tests.faults.browser import Browser, Listener
from tests.faults.senders import Crowd, effects_of
from tests.faults.served import ServedFirm
from tests.faults.test_enquiries import wait_handled
from tests.processes import free_port, wait_until

pytestmark = pytest.mark.faults

END_WITHIN = 10.0


def alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_ctrl_c_ends_everything_though_streams_are_open_and_jobs_run(firm: ServedFirm) -> None:
    operator = Browser(firm).sign_in("operator.a")
    streams = [Listener(operator) for _ in range(3)]
    crowd = Crowd(firm, 40, 8)
    crowd.start()
    crowd.wait_for(30)
    running = firm.processes()
    began = time.monotonic()
    assert firm.stop(signal.SIGINT) == 0
    assert time.monotonic() - began < END_WITHIN
    assert not any(alive(process) for process in running)
    firm.start()
    crowd.wait()
    wait_handled(firm, by_the_clock=False)
    effects = effects_of(crowd)
    assert (effects.lost, effects.doubled, effects.handled) == (0, 0, 40)
    for stream in streams:
        stream.thread.join(timeout=5)
        assert stream.ended


def test_after_kill_9_of_everything_the_next_start_has_all_there_was(firm: ServedFirm) -> None:
    operator = Browser(firm).sign_in("operator.a")
    before = operator.get("/leads/")
    crowd = Crowd(firm, 20, 4)
    crowd.start()
    crowd.wait()
    for process in firm.processes():
        process.kill()
    firm.process.wait()
    firm.start()
    wait_handled(firm, by_the_clock=False)
    assert effects_of(crowd).lost == 0
    # the session is still good, and the list goes on with what came meanwhile
    after = operator.get("/leads/")
    assert (before.status, after.status) == (200, 200)
    assert "sign-in" not in after.asked


PATIENT = """
from femida.cli import web
web.KILL_AFTER = None
web.serve_pages()
"""


@pytest.mark.full
def test_twin_pages_that_wait_for_their_streams_do_not_end(firm: ServedFirm) -> None:
    """Without the limit on waiting an open stream holds the process that should end."""
    operator = Browser(firm).sign_in("operator.a")
    port = free_port()
    patient = subprocess.Popen(
        [sys.executable, "-c", PATIENT],
        cwd=environment.ROOT,
        env={**firm.variables, "FEMIDA_PORT": str(port)},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: is_open(port), 30, "the patient pages")
        stream = Listener(operator, port)
        patient.send_signal(signal.SIGTERM)
        with pytest.raises(subprocess.TimeoutExpired):
            patient.wait(timeout=END_WITHIN)
        assert not stream.ended
    finally:
        os.killpg(patient.pid, signal.SIGKILL)
        patient.wait()


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
