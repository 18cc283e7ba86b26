"""What is decided while parties are made and happens later: kept on the disk by days, not in memory."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any, Final

DAYS: Final = 7
"""How many days one file holds."""


class Spool:
    """Things with their moments, written in any order and read in that of time.

    Files of this process's own, in a folder that goes when the load is over.
    """

    def __init__(self, folder: Path, since: datetime) -> None:
        self._folder, self._since = folder, since
        self._files: dict[int, IO[bytes]] = {}

    def put(self, at: datetime, what: Any) -> None:
        """Keep something for its moment."""
        number = max(0, (at - self._since) // timedelta(days=DAYS))
        if number not in self._files:
            self._files[number] = (self._folder / f"{number}.spool").open("wb")
        pickle.dump((at, what), self._files[number], protocol=pickle.HIGHEST_PROTOCOL)

    def parts(self, until: datetime) -> Iterator[tuple[datetime, list[Any]]]:
        """Part by part up to a moment: the end of its days, and what was kept for them in order."""
        for file in self._files.values():
            file.close()
        end, number = self._since, 0
        while end < until:
            end = min(self._since + timedelta(days=DAYS * (number + 1)), until)
            found = list(self._read(number))
            if end == until:
                # of the very last moment
                found += self._read(number + 1)
            yield end, [what for _at, what in sorted(found, key=lambda one: one[0])]
            number += 1

    def _read(self, number: int) -> Iterator[tuple[datetime, Any]]:
        if number not in self._files:
            return
        with (self._folder / f"{number}.spool").open("rb") as file:
            while True:
                try:
                    yield pickle.load(file)  # noqa: S301 - written by this process a moment ago
                except EOFError:
                    return
