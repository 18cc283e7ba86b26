"""Invariants of payments and the cash desk: nothing differs from the ledger by a kopeck."""

from femida.finance.payments.models import Payment
from femida.firm.offices.numbering import check_numbers
from femida.platform.core.verify import sql_check

_ALL = "SELECT count(*) FROM payments_payment"

check_numbers("payments: numbers have no gaps", "finance.payment", Payment)
sql_check(
    "payments: each has its entry, and is reversed with it",
    count=_ALL,
    broken="""
        SELECT 'finance.payment:' || p.id
          FROM payments_payment p JOIN ledger_entry e ON e.id = p.entry_id
          LEFT JOIN ledger_entry r ON r.reverses_id = e.id
         WHERE e.kind <> p.kind OR e.business_date <> p.business_date OR e.office_id <> p.office_id
            OR e.legal_entity_id <> p.legal_entity_id OR r.id IS DISTINCT FROM p.reversal_id
            OR (SELECT sum(l.amount) FROM ledger_posting l JOIN ledger_account a ON a.id = l.account_id
                 WHERE l.entry_id = e.id AND l.contract_id = p.contract_id AND l.party_id = p.party_id
                   AND a.code = CASE p.method WHEN 'cash' THEN 'cash' WHEN 'card' THEN 'card_in_transit'
                                              ELSE 'bank' END)
               IS DISTINCT FROM CASE p.kind WHEN 'payment' THEN p.amount ELSE -p.amount END
    """,
)
sql_check(
    "payments: every entry of money of a contract has its payment",
    count="SELECT count(*) FROM ledger_entry WHERE kind IN ('payment', 'refund')",
    broken="""
        SELECT 'entry:' || e.id FROM ledger_entry e
          JOIN ledger_posting l ON l.entry_id = e.id JOIN contracts_contract c ON c.id = l.contract_id
          LEFT JOIN payments_payment p ON p.entry_id = e.id OR p.reversal_id = e.id
         WHERE e.kind IN ('payment', 'refund') AND p.id IS NULL GROUP BY e.id
    """,
)
sql_check(
    "payments: no contract has both a debt and an advance, nor either below nothing",
    count="SELECT count(*) FROM contracts_contract WHERE state = 'registered'",
    broken="""
        SELECT 'practice.contract:' || c.id FROM contracts_contract c
          JOIN (SELECT b.contract_id, coalesce(-sum(b.amount) FILTER (WHERE a.code = 'advances'), 0) AS taken,
                       coalesce(sum(b.amount) FILTER (WHERE a.code = 'client_debts'), 0) AS owed
                  FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id
                 GROUP BY b.contract_id) m ON m.contract_id = c.id
         WHERE m.taken < 0 OR m.owed < 0 OR (m.taken > 0 AND m.owed > 0)
    """,
)
sql_check(
    "payments: unearned advances are what the ledger says",
    count="SELECT count(*) FROM payments_unearned",
    broken="""
        WITH said AS (
          SELECT b.contract_id, -sum(b.amount) AS amount FROM ledger_balance b
            JOIN ledger_account a ON a.id = b.account_id AND a.code = 'advances'
            JOIN contracts_contract c ON c.id = b.contract_id
           GROUP BY b.contract_id HAVING sum(b.amount) <> 0
        )
        SELECT 'practice.contract:' || coalesce(u.contract_id, s.contract_id)
          FROM payments_unearned u FULL JOIN said s ON s.contract_id = u.contract_id
         WHERE u.amount IS DISTINCT FROM s.amount
    """,
)
sql_check(
    "payments: accepted work has its entry, and is taken back with it",
    count="SELECT count(*) FROM payments_recognition",
    broken="""
        SELECT 'certificate:' || w.certificate_id
          FROM payments_recognition w JOIN ledger_entry e ON e.id = w.entry_id
          LEFT JOIN ledger_entry r ON r.reverses_id = e.id
         WHERE e.kind <> 'certificate' OR r.id IS DISTINCT FROM w.reversal_id
            OR (SELECT sum(l.amount) FROM ledger_posting l JOIN ledger_account a ON a.id = l.account_id
                 WHERE l.entry_id = e.id AND l.contract_id = w.contract_id AND a.code = 'client_debts')
               IS DISTINCT FROM w.amount
    """,
)
# what moved in a shift, cash only
_MOVED = """
  WITH moved AS (
    SELECT s.id AS shift_id, s.desk_id, sum(m.amount) AS amount FROM payments_shift s JOIN (
      SELECT shift_id, CASE kind WHEN 'payment' THEN amount ELSE -amount END AS amount
        FROM payments_payment WHERE method = 'cash'
      UNION ALL
      SELECT reversal_shift_id, CASE kind WHEN 'payment' THEN -amount ELSE amount END
        FROM payments_payment WHERE method = 'cash' AND reversal_shift_id IS NOT NULL
      UNION ALL
      SELECT shift_id, CASE WHEN kind IN ('put_in', 'surplus') THEN amount ELSE -amount END
        FROM payments_cashmovement
    ) m ON m.shift_id = s.id GROUP BY s.id, s.desk_id
  )
"""


def _moved(statement: str) -> str:
    """The statement behind what moved in each shift."""
    return _MOVED + statement


sql_check(
    "cash: a desk holds what its shifts say",
    count="SELECT count(*) FROM payments_cashdesk",
    broken=_moved("""
        SELECT 'finance.cash_desk:' || d.id FROM payments_cashdesk d LEFT JOIN moved m ON m.desk_id = d.id
         GROUP BY d.id, d.cash HAVING d.cash <> coalesce(sum(m.amount), 0)
    """),
)
sql_check(
    "cash: a closed shift ended with what was counted and moved",
    count="SELECT count(*) FROM payments_shift",
    broken=_moved("""
        SELECT 'finance.shift:' || s.id FROM payments_shift s LEFT JOIN moved m ON m.shift_id = s.id
         WHERE s.closed_at IS NOT NULL
           AND s.closing_counted <> s.opening_expected + coalesce(m.amount, 0)
    """),
)
sql_check(
    "cash: the desks hold what the ledger says",
    count="SELECT count(*) FROM payments_cashdesk",
    broken="""
        SELECT 'legal entity ' || d.legal_entity_id
          FROM (SELECT legal_entity_id, sum(cash) AS cash FROM payments_cashdesk GROUP BY 1) d
          LEFT JOIN (SELECT a.legal_entity_id, sum(b.amount) AS cash FROM ledger_balance b
                       JOIN ledger_account a ON a.id = b.account_id AND a.code = 'cash' GROUP BY 1) l
            ON l.legal_entity_id = d.legal_entity_id
         WHERE d.cash <> coalesce(l.cash, 0)
    """,
)
sql_check(
    "payments: each has its fiscal receipts",
    count=_ALL,
    broken="""
        SELECT 'finance.payment:' || p.id FROM payments_payment p
         WHERE p.amount <> (
               SELECT coalesce(sum(f.amount), 0) FROM payments_fiscalreceipt f
                WHERE f.payment_id = p.id AND (f.state = 'cancelled') = (p.reversal_id IS NOT NULL))
           AND NOT (p.reversal_id IS NOT NULL AND EXISTS (
                SELECT 1 FROM payments_fiscalreceipt f WHERE f.payment_id = p.id AND f.state <> 'cancelled'))
    """,
)
sql_check(
    "invoices: what has come is what is paid of the plan's payments they ask for",
    count="SELECT count(*) FROM invoices_invoice WHERE state IN ('issued', 'part_paid', 'paid')",
    broken="""
        SELECT 'finance.invoice:' || i.id
          FROM invoices_invoice i
          JOIN (SELECT x.invoice_id, count(*) AS asked, count(r.id) AS there, sum(r.paid) AS paid
                  FROM invoices_invoiceinstalment x
                  LEFT JOIN receivables_receivable r ON r.instalment_id = x.instalment_id
                 GROUP BY x.invoice_id) a ON a.invoice_id = i.id
         WHERE i.state IN ('issued', 'part_paid', 'paid') AND a.asked = a.there
           AND i.paid <> least(a.paid, i.amount)
    """,
)
