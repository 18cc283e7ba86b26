"""Measure and print; `make bench BENCH_ARGS="--size large"`.

For each case: milliseconds from the first byte asked to the last byte of the whole HTML read, over one kept
connection through the proxy's headers (p50, p95); the number of statements, as the server's log tells it;
the bare SQL of the same rows over one psycopg connection, and how many times longer the page takes; the
goal, and whether it is kept. Figures of a busy machine say little: the load is printed first.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Iterator

import psycopg

from tools.bench.cases import Case, Firm, Phones, Reach, cases_of
from tools.bench.client import WARM_UP, Person
from tools.bench.crowd import crowd
from tools.bench.house import House, served

SIZES = {"small": 1, "large": 1, "huge": 2}
"""How many times the goals of 60,000 parties a size may take."""

PEOPLE = 8
REFUSED = 400
LINKED = re.compile(r'(?:src|href)="(/static/[^"]+\.(?:js|css|svg))"')
FONTS = re.compile(r"url\(([^)]+\.woff2)\)")
PAGES = {"list": "/leads/?quick=open", "board": "/leads/?view=board&quick=open", "start": "/"}
HEAD = (
    f"{'case':<26} {'scope':<7} {'p50':>7} {'p95':>7} {'SQL':>8} {'ratio':>6} {'queries':>7} {'kB':>6}  goal"
)


def main() -> int:
    """Every size asked for; 1 when a page was refused or failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", nargs="+", choices=list(SIZES), default=["large", "huge"])
    parser.add_argument("--times", type=int, default=200, help="requests for each case after the warm-up")
    parser.add_argument("--fresh", action="store_true", help="make the firm anew")
    parser.add_argument("--only", default="", help="cases whose name has these words")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}")
    faults = 0
    for size in options.size:
        print(f"\n=== {size} ===", flush=True)
        with served(size, fresh=options.fresh) as house, house.database() as link:
            faults += _measure(house, link, options.times, SIZES[size], options.only)
    return 1 if faults else 0


def _measure(house: House, link: psycopg.Connection, times: int, slower: int, only: str) -> int:
    firm = Firm(link)
    counts = {
        name: firm.rows(f"SELECT count(*) FROM {name}")[0][0] for name in ("registry_party", "leads_lead")
    }
    print(f"{counts['registry_party']:,} parties, {counts['leads_lead']:,} leads\n\n{HEAD}")
    # a person may search by numbers thirty times an hour, and the last run may be no hour ago
    link.execute("DELETE FROM journal_accesslog WHERE kind = 'found_by_number'")
    people = _People(house)
    cases = [case for case in cases_of(firm, _phones(house, link)) if only in case.name]
    faults = sum(_one(house, link, people, case, times, slower) for case in cases)
    if not only:
        print()
        faults += _crowds(people, cases)
        print()
        _weights(people)
    return faults


class _People:
    """Signed-in people, one for each login."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._logins = house.logins()
        self._people: dict[str, Person] = {}

    def one(self, login: str) -> Person:
        """The person of a login, over a connection that is kept."""
        if login not in self._people:
            self._people[login] = self.another(login)
        return self._people[login]

    def another(self, login: str) -> Person:
        """The same person at another browser."""
        return Person(self.house.port, login, self._logins[login])


def _one(house: House, link: psycopg.Connection, people: _People, case: Case, times: int, slower: int) -> int:
    person, times = people.one(case.login), min(times, case.most)
    answers = [case.ask(person) for _number in range(times + WARM_UP)][WARM_UP:]
    took = [answer.took for answer in answers]
    bare = list(_bare(link, case, times))
    p50, p95, sql = statistics.median(took), statistics.quantiles(took, n=20)[18], statistics.median(bare)
    last = answers[-1]
    goal = f"{case.goal.p50 * slower:.0f} / {case.goal.p95 * slower:.0f}"
    kept = "" if p50 <= case.goal.p50 * slower and p95 <= case.goal.p95 * slower else "  missed"
    refused = [
        answer for answer in answers if answer.status >= REFUSED or case.shows not in answer.body.decode()
    ]
    wrong = f"  {len(refused)} answers without what was asked, {refused[0].status}" if refused else ""
    print(
        f"{case.name:<26} {case.scope:<7} {p50:>7.1f} {p95:>7.1f} {sql:>8.2f} {p50 / sql:>6.1f}"
        f" {house.statements_of(last.request):>7} {len(last.body) / 1000:>6.1f}  {goal}{kept}{wrong}",
        flush=True,
    )
    return len(refused)


def _bare(link: psycopg.Connection, case: Case, times: int) -> Iterator[float]:
    for number in range(times + WARM_UP):
        values = case.values[number % len(case.values)]
        with link.transaction(force_rollback=True), link.cursor() as cursor:
            began = time.perf_counter()
            cursor.execute(case.sql, values)
            if cursor.description:
                cursor.fetchall()
            took = (time.perf_counter() - began) * 1000
        if number >= WARM_UP:
            yield took


def _phones(house: House, link: psycopg.Connection) -> Phones:
    def open_some(reach: Reach, count: int) -> list[tuple[str, bytes]]:
        sql = (
            "SELECT c.id, c.blind_index FROM registry_contactpoint c"
            " JOIN registry_party p ON p.id = c.party_id"
            f" WHERE c.kind = 'phone' AND c.removed_at IS NULL AND {reach.parties} ORDER BY c.id LIMIT %s"
        )
        digests = dict(link.execute(sql, [reach.value, count]).fetchall())
        said = house.installation.python(
            f"""
            import json
            from femida.parties.registry.models import ContactPoint
            rows = ContactPoint.objects.filter(pk__in={sorted(digests)})
            print(json.dumps([[row.pk, row.value().reveal()] for row in rows]))
            """
        )
        if said.returncode:
            raise SystemExit(said.stderr)
        return [(number, digests[pk]) for pk, number in json.loads(said.stdout.splitlines()[-1])]

    return open_some


def _crowds(people: _People, cases: list[Case]) -> int:
    """Eight people, two processes of pages."""
    faults = 0
    for name, aim in (("list", 150), ("search, part of a name", 120)):
        own, office = (
            next(one for one in cases if one.name == name and one.scope == scope)
            for scope in ("own", "office")
        )
        chosen = [own, office] * (PEOPLE // 2)
        rate = crowd([people.another(case.login) for case in chosen], [case.ask for case in chosen])
        faults += rate.faults
        print(
            f"{PEOPLE} people at once, {name}: {rate.per_second:.0f} a second (aim {aim}), "
            f"p50 {rate.p50:.0f}, p95 {rate.p95:.0f} ms, {rate.faults} faults",
            flush=True,
        )
    return faults


def _weights(people: _People) -> None:
    """What a browser loads at its first page and at each later one, compressed as the proxy does it."""
    person = people.one("head.sales.msk")
    for name, path in (
        ("list", "/leads/?quick=open"),
        ("board", "/leads/?view=board&quick=open"),
        ("start", "/"),
    ):
        page = person.get(path).body
        linked = sorted(set(LINKED.findall(page.decode())))
        styles = [person.get(one).body for one in linked]
        fonts = {one for style in styles for one in FONTS.findall(style.decode(errors="replace"))}
        rest = sum(len(gzip.compress(one)) for one in styles)
        rest += sum(len(person.get(f"/static/ui/{one}").body) for one in sorted(fonts))
        later = len(gzip.compress(page))
        print(
            f"{name}: first page {(later + rest) / 1000:.0f} kB compressed, a later one {later / 1000:.1f} kB"
        )


if __name__ == "__main__":
    sys.exit(main())
