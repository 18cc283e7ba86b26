"""What people typed stays out of the log."""

import logging

import pytest
from django.db import DatabaseError, connection

from femida.config.logs import QuietFormatter

CANARY = "+79995550123"


def logged(error: BaseException) -> str:
    record = logging.LogRecord("probe", logging.ERROR, "x.py", 1, "It failed", None, None)
    record.exc_info = (type(error), error, error.__traceback__)
    return QuietFormatter("%(levelname)s %(message)s").format(record)


@pytest.mark.django_db
def test_a_database_error_is_logged_without_the_value_it_names(table_of_phones):
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table_of_phones} VALUES (%s)", [CANARY])
        try:
            cursor.execute(f"INSERT INTO {table_of_phones} VALUES (%s)", [CANARY])
        except DatabaseError as error:
            said, words = logged(error), str(error)
    # the error itself names the value: the formatter is what keeps it in
    assert CANARY in words
    assert CANARY not in said
    assert "UniqueViolation" in said
    assert "test_logs.py" in said
    connection.needs_rollback = True


def test_the_cause_of_an_error_is_kept_quiet_too():
    try:
        try:
            int(CANARY + "x")
        except ValueError as error:
            raise RuntimeError(f"cannot read {CANARY}") from error
    except RuntimeError as error:
        said = logged(error)
    assert CANARY not in said
    assert "RuntimeError" in said
    assert "ValueError" in said


@pytest.mark.parametrize("typed", ["+79995550123", "8(999)555-01-23", "ivan.petrov@mail.ru"])
def test_contacts_in_addresses_of_pages_are_masked(typed):
    record = logging.LogRecord(
        "django.request", logging.WARNING, "x.py", 1, "Not Found: %s", (f"/x/{typed}",), None
    )
    said = QuietFormatter("%(levelname)s %(message)s").format(record)
    assert said.startswith("WARNING Not Found: ")
    assert typed not in said
    assert "555-01-23" not in said
    assert "ivan" not in said


@pytest.fixture
def table_of_phones(db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE phones_of_the_log (n text UNIQUE)")
    return "phones_of_the_log"
