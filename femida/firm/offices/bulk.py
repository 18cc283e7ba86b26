"""The offices under the mass of the large demonstration firm: their days, and numbers without gaps."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from femida.firm.offices.models import NumberCounter, Office
from femida.firm.offices.numbering import written
from femida.platform.bulk.batches import Batch
from femida.platform.bulk.rows import Row, Work

SATURDAY, SUNDAY = 5, 6
_KEEP = """
INSERT INTO offices_numbercounter (series, legal_entity_id, office_id, year, last)
SELECT * FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::int[], %s::int[])
ON CONFLICT (series, legal_entity_id, office_id, year) DO UPDATE SET last = excluded.last
"""


@dataclass
class Offices:
    """What is known of the offices: zones and own firms, and how far each series has counted."""

    zones: dict[int, ZoneInfo]
    entities: dict[int, int]
    shares: list[int]
    """Ids of offices, those opened first more often: the head office has most of the work."""
    counters: dict[tuple[str, int, int, int], int] = field(default_factory=dict)
    changed: set[tuple[str, int, int, int]] = field(default_factory=set)

    def day(self, office_id: int, moment: datetime) -> date:
        """The calendar day of a moment in an office."""
        return moment.astimezone(self.zones[office_id]).date()

    def moment(self, office_id: int, day: date, hour: int, minute: int = 0) -> datetime:
        """A moment of a day in an office."""
        return datetime.combine(day, time(hour, minute), self.zones[office_id])

    def at_work(self, office_id: int, moment: datetime) -> datetime:
        """The moment itself in the hours of work, otherwise some minutes after the door opens next."""
        here = moment.astimezone(self.zones[office_id])
        while True:
            last = 19 if here.weekday() < SATURDAY else 16
            opens = 9 if here.weekday() < SATURDAY else 10
            if here.weekday() < SUNDAY and here.hour < last:
                return max(here, here.replace(hour=opens, minute=3 + here.minute // 6))
            here = (here + timedelta(days=1)).replace(hour=0)

    def number(self, series: str, row: Row, year: int) -> None:
        """Give a row the next number of its series, of its firm of ours, office and year."""
        key = (series, row["legal_entity_id"], row["office_id"], year)
        order = self.counters[key] = self.counters.get(key, 0) + 1
        self.changed.add(key)
        row["number"], row["number_year"], row["number_order"] = written(key[2], year, order), year, order

    def keeping(self) -> Work:
        """What stores how far the series have counted by now, in the transaction of the numbered rows."""
        counted = [(*key, self.counters[key]) for key in sorted(self.changed)]
        self.changed.clear()

        def keep() -> None:
            if counted:
                with connection.cursor() as cursor:
                    cursor.execute(_KEEP, [list(column) for column in zip(*counted, strict=True)])

        return keep


def offices_of(batch: Batch) -> Offices:
    """What is known of the offices, read once in a load."""
    found = batch.kept.get("offices")
    if not isinstance(found, Offices):
        rows = list(Office.objects.filter(is_active=True).order_by("pk"))
        found = Offices(
            zones={one.pk: ZoneInfo(one.time_zone) for one in rows},
            entities={one.pk: one.legal_entity_id for one in rows},
            shares=[one.pk for place, one in enumerate(rows) for _ in range(max(1, 5 - 2 * place))],
            counters={
                (one.series, one.legal_entity_id, one.office_id, one.year): one.last
                for one in NumberCounter.objects.all()
            },
        )
        batch.kept["offices"] = found
        batch.copier.ends_with(found.keeping)
    return found
