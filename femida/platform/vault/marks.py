"""Marks of the keys in the database: enough to know a key again, useless to guess one."""

from __future__ import annotations

from collections.abc import Iterable

from femida.platform.vault.keys import Key, UnableToUseKeys, fingerprint
from femida.platform.vault.models import KeyMark


def leave_marks(keys: Iterable[Key]) -> None:
    """Note keys in the database, so that a foreign or lost key is noticed. Known ones stay as they are.

    Raises UnableToUseKeys when a key has another mark than the one noted earlier.
    """
    ring = list(keys)
    check_marks(ring, whole=False)
    KeyMark.objects.bulk_create(
        [KeyMark(kind=key.kind, version=key.version, fingerprint=fingerprint(key)) for key in ring],
        ignore_conflicts=True,
    )


def check_marks(keys: Iterable[Key], *, whole: bool = True) -> None:
    """Compare keys with the marks in the database.

    Raises UnableToUseKeys when a key is not the one that the database was written with or, with `whole`,
    when a marked key is missing.
    """
    for problem in mark_problems(keys, whole=whole):
        raise UnableToUseKeys(problem)


def mark_problems(keys: Iterable[Key], *, whole: bool = True) -> list[str]:
    """What differs between the keys and the marks, a sentence for each."""
    present = {(key.kind.value, key.version): fingerprint(key) for key in keys}
    problems = []
    for mark in KeyMark.objects.order_by("kind", "version"):
        found = present.get((mark.kind, mark.version))
        name = f"vault-{mark.kind}.{mark.version}.key"
        if found is None and whole:
            problems.append(
                f"The key {name}, which this database needs, is missing. "
                "Restore it from the copy of your keys."
            )
        elif found is not None and found != mark.fingerprint:
            problems.append(f"The key {name} is of another installation. Restore the right one.")
    return problems
