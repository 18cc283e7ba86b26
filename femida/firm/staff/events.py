"""What happens to employees, their rights and the walls around matters."""

from __future__ import annotations

from dataclasses import dataclass

from femida.platform.journal.events import Event

EMPLOYEE = "firm.employee"


@dataclass(frozen=True, kw_only=True)
class EmployeeHired(Event):
    """A person came to work and got an account."""

    kind = "employee.hired"
    subject = (EMPLOYEE, "employee_id")
    employee_id: int
    office_id: int
    department_id: int | None


@dataclass(frozen=True, kw_only=True)
class EmployeeChanged(Event):
    """Data of an employee were changed; `fields` names the columns."""

    kind = "employee.changed"
    subject = (EMPLOYEE, "employee_id")
    employee_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EmployeeBlocked(Event):
    """An employee may no longer sign in; every session has ended."""

    kind = "employee.blocked"
    subject = (EMPLOYEE, "employee_id")
    employee_id: int


@dataclass(frozen=True, kw_only=True)
class EmployeeUnblocked(Event):
    """An employee may sign in again."""

    kind = "employee.unblocked"
    subject = (EMPLOYEE, "employee_id")
    employee_id: int


@dataclass(frozen=True, kw_only=True)
class GroupsChanged(Event):
    """An employee entered and left groups (ids of groups)."""

    kind = "employee.groups_changed"
    subject = (EMPLOYEE, "employee_id")
    employee_id: int
    entered: tuple[int, ...]
    left: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class RightGiven(Event):
    """A personal grant, or with scope 0 a personal denial."""

    kind = "employee.right_given"
    subject = (EMPLOYEE, "employee_id")
    employee_id: int
    right: str
    scope: int


@dataclass(frozen=True, kw_only=True)
class RightTaken(Event):
    """A personal grant or denial was removed; what the groups say counts again."""

    kind = "employee.right_taken"
    subject = (EMPLOYEE, "employee_id")
    employee_id: int
    right: str


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """An account has a new password: its owner's choice, or given by an administrator."""

    kind = "account.password_changed"
    subject = ("accounts.user", "account_id")
    anchors = ((EMPLOYEE, "employee_id"),)
    account_id: int
    employee_id: int | None
    by_owner: bool


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Event):
    """A person signed out of all other browsers."""

    kind = "account.sessions_ended"
    subject = ("accounts.user", "account_id")
    anchors = ((EMPLOYEE, "employee_id"),)
    account_id: int
    employee_id: int | None


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Event):
    """A person chose another language, theme or density."""

    kind = "account.profile_changed"
    subject = ("accounts.user", "account_id")
    account_id: int


@dataclass(frozen=True, kw_only=True)
class HeadNamed(Event):
    """A department got a head, or has none any more."""

    kind = "department.head_named"
    subject = ("firm.department", "department_id")
    anchors = ((EMPLOYEE, "employee_id"),)
    department_id: int
    employee_id: int | None


@dataclass(frozen=True, kw_only=True)
class WallBroken(Event):
    """Somebody opened a closed matter for themselves; the reason stands in the register of access."""

    kind = "wall.broken"
    subject = ("access.wall", "wall_id")
    anchors = ((EMPLOYEE, "employee_id"),)
    wall_id: int
    employee_id: int | None
    object_type: str
    object_id: int


@dataclass(frozen=True, kw_only=True)
class GroupAdded(Event):
    """A group of people with the same rights was made."""

    kind = "group.added"
    subject = ("access.group", "group_id")
    group_id: int
