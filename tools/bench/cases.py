"""What is measured: pages of the daily work, with the goals at 60,000 parties and the bare SQL beside each.

The bare SQL asks the tables for the same rows without any right, name or drawing: what the database alone
needs for the question. Values come from the firm itself, a few different ones for each case, in turn.
"""

from __future__ import annotations

import base64
import itertools
import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import psycopg

from tools.bench.client import Answer, Person

ROWS_DEEP = 50_000
ROW = 'data-row="'
NAME_PARTS = ("кузн", "андре", "соколо", "михайл", "петров", "ольг", "тимоф", "зайце")
# a page with its rows: one statement, as a person who knows the tables would write it
_LEADS = (
    "SELECT l.id, p.name, s.name, l.subject, l.created_at, e.surname, o.name, c.name FROM leads_lead l"
    " JOIN registry_party p ON p.id = l.party_id JOIN pipelines_stage s ON s.id = l.stage_id"
    " JOIN offices_office o ON o.id = l.office_id JOIN sources_source c ON c.id = l.source_id"
    " LEFT JOIN staff_employee e ON e.id = l.responsible_id"
)
_NEWEST = " ORDER BY l.created_at DESC, l.id DESC LIMIT 51"


@dataclass(frozen=True, slots=True)
class Goal:
    """Milliseconds at 60,000 parties; at 1,000,000 twice as many."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Case:
    """One thing people do: `ask` does it once; `sql` is its bare statement with the values of each turn."""

    name: str
    scope: str
    login: str
    goal: Goal
    ask: Callable[[Person], Answer]
    sql: str
    values: Sequence[Sequence[Any]]
    shows: str = ""
    """What the page must have: an empty answer is quick and worth nothing."""
    most: int = 1000
    """So many requests are let through."""


LIST, SEARCH, PHONE = Goal(8, 15), Goal(10, 20), Goal(5, 10)
CARD, CREATE, FUNNEL, BOARD = Goal(15, 30), Goal(15, 30), Goal(20, 40), Goal(25, 50)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose rows a person reads."""

    scope: str
    login: str
    column: str
    value: int
    office: int

    @property
    def where(self) -> str:
        """The condition on leads."""
        return f"l.{self.column} = %s"

    @property
    def parties(self) -> str:
        """The condition on parties: one's own are those in which one has a part."""
        if self.scope == "office":
            return "p.office_id = %s"
        return (
            "p.id IN (SELECT object_id FROM staff_assignment WHERE employee_id = %s AND until IS NULL"
            " AND object_type = 'parties.party')"
        )


Phones = Callable[[Reach, int], list[tuple[str, bytes]]]
"""So many phone numbers of parties that a person reads, opened by the firm's own keys, with their digests."""


class Firm:
    """What the cases need to know of a firm."""

    def __init__(self, link: psycopg.Connection[Any]) -> None:
        self.link = link

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """Some rows."""
        return self.link.execute(sql, values).fetchall()

    def reach(self, login: str, column: str) -> Reach:
        """The rows of an employee, or of their office."""
        (employee, office), *_none = self.rows(
            "SELECT e.id, e.main_office_id FROM staff_employee e JOIN accounts_user u ON u.id = e.account_id"
            " WHERE u.login = %s",
            login,
        )
        is_own = column == "responsible_id"
        return Reach("own" if is_own else "office", login, column, employee if is_own else office, office)


def cases_of(firm: Firm, phones: Phones) -> list[Case]:
    """Every case, own scope before the office's and the firm's."""
    own, office = firm.reach("operator1.msk", "responsible_id"), firm.reach("head.sales.msk", "office_id")
    seller = firm.reach("manager1.msk", "responsible_id")
    return [
        *_lists(firm, own, office),
        *_searches(seller, office, phones),
        *_cards(firm, own, office),
        *_boards(own, office),
        *_creating(firm, own, office),
        *_funnels(office),
    ]


def _lists(firm: Firm, own: Reach, office: Reach) -> Iterator[Case]:
    for reach in (own, office):
        sql = f"{_LEADS} WHERE {reach.where} AND l.closed_at IS NULL{_NEWEST}"
        page = _page("/leads/?quick=open")
        yield Case("list", reach.scope, reach.login, LIST, page, sql, [[reach.value]], shows=ROW)
    sql = f"{_LEADS}{_NEWEST}"
    yield Case("list, all leads", "firm", "director", LIST, _page("/leads/?quick=all"), sql, [[]], shows=ROW)
    deep = firm.rows(
        "SELECT created_at, id FROM leads_lead ORDER BY created_at DESC, id DESC OFFSET %s LIMIT 1", ROWS_DEEP
    )
    if deep:
        packed = json.dumps([deep[0][0].isoformat(), deep[0][1]], separators=(",", ":")).encode()
        place = base64.urlsafe_b64encode(packed).decode().rstrip("=")
        sql = f"{_LEADS} WHERE (l.created_at, l.id) < (%s, %s){_NEWEST}"
        page = _page(f"/leads/?quick=all&after={place}")
        yield Case("list at row 50,000", "firm", "director", LIST, page, sql, [list(deep[0])], shows=ROW)


def _searches(seller: Reach, office: Reach, phones: Phones) -> Iterator[Case]:
    for reach in (seller, office):
        sql = (
            f"SELECT p.id, p.name FROM registry_party p WHERE p.name_key LIKE %s AND {reach.parties} LIMIT 25"
        )
        values = [[f"%{part}%", reach.value] for part in NAME_PARTS]
        page = Palette({"q": part} for part in NAME_PARTS)
        yield Case("search, part of a name", reach.scope, reach.login, SEARCH, page, sql, values)
        known = phones(reach, 8)
        sql = (
            "SELECT p.id, p.name FROM registry_contactpoint c JOIN registry_party p ON p.id = c.party_id"
            f" WHERE c.blind_index = %s AND c.removed_at IS NULL AND {reach.parties}"
        )
        values = [[digest, reach.value] for _number, digest in known]
        page = Palette({"q": number, "by": "number"} for number, _digest in known)
        yield Case(
            "search by phone", reach.scope, reach.login, PHONE, page, sql, values, "/parties/", most=20
        )


class Palette:
    """Asks the search of Ctrl+K: `by` names an exact question, as its line in the palette does."""

    def __init__(self, asked: Iterable[dict[str, str]]) -> None:
        self.turn = itertools.cycle(asked)

    def __call__(self, person: Person) -> Answer:
        """What is found for the next one."""
        return person.send("/search/palette/", next(self.turn), form_at="/search/")


def _cards(firm: Firm, own: Reach, office: Reach) -> Iterator[Case]:
    """Those with the longest histories of whom the person reads."""
    for reach in (own, office):
        found = firm.rows(
            f"SELECT l.id FROM leads_lead l WHERE {reach.where} ORDER BY l.enquiries DESC, l.id DESC LIMIT 8",
            reach.value,
        )
        ids = [row[0] for row in found]
        sql = (
            "SELECT f.at, f.kind, f.payload FROM journal_factanchor a JOIN journal_fact f ON f.id = a.fact_id"
            " WHERE a.object_type = 'sales.lead' AND a.object_id = %s ORDER BY a.at DESC LIMIT 50"
        )
        yield Case(
            "card with history", reach.scope, reach.login, CARD,
            _pages([f"/leads/{one}/" for one in ids]), sql, [[one] for one in ids], shows="data-timeline",
        )  # fmt: skip


def _creating(firm: Firm, own: Reach, office: Reach) -> Iterator[Case]:
    """By the form, as an operator does; a new client with a phone of their own each time."""
    ((source,), *_none) = firm.rows("SELECT id FROM sources_source WHERE is_active ORDER BY id LIMIT 1")
    # the rows that an enquiry at least makes: a party, a contact, a lead
    sql = """
        WITH p AS (
            INSERT INTO registry_party (kind, surname, given_name, patronymic, legal_name, name, name_known,
                                        office_id, responsible_id, version, created_at)
            SELECT kind, surname, given_name, patronymic, legal_name, name, name_known,
                   office_id, responsible_id, 1, now() FROM registry_party WHERE id = %s RETURNING id),
        c AS (
            INSERT INTO registry_contactpoint (party_id, kind, label, extension, is_primary, created_at,
                                               value_enc, key_version, blind_index)
            SELECT p.id, k.kind, '', '', true, now(), k.value_enc, k.key_version, k.blind_index
              FROM p, registry_contactpoint k WHERE k.party_id = %s LIMIT 1)
        INSERT INTO leads_lead (party_id, office_id, responsible_id, source_id, channel, subject, text,
                                enquiries, last_enquiry_at, business_date, stage_id, stage_since, version,
                                created_at)
        SELECT p.id, l.office_id, l.responsible_id, l.source_id, l.channel, l.subject, l.text, 1, now(),
               current_date, l.stage_id, now(), 1, now() FROM p, leads_lead l WHERE l.party_id = %s LIMIT 1"""
    (party,) = firm.rows("SELECT party_id FROM leads_lead WHERE closed_at IS NULL ORDER BY id LIMIT 1")[0]
    for reach in (own, office):
        ask = Creating(source, reach.office)
        yield Case("create a lead", reach.scope, reach.login, CREATE, ask, sql, [[party] * 3])


class Creating:
    """Enters one new enquiry each time."""

    def __init__(self, source: int, office: int) -> None:
        # new clients in every run: a known telephone would join the lead of the run before
        self.chance = random.SystemRandom()
        self.fields = {"source": str(source), "office": str(office), "subject": "Взыскание долга", "text": ""}

    def __call__(self, person: Person) -> Answer:
        """The answer to the form; the form itself is not timed."""
        name = f"Измерова Зоя {self.chance.randrange(10**6):06}"
        phone = f"+7 9{self.chance.randrange(10**9):09}"
        return person.send(
            "/leads/new/", {**self.fields, "name": name, "phone": phone}, form_at="/leads/new/"
        )


def _funnels(office: Reach) -> Iterator[Case]:
    """A whole year beside the one before it, by office; bare: the counts of both years, nothing else."""
    year = clock_year() - 1
    spans = [date(year, 1, 1), date(year, 12, 31), date(year - 1, 1, 1), date(year - 1, 12, 31)]
    page = _page(f"/reports/income-funnel/?period={spans[0]}..{spans[1]}&by=office")
    for scope, login, narrow, own in (
        ("office", office.login, f"x.office_id = {office.value}", f"e.office_id = {office.value}"),
        ("firm", "director", "true", "true"),
    ):
        yield Case(
            "income funnel of a year", scope, login, FUNNEL, page, _funnel_sql(narrow, own), [spans * 6]
        )


def _funnel_sql(narrow: str, own: str) -> str:
    def counted(what: str, day: str) -> str:
        return (
            f"count(*) FILTER (WHERE {day} BETWEEN %s AND %s),"
            f" count(*) FILTER (WHERE {day} BETWEEN %s AND %s) {what}"
        )

    money = (
        "FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id JOIN ledger_account a"
        " ON a.id = p.account_id WHERE a.code IN ('cash', 'card_in_transit', 'bank')"
        f" AND p.contract_id IS NOT NULL AND {own}"
    )
    parts = (
        counted(f"FROM leads_lead x WHERE {narrow}", "x.business_date"),
        counted(f"FROM leads_lead x WHERE {narrow} AND x.deal_id IS NOT NULL", "x.closed_at::date"),
        counted(f"FROM deals_deal x WHERE {narrow}", "x.business_date"),
        counted(f"FROM contracts_contract x WHERE {narrow} AND x.number <> ''", "x.business_date"),
        counted(f"FROM (SELECT min(e.business_date) AS day {money} GROUP BY p.contract_id) x", "x.day"),
        "sum(p.amount) FILTER (WHERE e.business_date BETWEEN %s AND %s),"
        f" sum(p.amount) FILTER (WHERE e.business_date BETWEEN %s AND %s) {money}",
    )
    return " UNION ALL ".join(f"(SELECT {part})" for part in parts)


def clock_year() -> int:
    """This year."""
    return datetime.now(tz=UTC).year


def _boards(own: Reach, office: Reach) -> Iterator[Case]:
    for reach in (own, office):
        sql = (
            "SELECT s.id, count(*) FROM leads_lead l JOIN pipelines_stage s ON s.id = l.stage_id"
            f" WHERE {reach.where} AND l.closed_at IS NULL GROUP BY s.id"
        )
        page = _page("/leads/?view=board&quick=open")
        yield Case("board", reach.scope, reach.login, BOARD, page, sql, [[reach.value]], shows="data-card")


def _page(path: str) -> Callable[[Person], Answer]:
    return lambda person: person.get(path)


def _pages(paths: Sequence[str]) -> Callable[[Person], Answer]:
    turn = itertools.cycle(paths)
    return lambda person: person.get(next(turn))
