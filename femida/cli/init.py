"""`femida init`: a real firm in an empty database, asked for at the console or given as options."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from typing import Any

from femida.cli.migrating import prepare
from femida.cli.starting import django_up

# what is asked, in this order; the password comes separately
QUESTIONS = (
    ("entity", "Short name of the legal entity (ООО «Право»)", True),
    ("inn", "INN", False),
    ("kpp", "KPP", False),
    ("ogrn", "OGRN or OGRNIP", False),
    ("office", "Name of the first office", True),
    ("city", "Its city", True),
    ("name", "Administrator: surname, name, patronymic", True),
    ("login", "Administrator's login", True),
)


def init(options: argparse.Namespace) -> int:
    """Set up the firm. Returns the exit code; faults are told by the names of the options."""
    if options.list:
        with django_up():
            _list_practices()
        return 0
    if prepare() != 0:
        return 1
    asks = sys.stdin.isatty()
    with django_up():
        from femida.firm.setup.invitation import is_empty

        if not is_empty():
            print("There are accounts in this database already: a firm is set up in an empty one.")
            return 1
        given = {name: getattr(options, name) for name, _words, _required in QUESTIONS}
        lacking = [name for name, _words, required in QUESTIONS if required and not given[name]]
        if lacking and not asks:
            print("There is no terminal to ask: give " + ", ".join(f"--{name}" for name in lacking))
            return 1
        if lacking:
            _ask_for(given)
        password = os.environ.get("FEMIDA_ADMIN_PASSWORD") or (_ask_password() if asks else "")
        if not password:
            print("There is no password: set FEMIDA_ADMIN_PASSWORD.")
            return 1
        return _set_up(given, options, password)


def _set_up(given: dict[str, str], options: argparse.Namespace, password: str) -> int:
    from django.conf import settings
    from django.utils import translation

    from femida.firm.setup.commands import Firm, set_up_firm
    from femida.firm.setup.invitation import forget_token
    from femida.firm.setup.ports import practices
    from femida.kernel.names import parse_name
    from femida.platform.core.actor import Actor
    from femida.platform.core.errors import FemidaError, Invalid

    name = parse_name(given["name"])
    chosen = options.practices if options.practices is not None else [key for key, _one in practices.items()]
    firm = Firm(
        entity=given["entity"],
        entity_name=options.entity_name,
        inn=given["inn"],
        kpp=given["kpp"],
        ogrn=given["ogrn"],
        office=given["office"],
        city=given["city"],
        time_zone=options.time_zone or "Europe/Moscow",
        surname=name.surname or given["name"],
        given_name=name.given or given["name"],
        patronymic=name.patronymic,
        login=given["login"],
        password=password,
        practices=chosen,
    )
    try:
        with translation.override(settings.LANGUAGE_CODE):
            set_up_firm(Actor.system("femida init"), firm=firm)
    except Invalid as error:
        print("\n".join(f"{field}: {sentence}" for field, sentence in error.fields.items()))
        return 1
    except FemidaError as error:
        print(error.sentence)
        return 1
    forget_token()
    print(
        f"The firm is set up; {firm.login} may sign in. Next:\n"
        "  femida serve              start everything\n"
        "  femida keys export FILE   a copy of the keys, without which contacts cannot be read\n"
        "  femida backup             a backup; every night by cron or a systemd timer"
    )
    return 0


def _ask_for(given: dict[str, str]) -> None:
    ask: Callable[[str], str] = input
    for name, words, required in QUESTIONS:
        while not given[name]:
            given[name] = ask(f"{words}{'' if required else ' (may be empty)'}: ").strip()
            if not required:
                break


def _ask_password() -> str:
    while True:
        first = getpass.getpass("Administrator's password: ")
        if first == getpass.getpass("Once more: "):
            return first
        print("The two do not match.")


def _list_practices() -> None:
    from femida.firm.setup.ports import practices

    found: list[tuple[str, Any]] = practices.items()
    for key, one in found:
        print(f"{key:<16} {one.label}")
