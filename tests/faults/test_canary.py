"""Guarantee 13: the number and the address of a masked contact reach no page, log, file and table."""

import contextlib
import json
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest

from femida.config import embedded
from tests.faults.browser import Browser, Listener
from tests.faults.canary import CANARY, EMAIL, TYPED, in_answers, in_files, in_tables, in_text
from tests.faults.served import ServedFirm
from tests.processes import wait_until

pytestmark = pytest.mark.faults

PAGES = 30
FIRST = "Канарейкина"
NAME = f"{FIRST} Проба"


@contextlib.contextmanager
def refusing(firm: ServedFirm, table: str) -> Iterator[None]:
    """For the time of the block the database takes no row for a table, and quotes it in its error."""
    firm.query(f"ALTER TABLE {table} ADD CONSTRAINT refuses CHECK (id IS NULL) NOT VALID")
    try:
        yield
    finally:
        firm.query(f"ALTER TABLE {table} DROP CONSTRAINT refuses")


class Walk:
    """Everything that is done about the canary, and every answer to those who may not know it."""

    def __init__(self, firm: ServedFirm) -> None:
        self.firm = firm
        self.visitor = Browser(firm)
        self.operator = Browser(firm).sign_in("operator.a")
        self.stranger = Browser(firm).sign_in("operator.b")
        self.administrator = Browser(firm).sign_in("admin.a")
        self.stream = Listener(self.operator)
        self.lead = 0
        self.party = 0
        self.said = ""

    @property
    def answers(self):
        """Every answer."""
        browsers = (self.visitor, self.operator, self.stranger, self.administrator)
        return [answer for browser in browsers for answer in browser.answers]

    def walk(self) -> None:
        """From the first enquiry to an error of the database."""
        self.send_enquiries()
        self.send_garbage()
        self.work_on_the_lead()
        self.send_while_the_database_refuses()
        self.look_everywhere()
        self.said = self.stream.said
        self.stream.close()

    def enquire(self, kind: str, body: str, source: int = 0, **headers: str) -> int:
        """Send one enquiry; the status."""
        key = self.firm.offices["a"]["sources"][source]["key"]
        given = {"Content-Type": kind, "Accept": "application/json", **headers}
        return self.visitor.ask("POST", f"/intake/web/{key}", body, given).status

    def send_enquiries(self) -> None:
        """In every spelling and every field."""
        in_words = f"Мой номер {TYPED[2]}, почта {EMAIL.upper()}, звоните"
        bodies = [{"name": NAME, "phone": typed, "text": f"звоните {typed}!"} for typed in TYPED]
        bodies += [
            {"name": NAME, "phones": [TYPED[1], TYPED[3]], "emails": [EMAIL]},
            {"name": f"{NAME} {TYPED[3]}", "phone": TYPED[0], "email": EMAIL},
            {"name": NAME, "email": f"  {EMAIL.title()} ", "subject": in_words, "text": in_words},
            {
                "name": NAME,
                "phone": TYPED[0],
                "page": f"https://site.example/?tel={quote(TYPED[0])}&m={EMAIL}",
            },
            {"name": NAME, "phone": TYPED[0], "page": f"https://site.example/{CANARY}/{quote(EMAIL)}"},
            {"name": NAME, "phone": TYPED[0], "utm_term": TYPED[1], "utm_content": EMAIL, "yclid": CANARY},
            {"name": NAME, "phone": TYPED[0], "телефон жены": TYPED[4], "contact": EMAIL, "tel2": CANARY},
        ]
        for number, body in enumerate(bodies):
            assert self.enquire("application/json", json.dumps(body), number % 4) == 202, body
        form = urlencode({"name": NAME, "phone": TYPED[3], "email": EMAIL, "text": in_words})
        assert self.enquire("application/x-www-form-urlencoded", form) in (200, 202, 303)
        self.wait_handled()
        rows = self.firm.query(
            "SELECT l.id, l.party_id, l.enquiries FROM leads_lead l"
            " JOIN registry_party p ON p.id = l.party_id WHERE p.name LIKE %s",
            "%анарейкин%",
        )
        assert len(rows) == 1, f"the spellings of one number made {len(rows)} leads"
        self.lead, self.party, enquiries = rows[0]
        assert enquiries == len(bodies) + 1

    def send_garbage(self) -> None:
        """Refusals must not repeat what they refuse."""
        good = {"name": NAME, "phone": TYPED[0]}
        for kind, body in [
            ("application/json", json.dumps(good)[:-1]),
            ("application/json", json.dumps({"name": NAME, "phone": f"{CANARY}99999"})),
            ("application/json", json.dumps({"name": NAME, "phone": TYPED[0], "email": f"{EMAIL}@"})),
            ("application/json", json.dumps({"name": f"{CANARY} " * 50, "phone": TYPED[0]})),
            ("application/json", json.dumps([TYPED[0], EMAIL])),
            ("text/xml", f"<phone>{CANARY}</phone>"),
        ]:
            assert 400 <= self.enquire(kind, body) < 500
        key = f"{CANARY}-{EMAIL}"
        headers = {"Idempotency-Key": key}
        assert self.enquire("application/json", json.dumps(good), **headers) == 202
        assert self.enquire("application/json", json.dumps(good | {"name": "Др"}), **headers) == 422
        assert self.visitor.get(f"/intake/web/{CANARY}").status == 404

    def work_on_the_lead(self) -> None:
        """As an operator does, with the number typed wherever one types."""
        card = f"/leads/{self.lead}/"
        operator = self.operator
        assert FIRST in operator.get(card).body
        operator.post(f"{card}subject/", {"subject": "Развод"})
        for form in ("subject", "refuse", "defer", "qualify", "reassign"):
            operator.get(f"{card}{form}/")
            operator.post(f"{card}{form}/", {})
            operator.post(f"{card}{form}/", {"version": "999"}, HX_Request="true")
        operator.post(f"{card}move/", {"to": "0"}, HX_Request="true", HX_Target="board-card")
        operator.post(f"/calls/record/{self.party}/", {"result": "answered", "talk": "x", "direction": "out"})
        self.write_it_down()
        # found by its name, never shown by its number
        operator.get(f"/search/?q={quote(FIRST)}")

    def write_it_down(self) -> None:
        """A person who heard the number writes it wherever words can be written."""
        # what a person has typed stands in the answer to that person: only what others read later counts
        typist = Browser(self.firm, self.operator.cookies)
        words = f"сказала: {TYPED[3]}, {TYPED[1]}, {EMAIL}"
        for form, values in {
            f"/calls/record/{self.party}/": {"result": "answered", "talk": "3:20", "direction": "out"},
            f"/notes/sales.lead/{self.lead}/add/": {},
            f"/notes/parties.party/{self.party}/add/": {},
            f"/tasks/add/sales.lead/{self.lead}/": {},
            f"/leads/{self.lead}/subject/": {},
        }.items():
            done = typist.fill_in(form, words, **values)
            assert done.status == 200, (form, done.status, done.body[-3000:])

    def send_while_the_database_refuses(self) -> None:
        """Errors of the database quote the whole row: in a page, then in a job."""
        body = json.dumps({"name": NAME, "phone": TYPED[0], "email": EMAIL, "text": f"{TYPED[1]} {EMAIL}"})
        with refusing(self.firm, "intake_hit"):
            assert self.enquire("application/json", body) == 500
        with refusing(self.firm, "leads_enquiry"):
            assert self.enquire("application/json", body) == 202
            failed = "SELECT count(*) FROM inbox_message WHERE state = 'received' AND attempts > 0"
            wait_until(lambda: self.firm.number(failed), 30, "a failed attempt")
            wait_until(lambda: not self.firm.jobs("doing"), 30, "its end")
        self.wait_handled()

    def wait_handled(self) -> None:
        """Wait until the worker has nothing left."""
        waiting = "SELECT count(*) FROM inbox_message WHERE state = 'received'"
        wait_until(lambda: not self.firm.number(waiting), 60, "the handling of the enquiries")

    def look_everywhere(self) -> None:
        """Every page that leads on from the start, in every form."""
        card, party = f"/leads/{self.lead}/", f"/parties/{self.party}/"
        lists = ("/", "/leads/", "/leads/?view=board", "/notices/", "/calls/", "/tasks/")
        self.operator.crawl(*lists, card, party, at_most=PAGES)
        self.operator.get(card, Accept="application/json")
        self.stranger.get(card)
        self.stranger.get(party)
        self.stranger.crawl("/", "/leads/", at_most=10)
        # sees every row, the inbox and the journal, and no number
        self.administrator.crawl("/", card, party, "/intake/", at_most=PAGES)


@pytest.fixture(scope="module")
def walk(installation: ServedFirm) -> Walk:
    """The walk, done."""
    installation.wait_whole()
    made = Walk(installation)
    made.walk()
    return made


def test_the_walk_was_one(walk: Walk) -> None:
    """What is scanned for the canary must have had it to hide."""
    opened = {answer.asked for answer in walk.operator.answers if answer.status == 200}
    assert {f"GET /leads/{walk.lead}/", "GET /leads/", "GET /leads/?view=board", "GET /notices/"} <= opened
    assert len(opened) > 20
    assert any("•" in answer.body for answer in walk.operator.answers), "no masked contact was ever shown"
    assert walk.firm.number("SELECT count(*) FROM registry_contactpoint WHERE party_id = %s", walk.party) == 2
    assert "sales.lead" in walk.said
    assert all(
        answer.status in (403, 404) for answer in walk.stranger.answers if str(walk.lead) in answer.asked
    )


def test_no_answer_has_it(walk: Walk) -> None:
    assert in_answers(walk.answers) == []


def test_no_event_has_it(walk: Walk) -> None:
    assert in_text(walk.said) == []


def test_no_table_has_it(walk: Walk) -> None:
    assert in_tables(walk.firm) == []


def test_no_file_has_it(walk: Walk) -> None:
    assert in_files(walk.firm) == []


GUESSES = [
    CANARY,
    f"+{CANARY}",
    f"8{CANARY[1:]}",
    CANARY[:6],
    CANARY[1:7],
    CANARY[-4:],
    CANARY[-7:],
    EMAIL,
    EMAIL[:9],
]


def finds(browser: Browser, guess: str) -> list[str]:
    """The searches that lead to the canary's owner."""
    places = [f"{place}?q={quote(guess)}" for place in ("/search/", "/leads/", "/parties/")]
    return [place for place in places if FIRST in browser.get(place).body]


def test_no_search_tells_whose_it_is(walk: Walk) -> None:
    """Neither the whole number nor a part of it finds anybody for those without the right to ask."""
    operator = Browser(walk.firm, walk.operator.cookies)
    assert finds(operator, FIRST), "the search finds nobody at all"
    assert [guess for guess in GUESSES if finds(operator, guess)] == []


def test_twin_whoever_may_search_by_number_finds_the_owner(walk: Walk) -> None:
    head = Browser(walk.firm).sign_in("head.a")
    assert finds(head, f"+{CANARY}")
    assert not finds(head, CANARY[:6])


def test_twin_an_answer_that_shows_it_is_found(walk: Walk) -> None:
    """Whoever has the right and presses the button does get the number: the scanner sees it there."""
    head = Browser(walk.firm).sign_in("head.a")
    for (point,) in walk.firm.query("SELECT id FROM registry_contactpoint WHERE party_id = %s", walk.party):
        head.fill_in(f"/parties/contacts/{point}/reveal/", "перезвонить")
        walk.operator.get(f"/parties/contacts/{point}/reveal/")
    found = in_answers(head.answers)
    assert len(found) == 2
    assert all("/reveal/" in asked for asked, _ in found)
    # and whoever has not is refused
    assert [answer.status for answer in walk.operator.answers[-2:]] == [403, 403]
    assert in_answers(walk.operator.answers[-2:]) == []


def test_the_log_that_was_looked_through_has_a_line_for_every_request(walk: Walk) -> None:
    """The walk above found nothing in a log that says much: routes, numbers of requests and acts."""
    lines = [json.loads(line) for line in walk.firm.said().splitlines() if line.startswith("{")]
    requests = [line for line in lines if line["logger"] == "femida.request"]
    assert len(requests) > 100
    assert {"intake:web", "leads:card", "parties:list"} <= {line["route"] for line in requests}
    assert any(line["acts"] for line in requests)
    assert FIRST not in json.dumps(lines, ensure_ascii=False)


def test_twin_a_table_that_keeps_it_is_found(walk: Walk) -> None:
    walk.firm.query(
        'INSERT INTO leads_refusalreason (name, "order", is_active) VALUES (%s, 1, true)', TYPED[3]
    )
    try:
        assert [name for name, _ in in_tables(walk.firm)] == ["public.leads_refusalreason"]
    finally:
        walk.firm.query("DELETE FROM leads_refusalreason WHERE name = %s", TYPED[3])


def test_twin_a_database_that_logs_statements_is_found(walk: Walk) -> None:
    firm = walk.firm
    try:
        with firm.database_settings(log_statement="all"):
            firm.query(f"SELECT '{TYPED[3]}'")
        assert any("/logs/" in path for path, _ in in_files(firm))
    finally:
        for path in embedded.layout(firm.data).logs.glob("*.log"):
            path.write_text("")
