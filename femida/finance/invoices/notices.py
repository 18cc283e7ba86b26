"""The words of notices about invoices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.finance.invoices.models import Invoice
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.notices.kinds import NoticeKind, StoredNotice, Words, notice_kinds
from femida.practice.contracts.models import Contract


def _monthly(actor: Actor, notices: Sequence[StoredNotice]) -> Mapping[int, Words]:
    ids = {notice.object_id for notice in notices}
    rows = visible(actor, Invoice).filter(pk__in=ids).values_list("pk", "number", "party__name")
    words = {
        pk: Words(_("Monthly invoice %(number)s") % {"number": number}, name, "receipt")
        for pk, number, name in rows
    }
    return {one.id: words[one.object_id] for one in notices if one.object_id in words}


def _not_made(actor: Actor, notices: Sequence[StoredNotice]) -> Mapping[int, Words]:
    ids = {notice.object_id for notice in notices}
    rows = visible(actor, Contract).filter(pk__in=ids).values_list("pk", "number", "party__name")
    title = _("The monthly invoice was not made")
    words = {pk: Words(title, f"{number} · {name}", "alert-triangle", "warn") for pk, number, name in rows}
    return {one.id: words[one.object_id] for one in notices if one.object_id in words}


notice_kinds.register("invoices.monthly", NoticeKind(gettext_lazy("Monthly invoices"), _monthly))
notice_kinds.register("invoices.not_made", NoticeKind(gettext_lazy("Monthly invoices not made"), _not_made))
