"""Setting up the types of actions."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.commands.core import command, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid
from femida.platform.journal.recording import record
from femida.platform.texts.typed import typed_line, typed_text
from femida.practice.execution.events import ActionTypeAdded, ActionTypeChanged
from femida.practice.execution.models import ActionType, ActionTypeService
from femida.practice.services.commands.storing import once
from femida.practice.services.models import Service

RIGHT = "execution.change_types"
LAST_PLACE = 10_000
_TWICE = ("execution_type_name_once", "name", gettext_lazy("There is such a type already."))


@command(right=RIGHT)
def add_action_type(
    actor: Actor,
    *,
    name: str,
    notice_text: str = "",
    is_public: bool = False,
    service_ids: Collection[int] = (),
    order: int = 100,
) -> int:
    """Set up a type of actions; returns its id. Without services it fits every contract. Raises Invalid."""
    kind = ActionType()
    _fill(kind, name, notice_text, is_public, order)
    once(kind.save, *_TWICE)
    _set_services(kind, service_ids)
    record(ActionTypeAdded(type_id=kind.pk))
    return kind.pk


@command(right=RIGHT, on=ActionType)
def change_action_type(
    actor: Actor,
    *,
    type_id: int,
    name: str,
    notice_text: str = "",
    is_public: bool = False,
    service_ids: Collection[int] = (),
    order: int = 100,
    is_active: bool = True,
    version: int | None = None,
) -> None:
    """Change a type; actions recorded before keep their words. Raises Invalid, Stale."""
    kind = take(actor, ActionType, type_id, version=version)
    _fill(kind, name, notice_text, is_public, order)
    kind.is_active = is_active
    once(lambda: save(kind, "name", "notice_text", "is_public", "order", "is_active"), *_TWICE)
    _set_services(kind, service_ids)
    record(ActionTypeChanged(type_id=kind.pk))


def _fill(kind: ActionType, name: str, notice_text: str, is_public: bool, order: int) -> None:
    kind.name = typed_line("name", name, longest=120, required=True)
    kind.notice_text = typed_text("notice_text", notice_text, longest=4_000, required=is_public)
    kind.is_public = is_public
    if not 0 <= order <= LAST_PLACE:
        raise Invalid({"order": _("From 0 to 10,000.")})
    kind.order = order


def _set_services(kind: ActionType, service_ids: Collection[int]) -> None:
    wanted = set(service_ids)
    if Service.objects.filter(pk__in=wanted).count() != len(wanted):
        raise Invalid({"services": _("Choose services from the list.")})
    fits = ActionTypeService.objects.filter(type=kind)
    fits.exclude(service__in=wanted).delete()
    ActionTypeService.objects.bulk_create(
        (ActionTypeService(type=kind, service_id=pk) for pk in sorted(wanted)), ignore_conflicts=True
    )
