"""The `femida` command."""

import argparse
import sys
from collections.abc import Sequence

import psycopg
from django.db.utils import OperationalError

from femida.cli.folders import UnableToUseFolder
from femida.cli.programs import UnableToRunPostgres
from femida.config.environment import UnableToReadEnvironment


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; expected failures are one sentence, no traceback."""
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
    ) as error:
        print(error, file=sys.stderr)
        return 1
    except (psycopg.OperationalError, OperationalError) as error:
        first = (str(error).splitlines() or [""])[0]
        print(f"The database does not answer: {first}\n`femida doctor` looks closer.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(options: argparse.Namespace) -> int:  # noqa: PLR0911 - one line per command
    # each command imports its own: `femida stop` must not wait for Django
    match options.command:
        case "serve":
            from femida.cli.serving import serve

            return serve(with_demo=options.demo)
        case "stop":
            from femida.cli.serving import stop

            return stop()
        case "web":
            from femida.cli.web import serve_pages

            return serve_pages()
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
    commands.add_parser("stop", help="stop the `serve` of this data folder")
    commands.add_parser("web", help="only the pages, without supervision")
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


if __name__ == "__main__":
    sys.exit(main())
