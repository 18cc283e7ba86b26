"""Reads of the ledger: balances for the rooms that post, statements for people."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Sum

from femida.finance.ledger.models import Balance, Period, Posting
from femida.firm.offices.models import LegalEntity, Office
from femida.platform.access.policy import policy_of
from femida.platform.access.queries import visible
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, NotFound

ZERO = Decimal("0.00")
VIEW = "ledger.view"


def balance(
    account_code: str,
    legal_entity_id: int,
    *,
    contract_id: int | None = None,
    party_id: int | None = None,
) -> Decimal:
    """The balance of an account in roubles: debit above zero, credit below; of one contract or party only.

    For commands and panels of rooms that have checked what the person may see; it asks no policy.
    """
    rows = Balance.objects.filter(account__legal_entity_id=legal_entity_id, account__code=account_code)
    if contract_id is not None:
        rows = rows.filter(contract_id=contract_id)
    if party_id is not None:
        rows = rows.filter(party_id=party_id)
    return _sum(rows)


@dataclass(frozen=True, slots=True)
class ContractMoney:
    """How a contract stands in the ledger, in roubles.

    `paid`: what lies on the money accounts because of it; `allocated`: the part of the advances that is
    meant for each instalment; `advances`: what was taken and not earned; `debts`: what was earned and not
    paid; `revenue`: earned, with VAT.
    """

    paid: Decimal = ZERO
    allocated: Mapping[int, Decimal] = field(default_factory=dict)
    advances: Decimal = ZERO
    debts: Decimal = ZERO
    revenue: Decimal = ZERO

    @property
    def unallocated(self) -> Decimal:
        """What was paid and is meant for no instalment."""
        return self.paid - sum(self.allocated.values(), ZERO)


MONEY = ("cash", "card_in_transit", "bank")
_EARNED = ("revenue", "vat")


def money_of(contract_id: int) -> ContractMoney:
    """How a contract stands in the ledger: one statement over its postings.

    For commands and panels of rooms that have checked what the person may see; it asks no policy.
    """
    rows = Posting.objects.filter(contract_id=contract_id).order_by()
    sums = rows.values_list("account__code", "instalment_id").annotate(total=Sum("amount"))
    by_account: dict[str, Decimal] = {}
    allocated: dict[int, Decimal] = {}
    for code, instalment_id, total in sums:
        by_account[code] = by_account.get(code, ZERO) + total
        if code == "advances" and instalment_id is not None and total:
            allocated[instalment_id] = -total
    return ContractMoney(
        paid=sum((by_account.get(code, ZERO) for code in MONEY), ZERO),
        allocated=allocated,
        advances=-by_account.get("advances", ZERO),
        debts=by_account.get("client_debts", ZERO),
        revenue=-sum((by_account.get(code, ZERO) for code in _EARNED), ZERO),
    )


def closed_through(legal_entity_id: int) -> date | None:
    """The last day that takes no entry any more, or None while nothing is closed."""
    months = Period.objects.filter(legal_entity_id=legal_entity_id).order_by("-month")
    month = months.values_list("month", flat=True).first()
    return None if month is None else month.replace(day=calendar.monthrange(month.year, month.month)[1])


def earliest_today(legal_entity_id: int) -> date:
    """The calendar day in that office of the entity where days begin last; in UTC without offices."""
    zones = Office.objects.filter(legal_entity_id=legal_entity_id).values_list("time_zone", flat=True)
    moment = clock.now()
    return min((moment.astimezone(ZoneInfo(zone)).date() for zone in zones), default=moment.date())


def require_entity(actor: Actor, legal_entity_id: int, right: str) -> None:
    """Check that a right reaches a legal entity; no row is locked.

    Raises Denied when the actor sees the entity only, NotFound when not even that.
    """
    if visible(actor, LegalEntity, right).filter(pk=legal_entity_id).exists():
        return
    if visible(actor, LegalEntity).filter(pk=legal_entity_id).exists():
        raise Denied(right=right)
    raise NotFound


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One posting of a statement; `running` is the balance after it."""

    entry_id: int
    number: int
    kind: str
    business_date: date
    contract_id: int | None
    instalment_id: int | None
    amount: Decimal
    running: Decimal
    is_reversal: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """An account's postings about a contract or a party, between the balances before and after them."""

    opening: Decimal
    lines: tuple[StatementLine, ...]
    closing: Decimal


def statement(
    actor: Actor,
    *,
    account_code: str,
    legal_entity_id: int,
    contract_id: int | None = None,
    party_id: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Statement:
    """The statement of an account about a contract, a party, or both, from `since` to `until` inclusive.

    Made of the postings that the actor may see: those of other offices and of closed matters do not count.
    Raises Denied without the right to see entries, ValueError when neither contract nor party is named.
    """
    policy_of(actor).require(VIEW)
    if contract_id is None and party_id is None:
        raise ValueError("a statement is about a contract or a party")
    rows = visible(actor, Posting).filter(
        account__legal_entity_id=legal_entity_id, account__code=account_code
    )
    if contract_id is not None:
        rows = rows.filter(contract_id=contract_id)
    if party_id is not None:
        rows = rows.filter(party_id=party_id)
    opening = ZERO if since is None else _sum(rows.filter(entry__business_date__lt=since))
    if since is not None:
        rows = rows.filter(entry__business_date__gte=since)
    if until is not None:
        rows = rows.filter(entry__business_date__lte=until)
    lines = _lines(rows, opening)
    return Statement(opening, lines, lines[-1].running if lines else opening)


def _lines(rows: QuerySet[Posting], opening: Decimal) -> tuple[StatementLine, ...]:
    lines = []
    running = opening
    for posting in rows.select_related("entry").order_by("entry__business_date", "entry_id", "id"):
        running += posting.amount
        entry = posting.entry
        lines.append(
            StatementLine(
                entry_id=entry.pk,
                number=entry.number,
                kind=entry.kind,
                business_date=entry.business_date,
                contract_id=posting.contract_id,
                instalment_id=posting.instalment_id,
                amount=posting.amount,
                running=running,
                is_reversal=entry.reverses_id is not None,
            )
        )
    return tuple(lines)


def _sum(rows: QuerySet[Balance] | QuerySet[Posting]) -> Decimal:
    total = rows.aggregate(total=Sum("amount"))["total"]
    return ZERO if total is None else Decimal(total)
