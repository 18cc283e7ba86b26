"""Invariants of the journal."""

from femida.platform.core.verify import sql_check

sql_check(
    "journal: every fact stands on the time-line of its subject, once on each line",
    count="SELECT count(*) FROM journal_fact",
    broken="""
        SELECT 'fact ' || f.id FROM journal_fact f WHERE NOT EXISTS (
               SELECT 1 FROM journal_factanchor a WHERE a.fact_id = f.id
                  AND a.object_type = f.subject_type AND a.object_id = f.subject_id AND a.at = f.at)
        UNION ALL
        SELECT 'fact ' || fact_id FROM journal_factanchor
         GROUP BY fact_id, object_type, object_id HAVING count(*) > 1
    """,
)
