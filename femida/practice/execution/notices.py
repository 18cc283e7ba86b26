"""The words of notices about executions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Text
from femida.platform.notices.kinds import NoticeKind, StoredNotice, Words, notice_kinds
from femida.practice.execution.models import Execution


def _drawn(
    title: Text, icon: str, tone: str
) -> Callable[[Actor, Sequence[StoredNotice]], Mapping[int, Words]]:
    def render(actor: Actor, notices: Sequence[StoredNotice]) -> Mapping[int, Words]:
        ids = {notice.object_id for notice in notices}
        rows = visible(actor, Execution).filter(pk__in=ids).values_list("pk", "party__name", "title")
        found = {pk: f"{name} · {about}" for pk, name, about in rows}
        return {
            notice.id: Words(title, found[notice.object_id], icon=icon, tone=tone)
            for notice in notices
            if notice.object_id in found
        }

    return render


for _key, _label, _title, _icon, _tone in (
    ("execution.handed_over", _("Contracts to accept"), _("A contract waits for acceptance"), "send", "warn"),
    (
        "execution.returned",
        _("Returned contracts"),
        _("Execution returned a contract"),
        "arrow-back-up",
        "bad",
    ),
    ("execution.accepted", _("Accepted contracts"), _("A contract is taken into work"), "check", "good"),
    ("execution.assigned", _("Contracts given to me"), _("You lead the work on a contract"), "gavel", ""),
    ("execution.terminated", _("Terminated work"), _("The work on a contract is terminated"), "ban", "warn"),
):
    notice_kinds.register(_key, NoticeKind(_label, _drawn(_title, _icon, _tone)))
