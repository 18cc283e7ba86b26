"""Two at once: numbers, a payment of the plan, a form, a month, a rouble. Each guard with its twin."""

from __future__ import annotations

import uuid
from decimal import Decimal

import psycopg
import pytest

from femida.finance.invoices import commands
from femida.finance.invoices.commands import UnableToNotePayment, drafting, issuing, monthly, storing
from femida.finance.invoices.models import Invoice, InvoiceInstalment
from femida.firm.offices import numbering
from femida.firm.offices.models import NumberCounter
from femida.platform.core.context import current_act
from femida.platform.core.errors import Invalid
from femida.platform.core.verify import checks
from femida.practice.services.queries import today
from tests.finance.invoices.billing import POSITION, Till, a_regular_contract, a_till
from tests.practice.contracting import HOUSE
from tests.sales.test_races import at_once, slow

pytestmark = pytest.mark.race
PEOPLE = 6
NUMBERS = "invoices: numbers have no gaps"
ONCE = "invoices: a payment of a plan is billed by invoices that live, and by one"


@pytest.fixture
def till(cloned_database: str) -> Till:
    """A till in a database of the test's own."""
    return a_till()


@pytest.fixture
def without(cloned_database: str, database_server):
    """Takes a guard of the database away."""

    def drop(statement: str) -> None:
        with psycopg.connect(database_server.owner_conninfo(cloned_database), autocommit=True) as owner:
            owner.execute(statement)

    return drop


def unlocked(actor, model, pk, **_more):
    """What `take` gives without its lock."""
    row = model.objects.get(pk=pk)
    act = current_act()
    act.taken.add((act.rights[-1], model._meta.label_lower))
    return row


def waits_for_nothing(*_given: object) -> None:
    """What `hold` is without its lock."""


def failures(results: list[object]) -> list[object]:
    return [one for one in results if isinstance(one, Exception)]


def test_numbers_given_at_once_have_neither_gaps_nor_doubles(till: Till) -> None:
    ids = [till.draft().pk for _ in range(PEOPLE)]
    results = at_once([lambda pk=pk: commands.issue_invoice(HOUSE, invoice_id=pk) for pk in ids])
    assert not failures(results)
    orders = sorted(Invoice.objects.values_list("number_order", flat=True))
    assert orders == list(range(1, PEOPLE + 1))
    assert checks[NUMBERS]().holds


def test_twin_without_the_counter_numbers_are_given_twice(
    till: Till, without, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked_up(_series: str, _entity: int, _office: int, _year: int) -> int:
        last = Invoice.objects.exclude(number="").order_by("-number_order").first()
        return 1 if last is None or last.number_order is None else last.number_order + 1

    ids = [till.draft().pk for _ in range(PEOPLE)]
    without("DROP INDEX invoices_number_once")
    monkeypatch.setattr(numbering, "next_number", looked_up)
    with slow(monkeypatch, numbering, "next_number"):
        at_once([lambda pk=pk: commands.issue_invoice(HOUSE, invoice_id=pk) for pk in ids])
    assert len(set(Invoice.objects.values_list("number_order", flat=True))) < PEOPLE


def test_one_form_sent_at_once_makes_one_invoice(till: Till) -> None:
    key = uuid.uuid4()
    results = at_once([lambda: till.draft(key=key, issue=True).pk] * PEOPLE)
    assert len(set(results)) == 1
    assert Invoice.objects.count() == 1
    assert NumberCounter.objects.get(series="finance.invoice").last == 1


def test_twin_without_the_key_each_press_makes_its_own(till: Till) -> None:
    results = at_once([lambda: till.draft(issue=True).pk] * PEOPLE)
    assert len(set(results)) == PEOPLE


def test_one_payment_of_the_plan_is_billed_once_by_many(till: Till) -> None:
    first = till.billed(1)
    results = at_once([lambda: till.draft(instalments=first).pk] * PEOPLE)
    assert len(failures(results)) == PEOPLE - 1
    assert all(isinstance(one, Invalid) for one in failures(results))
    assert InvoiceInstalment.objects.count() == 1
    assert checks[ONCE]().holds


def test_twin_without_lock_and_index_it_is_billed_by_all(
    till: Till, without, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = till.billed(1)
    without("DROP INDEX invoices_instalment_billed_once")
    monkeypatch.setattr(drafting, "take", unlocked)
    monkeypatch.setattr(drafting, "hold", waits_for_nothing)
    with slow(monkeypatch, drafting, "_free_instalments"):
        at_once([lambda: till.draft(instalments=first).pk] * PEOPLE)
    assert InvoiceInstalment.objects.count() > 1
    assert not checks[ONCE]().holds


def test_payments_noted_at_once_never_pass_the_amount(till: Till) -> None:
    invoice = till.issued()
    pay = lambda: commands.note_payment(HOUSE, invoice_id=invoice.pk, amount=Decimal(2000))  # noqa: E731
    results = at_once([pay] * PEOPLE)
    assert len(failures(results)) == PEOPLE - 2
    assert all(isinstance(one, UnableToNotePayment) for one in failures(results))
    invoice.refresh_from_db()
    assert (invoice.paid, invoice.state) == (Decimal(4000), "part_paid")


def test_twin_without_the_lock_a_payment_is_lost(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    invoice = till.issued()
    monkeypatch.setattr(issuing, "take", unlocked)
    pay = lambda: commands.note_payment(HOUSE, invoice_id=invoice.pk, amount=Decimal(2000))  # noqa: E731
    with slow(monkeypatch, issuing, "roubles"):
        results = at_once([pay] * PEOPLE)
    noted = PEOPLE - len(failures(results))
    invoice.refresh_from_db()
    assert invoice.paid < noted * 2000


def test_a_month_billed_at_once_is_billed_once(till: Till) -> None:
    contract = a_regular_contract(till.desk, today())
    month = today().replace(day=1)
    results = at_once([lambda: commands.bill_month(HOUSE, contract_id=contract.pk, month=month)] * PEOPLE)
    assert not failures(results)
    assert len(set(results)) == 1
    assert Invoice.objects.get(contract=contract).period == month


def test_twin_without_lock_and_constraints_the_month_is_billed_by_all(
    till: Till, without, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = a_regular_contract(till.desk, today())
    month = today().replace(day=1)
    without("DROP INDEX invoices_month_once")
    without("DROP INDEX invoices_instalment_billed_once")
    monkeypatch.setattr(drafting, "take", unlocked)
    monkeypatch.setattr(drafting, "hold", waits_for_nothing)
    monkeypatch.setattr(monthly, "take", unlocked)
    monkeypatch.setattr(monthly, "hold", waits_for_nothing)
    with slow(monkeypatch, drafting, "_free_instalments"):
        at_once([lambda: commands.bill_month(HOUSE, contract_id=contract.pk, month=month)] * PEOPLE)
    assert Invoice.objects.filter(contract=contract).count() > 1


def test_an_invoice_is_not_issued_and_voided_at_once(till: Till) -> None:
    """Whichever comes first: a number that was given stays, and no money is asked for by a void one."""
    draft = till.draft()
    at_once(
        [
            lambda: commands.issue_invoice(HOUSE, invoice_id=draft.pk),
            lambda: commands.void_invoice(HOUSE, invoice_id=draft.pk, reason="Ошибка"),
        ]
    )
    draft.refresh_from_db()
    assert draft.state == "void"
    assert checks[NUMBERS]().holds


def test_a_wall_that_goes_up_meanwhile_stands_before_the_new_invoice(till: Till) -> None:
    from femida.parties.registry.commands import close_party

    party, people = till.contract.party_id, [till.desk.head.account_id]
    at_once(
        [
            lambda: close_party(HOUSE, party_id=party, people=people, reason="Тайна"),
            *[lambda: till.draft(positions=[POSITION]).pk] * 4,
        ]
    )
    assert Invoice.objects.count() == 4
    name = "invoices: an invoice is of its contract's side and stands behind its walls"
    assert checks[name]().holds
    assert storing.wall_of(party, party) is not None
