"""The `femida` command."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from django.db.utils import OperationalError

from femida.cli.folders import UnableToUseFolder
from femida.cli.programs import UnableToRunPostgres
from femida.config.environment import UnableToReadEnvironment

INIT_OPTIONS = {
    "entity": "short name of the legal entity",
    "entity-name": "its full name; by default the short one",
    "inn": "its INN",
    "kpp": "its KPP",
    "ogrn": "its OGRN or OGRNIP",
    "office": "name of the first office",
    "city": "its city",
    "time-zone": "its time zone; by default Europe/Moscow",
    "login": "login of the administrator; the password is asked for, or comes from FEMIDA_ADMIN_PASSWORD",
    "name": "surname, name and patronymic of the administrator",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; expected failures are one sentence, no traceback."""
    from femida.cli.keeping.container import UnableToKeep
    from femida.cli.serving import UnableToServe
    from femida.platform.vault.keys import UnableToUseKeys

    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except (
        UnableToReadEnvironment,
        UnableToRunPostgres,
        UnableToUseFolder,
        UnableToUseKeys,
        UnableToServe,
        UnableToKeep,
    ) as error:
        print(error, file=sys.stderr)
        return 1
    except (psycopg.OperationalError, OperationalError) as error:
        first = (str(error).splitlines() or [""])[0]
        print(f"The database does not answer: {first}\n`femida doctor` looks closer.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(options: argparse.Namespace) -> int:  # noqa: PLR0911, PLR0912 - one line per command
    # each command imports its own: `femida stop` must not wait for Django
    match options.command:
        case "serve":
            from femida.cli.serving import serve

            _into_environment(
                FEMIDA_TLS_CERT=options.tls_cert,
                FEMIDA_TLS_KEY=options.tls_key,
                FEMIDA_REDIRECT_PORT=options.redirect_from,
            )
            return serve(with_demo=options.demo)
        case "init":
            from femida.cli.init import init

            return init(options)
        case "backup":
            from femida.cli.keeping.backup import backup

            return backup(options.file)
        case "restore":
            from femida.cli.keeping.restore import restore

            return restore(options.file)
        case "keys":
            from femida.cli.keeping import keys

            act = keys.export_keys if options.act == "export" else keys.import_keys
            return act(options.file, options.passphrase_file)
        case "upgrade":
            from femida.cli.keeping.upgrade import upgrade

            return upgrade(despite_checks=options.despite_checks)
        case "maintenance":
            from femida.cli.maintenance import switch

            return switch(options)
        case "stop":
            from femida.cli.serving import stop

            return stop()
        case "web":
            from femida.cli.web import serve_pages

            return serve_pages()
        case "events":
            from femida.cli.web import serve_events

            return serve_events()
        case "worker":
            from femida.cli.worker import work

            return work()
        case "migrate":
            from femida.cli.migrating import migrate

            return migrate()
        case "prepare":
            from femida.cli.migrating import prepare

            return prepare()
        case "createadmin":
            from femida.cli.admin import create_admin

            return create_admin(login=options.login, name=options.name or options.login)
        case "demo":
            from femida.cli.demo import load

            return load(only_if_empty=options.if_empty, is_quiet=options.quiet)
        case "search":
            from femida.cli.searching import rebuild

            return rebuild()
        case "doctor":
            from femida.cli.doctor import examine

            return examine()
        case _:
            from femida.cli.verifying import verify

            return verify()


def _into_environment(**given: str | None) -> None:
    """What was typed as options counts for the children too, which read the environment."""
    os.environ.update({name: value for name, value in given.items() if value})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="femida",
        description="The working system of a law firm. Settings come from the environment: "
        "see femida/config/environment.py.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    serve = commands.add_parser("serve", help="start everything and keep it running, in the foreground")
    serve.add_argument(
        "--demo", action="store_true", help="load the demonstration firm into an empty database"
    )
    serve.add_argument("--tls-cert", metavar="FILE", help="serve by https: a certificate with its chain")
    serve.add_argument("--tls-key", metavar="FILE", help="the private key of the certificate")
    serve.add_argument("--redirect-from", metavar="PORT", help="send browsers from this plain port to https")
    _keeping(commands)
    commands.add_parser("stop", help="stop the `serve` of this data folder")
    commands.add_parser("web", help="only the pages, without supervision")
    commands.add_parser("events", help="only the events, on FEMIDA_EVENTS_PORT, without supervision")
    commands.add_parser("worker", help="only the background work, without supervision")
    commands.add_parser("migrate", help="bring the tables up to date")
    commands.add_parser("prepare", help="migrate, compile catalogues and collect static files")
    admin = commands.add_parser("createadmin", help="make an account with every right")
    admin.add_argument("login")
    admin.add_argument("--name", default="", help="the person's name; by default the login")
    demo = commands.add_parser("demo", help="load the demonstration firm")
    demo.add_argument("--if-empty", action="store_true", help="do nothing when there are accounts")
    demo.add_argument("--quiet", action="store_true", help="do not print the logins")
    commands.add_parser("doctor", help="find what is wrong with this installation and say how to mend it")
    search = commands.add_parser("search", help="care for the search")
    search.add_argument("act", choices=["rebuild"], help="write what is searched anew from the rows")
    commands.add_parser("verify", help="check every invariant of the data")
    return parser


def _keeping(commands: Any) -> None:
    """The commands of whoever keeps the installation."""
    first = commands.add_parser("init", help="set up a real firm in an empty database")
    for name, words in INIT_OPTIONS.items():
        first.add_argument(f"--{name}", default="", help=words)
    first.add_argument("--practices", nargs="*", help="what the firm does; `femida init --list` names them")
    first.add_argument("--list", action="store_true", help="name the practices and end")
    backup = commands.add_parser("backup", help="write the database and the files into one file")
    backup.add_argument("file", type=Path, nargs="?", help="by default a new one in FEMIDA_BACKUPS")
    restore = commands.add_parser("restore", help="restore a backup into an empty data folder")
    restore.add_argument("file", type=Path)
    keys = commands.add_parser("keys", help="copy the keys, which are in no backup, or bring them back")
    keys.add_argument("act", choices=("export", "import"))
    keys.add_argument("file", type=Path)
    keys.add_argument("--passphrase-file", type=Path, help="instead of asking at the terminal")
    upgrade = commands.add_parser("upgrade", help="backup, migrate, check; and back when something fails")
    upgrade.add_argument(
        "--despite-checks", action="store_true", help="broken invariants do not send the upgrade back"
    )
    maintenance = commands.add_parser("maintenance", help="announce, begin or end maintenance")
    maintenance.add_argument("act", choices=("on", "off", "status"))
    maintenance.add_argument("--message", default="", help="what people read")
    maintenance.add_argument("--begins", default="", help="2026-11-30T22:00, in Moscow time; by default now")
    maintenance.add_argument("--ends", default="", help="as planned; people read it")
    maintenance.add_argument(
        "--blocks", nargs="*", default=["*"], help="departments that only read; by default all of them"
    )


if __name__ == "__main__":
    sys.exit(main())
