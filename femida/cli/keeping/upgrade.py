"""`femida upgrade`: the new code's tables, or the old ones back as they were."""

from __future__ import annotations

from pathlib import Path

from femida.cli.keeping.backup import make_backup
from femida.cli.keeping.census import Census
from femida.cli.keeping.closing import close_pages, mark_of, only_upgrade, open_pages, write_mark
from femida.cli.keeping.container import Reader, UnableToKeep
from femida.cli.keeping.restore import load_database
from femida.cli.keeping.tools import Tools
from femida.cli.migrating import app_role, is_behind
from femida.cli.serving import supervisor
from femida.cli.starting import django_up
from femida.cli.verifying import run_checks
from femida.config.environment import Environment


def upgrade(*, despite_checks: bool = False) -> int:
    """Backup → close the pages → migrate → check → open; whatever fails, the backup comes back.

    After a failure the pages stay closed: the code that runs does not fit the tables. With
    `despite_checks` broken invariants are told and do not send it back. Returns the exit code.
    """
    with django_up(as_owner=True) as settings, only_upgrade(settings.data):
        tools = Tools(settings)
        _take_up_what_was_cut(settings, tools)
        if not is_behind():
            _finish(settings)
            print("Nothing to migrate: the tables are those of this version.")
            return 0
        close_pages(settings, tools.owner, is_served=supervisor(settings.data) is not None)
        made = make_backup(settings)
        print(f"Backup: {made}", flush=True)
        write_mark(settings.data, str(made.path))
        try:
            problem = _migrate_and_check(settings, despite_checks=despite_checks)
        except Exception as error:  # noqa: BLE001 - whatever it was, the way back is the same
            problem = f"{type(error).__name__}: {_first_line(error)}"
        if problem:
            print(f"The upgrade failed: {problem}", flush=True)
            _go_back(settings, tools, made.path)
            return 1
        _finish(settings)
        print("The upgrade is done. The backup stays: remove it when you are content.")
    return 0


def _migrate_and_check(settings: Environment, *, despite_checks: bool) -> str:
    """Bring the tables up to date and look at everything; what is wrong, or ""."""
    from femida.cli.tables import bring_up_to_date
    from femida.platform.vault.checks import key_problems

    bring_up_to_date(app_role=app_role(settings), verbosity=1)
    for problem in key_problems():
        return problem
    broken = run_checks(is_quiet=True)
    if broken and not despite_checks:
        return (
            f"{len(broken)} invariants do not hold ({', '.join(broken)}). Mend them with the earlier "
            "version, or repeat with --despite-checks"
        )
    return ""


def _go_back(settings: Environment, tools: Tools, path: Path) -> None:
    """Bring the backup's database back; files were not touched. Raises UnableToKeep."""
    from django.db import connections

    connections.close_all()
    reader = Reader(path)
    load_database(tools, reader)
    _grant(settings)
    wrong = _compare(tools, Census.from_json(reader.manifest))
    if wrong:
        raise UnableToKeep(f"What came back is not what the backup says of itself: {'; '.join(wrong[:5])}")
    write_mark(settings.data)
    print(
        "The database is as it was before. The pages stay closed, because this code does not fit it: "
        "put the earlier version of the code back and run `femida upgrade` with it, which opens them."
    )


def _take_up_what_was_cut(settings: Environment, tools: Tools) -> None:
    """An upgrade that was killed has left its backup's name: the database is brought back to it first."""
    mark = mark_of(settings.data)
    if mark is not None and mark.backup:
        print(f"An earlier upgrade was cut short: going back to {mark.backup}", flush=True)
        _go_back(settings, tools, Path(mark.backup))


def _grant(settings: Environment) -> None:
    from femida.cli.tables import grant_to

    grant_to(app_role(settings))


def _compare(tools: Tools, census: Census) -> list[str]:
    import psycopg

    from femida.cli.keeping.census import count_rows

    with psycopg.connect(tools.owner, connect_timeout=10) as link:
        found = count_rows(link)
    # sums are left out: the code that counts them may speak of tables that are not there again
    return Census(found, {}, [], []).differences(Census(census.counts, {}, [], []))


def _finish(settings: Environment) -> None:
    from django.core.management import call_command

    from femida.cli.catalogues import compile_all

    compile_all()
    call_command("collectstatic", interactive=False, verbosity=0)
    open_pages(settings)


def _first_line(error: Exception) -> str:
    # the further lines of a database error name values of rows
    lines = str(error).splitlines()
    return lines[0] if lines else ""
