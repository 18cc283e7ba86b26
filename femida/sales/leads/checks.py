"""Invariants of leads."""

from femida.platform.core.verify import sql_check

sql_check(
    "leads: closed exactly when the stage closes",
    count="SELECT count(*) FROM leads_lead",
    broken="""
        SELECT 'sales.lead:' || l.id FROM leads_lead l JOIN pipelines_stage s ON s.id = l.stage_id
         WHERE (l.closed_at IS NOT NULL) <> (s.kind IN ('won', 'lost'))
    """,
)
sql_check(
    "leads: as many enquiries as the lead says",
    count="SELECT count(*) FROM leads_enquiry",
    broken="""
        SELECT 'sales.lead:' || l.id FROM leads_lead l
         WHERE l.enquiries <> (SELECT count(*) FROM leads_enquiry e WHERE e.lead_id = l.id)
    """,
)
sql_check(
    "leads: the wall of the party stands before its leads",
    count="SELECT count(*) FROM leads_lead",
    broken="""
        SELECT 'sales.lead:' || l.id FROM leads_lead l JOIN registry_party p ON p.id = l.party_id
         WHERE p.wall_id IS NOT NULL AND l.wall_id IS DISTINCT FROM p.wall_id
    """,
)
sql_check(
    "leads: a qualified lead has its deal",
    count="SELECT count(*) FROM leads_lead",
    broken="""
        SELECT 'sales.lead:' || l.id FROM leads_lead l JOIN pipelines_stage s ON s.id = l.stage_id
         WHERE (s.kind = 'won') <> (l.deal_id IS NOT NULL)
    """,
)
