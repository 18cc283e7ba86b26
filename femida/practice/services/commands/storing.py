"""Writing rows whose name stands once; the database is asked, so two at once do not slip past."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction

from femida.platform.core.errors import Invalid, Text


def once(write: Callable[[], None], constraint: str, field: str, sentence: Text) -> None:
    """Run a write. Raises Invalid at `field` when it breaks the named constraint."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if broken == constraint:
            raise Invalid({field: sentence}) from error
        raise
