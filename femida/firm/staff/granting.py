"""Giving and taking rights. Every change is a fact on the employee; only `access.change` may make one."""

from __future__ import annotations

from collections.abc import Iterable

from femida.firm.offices.inputs import UNKNOWN
from femida.firm.staff.administrators import RIGHT, giving_rights
from femida.firm.staff.events import GroupsChanged, RightGiven, RightTaken
from femida.firm.staff.models import Employee
from femida.platform.access.models import Group, GroupMember, PersonGrant
from femida.platform.access.rights import Scope, rights
from femida.platform.commands.core import command, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid
from femida.platform.journal.recording import record


@command(right=RIGHT, on=Employee)
def set_groups(actor: Actor, *, employee_id: int, group_ids: Iterable[int]) -> None:
    """Make these the employee's groups.

    Raises Invalid for an unknown group, UnableToLeaveNoAdministrator, UnableToGiveMoreThanOwn.
    """
    employee = take(actor, Employee, employee_id)
    wanted = frozenset(group_ids)
    if Group.objects.filter(pk__in=wanted).count() != len(wanted):
        raise Invalid({"groups": UNKNOWN})
    account_id = employee.account_id
    present = frozenset(GroupMember.objects.filter(person_id=account_id).values_list("group_id", flat=True))
    if present == wanted:
        return
    with giving_rights(actor, account_id):
        GroupMember.objects.filter(person_id=account_id, group_id__in=present - wanted).delete()
        GroupMember.objects.bulk_create(
            GroupMember(person_id=account_id, group_id=group_id) for group_id in sorted(wanted - present)
        )
    record(
        GroupsChanged(
            employee_id=employee.pk,
            entered=tuple(sorted(wanted - present)),
            left=tuple(sorted(present - wanted)),
        )
    )


@command(right=RIGHT, on=Employee)
def give_right(actor: Actor, *, employee_id: int, right: str, scope: Scope) -> None:
    """Give one person a right in a scope, whatever the groups say; `Scope.DENIED` takes it away personally.

    Raises Invalid for an unknown right, UnableToLeaveNoAdministrator, UnableToGiveMoreThanOwn.
    """
    employee = take(actor, Employee, employee_id)
    if right not in rights:
        raise Invalid({"right": UNKNOWN})
    with giving_rights(actor, employee.account_id):
        PersonGrant.objects.update_or_create(
            person_id=employee.account_id, right=right, defaults={"scope": Scope(scope).value}
        )
    record(RightGiven(employee_id=employee.pk, right=right, scope=Scope(scope).value))


@command(right=RIGHT, on=Employee)
def take_right(actor: Actor, *, employee_id: int, right: str) -> None:
    """Remove a personal grant or denial: what the groups say counts again.

    Nothing happens when there is none. Raises UnableToLeaveNoAdministrator, UnableToGiveMoreThanOwn.
    """
    employee = take(actor, Employee, employee_id)
    with giving_rights(actor, employee.account_id):
        found, _ = PersonGrant.objects.filter(person_id=employee.account_id, right=right).delete()
    if found:
        record(RightTaken(employee_id=employee.pk, right=right))
