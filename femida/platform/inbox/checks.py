"""Invariants of the inbox that no constraint of one table can hold."""

from femida.platform.core.verify import sql_check

sql_check(
    "inbox: what waits has its job",
    count="SELECT count(*) FROM inbox_message WHERE state = 'received'",
    broken="""
        SELECT 'message ' || m.id || ' waits without a job'
          FROM inbox_message m
         WHERE m.state = 'received' AND m.received_at < now() - interval '3 minutes' AND NOT EXISTS (
               SELECT 1 FROM procrastinate_jobs j
                WHERE j.status IN ('todo', 'doing') AND j.task_name = 'inbox.handle'
                  AND (j.args->>'message_id')::bigint = m.id)
         ORDER BY m.id
    """,
)
sql_check(
    "inbox: what failed has its fact",
    count="SELECT count(*) FROM inbox_message WHERE state = 'failed'",
    broken="""
        SELECT 'message ' || m.id || ' failed without a fact'
          FROM inbox_message m
         WHERE m.state = 'failed' AND NOT EXISTS (
               SELECT 1 FROM journal_fact f
                WHERE f.kind = 'inbox.failed' AND f.subject_type = 'inbox.message' AND f.subject_id = m.id)
         ORDER BY m.id
    """,
)
