"""Counts of this process in the text form of Prometheus.

Each process counts for itself and says which it is, so that a collector adds them up.
"""

from __future__ import annotations

import os
import threading
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import Final

BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the histogram, seconds."""

_lock = threading.Lock()
_requests: dict[tuple[str, str, str], list[float]] = {}


def count_request(*, route: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request under its route's name, never its address."""
    key = (route or "none", method, f"{status // 100}xx")
    with _lock:
        # one place for each bucket, one for the sum of seconds, one for the count
        row = _requests.setdefault(key, [0.0] * (len(BUCKETS) + 2))
        place = bisect_left(BUCKETS, seconds)
        if place < len(BUCKETS):
            row[place] += 1
        row[-2] += seconds
        row[-1] += 1


def request_lines() -> Iterable[str]:
    """The histogram of requests."""
    with _lock:
        counted = {key: list(row) for key, row in sorted(_requests.items())}
    name = "femida_request_seconds"
    yield from head(name, "histogram", "Time from request to answer, by route, method and class of status.")
    for (route, method, status), row in counted.items():
        labels = {"route": route, "method": method, "status": status, "process": str(os.getpid())}
        reached = 0.0
        for bound, number in zip(BUCKETS, row, strict=False):
            reached += number
            yield line(f"{name}_bucket", {**labels, "le": str(bound)}, reached)
        yield line(f"{name}_bucket", {**labels, "le": "+Inf"}, row[-1])
        yield line(f"{name}_sum", labels, row[-2])
        yield line(f"{name}_count", labels, row[-1])


def gauge(name: str, words: str, values: Iterable[tuple[Mapping[str, str], float]]) -> Iterable[str]:
    """A measure that goes up and down; nothing when there are no values."""
    found = [line(name, labels, value) for labels, value in values]
    if found:
        yield from head(name, "gauge", words)
        yield from found


def head(name: str, kind: str, words: str) -> Iterable[str]:
    """What stands above the lines of one measure."""
    yield f"# HELP {name} {words}"
    yield f"# TYPE {name} {kind}"


def line(name: str, labels: Mapping[str, str], value: float) -> str:
    """One line; values of labels are escaped."""
    inside = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
    return f"{name}{{{inside}}} {value:.15g}" if inside else f"{name} {value:.15g}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
