"""The words of notices about deals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.notices.kinds import NoticeKind, StoredNotice, Words, notice_kinds
from femida.sales.deals.models import Deal


def _render(
    title: Callable[[str], str], icon: str, tone: str = ""
) -> Callable[[Actor, Sequence[StoredNotice]], Mapping[int, Words]]:
    def render(actor: Actor, notices: Sequence[StoredNotice]) -> Mapping[int, Words]:
        ids = {notice.object_id for notice in notices}
        deals = visible(actor, Deal).filter(pk__in=ids).values_list("pk", "party__name", "title")
        found = {pk: (name, about) for pk, name, about in deals}
        return {
            notice.id: Words(
                title(found[notice.object_id][0]), found[notice.object_id][1], icon=icon, tone=tone
            )
            for notice in notices
            if notice.object_id in found
        }

    return render


notice_kinds.register(
    "deal.assigned",
    NoticeKind(
        gettext_lazy("A deal for me"),
        _render(lambda name: _("A deal for you: %(name)s") % {"name": name}, "briefcase"),
    ),
)
notice_kinds.register(
    "deal.returned",
    NoticeKind(
        gettext_lazy("A deal came back"),
        _render(lambda name: _("Time to contact again: %(name)s") % {"name": name}, "refresh", "warn"),
    ),
)
