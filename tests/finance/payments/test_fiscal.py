"""Fiscal receipts: none without a register; issued, refused and unanswered ones; nothing is asked twice."""

from __future__ import annotations

from decimal import Decimal

import pytest

from femida.finance.payments import adapters
from femida.finance.payments.adapters import FiscalAnswer, FiscalRequest
from femida.finance.payments.commands import UnableToIssue, issue_receipt, note_answer, reverse_payment
from femida.finance.payments.jobs import send_receipt
from femida.finance.payments.models import FiscalReceipt
from femida.platform.access.rights import Scope
from femida.platform.core.errors import Denied, NotFound, Stale
from femida.platform.core.ports import Port
from tests.finance.payments.till import Till, broken
from tests.firm.people import actor_of, an_employee, an_office, give
from tests.practice.contracting import HOUSE


class Register:
    """A register that answers as it is told, and remembers what it was asked."""

    name = "Проба-Ф"

    def __init__(self) -> None:
        self.asked: list[FiscalRequest] = []
        self.answer: FiscalAnswer | Exception = FiscalAnswer(sign="1234567890")

    def issue(self, request: FiscalRequest) -> FiscalAnswer:
        self.asked.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Register:
    """A connected register."""
    port: Port[object] = Port("fiscal register")
    one = Register()
    port.register("test", one)
    monkeypatch.setattr(adapters, "fiscal_registers", port)
    return one


def issue(till: Till) -> FiscalReceipt:
    """Ask for the newest receipt, and let the job run."""
    row = FiscalReceipt.objects.latest("pk")
    issue_receipt(till.actor, receipt_id=row.pk, version=row.version)
    send_receipt.func(receipt_id=row.pk)
    row.refresh_from_db()
    return row


def test_without_a_register_receipts_wait_in_their_list(till: Till) -> None:
    till.take("100")
    row = FiscalReceipt.objects.get()
    with pytest.raises(UnableToIssue):
        issue_receipt(till.actor, receipt_id=row.pk)
    from tests.practice.test_contract_pages import browser

    page = browser(till.cashier).get("/fiscal-receipts/", {"quick": "waiting"}).content.decode()
    assert page.count("не выдан") >= 1
    assert page.count("<tr id=") == 1


def test_a_receipt_is_issued_once(till: Till, register: Register) -> None:
    till.take("100")
    row = issue(till)
    assert (row.state, row.sign, row.register) == ("issued", "1234567890", "Проба-Ф")
    (asked,) = register.asked
    assert (asked.key, asked.kind, asked.amount, asked.method) == (
        f"femida-{row.pk}", "advance", Decimal(100), "card",
    )  # fmt: skip
    send_receipt.func(receipt_id=row.pk)
    assert len(register.asked) == 1
    with pytest.raises(UnableToIssue):
        issue_receipt(till.actor, receipt_id=row.pk)
    note_answer(HOUSE, receipt_id=row.pk, answer=FiscalAnswer(error="поздно"))
    row.refresh_from_db()
    assert row.state == "issued"


def test_a_refused_one_is_tried_again_and_an_unanswered_one_is_not(till: Till, register: Register) -> None:
    till.take("100")
    register.answer = FiscalAnswer(error="нет бумаги")
    row = issue(till)
    assert (row.state, row.error) == ("failed", "нет бумаги")
    register.answer = TimeoutError("молчит")
    assert issue(till).state == "unknown"
    with pytest.raises(UnableToIssue):
        issue(till)
    assert len(register.asked) == 2


def test_what_was_issued_asks_for_its_opposite_when_it_is_reversed(till: Till, register: Register) -> None:
    payment = till.take("100")
    issue(till)
    reverse_payment(till.actor, payment_id=payment.pk, reason="Ошибка")
    rows = FiscalReceipt.objects.order_by("pk").values_list("kind", "state")
    assert list(rows) == [("advance", "issued"), ("refund", "not_issued")]
    assert broken() == {}


def test_receipts_need_the_right_on_their_contract(till: Till, register: Register) -> None:
    till.take("100")
    row = FiscalReceipt.objects.get()
    with pytest.raises(Stale):
        issue_receipt(till.actor, receipt_id=row.pk, version=99)
    looker = an_employee(till.desk.office)
    give(looker, payments__view=Scope.OFFICE, payments__take=Scope.OWN)
    with pytest.raises(Denied):
        issue_receipt(actor_of(looker), receipt_id=row.pk)
    stranger = an_employee(an_office("Казань"))
    give(stranger, payments__view=Scope.OFFICE, payments__take=Scope.OFFICE)
    with pytest.raises(NotFound):
        issue_receipt(actor_of(stranger), receipt_id=row.pk)
    assert register.asked == []
