"""What rooms above call inside their commands: `post` and `reverse`.

Not commands: the right on what is paid or owed has been checked by the command that posts. The book of the
legal entity is locked last of all rows (see `RANKS`), so a command takes and holds everything else before
it posts, and posts to several entities in the order of their ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from femida.finance.ledger.chart import CHART
from femida.finance.ledger.commands import open_chart
from femida.finance.ledger.events import EntryPosted, EntryReversed
from femida.finance.ledger.models import Account, Book, Entry, Posting
from femida.finance.ledger.queries import closed_through
from femida.kernel.money import roubles
from femida.platform.commands.core import hold
from femida.platform.core.actor import Actor
from femida.platform.core.context import Act, current_act
from femida.platform.core.errors import NotFound, Text, UnableTo
from femida.platform.journal.recording import record


class UnableToPost(UnableTo):
    """The date of an entry lies in a closed month."""

    code = "period_closed"


class UnableToReverseEntry(UnableTo):
    """The entry has been reversed already, is a reversal itself, or is younger than the reversal's date."""

    code = "unable_to_reverse_entry"
    default_sentence: ClassVar[Text] = _("This entry cannot be reversed.")


@dataclass(frozen=True, slots=True)
class Line:
    """One posting to be: a signed sum in roubles (debit above zero) on an account, with its dimensions."""

    account: str
    amount: Decimal
    party_id: int | None = None
    contract_id: int | None = None
    instalment_id: int | None = None
    employee_id: int | None = None


def post(
    actor: Actor,
    *,
    kind: str,
    legal_entity_id: int,
    office_id: int,
    business_date: date,
    lines: Sequence[Line],
) -> int:
    """Write an entry of two lines or more that add up to zero, and return its id.

    `kind` is a word of the calling room, `business_date` the calendar day in the office. The first entry of
    a legal entity opens its standard chart. Raises UnableToPost for a closed month, InvalidMoney for what
    is no exact sum, ValueError for lines that do not add up and for unknown accounts.
    """
    act = _running_act()
    amounts = [roubles(line.amount) for line in lines]
    if len(amounts) < 2 or sum(amounts) != 0 or 0 in amounts:  # noqa: PLR2004  # two sides of an entry
        raise ValueError(f"the lines of «{kind}» do not add up")
    _hold_book(actor, legal_entity_id)
    _require_open(legal_entity_id, business_date)
    accounts = _accounts(actor, legal_entity_id, {line.account for line in lines})
    entry = Entry(
        kind=kind,
        business_date=business_date,
        at=act.at,
        act_id=act.id,
        legal_entity_id=legal_entity_id,
        office_id=office_id,
        lines=len(lines),
    )
    entry.save(force_insert=True)
    Posting.objects.bulk_create(
        Posting(
            entry=entry,
            account_id=accounts[line.account],
            amount=amount,
            party_id=line.party_id,
            contract_id=line.contract_id,
            instalment_id=line.instalment_id,
            employee_id=line.employee_id,
        )
        for line, amount in zip(lines, amounts, strict=True)
    )
    record(EntryPosted(entry_id=entry.pk, legal_entity_id=legal_entity_id))
    return entry.pk


def reverse(actor: Actor, entry_id: int, business_date: date) -> int:
    """Take an entry back by its mirror, dated `business_date`, and return the mirror's id.

    The calling command has checked the right on what the entry is about. Raises NotFound, UnableToPost for
    a closed month, UnableToReverseEntry when it has been done already, for a reversal, and for a date
    before the entry's own.
    """
    act = _running_act()
    original = Entry.objects.filter(pk=entry_id).first()
    if original is None:
        raise NotFound
    _hold_book(actor, original.legal_entity_id)
    _require_reversible(original, business_date)
    _require_open(original.legal_entity_id, business_date)
    mirror = Entry(
        kind=original.kind,
        business_date=business_date,
        at=act.at,
        act_id=act.id,
        legal_entity_id=original.legal_entity_id,
        office_id=original.office_id,
        lines=original.lines,
        reverses=original,
    )
    mirror.save(force_insert=True)
    Posting.objects.bulk_create(
        Posting(
            entry=mirror,
            account_id=posting.account_id,
            amount=-posting.amount,
            party_id=posting.party_id,
            contract_id=posting.contract_id,
            instalment_id=posting.instalment_id,
            employee_id=posting.employee_id,
        )
        for posting in Posting.objects.filter(entry=original).order_by("pk")
    )
    record(
        EntryReversed(entry_id=mirror.pk, reversed_id=original.pk, legal_entity_id=original.legal_entity_id)
    )
    return mirror.pk


def _running_act() -> Act:
    act = current_act()
    if act is None:
        raise RuntimeError("posting outside of a command")
    return act


def _hold_book(actor: Actor, legal_entity_id: int) -> None:
    if not Book.objects.filter(pk=legal_entity_id).exists():
        open_chart(actor.as_system("ledger.first_entry"), legal_entity_id=legal_entity_id)
    hold(Book, legal_entity_id)


def _require_open(legal_entity_id: int, day: date) -> None:
    closed = closed_through(legal_entity_id)
    if closed is not None and day <= closed:
        raise UnableToPost(
            _("The books are closed up to %(day)s. Choose a later date.")
            % {"day": date_format(closed, "d.m.Y")}
        )


def _require_reversible(original: Entry, day: date) -> None:
    if original.reverses_id is not None:
        raise UnableToReverseEntry(_("A reversal is not reversed: post the right entry anew."))
    if Entry.objects.filter(reverses=original).exists():
        raise UnableToReverseEntry(_("This entry has been reversed already."))
    if day < original.business_date:
        raise UnableToReverseEntry(_("The reversal cannot be dated before the entry itself."))


def _accounts(actor: Actor, legal_entity_id: int, codes: set[str]) -> dict[str, int]:
    found = _known(legal_entity_id, codes)
    if (missing := codes - found.keys()) & {one.code.value for one in CHART}:
        # the chart has grown since this book was opened
        open_chart(actor.as_system("ledger.new_account"), legal_entity_id=legal_entity_id)
        found = _known(legal_entity_id, codes)
        missing = codes - found.keys()
    if missing:
        raise ValueError(f"no account {', '.join(sorted(missing))}")
    return found


def _known(legal_entity_id: int, codes: set[str]) -> dict[str, int]:
    rows = Account.objects.filter(legal_entity_id=legal_entity_id, code__in=codes)
    return dict(rows.values_list("code", "pk"))
