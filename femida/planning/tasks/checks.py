"""Invariants of tasks that no constraint of one table can hold."""

from femida.platform.core.verify import sql_check

sql_check(
    "tasks: behind the wall of their party",
    count="SELECT count(*) FROM tasks_task WHERE party_id IS NOT NULL",
    broken="""
        SELECT 'task ' || t.id || ' of party ' || p.id || ' is open'
          FROM tasks_task t JOIN registry_party p ON p.id = t.party_id
         WHERE p.wall_id IS NOT NULL AND t.wall_id IS NULL ORDER BY t.id
    """,
)
sql_check(
    "tasks: open ones are somebody's",
    count="SELECT count(*) FROM tasks_task WHERE status = 'new'",
    broken="""
        SELECT 'task ' || id || ' is nobody''s' FROM tasks_task
         WHERE status = 'new' AND responsible_id IS NULL ORDER BY id
    """,
)
