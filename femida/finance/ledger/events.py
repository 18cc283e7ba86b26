"""Facts of the ledger. Sums and parties stay in the postings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from femida.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class ChartOpened(Event):
    """A legal entity got its book, or accounts that its book lacked."""

    kind = "ledger.chart_opened"
    subject = ("firm.legal_entity", "legal_entity_id")
    legal_entity_id: int


@dataclass(frozen=True, kw_only=True)
class PeriodClosed(Event):
    """A month of a legal entity and all before it were closed; `month` is its first day."""

    kind = "ledger.period_closed"
    subject = ("firm.legal_entity", "legal_entity_id")
    legal_entity_id: int
    month: date


@dataclass(frozen=True, kw_only=True)
class EntryPosted(Event):
    """An entry was posted."""

    kind = "entry.posted"
    subject = ("finance.entry", "entry_id")
    entry_id: int
    legal_entity_id: int


@dataclass(frozen=True, kw_only=True)
class EntryReversed(Event):
    """An entry was taken back by a mirrored one (`entry_id`)."""

    kind = "entry.reversed"
    subject = ("finance.entry", "entry_id")
    anchors = (("finance.entry", "reversed_id"),)
    entry_id: int
    reversed_id: int
    legal_entity_id: int
