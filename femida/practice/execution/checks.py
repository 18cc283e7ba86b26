"""Invariants of executions."""

from femida.firm.offices.numbering import check_numbers
from femida.platform.core.verify import sql_check
from femida.practice.execution.models import Certificate

_ALL = "SELECT count(*) FROM execution_execution"

sql_check(
    "execution: who leads the work sees its contract and its client",
    count=_ALL,
    broken="""
        SELECT 'practice.execution:' || e.id FROM execution_execution e
          JOIN LATERAL (VALUES ('practice.contract', e.contract_id), ('parties.party', e.party_id))
               AS seen (object_type, object_id) ON true
         WHERE e.responsible_id IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM staff_assignment a WHERE a.employee_id = e.responsible_id AND a.until IS NULL
                  AND a.object_type = seen.object_type AND a.object_id = seen.object_id)
    """,
)
sql_check(
    "execution: closed exactly when the stage closes",
    count=_ALL,
    broken="""
        SELECT 'practice.execution:' || e.id FROM execution_execution e
          JOIN pipelines_stage s ON s.id = e.stage_id
         WHERE (e.closed_at IS NOT NULL) <> (s.kind IN ('won', 'lost'))
            OR (e.end_reason <> '') <> (s.kind = 'lost')
    """,
)
sql_check(
    "execution: a hand-over waits exactly when the contract does",
    count="SELECT count(*) FROM execution_handover",
    broken="""
        SELECT 'practice.execution:' || e.id FROM execution_execution e
          JOIN pipelines_stage s ON s.id = e.stage_id
         WHERE (s.key = 'handed_over') <> EXISTS (
               SELECT 1 FROM execution_handover h WHERE h.execution_id = e.id AND h.outcome = '')
            OR e.attempt <> (SELECT count(*) FROM execution_handover h WHERE h.execution_id = e.id)
    """,
)
sql_check(
    "execution: finished work has no open stages",
    count="SELECT count(*) FROM execution_workstage",
    broken="""
        SELECT 'practice.execution:' || e.id FROM execution_execution e
         WHERE e.closed_at IS NOT NULL AND EXISTS (
               SELECT 1 FROM execution_workstage w
                WHERE w.execution_id = e.id AND w.state IN ('waiting', 'in_work'))
    """,
)
sql_check(
    "execution: the wall of the client stands before its executions",
    count=_ALL,
    broken="""
        SELECT 'practice.execution:' || e.id FROM execution_execution e
          JOIN registry_party p ON p.id = e.party_id
         WHERE p.wall_id IS NOT NULL AND e.wall_id IS DISTINCT FROM p.wall_id
    """,
)
sql_check(
    "execution: actions and certificates are of their execution's contract and client",
    count="SELECT (SELECT count(*) FROM execution_caseaction) + (SELECT count(*) FROM execution_certificate)",
    broken="""
        SELECT 'practice.case_action:' || a.id FROM execution_caseaction a
          JOIN execution_execution e ON e.id = a.execution_id
         WHERE a.contract_id <> e.contract_id OR a.party_id <> e.party_id
        UNION ALL
        SELECT 'practice.certificate:' || c.id FROM execution_certificate c
          JOIN execution_execution e ON e.id = c.execution_id
         WHERE c.contract_id <> e.contract_id OR c.party_id <> e.party_id
    """,
)
sql_check(
    "certificates: together never over the contract",
    count="SELECT count(*) FROM execution_certificate",
    broken="""
        SELECT 'practice.contract:' || k.id FROM contracts_contract k
          JOIN execution_certificate c ON c.contract_id = k.id AND c.state <> 'void'
         GROUP BY k.id, k.amount HAVING sum(c.amount) > k.amount
    """,
)
sql_check(
    "certificates: a void contract has none that holds",
    count="SELECT count(*) FROM execution_certificate",
    broken="""
        SELECT 'practice.certificate:' || c.id FROM execution_certificate c
          JOIN contracts_contract k ON k.id = c.contract_id
         WHERE k.state = 'void' AND c.state <> 'void'
    """,
)
check_numbers("certificates: numbers have no gaps", "practice.certificate", Certificate)
