"""Posting, reversing, closing, reading: what rooms above and people meet."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection

from femida.finance.ledger.chart import CHART, Code
from femida.finance.ledger.commands import UnableToClosePeriod, close_period, open_chart
from femida.finance.ledger.models import Account, Balance, Book, Entry, Period, Posting
from femida.finance.ledger.posting import UnableToPost, UnableToReverseEntry, post, reverse
from femida.finance.ledger.queries import balance, closed_through, statement
from femida.firm.offices.models import LegalEntity
from femida.kernel.money import InvalidMoney
from femida.parties.registry.commands import close_party, find_or_make_party
from femida.platform.access.rights import Scope
from femida.platform.core import clock
from femida.platform.core.errors import Denied, NotFound
from femida.platform.journal.models import Fact
from femida.platform.journal.timeline import timeline
from tests.finance.ledger.book import DAY, HOUSE, TestBook, a_book, acting, broken
from tests.firm.people import actor_of, an_employee, an_office, give

pytestmark = pytest.mark.django_db

NOVEMBER = datetime(2026, 11, 5, 12, tzinfo=UTC)


@pytest.fixture
def book() -> TestBook:
    return a_book()


def undo(entry_id: int, day: date = DAY) -> int:
    with acting():
        return reverse(HOUSE, entry_id, day)


def test_a_chart_is_opened_once_and_completed_when_it_lacks_something(book):
    codes = set(Account.objects.values_list("code", flat=True))
    assert codes == {one.code.value for one in CHART} == set(Code)
    open_chart(HOUSE, legal_entity_id=book.entity.pk)
    assert Fact.objects.filter(kind="ledger.chart_opened").count() == 1
    Account.objects.filter(code="vat").delete()
    open_chart(HOUSE, legal_entity_id=book.entity.pk)
    assert Account.objects.filter(code="vat").count() == 1
    assert Account.objects.get(code="cash").name == "Касса"


def test_the_first_entry_of_an_entity_opens_its_book(book):
    other = LegalEntity.objects.create(name="ИП Пробный", short_name="ИП")
    TestBook(other, book.office).post()
    assert Book.objects.get(pk=other.pk).last_number == 1
    assert Entry.objects.get().number == 1


def test_an_entry_keeps_its_lines_numbers_and_balances(book):
    first = book.post(*book.sold("1200.50", contract_id=7, party_id=3, instalment_id=5, employee_id=9))
    second = book.post(
        book.line(Code.CASH, "1000"),
        book.line(Code.CARD_IN_TRANSIT, "200.50"),
        book.line(Code.CLIENT_DEBTS, "-1200.50", contract_id=7, party_id=3),
    )
    assert list(Entry.objects.order_by("pk").values_list("pk", "number", "lines")) == [
        (first, 1, 2),
        (second, 2, 3),
    ]
    debt = Posting.objects.get(entry=first, amount__gt=0)
    assert (debt.party_id, debt.contract_id, debt.instalment_id, debt.employee_id) == (3, 7, 5, 9)
    entity = book.entity.pk
    assert balance(Code.CLIENT_DEBTS, entity) == balance(Code.CLIENT_DEBTS, entity, contract_id=7) == 0
    assert balance(Code.REVENUE, entity, party_id=3) == Decimal("-1200.50")
    assert balance(Code.REVENUE, entity, contract_id=8) == 0
    assert balance(Code.CASH, entity) == 1000
    assert sum(Balance.objects.values_list("amount", flat=True)) == 0
    assert broken() == {}


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        ([("cash", "1"), ("revenue", "-1.01")], ValueError),
        ([("cash", "1")], ValueError),
        ([], ValueError),
        ([("cash", "0"), ("revenue", "0")], ValueError),
        ([("cash", "1"), ("gold", "-1")], ValueError),
        ([("cash", "0.001"), ("revenue", "-0.001")], InvalidMoney),
        ([("cash", "1e13"), ("revenue", "-1e13")], InvalidMoney),
        ([("cash", "NaN"), ("revenue", "1")], InvalidMoney),
    ],
)
def test_what_does_not_add_up_is_an_error_of_the_calling_room(book, lines, error):
    with pytest.raises(error), acting():
        post(
            HOUSE,
            kind="sale",
            legal_entity_id=book.entity.pk,
            office_id=book.office.pk,
            business_date=DAY,
            lines=[book.line(*line) for line in lines],
        )
    assert not Entry.objects.exists()
    assert Book.objects.get().last_number == 0


def test_nothing_is_posted_outside_of_an_act(book):
    with pytest.raises(RuntimeError):
        post(
            HOUSE,
            kind="sale",
            legal_entity_id=book.entity.pk,
            office_id=book.office.pk,
            business_date=DAY,
            lines=book.sold(),
        )
    with pytest.raises(RuntimeError):
        reverse(HOUSE, book.post(), DAY)


def test_a_reversal_is_the_mirror_and_comes_once(book):
    entry = book.post(*book.sold("99.99", contract_id=1, party_id=2, instalment_id=3, employee_id=4))
    mirror = undo(entry, date(2026, 3, 11))
    sides = {
        pk: sorted(
            Posting.objects.filter(entry_id=pk).values_list(
                "account_id", "party_id", "contract_id", "instalment_id", "employee_id", "amount"
            )
        )
        for pk in (entry, mirror)
    }
    assert sorted((*about, -amount) for *about, amount in sides[entry]) == sides[mirror]
    assert not any(Balance.objects.values_list("amount", flat=True))
    for wrong in (entry, mirror):
        with pytest.raises(UnableToReverseEntry):
            undo(wrong, date(2026, 3, 12))
    assert Entry.objects.count() == 2
    assert broken() == {}


def test_a_reversal_is_not_dated_before_its_entry_and_needs_one(book):
    entry = book.post()
    with pytest.raises(UnableToReverseEntry):
        undo(entry, date(2026, 3, 9))
    with pytest.raises(NotFound):
        undo(entry + 1000)


def test_a_closed_month_and_those_before_it_take_nothing(book):
    entry = book.post(day=date(2026, 9, 30))
    with clock.at(NOVEMBER):
        close_period(HOUSE, legal_entity_id=book.entity.pk, month=date(2026, 10, 31))
    assert closed_through(book.entity.pk) == date(2026, 10, 31)
    assert Period.objects.get().last_number == 1
    for day in (date(2026, 10, 1), date(2026, 10, 31), date(2026, 9, 30), date(2020, 1, 1)):
        with pytest.raises(UnableToPost):
            book.post(day=day)
    with pytest.raises(UnableToPost, match=r"31\.10\.2026"):
        undo(entry, date(2026, 10, 15))
    undo(entry, date(2026, 11, 1))
    book.post(day=date(2026, 11, 1))
    assert broken() == {}


def test_only_months_that_are_over_everywhere_are_closed_and_once(book):
    an_office("Владивосток", "Asia/Vladivostok")
    entity = book.entity.pk
    midnight = datetime(2026, 10, 31, 20, tzinfo=UTC)  # the first of November in Vladivostok only
    with clock.at(midnight), pytest.raises(UnableToClosePeriod):
        close_period(HOUSE, legal_entity_id=entity, month=date(2026, 10, 1))
    with clock.at(NOVEMBER):
        for month in (date(2026, 11, 1), date(2027, 1, 1)):
            with pytest.raises(UnableToClosePeriod):
                close_period(HOUSE, legal_entity_id=entity, month=month)
        close_period(HOUSE, legal_entity_id=entity, month=date(2026, 9, 15))
        close_period(HOUSE, legal_entity_id=entity, month=date(2026, 10, 1))
        for month in (date(2026, 10, 1), date(2026, 8, 1)):
            with pytest.raises(UnableToClosePeriod, match=r"31\.10\.2026"):
                close_period(HOUSE, legal_entity_id=entity, month=month)
    bare = LegalEntity.objects.create(name="Новая", short_name="Новая")
    with pytest.raises(UnableToClosePeriod):
        close_period(HOUSE, legal_entity_id=bare.pk, month=date(2026, 9, 1))


def test_only_a_right_over_the_whole_firm_closes(book):
    person = an_employee(book.office)
    entity = book.entity.pk
    give(person, ledger__close=Scope.OFFICE, offices__view=Scope.FIRM)
    with clock.at(NOVEMBER), pytest.raises(Denied):
        close_period(actor_of(person), legal_entity_id=entity, month=date(2026, 10, 1))
    assert not Period.objects.exists()
    give(person, ledger__close=Scope.FIRM)
    with clock.at(NOVEMBER), pytest.raises(NotFound):
        close_period(actor_of(person), legal_entity_id=entity + 100, month=date(2026, 10, 1))
    with clock.at(NOVEMBER):
        close_period(actor_of(person), legal_entity_id=entity, month=date(2026, 10, 1))
    titles = {line.title for line in timeline(HOUSE, "firm.legal_entity", entity)}
    assert titles == {"Закрыт месяц: Октябрь 2026", "Открыт план счетов"}


def test_an_entrys_time_line_tells_of_its_reversal(book):
    entry = book.post()
    undo(entry)
    assert [line.title for line in timeline(HOUSE, "finance.entry", entry)] == [
        "Проводка сторнирована",
        "Проводка внесена",
    ]


def test_a_statement_runs_from_opening_to_closing(book):
    for day, amount in ((3, "100"), (10, "50.50"), (20, "-30")):
        book.post(*book.sold(amount, contract_id=1, party_id=2), day=date(2026, 3, day))
    book.post(*book.sold("7", contract_id=2, party_id=2), day=date(2026, 3, 10))
    asked = {"account_code": Code.CLIENT_DEBTS, "legal_entity_id": book.entity.pk}
    whole = statement(HOUSE, **asked, contract_id=1)
    assert (whole.opening, whole.closing) == (0, Decimal("120.50"))
    assert [line.running for line in whole.lines] == [100, Decimal("150.50"), Decimal("120.50")]
    part = statement(HOUSE, **asked, contract_id=1, since=date(2026, 3, 4), until=date(2026, 3, 19))
    assert (part.opening, part.closing, len(part.lines)) == (100, Decimal("150.50"), 1)
    assert statement(HOUSE, **asked, party_id=2).closing == Decimal("127.50")
    assert statement(HOUSE, **asked, party_id=2, since=date(2027, 1, 1)).closing == Decimal("127.50")
    with pytest.raises(ValueError, match="contract or a party"):
        statement(HOUSE, **asked)


def test_a_statement_is_made_of_what_the_person_may_see(book, django_assert_num_queries):
    party = find_or_make_party(
        HOUSE, name="Клиент", phones=["+79990000001"], emails=[], office_id=book.office.pk
    )
    branch = TestBook(book.entity, an_office("Казань"))
    for each in (book, branch):
        each.post(*each.sold("10", party_id=party.party_id))
    person = an_employee(book.office)
    asked = {
        "account_code": Code.CLIENT_DEBTS,
        "legal_entity_id": book.entity.pk,
        "party_id": party.party_id,
    }
    with pytest.raises(Denied):
        statement(actor_of(person), **asked)
    give(person, ledger__view=Scope.OFFICE)
    assert statement(actor_of(person), **asked).closing == 10
    head = an_employee(book.office)
    give(head, ledger__view=Scope.FIRM)
    assert statement(actor_of(head), **asked).closing == 20
    close_party(HOUSE, party_id=party.party_id, people=[head.account_id], reason="Конфликт интересов")
    assert statement(actor_of(person), **asked).lines == ()
    assert statement(actor_of(person), **asked, since=date(2027, 1, 1)).closing == 0
    assert statement(actor_of(head), **asked).closing == 20
    with django_assert_num_queries(1):
        statement(HOUSE, **asked)


def test_posting_costs_as_many_statements_as_are_written_here(book, django_assert_num_queries):
    book.post()
    with acting() as act, django_assert_num_queries(7):
        post(
            HOUSE,
            kind="sale",
            legal_entity_id=book.entity.pk,
            office_id=book.office.pk,
            business_date=DAY,
            lines=book.sold(contract_id=1) * 3,
        )
        assert act.touched


def test_accounts_keep_the_history_of_their_names(book):
    Account.objects.filter(code="cash").update(name="Касса на Примерной")
    with connection.cursor() as cursor:
        cursor.execute("SELECT new FROM journal_fieldchange WHERE \"table\" = 'ledger_account'")
        assert [row[0] for row in cursor.fetchall()] == ['"Касса на Примерной"']
