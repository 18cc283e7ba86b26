"""Entries of the search say what their rows say."""

from __future__ import annotations

from femida.platform.core.verify import Verdict, check
from femida.platform.search.building import differences
from femida.platform.search.sources import sources

_KEPT = 20


@check("search: every entry says what its row says")
def entries_agree() -> Verdict:
    """Compare all entries with the rows they were made from."""
    looked, wrong = 0, []
    for source in sources():
        rows, ids = differences(source, _KEPT)
        looked += rows
        wrong += [f"{source.name}, object {pk}" for pk in ids]
    return Verdict(looked, tuple(wrong[:_KEPT]))
