"""What machines and those who keep the server may ask, and what strangers are told."""

from __future__ import annotations

import json
import logging
import re

import pytest
from django.db import connection
from django.test import Client

from femida.config.logs import JsonFormatter, logging_settings
from femida.firm.offices.commands import add_position
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.core.trace import tracing
from femida.platform.health import metrics, readiness, statements
from femida.platform.journal.models import Fact
from tests.firm.people import an_employee, an_office, give
from tests.people_online import browser, page_of

CANARY = "+79995550123"
HERE = {"headers": {"host": "localhost"}}
STRANGER = {"REMOTE_ADDR": "203.0.113.9"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog):
    """The lines of the log as a collector gets them."""
    caplog.set_level(logging.INFO, logger="femida.request")
    formatter = JsonFormatter()
    return lambda: [json.loads(formatter.format(record)) for record in caplog.records]


def a_worker() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


def checks(answer) -> dict[str, bool]:
    return {name: found["holds"] for name, found in answer.json()["checks"].items()}


def test_ready_says_what_is_missing_to_this_machine_and_nothing_to_strangers():
    here = Client().get("/readyz", **HERE)
    assert here.status_code == 503
    assert checks(here) == {"disk": True, "keys": True, "database": True, "migrations": True, "worker": False}
    outside = Client().get("/readyz", **STRANGER)
    assert outside.json() == {"ready": False}


def test_ready_when_everything_holds(monkeypatch):
    monkeypatch.setattr(readiness, "_worker", lambda _link: readiness.Finding("worker", holds=True))
    answer = Client().get("/readyz")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize(
    ("what", "guilty"),
    [("known_migrations", "migrations"), ("LEAST_FREE", "disk"), ("keyring", "keys")],
)
def test_each_check_can_fail(monkeypatch, what, guilty):
    def lost():
        raise readiness.UnableToUseKeys("away")

    broken = {
        "known_migrations": lambda: frozenset({("leads", "9999_not_applied")}),
        "LEAST_FREE": 2**62,
        "keyring": lost,
    }
    monkeypatch.setattr(readiness, what, broken[what])
    assert checks(Client().get("/readyz", **HERE))[guilty] is False


def test_a_database_that_is_away_is_told_at_once(monkeypatch):
    def away():
        raise readiness.psycopg.OperationalError(f"no route to {CANARY}")

    monkeypatch.setattr(readiness, "direct_link", away)
    answer = Client().get("/readyz", **HERE)
    assert answer.status_code == 503
    assert checks(answer)["database"] is False
    assert CANARY not in answer.content.decode()


def test_metrics_are_for_those_who_keep_the_server(settings):
    assert Client().get("/metrics", **STRANGER).status_code == 404
    assert Client().get("/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 404
    settings.METRICS_TOKEN = "long-token-of-the-collector"
    assert Client().get("/metrics", headers={"authorization": "Bearer x"}, **STRANGER).status_code == 404
    with_token = {"authorization": "Bearer long-token-of-the-collector"}
    assert Client().get("/metrics", headers=with_token, **STRANGER).status_code == 200
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics", headers={"authorization": "Bearer "}, **STRANGER).status_code == 404
    settings.MONITORS = ("203.0.113.0/24",)
    assert Client().get("/metrics", **STRANGER).status_code == 200


def test_metrics_are_readable_by_prometheus():
    Client().get("/sign-in/")
    text = Client().get("/metrics", **HERE).content.decode()
    line = re.compile(r'(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? [-+0-9.e]+)')
    assert [one for one in text.splitlines() if not line.fullmatch(one)] == []
    for name in (
        "femida_request_seconds_bucket",
        "femida_live_streams",
        "femida_workers",
        "femida_database_bytes",
    ):
        assert f"\n{name}" in text
    assert 'route="account_login"' in text


def test_the_histogram_adds_up(monkeypatch):
    monkeypatch.setattr(metrics, "_requests", {})
    for seconds in (0.001, 0.01, 0.03, 99):
        metrics.count_request(route="x", method="GET", status=200, seconds=seconds)
    found = dict(re.findall(r'le="([^"]+)"\} (\d+)', "\n".join(metrics.request_lines())))
    assert (found["0.01"], found["0.025"], found["0.05"], found["10.0"], found["+Inf"]) == (
        "2",
        "2",
        "3",
        "3",
        "4",
    )


def test_a_request_is_one_line_with_numbers_only(lines):
    employee = an_employee(an_office())
    give(employee, staff__change=Scope.FIRM, offices__change=Scope.FIRM, offices__view=Scope.FIRM)
    answer = browser(employee).post(
        "/legal-entities/new/", {"short_name": f"Фирма {CANARY}", "name": "Канарейкин Иван"}
    )
    (line,) = [one for one in lines() if one["logger"] == "femida.request"]
    assert line["request"] == answer["X-Request-ID"]
    assert (line["route"], line["method"], line["status"]) == (
        "legal-entities:new",
        "POST",
        answer.status_code,
    )
    assert (line["actor"], line["account"]) == ("person", employee.account_id)
    assert line["queries"] > 5
    assert line["ms"] > 0
    assert line["acts"] == [str(Fact.objects.get(kind="legal_entity.added").act_id)]
    said = json.dumps(lines(), ensure_ascii=False)
    assert "9995550123" not in said
    assert "Канарейкин" not in said
    assert "555-01-23" not in said


def test_an_address_and_a_made_up_number_stay_out_of_the_log(lines):
    answer = Client().get(f"/leads/{CANARY}/?q=Канарейкин", headers={"x-request-id": CANARY})
    assert answer["X-Request-ID"] != CANARY
    said = json.dumps(lines(), ensure_ascii=False)
    assert "9995550123" not in said
    assert "Канарейкин" not in said


def test_a_record_inside_of_an_act_bears_its_number(caplog):
    with tracing() as trace:
        log = logging.getLogger("femida.probe")
        with caplog.at_level(logging.INFO, "femida.probe"):
            from femida.platform.journal.recording import publishers

            publishers.register("probe", lambda _recorded: log.info("%s", f"звонок {CANARY}"))
            try:
                said = []
                handler = logging.Handler()
                handler.emit = lambda record: said.append(json.loads(JsonFormatter().format(record)))
                log.addHandler(handler)
                add_position(Actor.system("test"), name="Юрист")
            finally:
                log.removeHandler(handler)
                publishers._things.pop("probe")
    (line,) = said
    assert (line["request"], line["act"]) == (trace.id, trace.acts[0])
    assert "5550123" not in json.dumps(line)


def test_an_error_keeps_its_words_in_json_too():
    try:
        int(CANARY + "x")
    except ValueError as error:
        record = logging.LogRecord("probe", logging.ERROR, "x.py", 1, "It failed", None, None)
        record.exc_info = (type(error), error, error.__traceback__)
    line = json.loads(JsonFormatter().format(record))
    assert line["error"][0].startswith("builtins.ValueError")
    assert CANARY not in json.dumps(line)


def test_a_terminal_is_spared_the_line_of_every_request():
    assert logging_settings(is_debug=False)["loggers"]["femida.request"]["level"] == "ERROR"
    assert logging_settings(is_debug=False, form="json")["loggers"]["femida.request"]["level"] == "INFO"


def a_keeper():
    employee = an_employee(an_office())
    give(employee, health__view=Scope.FIRM)
    return browser(employee)


def test_slow_statements_without_the_extension_are_explained():
    assert statements.statements() is None
    page = page_of(a_keeper().get("/health/statements/"))
    assert "shared_preload_libraries" in page


def test_slow_statements_are_listed_without_values(monkeypatch):
    found = [statements.Statement("SELECT *  FROM x WHERE phone = $1", 7, 1.5, 10500.0, 3)]
    monkeypatch.setattr("femida.platform.health.pages.statements", lambda _order: found)
    page = page_of(a_keeper().get("/health/statements/?by=mean"))
    assert "SELECT * FROM x WHERE phone = $1" in page
    assert "10,5" in page
    assert browser(an_employee(an_office("Тула"))).get("/health/statements/").status_code == 403
