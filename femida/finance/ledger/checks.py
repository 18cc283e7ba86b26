"""Invariants of the ledger for `femida verify`: what the triggers hold, computed anew from the rows."""

from __future__ import annotations

from femida.platform.core.verify import sql_check, totals

sql_check(
    "ledger: every entry adds up to zero and has all its postings",
    count="SELECT count(*) FROM ledger_entry",
    broken="""
        SELECT 'entry ' || e.id FROM ledger_entry e LEFT JOIN ledger_posting p ON p.entry_id = e.id
         GROUP BY e.id
        HAVING coalesce(sum(p.amount), 0) <> 0 OR count(p.id) < 2 OR count(p.id) <> e.lines ORDER BY e.id
    """,
)
sql_check(
    "ledger: balances are the sums of their postings",
    count="SELECT count(*) FROM ledger_balance",
    broken="""
        SELECT 'account ' || coalesce(b.account_id, r.account_id)
               || coalesce(', contract ' || coalesce(b.contract_id, r.contract_id), '')
               || coalesce(', party ' || coalesce(b.party_id, r.party_id), '')
          FROM ledger_balance b
          FULL JOIN (SELECT account_id, contract_id, party_id, sum(amount) AS amount FROM ledger_posting
                      GROUP BY account_id, contract_id, party_id) r
            ON r.account_id = b.account_id
           AND coalesce(r.contract_id, 0) = coalesce(b.contract_id, 0)
           AND coalesce(r.party_id, 0) = coalesce(b.party_id, 0)
         WHERE b.amount IS DISTINCT FROM r.amount
    """,
)
sql_check(
    "ledger: a reversal mirrors its entry, which is reversed once",
    count="SELECT count(*) FROM ledger_entry WHERE reverses_id IS NOT NULL",
    broken="""
        WITH sides AS (
          SELECT r.reverses_id AS original, p.account_id, p.party_id, p.contract_id, p.instalment_id,
                 p.employee_id, p.amount, 1 AS times
            FROM ledger_entry r JOIN ledger_posting p ON p.entry_id = r.reverses_id
           WHERE r.reverses_id IS NOT NULL
          UNION ALL
          SELECT r.reverses_id, p.account_id, p.party_id, p.contract_id, p.instalment_id, p.employee_id,
                 -p.amount, -1
            FROM ledger_entry r JOIN ledger_posting p ON p.entry_id = r.id
           WHERE r.reverses_id IS NOT NULL
        )
        SELECT 'entry ' || original FROM (
          SELECT original FROM sides
           GROUP BY original, account_id, party_id, contract_id, instalment_id, employee_id, amount
          HAVING sum(times) <> 0
          UNION
          SELECT o.id FROM ledger_entry o JOIN ledger_entry r ON r.reverses_id = o.id
           WHERE o.reverses_id IS NOT NULL OR o.legal_entity_id <> r.legal_entity_id
              OR o.office_id <> r.office_id OR o.kind <> r.kind OR o.business_date > r.business_date
          UNION
          SELECT reverses_id FROM ledger_entry WHERE reverses_id IS NOT NULL
           GROUP BY reverses_id HAVING count(*) > 1
        ) AS wrong ORDER BY original
    """,
)
sql_check(
    "ledger: postings are on accounts of their own legal entity",
    count="SELECT count(*) FROM ledger_posting",
    broken="""
        SELECT 'posting ' || p.id FROM ledger_posting p
          JOIN ledger_entry e ON e.id = p.entry_id JOIN ledger_account a ON a.id = p.account_id
         WHERE a.legal_entity_id <> e.legal_entity_id ORDER BY p.id
    """,
)
sql_check(
    "ledger: no entry came into a month after it was closed",
    count="SELECT count(*) FROM ledger_period",
    broken="""
        SELECT 'entry ' || e.id FROM ledger_entry e JOIN ledger_period p
            ON p.legal_entity_id = e.legal_entity_id AND e.number > p.last_number
           AND e.business_date < (p.month + interval '1 month')
         ORDER BY e.id
    """,
)
sql_check(
    "ledger: entries of a book are numbered without a gap",
    count="SELECT count(*) FROM ledger_book",
    broken="""
        SELECT 'legal entity ' || coalesce(b.legal_entity_id, e.legal_entity_id)
          FROM ledger_book b FULL JOIN ledger_entry e ON e.legal_entity_id = b.legal_entity_id
         GROUP BY coalesce(b.legal_entity_id, e.legal_entity_id), b.last_number
        HAVING count(e.id) <> coalesce(b.last_number, 0)
            OR coalesce(max(e.number), 0) <> coalesce(b.last_number, 0)
    """,
)

totals.register(
    "ledger: postings by account",
    """
    SELECT a.legal_entity_id || ' ' || a.code, sum(p.amount) FROM ledger_posting p
      JOIN ledger_account a ON a.id = p.account_id GROUP BY 1 ORDER BY 1
    """,
)
totals.register(
    "ledger: balances by account",
    """
    SELECT a.legal_entity_id || ' ' || a.code, sum(b.amount) FROM ledger_balance b
      JOIN ledger_account a ON a.id = b.account_id GROUP BY 1 ORDER BY 1
    """,
)
