"""`femida createadmin`: the first person of a new installation."""

import getpass
import os
import sys

from femida.cli.starting import django_up


def create_admin(*, login: str, name: str) -> int:
    """Make an employee with an administrator's rights. Returns the exit code.

    The password comes from FEMIDA_ADMIN_PASSWORD or is asked for twice; it is never an argument,
    because arguments are seen by everyone on the machine.
    """
    password = os.environ.get("FEMIDA_ADMIN_PASSWORD") or _ask()
    if password is None:
        return 1
    with django_up():
        from femida.firm.staff.setup import create_administrator
        from femida.platform.core.errors import FemidaError, Invalid

        try:
            create_administrator(login, password, name)
        except Invalid as error:
            print("\n".join(f"{field}: {sentence}" for field, sentence in error.fields.items()))
            return 1
        except FemidaError as error:
            print(error.sentence)
            return 1
        print(f"{login} may sign in and do everything.")
    return 0


def _ask() -> str | None:
    if not sys.stdin.isatty():
        print("There is no terminal to ask for the password: set FEMIDA_ADMIN_PASSWORD.")
        return None
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Once more: "):
        print("The two do not match.")
        return None
    return first
