"""The one written order in which rows are locked.

An act locks in ascending rank and, inside a rank, in ascending id. `rank_of` is read by `take`; a room
that adds a model that commands lock adds its line here, so that the whole order stands on one page.
"""

from __future__ import annotations

import hashlib

from django.db import connection

RANKS: dict[str, int] = {
    "inbox.message": 5,
    "parties.party": 10,
    "parties.contactpoint": 12,
    # rooms from below upward: the order in which inside-reactions on one fact run
    "planning.task": 20,
    "comms.call": 30,
    "sales.source": 40,
    "sales.deal": 50,
    "sales.lead": 55,
    "practice.service_group": 57,
    "practice.service": 58,
    "practice.action_type": 59,
    "practice.contract": 60,
    "documents.documenttype": 61,
    "documents.template": 62,
    "practice.document": 63,
    "practice.execution": 65,
    "practice.case_action": 67,
    "practice.certificate": 68,
    "firm.legal_entity": 80,
    "firm.office": 81,
    "firm.department": 82,
    "offices.position": 83,
    "firm.employee": 84,
    "accounts.user": 85,
    "access.group": 86,
    "texts.texttemplate": 88,
    "notices.notice": 90,
    "finance.receivable": 92,
    "maintenance.mode": 95,
    "setup.firmsetup": 96,
    "finance.invoice": 100,
    "finance.shift": 101,
    "finance.payment": 102,
    "finance.cash_movement": 103,
    "finance.cash_desk": 104,
    "finance.fiscal_receipt": 105,
    # the counters come last: whoever holds one keeps every other writer of its numbers waiting
    "ledger.book": 110,
}


def rank_of(object_type: str) -> int:
    """The place of an object type in the order. Raises KeyError for a type nobody may lock."""
    return RANKS[object_type]


def lock_words(*words: str) -> None:
    """Hold a lock on a name until the transaction ends: for rows that do not exist yet.

    Two acts that are about to make the same thing (a party with one phone number) wait for each other.
    Only a digest reaches the database, so the words may be secret.
    """
    digest = hashlib.blake2b("\x1f".join(words).encode(), digest_size=8).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest, "big", signed=True)])
