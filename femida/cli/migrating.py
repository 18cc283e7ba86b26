"""`femida migrate`: brings the tables up to date as their owner and grants the application's role."""

import importlib

from psycopg.conninfo import conninfo_to_dict

from femida.cli.demo import unfinished_mark
from femida.cli.starting import django_up
from femida.config import embedded
from femida.config.environment import Environment


def migrate() -> int:
    """Apply what is not yet applied. Returns the exit code."""
    with django_up(as_owner=True) as settings:
        from femida.cli.tables import bring_up_to_date

        bring_up_to_date(app_role=app_role(settings), verbosity=1)
    return 0


def prepare() -> int:
    """What every start needs: tables, catalogues of words, static files; quiet when all is done."""
    from femida.cli.catalogues import compile_all

    compile_all()
    with django_up(as_owner=True) as settings:
        from django.core.management import call_command

        from femida.cli.tables import bring_up_to_date, empty

        unfinished = unfinished_mark(settings.data)
        if unfinished.exists():
            print("The demonstration firm was not loaded to its end: starting it anew", flush=True)
            empty()
            unfinished.unlink()
        if is_behind():
            print("Bringing the database up to date", flush=True)
        bring_up_to_date(app_role=app_role(settings), verbosity=0)
        _ensure_keys()
        _invite()
        call_command("collectstatic", interactive=False, verbosity=0)
        # an application that cannot be loaded ends the start here, with its reason, once
        importlib.import_module("femida.config.asgi")
    return 0


def _ensure_keys() -> None:
    """Make the vault's keys at first start; later, refuse to go on without those the data needs."""
    from femida.platform.vault.keys import make_keys

    make_keys()


def _invite() -> None:
    """A fresh token for the set-up page while nobody has an account; none afterwards."""
    from femida.firm.setup.invitation import invite

    invite()


def app_role(settings: Environment) -> str:
    """The role under which pages and jobs work."""
    if settings.database_url:
        return str(conninfo_to_dict(settings.database_url).get("user") or "")
    return embedded.APP_ROLE


def is_behind() -> bool:
    """Whether there is something to migrate; Django must be up."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
