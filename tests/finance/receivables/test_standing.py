"""Every figure of the finance panel is the ledger's: compared with SQL of its own after random steps."""

from __future__ import annotations

import random
from decimal import Decimal

from django.db import connection

from femida.finance.receivables.queries import standing, sums_of
from femida.firm.offices.queries import local_date
from femida.platform.core import clock
from femida.practice.contracts.models import Contract
from femida.practice.contracts.plans import Due
from tests.finance.payments.till import Till, add_up, broken
from tests.finance.payments.walking import MoneyWalker
from tests.practice.contracting import HOUSE

STEPS = 120
# written without a look at the code it judges: postings only, and the plan for what is to come when
SQL = """
WITH p AS (
  SELECT a.code, p.amount, p.instalment_id FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
   WHERE p.contract_id = %(contract)s
), i AS (
  SELECT i.due_on, i.amount - coalesce((SELECT -sum(p.amount) FROM p
                                         WHERE p.code = 'advances' AND p.instalment_id = i.id), 0) AS remains
    FROM contracts_instalment i JOIN contracts_planversion v ON v.id = i.plan_id AND v.is_current
   WHERE v.contract_id = %(contract)s
)
SELECT (SELECT coalesce(sum(amount), 0) FROM p WHERE code IN ('cash', 'card_in_transit', 'bank')),
       (SELECT coalesce(sum(remains), 0) FROM i WHERE due_on <= %(today)s),
       (SELECT coalesce(sum(remains), 0) FROM i WHERE due_on < %(today)s),
       (SELECT coalesce(%(today)s - min(due_on), 0) FROM i WHERE due_on < %(today)s AND remains > 0),
       (SELECT min(due_on) FROM i WHERE due_on > %(today)s AND remains > 0),
       (SELECT coalesce(sum(amount), 0) FROM p WHERE code IN ('cash', 'card_in_transit', 'bank'))
         + (SELECT coalesce(sum(amount), 0) FROM p WHERE code = 'advances' AND instalment_id IS NOT NULL),
       (SELECT coalesce(-sum(amount), 0) FROM p WHERE code = 'advances'),
       (SELECT coalesce(sum(amount), 0) FROM p WHERE code = 'client_debts')
"""


def by_sql(contract_id: int, today: object) -> tuple:
    """The same figures, asked of the postings."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"contract": contract_id, "today": today})
        return cursor.fetchone()


def test_the_panel_says_what_the_postings_say(till: Till, django_assert_num_queries) -> None:
    plan = [Due(Decimal(300), stage_name="Иск"), Due(Decimal(700), stage_name="Решение")]
    till.another_contract("+79990007771", plan)
    walker = MoneyWalker.on_the_till(random.Random("panel"))
    assert walker is not None
    met: set[str] = set()
    today = local_date(till.desk.office.pk, clock.now())
    for number in range(STEPS):
        (step,) = walker.chance.choices(walker.steps, weights=walker.weights)
        step()
        if number % 10:
            continue
        for contract in Contract.objects.filter(state="registered"):
            with django_assert_num_queries(2):
                now = standing(HOUSE, contract.pk, contract.party_id, today)
            figures = (
                now.paid, now.due_now, now.overdue, now.days, now.next_on, now.unallocated, now.unearned,
                now.debts,
            )  # fmt: skip
            assert figures == by_sql(contract.pk, today)
            met |= {name for name in ("overdue", "unallocated", "unearned", "debts") if getattr(now, name)}
            sums = sums_of(HOUSE, today, party_id=contract.party_id)
            assert sums is not None
            assert (sums.due_now, sums.overdue) == (now.due_now, now.overdue)
            assert sums.paid + now.unallocated == now.paid
    # the walk was worth its name: every figure was something else than nothing at times
    assert met == {"overdue", "unallocated", "unearned", "debts"}
    add_up()
    assert broken() == {}


def test_twin_a_kopeck_more_is_seen(till: Till) -> None:
    till.take("100")
    today = local_date(till.desk.office.pk, clock.now())
    from femida.finance.receivables.models import Receivable

    Receivable.objects.filter(contract=till.contract, number=1).update(paid=Decimal("100.01"))
    now = standing(HOUSE, till.contract.pk, till.contract.party_id, today)
    assert now.overdue != by_sql(till.contract.pk, today)[2]
