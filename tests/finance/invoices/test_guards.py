"""What the database itself holds of invoices. Each guard with its twin: without it the wrong row goes in."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from femida.platform.core.verify import checks
from tests.finance.invoices.billing import Till, a_till

PAID, LINE = "invoices_invoice", "invoices_invoiceline"

# name of the guard, the wrong statement: {invoice} and {line} are there, {void} is void, {draft} a draft
WRONG = [
    (
        PAID,
        "invoices_paid_within_amount",
        "UPDATE invoices_invoice SET paid = amount + 0.01 WHERE id = {invoice}",
    ),
    (PAID, "invoices_paid_within_amount", "UPDATE invoices_invoice SET paid = -0.01 WHERE id = {invoice}"),
    (PAID, "invoices_paid_is_issued", "UPDATE invoices_invoice SET paid = 1 WHERE id = {draft}"),
    (PAID, "invoices_paid_is_issued", "UPDATE invoices_invoice SET paid = 1 WHERE id = {void}"),
    (PAID, "invoices_number_whole", "UPDATE invoices_invoice SET number = '' WHERE id = {invoice}"),
    (PAID, "invoices_number_whole", "UPDATE invoices_invoice SET issued_on = NULL WHERE id = {invoice}"),
    (
        PAID,
        "invoices_due_after_issue",
        "UPDATE invoices_invoice SET due_on = '2020-01-01' WHERE id = {invoice}",
    ),
    (PAID, "invoices_sent_whole", "UPDATE invoices_invoice SET sent_how = 'email' WHERE id = {invoice}"),
    (
        PAID,
        "invoices_sent_whole",
        "UPDATE invoices_invoice SET sent_at = now(), sent_how = 'post' WHERE id = {draft}",
    ),
    (
        PAID,
        "invoices_period_is_a_month",
        "UPDATE invoices_invoice SET period = '2026-11-01' WHERE id = {invoice}",
    ),
    (LINE, "invoices_line_amount_follows", "UPDATE invoices_invoiceline SET quantity = 2 WHERE id = {line}"),
    (LINE, "invoices_line_vat_follows", "UPDATE invoices_invoiceline SET vat = 0.01 WHERE id = {line}"),
    (LINE, "invoices_line_vat_known", "UPDATE invoices_invoiceline SET vat_kind = 'zero' WHERE id = {line}"),
    (
        LINE,
        "invoices_line_vat_known",
        "UPDATE invoices_invoiceline SET vat_kind = 'standard' WHERE id = {line}",
    ),
    (PAID, "invoices_number_whole", "UPDATE invoices_invoice SET number_order = NULL WHERE id = {invoice}"),
]


@pytest.fixture
def till(cloned_database: str) -> Till:
    """Everything is committed for real, so that the owner sees it."""
    return a_till()


@pytest.fixture
def owner(till: Till, cloned_database: str, database_server) -> Iterator[psycopg.Connection]:
    """The owner of the tables, who alone can take guards away."""
    with psycopg.connect(database_server.owner_conninfo(cloned_database), autocommit=True) as link:
        yield link


def test_each_guard_refuses_and_its_twin_does_not(till: Till, owner: psycopg.Connection) -> None:
    from femida.finance.invoices.commands import void_invoice

    invoice, void, draft = till.issued(), till.issued(), till.draft()
    void_invoice(till.head, invoice_id=void.pk, reason="Ошибка")
    line = owner.execute("SELECT id FROM invoices_invoiceline WHERE invoice_id = %s", [invoice.pk]).fetchone()
    ids = {"invoice": invoice.pk, "void": void.pk, "draft": draft.pk, "line": line[0]}
    # sums of positions are looked at by triggers as well: only the constraints are on trial here
    for table in (PAID, LINE):
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_adds_up")
    for _table, guard, statement in WRONG:
        wrong = statement.format(**ids)
        with pytest.raises(psycopg.errors.CheckViolation, match=guard):
            owner.execute(wrong)
    for table, guard in {(table, guard) for table, guard, _statement in WRONG}:
        owner.execute(f"ALTER TABLE {table} DROP CONSTRAINT {guard}")
    for _table, _guard, statement in WRONG:
        owner.execute(statement.format(**ids))


def test_the_sums_of_an_invoice_are_those_of_its_positions(till: Till, owner: psycopg.Connection) -> None:
    invoice = till.issued()
    statements = [
        f"UPDATE invoices_invoice SET amount = amount + 1 WHERE id = {invoice.pk}",
        f"UPDATE invoices_invoice SET vat = 0.01 WHERE id = {invoice.pk}",
        f"DELETE FROM invoices_invoiceline WHERE invoice_id = {invoice.pk}",
    ]
    for statement in statements:
        with pytest.raises(psycopg.errors.CheckViolation, match="positions make"):
            owner.execute(statement)
    name = "invoices: the positions make the amount and its VAT"
    assert checks[name]().holds
    owner.execute("DROP FUNCTION invoices_adds_up() CASCADE")
    owner.execute(statements[0])
    assert not checks[name]().holds


@pytest.mark.parametrize(
    ("index", "again"),
    [
        (
            "invoices_instalment_billed_once",
            "INSERT INTO invoices_invoiceinstalment (invoice_id, instalment_id, is_live) "
            "SELECT {draft}, instalment_id, true FROM invoices_invoiceinstalment",
        ),
        (
            "invoices_month_once",
            "UPDATE invoices_invoice SET kind = 'subscription', period = '2026-11-01'",
        ),
        (
            "invoices_number_once",
            "UPDATE invoices_invoice SET number = 'n', number_order = 1, number_year = 2026, "
            "issued_on = due_on WHERE id IN ({draft}, {invoice})",
        ),
    ],
)
def test_what_is_there_once_is_there_once(
    till: Till, owner: psycopg.Connection, index: str, again: str
) -> None:
    invoice, draft = till.issued(instalments=till.billed(1)), till.draft()
    statement = again.format(invoice=invoice.pk, draft=draft.pk)
    with pytest.raises(psycopg.errors.UniqueViolation, match=index):
        owner.execute(statement)
    owner.execute(f"DROP INDEX {index}")
    owner.execute(statement)
