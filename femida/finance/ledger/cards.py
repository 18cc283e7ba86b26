"""What the ledger hangs into the common screens: the contract beside each posting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from femida.finance.ledger.models import Posting
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.screens.ports import ExtraColumn, extra_columns
from femida.platform.ui import components as ui
from femida.practice.contracts.models import Contract


def _contracts(actor: Actor, posting_ids: Sequence[int]) -> Mapping[int, tuple[int, str]]:
    """The contracts of postings that the reader may see; two statements for a page."""
    rows = Posting.objects.filter(pk__in=posting_ids, contract_id__isnull=False)
    of_posting = dict(rows.values_list("pk", "contract_id"))
    known = visible(actor, Contract).filter(pk__in=set(of_posting.values()))
    numbers = dict(known.values_list("pk", "number"))
    return {pk: (key, numbers[key]) for pk, key in of_posting.items() if key in numbers}


def _draw(found: Any) -> SafeString:
    if not found:
        return ui.EMPTY_CELL
    key, number = found
    return ui.link(number or f"#{key}", reverse("contracts:card", args=[key]))


extra_columns.register(
    "ledger.contract",
    ExtraColumn(
        "ledger.contract",
        ("finance.posting",),
        _("Contract"),
        _contracts,
        _draw,
        needs_right="contracts.view",
    ),
)
