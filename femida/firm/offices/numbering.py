"""Numbers without gaps: of contracts, invoices, documents, in a series of each of our firms, office and year.

Whoever numbers rows keeps `legal_entity`, `office`, `number_year` and `number_order` in their table and
hangs `check_numbers` into `femida verify`. The series is named by the type of what is numbered.
"""

from __future__ import annotations

from django.db import connection, models

from femida.platform.core.verify import sql_check

_NEXT = """
INSERT INTO offices_numbercounter (series, legal_entity_id, office_id, year, last) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (series, legal_entity_id, office_id, year)
DO UPDATE SET last = offices_numbercounter.last + 1
RETURNING last
"""
_COUNTERS = "SELECT count(*) FROM offices_numbercounter WHERE series = '{series}'"
_GAPS = """
SELECT 'counter:' || n.id FROM offices_numbercounter n
 WHERE n.series = '{series}'
   AND n.last <> (SELECT count(*) FROM {table} c
                   WHERE c.legal_entity_id = n.legal_entity_id AND c.office_id = n.office_id
                     AND c.number_year = n.year)
UNION ALL
SELECT '{series}:' || c.id FROM {table} c
  LEFT JOIN offices_numbercounter n ON n.series = '{series}' AND n.legal_entity_id = c.legal_entity_id
       AND n.office_id = c.office_id AND n.year = c.number_year
 WHERE c.number_order IS NOT NULL AND c.number_order > coalesce(n.last, 0)
"""


def next_number(series: str, legal_entity_id: int, office_id: int, year: int) -> int:
    """The next number; its counter stays locked until the act ends, so this is the last lock of an act.

    An act that fails gives its number back: nobody else could take one meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [series, legal_entity_id, office_id, year])
        return int(cursor.fetchone()[0])


def written(office_id: int, year: int, order: int) -> str:
    """The number as people read it: office, year, number in the year."""
    return f"{office_id}-{year}/{order:04}"


def check_numbers(name: str, series: str, model: type[models.Model]) -> None:
    """Register the check that the numbers in the table of `model` and its counters have no gaps."""
    words = {"{table}": model._meta.db_table, "{series}": series}
    sql_check(name, count=_filled(_COUNTERS, words), broken=_filled(_GAPS, words))


def _filled(statement: str, words: dict[str, str]) -> str:
    """The statement with names of the code in it; nothing typed by people comes here."""
    for place, word in words.items():
        statement = statement.replace(place, word)
    return statement
