"""Entries of the large demonstration firm. The triggers of the book number, balance and count them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from femida.finance.ledger.events import EntryPosted
from femida.finance.ledger.models import Account, Entry, Posting
from femida.finance.ledger.posting import Line
from femida.platform.bulk.batches import Batch, Deed


def post(
    batch: Batch,
    deed: Deed,
    *,
    kind: str,
    legal_entity_id: int,
    office_id: int,
    business_date: date,
    lines: Sequence[Line],
) -> int:
    """Post an entry in an act; returns its id."""
    accounts = _accounts(batch)
    entry = batch.add(
        Entry,
        kind=kind,
        business_date=business_date,
        at=deed.at,
        act_id=deed.id,
        legal_entity_id=legal_entity_id,
        office_id=office_id,
        lines=len(lines),
    )
    for line in lines:
        batch.add(
            Posting,
            entry_id=entry["id"],
            account_id=accounts[legal_entity_id, line.account],
            amount=line.amount,
            party_id=line.party_id,
            contract_id=line.contract_id,
            instalment_id=line.instalment_id,
            employee_id=line.employee_id,
        )
    batch.record(deed, EntryPosted(entry_id=entry["id"], legal_entity_id=legal_entity_id))
    return int(entry["id"])


def _accounts(batch: Batch) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] | None = batch.kept.get("accounts")
    if found is None:
        rows = Account.objects.values_list("legal_entity_id", "code", "pk")
        found = batch.kept["accounts"] = {(entity, code): pk for entity, code, pk in rows}
    return found
