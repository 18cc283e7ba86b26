"""Brings the tables up to date, and says what the application's role may do with them."""

from django.core.management import call_command
from django.db import connection
from psycopg import sql

from femida.cli.quick_states import quick_states

# Searching parts of names, excluding overlapping slots. All three come with PostgreSQL and may be
# made by the owner of a database.
EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent")


def bring_up_to_date(*, app_role: str, verbosity: int) -> None:
    """Apply what is not yet applied and grant the application's role. Run as the owner.

    Running it again changes nothing.
    """
    with connection.cursor() as cursor:
        for extension in EXTENSIONS:
            cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
    with quick_states():
        call_command("migrate", interactive=False, verbosity=verbosity)
    _follow_descriptions()
    grant_to(app_role)


def _follow_descriptions() -> None:
    """What the database keeps because the descriptions of the rooms say so."""
    from femida.platform.search.building import install

    install()


def empty() -> None:
    """Remove every table. Run as the owner; only for a database nobody has worked in yet."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


def grant_to(role: str) -> None:
    """Let the role work with rows of every table, present and future.

    It may not change tables, drop triggers or empty a table at once: row-level security and the
    journal's triggers hold only for one who cannot take them away.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (owner,) = cursor.fetchone()
        if role in ("", owner):
            return
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {role}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public "
            "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
        ):
            cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role)))
