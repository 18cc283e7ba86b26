"""Opening the chart of accounts, closing months."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from femida.finance.ledger.chart import CHART
from femida.finance.ledger.events import ChartOpened, PeriodClosed
from femida.finance.ledger.models import Account, Book, Period
from femida.finance.ledger.queries import closed_through, earliest_today, require_entity
from femida.platform.commands.core import command, hold
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.errors import UnableTo
from femida.platform.core.locks import lock_words
from femida.platform.journal.recording import record

OPEN = "ledger.open"
CLOSE = "ledger.close"


class UnableToClosePeriod(UnableTo):
    """The month is not over, has been closed already, or the entity has no book."""

    code = "unable_to_close_period"


@command(right=OPEN)
def open_chart(actor: Actor, *, legal_entity_id: int) -> None:
    """Give a legal entity its book with the standard accounts; those that are there stay as they are.

    Raises NotFound, and Denied unless the right reaches the whole firm.
    """
    require_entity(actor, legal_entity_id, OPEN)
    lock_words("ledger.chart", str(legal_entity_id))
    _book, is_new = Book.objects.get_or_create(legal_entity_id=legal_entity_id)
    present = set(Account.objects.filter(legal_entity_id=legal_entity_id).values_list("code", flat=True))
    missing = [
        Account(legal_entity_id=legal_entity_id, code=one.code.value, name=str(one.name), kind=one.kind)
        for one in CHART
        if one.code not in present
    ]
    Account.objects.bulk_create(missing)
    if is_new or missing:
        record(ChartOpened(legal_entity_id=legal_entity_id))


@command(right=CLOSE)
def close_period(actor: Actor, *, legal_entity_id: int, month: date) -> None:
    """Close the month of a date, and with it all months before, for good.

    Waits for the acts that are posting. Raises UnableToClosePeriod for a month that is not over in every
    office of the entity, is closed already, or has no book; NotFound; Denied unless the right reaches the
    whole firm.
    """
    require_entity(actor, legal_entity_id, CLOSE)
    first = month.replace(day=1)
    if first >= earliest_today(legal_entity_id).replace(day=1):
        raise UnableToClosePeriod(_("Only a month that is over can be closed."))
    if not Book.objects.filter(pk=legal_entity_id).exists():
        raise UnableToClosePeriod(_("This legal entity has no chart of accounts yet."))
    # the entity's own row is not locked: posting refers to it while it holds the book
    hold(Book, legal_entity_id)
    closed = closed_through(legal_entity_id)
    if closed is not None and first <= closed:
        raise UnableToClosePeriod(
            _("The books are closed up to %(day)s already.") % {"day": date_format(closed, "d.m.Y")}
        )
    Period(legal_entity_id=legal_entity_id, month=first, closed_at=clock.now()).save(force_insert=True)
    record(PeriodClosed(legal_entity_id=legal_entity_id, month=first))
