"""Reading heavy reports from a replica, so that they never stand in the way of daily work.

```python
with reading_from_replica() as alias:
    rows = visible(actor, Posting).using(alias).filter(…)
```
`alias` is `replica` when the setting DATABASE_REPLICA_URL names one that answers and is not further behind
than FEMIDA_REPLICA_LAG seconds; otherwise, and inside of an act (which must read its own writes), `default`.
Raw SQL goes to `connections[alias]`. Nothing else in the house reads from there.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connections, transaction

from femida.platform.core.context import current_act

log = logging.getLogger(__name__)

PRIMARY: Final = "default"
REPLICA: Final = "replica"

LOOK_EVERY: Final = 5.0
"""Seconds for which a judgement of the replica stands."""

# A primary without writes sends nothing to replay: then nothing is missing, however long ago the last was.
_LAG: Final = """
SELECT pg_is_in_recovery(),
       CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
            ELSE extract(epoch FROM now() - pg_last_xact_replay_timestamp()) END,
       EXISTS (SELECT 1 FROM pg_stat_wal_receiver)
"""


class _Judged:
    at = float("-inf")
    is_fit = False


@contextmanager
def reading_from_replica() -> Iterator[str]:
    """The alias to read from for the time of the block: the replica when it is fit, the primary otherwise.

    A replica that fails in the middle of a read raises as any database does: the reader repeats.
    """
    if REPLICA not in settings.DATABASES or current_act() is not None or not is_fit():
        yield PRIMARY
        return
    # one snapshot for all statements of a report, and no way to write
    with transaction.atomic(using=REPLICA):
        yield REPLICA


def is_fit() -> bool:
    """Whether the replica may be read now; asked of it at most every LOOK_EVERY seconds."""
    now = time.monotonic()
    if now - _Judged.at > LOOK_EVERY:
        lag = replica_lag()
        fit = lag is not None and lag <= settings.REPLICA_LAG
        if not fit and (_Judged.is_fit or _Judged.at == float("-inf")):
            log.warning("the replica is %s: reports read the primary", "away" if lag is None else "behind")
        _Judged.at, _Judged.is_fit = now, fit
    return _Judged.is_fit


def judge_anew() -> None:
    """Ask the replica at the next question."""
    _Judged.at = float("-inf")


def replica_lag() -> float | None:
    """Seconds the replica is behind; None when it is away, no replica, or has lost its primary."""
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(_LAG)
            is_replica, lag, receives = cursor.fetchone()
    except DatabaseError:
        connections[REPLICA].close()
        return None
    # cut off from the primary it does not know how far behind it is
    if not is_replica or (not receives and lag == 0):
        return None
    return float(lag or 0)
