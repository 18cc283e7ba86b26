"""Several people at once: how many pages a second the whole machine answers, client and server together."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tools.bench.client import Answer, Person

SECONDS = 10


@dataclass(frozen=True, slots=True)
class Rate:
    """Pages a second, and how long one took, in milliseconds."""

    per_second: float
    p50: float
    p95: float
    faults: int


def crowd(people: Sequence[Person], asks: Sequence[Callable[[Person], Answer]]) -> Rate:
    """Everybody asks again and again for some seconds."""
    took: list[list[float]] = [[] for _person in people]
    faults = [0] * len(people)
    gate = threading.Barrier(len(people) + 1)
    until = 0.0

    def work(place: int) -> None:
        person, ask = people[place], asks[place]
        ask(person)
        gate.wait()
        while time.perf_counter() < until:
            answer = ask(person)
            took[place].append(answer.took)
            faults[place] += answer.status >= 400  # noqa: PLR2004

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(people))]
    for thread in threads:
        thread.start()
    began = time.perf_counter()
    until = began + SECONDS + 1
    gate.wait()
    began = time.perf_counter()
    until = began + SECONDS
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - began
    every = sorted(one for own in took for one in own)
    return Rate(
        len(every) / spent, statistics.median(every), statistics.quantiles(every, n=20)[18], sum(faults)
    )
