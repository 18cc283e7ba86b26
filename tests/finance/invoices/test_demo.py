"""The invoices of the demonstration firm."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from femida.cli.demo import DemoContext
from femida.finance.invoices import demo
from femida.finance.invoices.models import Invoice
from femida.platform.core import clock
from femida.platform.core.verify import checks
from tests.finance.invoices.billing import a_till

pytestmark = pytest.mark.django_db


def test_payments_that_are_due_are_billed_in_the_order_of_their_days():
    till = a_till()
    # two months after the contract: the first two payments are due and the third comes within a week
    context = DemoContext(random=random.Random(1), now=clock.now() + timedelta(days=40))
    demo.build(context)
    issued = Invoice.objects.exclude(number="").order_by("number_order")
    assert list(issued.values_list("pk", flat=True)) == context.made["invoices"]
    days = list(issued.values_list("issued_on", flat=True))
    assert days == sorted(days)
    assert issued.count() == 2
    assert [one.amount for one in issued] == [one.amount for one in till.plan[:2]]
    assert Invoice.objects.get(number="").due_on >= till.plan[2].due_on
    broken = [name for name, check in checks.items() if name.startswith("invoices:") and not check().holds]
    assert broken == []
