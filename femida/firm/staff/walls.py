"""Closed matters: rows that carry a wall are for the people named on it, stronger than any right.

`raise_wall`, `lift_wall` and `change_people` are helpers for the commands of the rooms whose rows carry the
wall: the command holds the row's lock, has checked its own right, and stores `wall_id` on its rows.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from femida.firm.offices.inputs import Inputs
from femida.firm.staff.events import WallBroken
from femida.firm.staff.queries import employee_of
from femida.platform.access.models import Wall, WallMember
from femida.platform.access.policy import forget_policies
from femida.platform.accounts.models import User
from femida.platform.commands.core import command
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, NotFound
from femida.platform.journal.access_log import Kind, log_access
from femida.platform.journal.recording import record


def raise_wall(object_type: str, object_id: int, people: Iterable[int], reason: str) -> Wall:
    """Close a matter to all but these accounts, and return its wall; a standing wall gets these people.

    Raises Invalid for an empty reason, for nobody, or for somebody who may not sign in.
    """
    inputs = Inputs()
    reason = inputs.line("reason", reason, 300, required=True)
    named = _active(inputs, people)
    inputs.check()
    wall, is_new = Wall.objects.get_or_create(
        object_type=object_type, object_id=object_id, lifted_at=None, defaults={"reason": reason}
    )
    if not is_new and wall.reason != reason:
        wall.reason = reason
        wall.save(update_fields=["reason"])
    _name(wall, named)
    return wall


def lift_wall(object_type: str, object_id: int) -> Wall | None:
    """Open a matter again; returns the wall that stood, or None. The caller clears `wall_id` of its rows."""
    wall = Wall.objects.filter(object_type=object_type, object_id=object_id, lifted_at=None).first()
    if wall is None:
        return None
    wall.lifted_at = clock.now()
    wall.save(update_fields=["lifted_at"])
    forget_policies()
    return wall


def change_people(wall: Wall, people: Iterable[int]) -> None:
    """Make these accounts the ones who may pass. Raises Invalid as `raise_wall`."""
    inputs = Inputs()
    named = _active(inputs, people)
    inputs.check()
    _name(wall, named)


def people_of(wall_id: int) -> list[int]:
    """The accounts that may pass a wall, in ascending order."""
    members = WallMember.objects.filter(wall_id=wall_id).order_by("person_id")
    return list(members.values_list("person_id", flat=True))


@command(right="access.break_wall")
def break_wall(actor: Actor, *, wall_id: int, reason: str) -> None:
    """Open a closed matter for the actor alone, with a reason that stays in the register of access.

    Raises Invalid without a reason, NotFound when no such wall stands.
    """
    inputs = Inputs()
    reason = inputs.line("reason", reason, 300, required=True)
    inputs.check()
    if actor.id is None:
        raise Denied(right="access.break_wall")
    wall = Wall.objects.filter(pk=wall_id, lifted_at=None).first()
    if wall is None:
        raise NotFound
    WallMember.objects.get_or_create(wall=wall, person_id=actor.id)
    forget_policies()
    log_access(
        actor,
        Kind.OPENED,
        object_type=wall.object_type,
        object_id=wall.object_id,
        right="access.break_wall",
        reason=reason,
    )
    employee = employee_of(actor.id)
    record(
        WallBroken(
            wall_id=wall.pk,
            employee_id=employee.id if employee else None,
            object_type=wall.object_type,
            object_id=wall.object_id,
        )
    )


def _active(inputs: Inputs, people: Iterable[int]) -> frozenset[int]:
    named = frozenset(people)
    if not named:
        inputs.fault("people", _("Name at least one person."))
    elif User.objects.filter(pk__in=named, is_active=True).count() != len(named):
        inputs.fault("people", _("Somebody here may not sign in any more."))
    return named


def _name(wall: Wall, named: frozenset[int]) -> None:
    WallMember.objects.filter(wall=wall).exclude(person_id__in=named).delete()
    WallMember.objects.bulk_create(
        (WallMember(wall=wall, person_id=account_id) for account_id in sorted(named)), ignore_conflicts=True
    )
    forget_policies()
