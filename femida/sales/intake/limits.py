"""How many requests one address may send to one source in a minute."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from femida.sales.sources.models import Source


def too_often(source: Source, address: str) -> bool:
    """Count a request; whether it is over the source's limit for this minute.

    The count stands in the database, so that it holds over all web processes.
    """
    digest = salted_hmac("femida.intake.address", address, algorithm="sha256").digest()
    minute = timezone.now().replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO intake_hit (source_id, address_digest, minute, count) VALUES (%s, %s, %s, 1)
            ON CONFLICT (source_id, address_digest, minute) DO UPDATE SET count = intake_hit.count + 1
            RETURNING count
            """,
            [source.pk, digest, minute],
        )
        return int(cursor.fetchone()[0]) > source.per_minute
