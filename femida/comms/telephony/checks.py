"""Invariants of calls that no constraint of one table can hold."""

from femida.platform.core.verify import sql_check

sql_check(
    "calls: behind the wall of their party",
    count="SELECT count(*) FROM telephony_call",
    broken="""
        SELECT 'call ' || c.id || ' of party ' || p.id || ' is open'
          FROM telephony_call c JOIN registry_party p ON p.id = c.party_id
         WHERE p.wall_id IS DISTINCT FROM c.wall_id ORDER BY c.id
    """,
)
sql_check(
    "calls: to a number of their party",
    count="SELECT count(*) FROM telephony_call WHERE contact_point_id IS NOT NULL",
    broken="""
        SELECT 'call ' || c.id || ' and number ' || n.id || ' are of two parties'
          FROM telephony_call c JOIN registry_contactpoint n ON n.id = c.contact_point_id
         WHERE n.party_id <> c.party_id ORDER BY c.id
    """,
)
sql_check(
    "calls: each has its fact",
    count="SELECT count(*) FROM telephony_call",
    broken="""
        SELECT 'call ' || c.id || ' has ' || count(f.id) || ' facts'
          FROM telephony_call c
          LEFT JOIN journal_factanchor a ON a.object_type = 'comms.call' AND a.object_id = c.id
          LEFT JOIN journal_fact f ON f.id = a.fact_id AND f.kind = 'call.recorded'
         GROUP BY c.id HAVING count(f.id) <> 1 ORDER BY c.id
    """,
)
