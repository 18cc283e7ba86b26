"""Invariants of the register that `femida verify` looks at."""

from __future__ import annotations

from femida.platform.core.verify import sql_check

sql_check(
    "parties: a party's wall stands and is its own",
    count="SELECT count(*) FROM registry_party WHERE wall_id IS NOT NULL",
    broken="""
        SELECT 'party ' || p.id FROM registry_party p JOIN access_wall w ON w.id = p.wall_id
         WHERE w.lifted_at IS NOT NULL OR w.object_type <> 'parties.party' OR w.object_id <> p.id
    """,
)
sql_check(
    "parties: every standing wall of a party is on the party",
    count="SELECT count(*) FROM access_wall WHERE object_type = 'parties.party' AND lifted_at IS NULL",
    broken="""
        SELECT 'wall ' || w.id FROM access_wall w LEFT JOIN registry_party p ON p.id = w.object_id
         WHERE w.object_type = 'parties.party' AND w.lifted_at IS NULL AND p.wall_id IS DISTINCT FROM w.id
    """,
)
sql_check(
    "parties: contacts in use have one main of each kind",
    count="SELECT count(DISTINCT (party_id, kind)) FROM registry_contactpoint WHERE removed_at IS NULL",
    broken="""
        SELECT 'party ' || party_id || ', ' || kind FROM registry_contactpoint
         WHERE removed_at IS NULL GROUP BY party_id, kind HAVING count(*) FILTER (WHERE is_primary) <> 1
    """,
)
sql_check(
    "parties: a telephone is found by its tail",
    count="SELECT count(*) FROM registry_contactpoint WHERE kind = 'phone'",
    broken="SELECT 'contact ' || id FROM registry_contactpoint WHERE kind = 'phone' AND tail_index IS NULL",
)
