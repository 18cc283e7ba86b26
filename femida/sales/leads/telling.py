"""The words of notices about leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.access.policy import policy_of
from femida.platform.access.prepared import prepared, visible_names
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Text
from femida.platform.core.statements import Hole
from femida.platform.notices.kinds import NoticeKind, StoredNotice, Words, notice_kinds
from femida.sales.leads.models import Lead


def _names(actor: Actor, notices: Sequence[StoredNotice]) -> dict[int, str]:
    return visible_names(actor, Lead, (notice.object_id for notice in notices), "party__name")


def _waiting_names(actor: Actor, notices: Sequence[StoredNotice]) -> dict[int, str]:
    def build() -> QuerySet[Lead, Any]:
        rows = visible(actor, Lead, "leads.take").filter(pk__among=Hole("ids"), responsible=None).order_by()
        return rows.values_list("pk", "party__name")

    statement = prepared(policy_of(actor), "leads to take", build)
    return dict(statement.rows(ids=[notice.object_id for notice in notices]))


def _kind(
    label: Text,
    title: Callable[[str], str],
    *,
    icon: str = "inbox",
    tone: str = "",
    names: Callable[[Actor, Sequence[StoredNotice]], dict[int, str]] = _names,
) -> NoticeKind:
    def render(actor: Actor, notices: Sequence[StoredNotice]) -> Mapping[int, Words]:
        found = names(actor, notices)
        return {
            notice.id: Words(title(found[notice.object_id]), icon=icon, tone=tone)
            for notice in notices
            if notice.object_id in found
        }

    return NoticeKind(label, render)


notice_kinds.register(
    "lead.assigned",
    _kind(gettext_lazy("A lead for me"), lambda name: _("A lead for you: %(name)s") % {"name": name}),
)
notice_kinds.register(
    "lead.enquiry_again",
    _kind(
        gettext_lazy("My client wrote again"),
        lambda name: _("Wrote again: %(name)s") % {"name": name},
        icon="message",
    ),
)
notice_kinds.register(
    "lead.returned",
    _kind(
        gettext_lazy("A lead came back"),
        lambda name: _("Time to call again: %(name)s") % {"name": name},
        icon="refresh",
        tone="warn",
    ),
)
notice_kinds.register(
    "lead.waiting",
    _kind(
        gettext_lazy("A lead is waiting"),
        lambda _name: _("A lead is waiting for somebody to take it"),
        tone="warn",
        names=_waiting_names,
    ),
)
