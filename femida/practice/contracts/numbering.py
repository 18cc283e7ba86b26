"""Numbers of contracts: without gaps for each of our firms, office and year."""

from __future__ import annotations

from django.db import connection

_NEXT = """
INSERT INTO contracts_numbercounter (legal_entity_id, office_id, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (legal_entity_id, office_id, year)
DO UPDATE SET last = contracts_numbercounter.last + 1
RETURNING last
"""


def next_number(legal_entity_id: int, office_id: int, year: int) -> int:
    """The next number; its counter stays locked until the act ends, so this is the last lock of an act.

    An act that fails gives its number back: nobody else could take one meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [legal_entity_id, office_id, year])
        return int(cursor.fetchone()[0])


def written(office_id: int, year: int, order: int) -> str:
    """The number as people read it: office, year, number in the year."""
    return f"{office_id}-{year}/{order:04}"
