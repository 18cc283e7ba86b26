"""Facts of employees on time-lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from femida.firm.staff.events import (
    EmployeeBlocked,
    EmployeeChanged,
    EmployeeHired,
    EmployeeUnblocked,
    GroupsChanged,
    HeadNamed,
    PasswordChanged,
    RightGiven,
    RightTaken,
    SessionsEnded,
    WallBroken,
)
from femida.firm.staff.models import Employee
from femida.firm.staff.queries import names_of
from femida.platform.access.models import SCOPES, Group
from femida.platform.access.rights import rights
from femida.platform.core.actor import Actor
from femida.platform.journal.timeline import Entry, StoredFact, renders

_SCOPES = dict(SCOPES)


def _entry(fact: StoredFact, icon: str, title: object, body: str = "", tone: str = "") -> Entry:
    return Entry(fact.id, fact.at, icon, str(title), body=body, author_id=fact.actor.person_id, tone=tone)


_WORDS = {
    EmployeeHired.kind: ("user-plus", _("Hired"), "good"),
    EmployeeBlocked.kind: ("user-off", _("Blocked, signed out everywhere"), "bad"),
    EmployeeUnblocked.kind: ("user-check", _("Unblocked"), "good"),
    SessionsEnded.kind: ("logout", _("Signed out of all other browsers"), ""),
    WallBroken.kind: ("lock-open", _("Opened a closed matter, with a recorded reason"), "warn"),
}


@renders(EmployeeHired, EmployeeBlocked, EmployeeUnblocked, SessionsEnded, WallBroken)
def draw_plain(_actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Facts that say everything by their kind."""
    entries = []
    for fact in facts:
        icon, title, tone = _WORDS[fact.kind]
        entries.append(_entry(fact, icon, title, tone=tone))
    return entries


@renders(EmployeeChanged)
def draw_changed(_actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Which columns were changed; the values stand in the field history."""
    entries = []
    for fact in facts:
        assert isinstance(fact.event, EmployeeChanged)
        labels = [_label(name) for name in fact.event.fields if name != "name"]
        entries.append(_entry(fact, "edit", gettext("Changed"), ", ".join(labels)))
    return entries


@renders(GroupsChanged)
def draw_groups(_actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Which groups the person entered and left."""
    events = {fact.id: fact.event for fact in facts if isinstance(fact.event, GroupsChanged)}
    ids = {pk for event in events.values() for pk in (*event.entered, *event.left)}
    names = dict(Group.objects.filter(pk__in=ids).values_list("pk", "name"))

    def listed(group_ids: tuple[int, ...]) -> str:
        return ", ".join(names.get(pk, "") for pk in group_ids)

    entries = []
    for fact in facts:
        event = events[fact.id]
        lines = []
        if event.entered:
            title = ngettext(
                "Entered the group: %(names)s", "Entered the groups: %(names)s", len(event.entered)
            )
            lines.append(title % {"names": listed(event.entered)})
        if event.left:
            title = ngettext("Left the group: %(names)s", "Left the groups: %(names)s", len(event.left))
            lines.append(title % {"names": listed(event.left)})
        entries.append(_entry(fact, "users", gettext("Groups changed"), "\n".join(lines), tone="warn"))
    return entries


@renders(RightGiven, RightTaken)
def draw_rights(_actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Personal grants and denials, and their removal."""
    entries = []
    for fact in facts:
        assert isinstance(fact.event, RightGiven | RightTaken)
        right = rights.get(fact.event.right)
        label = str(right.label) if right is not None else fact.event.right
        if isinstance(fact.event, RightTaken):
            title = gettext("Personal right removed: %(right)s") % {"right": label}
            entries.append(_entry(fact, "key", title, tone="warn"))
        elif fact.event.scope == 0:
            title = gettext("Personally denied: %(right)s") % {"right": label}
            entries.append(_entry(fact, "key", title, tone="warn"))
        else:
            title = gettext("Personal right given: %(right)s") % {"right": label}
            entries.append(_entry(fact, "key", title, str(_SCOPES[fact.event.scope]), tone="warn"))
    return entries


@renders(PasswordChanged)
def draw_password(_actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Who changed the password: its owner or an administrator."""
    own, given = gettext("Changed the own password"), gettext("Got a new password from an administrator")
    return [
        _entry(fact, "key", own if isinstance(fact.event, PasswordChanged) and fact.event.by_owner else given)
        for fact in facts
    ]


@renders(HeadNamed)
def draw_head(_actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Who became the head of the department."""
    events = {fact.id: fact.event for fact in facts if isinstance(fact.event, HeadNamed)}
    names = names_of(event.employee_id for event in events.values())
    entries = []
    for fact in facts:
        employee_id = events[fact.id].employee_id
        if employee_id is None:
            title = gettext("The department has no head any more")
        else:
            title = gettext("Head of the department: %(name)s") % {"name": names.get(employee_id, "")}
        entries.append(_entry(fact, "user-star", title))
    return entries


def _label(column: str) -> str:
    if column == "offices":
        return gettext("further offices")
    find: Callable[[str], object] = Employee._meta.get_field
    return str(getattr(find(column.removesuffix("_id")), "verbose_name", column))
