"""A crowd of clients that send enquiries and do not give up until each has been acknowledged."""

from __future__ import annotations

import http.client
import itertools
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.faults.served import ServedFirm

PATIENCE = 5.0
"""Seconds a client waits for one answer."""

GIVE_UP = 180.0
PAUSE = 0.2
numbers = itertools.count(1)


@dataclass
class Crowd:
    """Sends enquiries from many threads; each enquiry has a telephone and a mark in its text of its own."""

    firm: ServedFirm
    enquiries: int
    clients: int
    with_key: bool = True
    office: str = "a"
    acknowledged: dict[str, str] = field(default_factory=dict)
    """Mark → receipt."""
    answered_at: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    repeats: int = 0

    def __post_init__(self) -> None:
        self.run = next(numbers)
        self._waiting = [f"знак-{self.run}-{number}-" for number in range(self.enquiries)]
        self._phones = {mark: f"+79{self.run:02d}{n:07d}" for n, mark in enumerate(self._waiting)}
        self._keys = {mark: f"key-{mark}" for mark in self._waiting}
        self._sources = [source["key"] for source in self.firm.offices[self.office]["sources"]]
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._send_all, args=(number,)) for number in range(self.clients)
        ]

    def start(self) -> None:
        """Let them all begin."""
        self._until = time.monotonic() + GIVE_UP
        for thread in self._threads:
            thread.start()

    def wait(self) -> None:
        """Wait until every enquiry is acknowledged. AssertionError when some are not."""
        for thread in self._threads:
            thread.join()
        assert not self.refused, self.refused[:3]
        assert len(self.acknowledged) == self.enquiries

    def wait_for(self, count: int) -> None:
        """Wait until so many are acknowledged."""
        while len(self.acknowledged) < count and any(thread.is_alive() for thread in self._threads):
            time.sleep(0.02)

    def seconds_to_answer_after(self, moment: float) -> float:
        """How long after a moment (of time.monotonic) the next acknowledgement came."""
        later = [at for at in self.answered_at if at > moment]
        assert later, "nothing was acknowledged after the last kill"
        return round(min(later) - moment, 1)

    def _send_all(self, client: int) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    return
                mark = self._waiting.pop()
            tries = 0
            while time.monotonic() < self._until and not self._send(mark, client):
                tries += 1
                time.sleep(PAUSE)
            with self._lock:
                self.repeats += tries

    def _send(self, mark: str, client: int) -> bool:
        """Send once; whether it is acknowledged, or refused for good."""
        began = time.monotonic()
        body = {"name": "Проба Пробная", "phone": self._phones[mark], "text": f"{mark}: нужен юрист"}
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.with_key:
            headers["Idempotency-Key"] = self._keys[mark].encode().hex()
        link = http.client.HTTPConnection("127.0.0.1", self.firm.port, timeout=PATIENCE)
        try:
            key = self._sources[client % len(self._sources)]
            link.request("POST", f"/intake/web/{key}", json.dumps(body), headers)
            answer = link.getresponse()
            said = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            link.close()
        if answer.status == 202:
            with self._lock:
                self.acknowledged[mark] = json.loads(said)["receipt"]
                self.answered_at.append(began)
            return True
        if answer.status >= 500 or answer.status == 429:
            return False
        with self._lock:
            self.refused.append(f"{answer.status} {said}")
        return True

    @property
    def marks(self) -> list[str]:
        """All marks of this crowd."""
        return list(self._keys)


@dataclass(frozen=True)
class Effects:
    """What became of a crowd's enquiries."""

    lost: int
    doubled: int
    messages: int
    handled: int


def effects_of(crowd: Crowd) -> Effects:
    """Count in the database: enquiries acknowledged and not there, and those that are there twice."""
    rows = crowd.firm.query("SELECT text FROM leads_enquiry WHERE text LIKE %s", f"знак-{crowd.run}-%")
    found = Counter(text.partition(":")[0] for (text,) in rows)
    states = dict(
        crowd.firm.query(
            "SELECT receipt, state FROM inbox_message WHERE receipt = ANY(%s)",
            list(crowd.acknowledged.values()),
        )
    )
    return Effects(
        lost=sum(mark not in found for mark in crowd.acknowledged),
        doubled=sum(count > 1 for count in found.values()),
        messages=len(states),
        handled=sum(state == "handled" for state in states.values()),
    )
