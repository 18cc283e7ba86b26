"""The demonstration firm's money: paid, partial and overdue, an advance, a refund, a mistake, shifts."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime

from femida.cli.demo import DemoContext
from femida.finance.payments import demo
from femida.finance.payments.models import Payment, Shift, Unearned
from femida.finance.receivables.models import Overdue, Receivable
from femida.platform.core import clock
from tests.finance.payments.till import Till, broken, registered
from tests.practice.contracting import a_deal

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


def built(till: Till) -> list[tuple]:
    """Build the room's part over a dozen contracts of last summer; what came of it."""
    with clock.at(datetime(2026, 6, 10, 9, tzinfo=UTC)):
        for number in range(10):
            till.desk.deal = a_deal(till.desk.firm, f"+7999000800{number}", till.desk.seller)
            registered(till.desk, first=date(2026, 6, 20 + number % 5))
    demo.build(DemoContext(random=random.Random(3), now=NOW))
    rows = Payment.objects.order_by("pk").values_list("number", "kind", "method", "amount", "business_date")
    return list(rows)


def test_most_pay_and_some_do_not(till: Till) -> None:
    assert len(built(till)) > 20
    assert Payment.objects.filter(kind="refund").count() == 1
    assert Payment.objects.filter(counts=False).count() == 1
    assert Payment.objects.filter(is_advance=True).count() == 1
    assert Receivable.objects.filter(is_open=False).count() > Receivable.objects.filter(is_open=True).count()
    assert Receivable.objects.filter(is_open=True, paid__gt=0).exists()
    assert Overdue.objects.filter(ended_on=None).exists()
    assert Receivable.objects.filter(expected_on__gt=NOW.date()).exists()
    assert Unearned.objects.exists()
    shifts = Shift.objects.order_by("pk")
    assert [shift.is_open for shift in shifts].count(True) == 1
    assert shifts.last().is_open
    assert len(shifts) > 1
    assert broken() == {}
