"""Invariants of receivables: they are the plans in force, and paid as the ledger says."""

from femida.platform.core.verify import sql_check

_ALL = "SELECT count(*) FROM receivables_receivable"

sql_check(
    "receivables: a row for each payment of the plan in force of each registered contract, and no other",
    count=_ALL,
    broken="""
        WITH planned AS (
          SELECT i.id, i.plan_id, p.contract_id, i.amount, i.number, i.due_on, i.stage_name
            FROM contracts_instalment i JOIN contracts_planversion p ON p.id = i.plan_id AND p.is_current
            JOIN contracts_contract c ON c.id = p.contract_id AND c.state = 'registered'
        )
        SELECT 'instalment:' || coalesce(p.id, r.instalment_id)
          FROM planned p FULL JOIN receivables_receivable r ON r.instalment_id = p.id
         WHERE p.id IS NULL OR r.id IS NULL OR p.contract_id <> r.contract_id OR p.amount <> r.amount
            OR p.number <> r.number OR p.stage_name <> r.stage_name
            OR (p.due_on IS NOT NULL AND p.due_on IS DISTINCT FROM r.due_on)
    """,
)
sql_check(
    "receivables: paid is what the ledger says",
    count=_ALL,
    broken="""
        WITH said AS (
          SELECT p.instalment_id AS id, -sum(p.amount) AS paid FROM ledger_posting p
            JOIN ledger_account a ON a.id = p.account_id AND a.code = 'advances'
            JOIN contracts_contract c ON c.id = p.contract_id
           WHERE p.instalment_id IS NOT NULL GROUP BY p.instalment_id
        )
        SELECT 'instalment:' || coalesce(r.instalment_id, s.id)
          FROM receivables_receivable r FULL JOIN said s ON s.id = r.instalment_id
         WHERE coalesce(r.paid, 0) <> coalesce(s.paid, 0)
    """,
)
sql_check(
    "receivables: the history of what was overdue is counted",
    count="SELECT count(*) FROM receivables_overdue",
    broken="""
        SELECT 'finance.receivable:' || r.id FROM receivables_receivable r
          LEFT JOIN (SELECT contract_id, count(*) AS times, min(due_on) + 1 AS first
                       FROM receivables_overdue GROUP BY contract_id) v ON v.contract_id = r.contract_id
         WHERE r.times_overdue <> coalesce(v.times, 0) OR r.first_overdue_on IS DISTINCT FROM v.first
    """,
)
sql_check(
    "receivables: what is paid is overdue no more",
    count="SELECT count(*) FROM receivables_overdue",
    broken="""
        SELECT 'overdue:' || v.id FROM receivables_overdue v
          LEFT JOIN receivables_receivable r ON r.instalment_id = v.instalment_id AND r.due_on = v.due_on
         WHERE v.ended_on IS NULL AND coalesce(NOT r.is_open, true)
    """,
)
