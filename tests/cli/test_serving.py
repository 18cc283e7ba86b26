"""`femida serve` for real: started, killed part by part, stopped; it always comes back and leaves nothing."""

import contextlib
import os
import signal
import socket
import stat
import time

import psutil
import pytest

from tests.processes import Installation, wait_until

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("serve")


@pytest.fixture(scope="module")
def installation(folder):
    made = Installation(folder / "data", folder / "serve.log")
    yield made
    made.destroy()


@pytest.fixture
def served(installation):
    """A running installation, whatever the test before has done to it."""
    if installation.has_ended():
        installation.start()
    wait_until(lambda: installation.has("worker") and installation.has("web"), 30, "both children")
    return installation


def test_the_first_start_prints_the_address_and_a_second_start_is_refused(served):
    wait_until(lambda: f"http://localhost:{served.port}/" in served.said(), 5, "the address in the log")
    second = served.run("serve")
    assert second.returncode == 1
    assert f"process {served.pid('supervisor')}" in second.stderr


def test_a_new_data_folder_is_private(served):
    data = served.data
    assert stat.S_IMODE(data.stat().st_mode) & 0o066 == 0
    assert stat.S_IMODE((data / "keys").stat().st_mode) == 0o700
    keys = list((data / "keys").iterdir())
    assert len(keys) == 4
    assert all(stat.S_IMODE(key.stat().st_mode) == 0o600 for key in keys)


@pytest.mark.parametrize("name", ["web", "worker", "postgres"])
def test_a_killed_process_comes_back(served, name):
    killed = served.kill(name)
    wait_until(lambda: served.is_replaced(name, killed), 20, f"a new {name}")
    wait_until(served.answers, 20, "an answer")
    assert not served.has_ended()


def test_a_killed_web_process_leaves_no_workers_on_the_port(served):
    workers = psutil.Process(served.pid("web")).children()
    assert workers
    served.kill("web")
    wait_until(lambda: not any(alive(worker) for worker in workers), 10, "the end of its workers")
    wait_until(served.answers, 20, "an answer")


def test_a_killed_page_worker_comes_back(served):
    (worker,) = psutil.Process(served.pid("web")).children()
    web = served.pid("web")
    worker.kill()
    wait_until(lambda: served.answers() and not alive(worker), 20, "an answer of a new one")
    assert served.pid("web") == web


def test_the_worker_outlives_a_restart_of_the_database(served):
    worker = served.pid("worker")
    served.kill("postgres")
    wait_until(lambda: served.has("postgres"), 20, "PostgreSQL")
    wait_until(lambda: "workers run" in served.run("doctor").stdout, 40, "a sign of life of the worker")
    assert served.pid("worker") == worker


def test_after_kill_9_of_the_supervisor_the_next_start_recovers(served):
    before = [process for process in served.processes() if process.name() != "postgres"]
    served.kill("supervisor")
    served.process.wait()
    wait_until(lambda: not any(alive(process) for process in before), 10, "the end of its children")
    served.start()
    assert served.answers()


def test_after_kill_9_of_everything_the_next_start_recovers(served):
    for process in served.processes():
        # children die with their parent, some before their turn comes
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    served.process.wait()
    served.start()
    assert served.answers()


def test_orphans_that_ignore_signals_are_ended_by_the_next_start(served):
    web = psutil.Process(served.pid("web"))
    # stopped, so that it cannot hear that its parent has died
    os.kill(web.pid, signal.SIGSTOP)
    served.kill("supervisor")
    served.process.wait()
    assert alive(web)
    served.start()
    assert not alive(web)
    assert "an earlier run left behind" in served.said()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_a_signal_stops_everything_within_seconds(served, number):
    running = served.processes()
    assert len(running) >= 4
    began = time.monotonic()
    assert served.stop(number) == 0
    assert time.monotonic() - began < 10
    assert not any(alive(process) for process in running)


def test_stop_ends_it_from_outside(served):
    running = served.processes()
    assert served.run("stop").stdout == "Stopped.\n"
    wait_until(served.has_ended, 5, "the end")
    assert not any(alive(process) for process in running)
    assert served.run("stop").stdout == "Nothing was running.\n"


def test_a_taken_port_is_said_in_one_sentence(installation):
    if not installation.has_ended():
        installation.stop()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", installation.port))
        taken.listen()
        answer = installation.run("serve")
    assert answer.returncode == 1
    assert "FEMIDA_PORT" in answer.stderr
    assert "Traceback" not in answer.stderr


def alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
