"""Pages and events by processes of their own, as behind a proxy that sends `/live/` to the second port."""

import urllib.error
import urllib.request

import pytest

from tests.processes import Installation, free_port, wait_until

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("split")
    made = Installation(
        folder / "data",
        folder / "serve.log",
        FEMIDA_EVENTS_PORT=str(free_port()),
        FEMIDA_TRUSTED_PROXIES="127.0.0.1",
    )
    made.start()
    yield made
    made.destroy()


def status(port, path, client="203.0.113.9"):
    headers = {"X-Forwarded-For": client, "Host": "localhost"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def answers(port):
    try:
        return status(port, "/healthz") == 200
    except OSError:
        return False


def test_each_has_its_port_and_comes_back(served):
    events = int(served.variables["FEMIDA_EVENTS_PORT"])
    wait_until(lambda: answers(events), 20, "the events")
    assert status(served.port, "/readyz") == 200
    # an empty house is set up from this machine only, whoever the proxy speaks for
    assert status(served.port, "/setup/", "127.0.0.1") == 200
    assert status(served.port, "/setup/") == 403
    # nobody is signed in: refused there, unknown to the pages
    assert status(events, "/live/") == 401
    assert status(served.port, "/live/") in (302, 403, 404)
    killed = served.kill("events")
    wait_until(lambda: served.is_replaced("events", killed), 20, "new events")
    wait_until(lambda: answers(events), 20, "the events again")
    served.stop()
    assert not answers(events)
