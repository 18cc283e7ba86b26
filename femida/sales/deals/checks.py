"""Invariants of deals."""

from femida.platform.core.verify import sql_check

_ALL = "SELECT count(*) FROM deals_deal"

sql_check(
    "deals: closed exactly when the stage closes",
    count=_ALL,
    broken="""
        SELECT 'sales.deal:' || d.id FROM deals_deal d JOIN pipelines_stage s ON s.id = d.stage_id
         WHERE (d.closed_at IS NOT NULL) <> (s.kind IN ('won', 'lost'))
            OR (d.refusal_reason_id IS NOT NULL) <> (s.kind = 'lost')
            OR (d.return_on IS NOT NULL AND s.kind NOT IN ('lost', 'waiting'))
    """,
)
sql_check(
    "deals: the wall of the client stands before its deals",
    count=_ALL,
    broken="""
        SELECT 'sales.deal:' || d.id FROM deals_deal d JOIN registry_party p ON p.id = d.party_id
         WHERE p.wall_id IS NOT NULL AND d.wall_id IS DISTINCT FROM p.wall_id
    """,
)
