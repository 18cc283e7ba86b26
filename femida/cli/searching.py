"""`femida search rebuild`: writes the entries of the search anew from the rows."""

import time

from femida.cli.starting import django_up


def rebuild() -> int:
    """Put right every entry that differs from its row; says how many. Returns the exit code."""
    with django_up():
        from femida.platform.search.building import rebuild_all

        started = time.monotonic()
        wrong = rebuild_all()
        print(f"{wrong} entries put right in {time.monotonic() - started:.1f} s")
    return 0
