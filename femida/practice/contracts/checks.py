"""Invariants of contracts."""

from femida.firm.offices.numbering import check_numbers
from femida.platform.core.verify import sql_check
from femida.practice.contracts.models import Contract

_ALL = "SELECT count(*) FROM contracts_contract"

sql_check(
    "contracts: the lines make the amount",
    count=_ALL,
    broken="""
        SELECT 'practice.contract:' || c.id FROM contracts_contract c
         WHERE c.amount <> (SELECT coalesce(sum(l.amount), 0) FROM contracts_contractline l
                             WHERE l.contract_id = c.id)
    """,
)
sql_check(
    "contracts: the plan in force makes the amount",
    count="SELECT count(*) FROM contracts_planversion WHERE is_current",
    broken="""
        SELECT 'practice.contract:' || c.id FROM contracts_contract c
          LEFT JOIN contracts_planversion p ON p.contract_id = c.id AND p.is_current
         WHERE (p.id IS NULL AND c.state = 'registered')
            OR (p.id IS NOT NULL AND c.amount <> (
                SELECT coalesce(sum(i.amount), 0) FROM contracts_instalment i WHERE i.plan_id = p.id))
    """,
)
check_numbers("contracts: numbers have no gaps", "practice.contract", Contract)
sql_check(
    "contracts: the wall of the client stands before its contracts",
    count=_ALL,
    broken="""
        SELECT 'practice.contract:' || c.id FROM contracts_contract c
          JOIN registry_party p ON p.id = c.party_id
         WHERE p.wall_id IS NOT NULL AND c.wall_id IS DISTINCT FROM p.wall_id
    """,
)
sql_check(
    "contracts: whoever signed one is a client because of it",
    count="SELECT count(*) FROM contracts_contract WHERE state = 'registered'",
    broken="""
        SELECT 'practice.contract:' || c.id FROM contracts_contract c
         WHERE c.state = 'registered' AND NOT EXISTS (
               SELECT 1 FROM registry_partyrole r WHERE r.party_id = c.party_id AND r.role = 'client'
                  AND r.object_type = 'practice.contract' AND r.object_id = c.id)
    """,
)
sql_check(
    "contracts: a deal is won exactly while a contract of it is registered",
    count="SELECT count(*) FROM deals_deal",
    broken="""
        SELECT 'sales.deal:' || d.id FROM deals_deal d JOIN pipelines_stage s ON s.id = d.stage_id
         WHERE (s.kind = 'won') <> EXISTS (
               SELECT 1 FROM contracts_contract c WHERE c.deal_id = d.id AND c.state = 'registered')
    """,
)
sql_check(
    "contracts: the amount of a deal follows its contracts",
    count="SELECT count(*) FROM deals_deal",
    broken="""
        SELECT 'sales.deal:' || d.id FROM deals_deal d
         WHERE d.amount IS DISTINCT FROM coalesce(
           (SELECT sum(c.amount) FROM contracts_contract c WHERE c.deal_id = d.id AND c.state = 'registered'),
           (SELECT sum(c.amount) FROM contracts_contract c WHERE c.deal_id = d.id AND c.state = 'draft'))
    """,
)
