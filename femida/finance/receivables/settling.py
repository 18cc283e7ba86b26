"""What rooms above call inside their commands, after they have posted: receivables follow the ledger.

Not commands: the calling command has checked its right and holds the contract's row, which all acts on the
money of one contract lock first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from femida.finance.ledger.queries import ZERO
from femida.finance.receivables.events import ReceivableOverdue
from femida.finance.receivables.models import Receivable
from femida.platform.core.context import current_act
from femida.platform.journal.recording import record

TYPE = "finance.receivable"

_SETTLE = """
UPDATE receivables_receivable r SET paid = s.paid
  FROM (SELECT o.id, coalesce(-sum(p.amount), 0) AS paid
          FROM receivables_receivable o
          LEFT JOIN ledger_posting p ON p.instalment_id = o.instalment_id AND p.contract_id = o.contract_id
               AND p.account_id IN (SELECT id FROM ledger_account WHERE code = 'advances')
         WHERE o.contract_id = %(contract)s GROUP BY o.id) s
 WHERE s.id = r.id AND s.paid <> r.paid
RETURNING r.id
"""
# what was overdue ends when it is paid, and goes on when the payment turns out to be none
_ENDED = """
UPDATE receivables_overdue v SET ended_on = CASE WHEN r.is_open THEN NULL ELSE %(day)s::date END
  FROM receivables_receivable r
 WHERE r.contract_id = %(contract)s AND v.instalment_id = r.instalment_id AND v.due_on = r.due_on
   AND (v.ended_on IS NULL) <> r.is_open
"""
_NOTE = """
INSERT INTO receivables_overdue (contract_id, instalment_id, due_on, remains)
SELECT contract_id, instalment_id, due_on, remains FROM receivables_receivable
 WHERE contract_id = %(contract)s AND is_open AND due_on < %(day)s
ON CONFLICT DO NOTHING RETURNING instalment_id
"""
_COUNT = """
UPDATE receivables_receivable r SET times_overdue = h.times, first_overdue_on = h.first
  FROM (SELECT count(*) AS times, min(due_on) + 1 AS first FROM receivables_overdue
         WHERE contract_id = %(contract)s) h
 WHERE r.contract_id = %(contract)s AND h.times > 0
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a payment, in roubles, meant for one instalment."""

    instalment_id: int
    amount: Decimal


def spread(rows: Iterable[Receivable], amount: Decimal) -> list[Part]:
    """A sum put to what is open in the given order; what is over has no part."""
    parts = []
    for row in rows:
        share = min(row.remains, amount)
        if share > 0:
            parts.append(Part(row.instalment_id, share))
            amount -= share
    return parts


def settle(contract_id: int, day: date) -> None:
    """Bring `paid` of a contract's receivables to what the ledger says, and end what was overdue."""
    given: dict[str, int | date] = {"contract": contract_id, "day": day}
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, given)
        changed = [row[0] for row in cursor.fetchall()]
        cursor.execute(_ENDED, given)
    act = current_act()
    assert act is not None
    act.touched.update((TYPE, pk) for pk in changed)


def note_overdue(contract_id: int, party_id: int, today: date) -> int:
    """Write down what was not there on its day, each once, and count it; returns how many were new."""
    given: dict[str, int | date] = {"contract": contract_id, "day": today}
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, given)
        new = [row[0] for row in cursor.fetchall()]
    if not new:
        return 0
    count_overdue(contract_id)
    rows = Receivable.objects.filter(instalment_id__in=new).order_by("pk")
    for pk, due_on in rows.values_list("pk", "due_on"):
        assert due_on is not None
        record(ReceivableOverdue(receivable_id=pk, contract_id=contract_id, party_id=party_id, due_on=due_on))
    return len(new)


def count_overdue(contract_id: int) -> None:
    """Bring the counted history of a contract to its rows: a new plan inherits it."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"contract": contract_id})


def total(parts: Sequence[Part]) -> Decimal:
    """The sum of parts."""
    return sum((part.amount for part in parts), ZERO)
