"""Hiring, changing and blocking employees; the room's other commands are to be had here too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from femida.firm.offices.inputs import Inputs
from femida.firm.offices.models import Department, Office, Position
from femida.firm.staff.administrators import (
    UnableToGiveMoreThanOwn,
    UnableToLeaveNoAdministrator,
    keeping_an_administrator,
    require_not_above,
)
from femida.firm.staff.events import (
    EmployeeBlocked,
    EmployeeChanged,
    EmployeeHired,
    EmployeeUnblocked,
    HeadNamed,
    PasswordChanged,
)
from femida.firm.staff.granting import give_right, set_groups, take_right
from femida.firm.staff.models import DepartmentHead, Employee, EmployeeOffice
from femida.firm.staff.own import change_password, change_profile, checked_password, sign_out_elsewhere
from femida.firm.staff.walls import break_wall
from femida.kernel.names import FullName
from femida.platform.access.policy import forget_policies
from femida.platform.access.queries import visible
from femida.platform.accounts.models import User
from femida.platform.accounts.sessions import end_sessions
from femida.platform.commands.core import command, is_system, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, UnableTo
from femida.platform.journal.recording import record

RIGHT = "staff.change"

_LOGIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-")
SHORTEST_LOGIN, LONGEST_LOGIN = 3, 64
MOST_CAPABILITIES = 20


class UnableToBlockEmployee(UnableTo):
    """Nobody blocks oneself."""

    code = "unable_to_block_employee"
    default_sentence = _("You cannot block yourself. Another administrator can.")


@dataclass(frozen=True, kw_only=True)
class Person:
    """What is known of an employee: everything of it is stored as given, empty parts included.

    `office_ids` are the offices besides the main one; `capabilities` are words that routing looks at.
    """

    surname: str
    given_name: str
    patronymic: str = ""
    position_id: int
    main_office_id: int
    office_ids: Sequence[int] = ()
    department_id: int | None = None
    manager_id: int | None = None
    extension: str = ""
    capabilities: Sequence[str] = field(default=())


@command(right=RIGHT)
def hire(
    actor: Actor,
    *,
    login: str,
    person: Person,
    password: str = "",
    password_hash: str = "",
    group_ids: Iterable[int] = (),
    language: str = "ru",
    is_demo: bool = False,
) -> int:
    """Make an account and its employee, and return the employee's id.

    Groups need the right to give rights as well. Only the house itself makes demonstration logins and passes
    a ready `password_hash`. Raises Invalid, Denied, UnableToGiveMoreThanOwn.
    """
    if (is_demo or password_hash) and not is_system(actor):
        raise Denied(right=RIGHT)
    employee = Employee()
    _fill(actor, employee, person)
    account = User(login=_clean_login(login), name=employee.name, language=language, is_demo=is_demo)
    if password_hash:
        account.password = password_hash
    else:
        account.set_password(checked_password(password, account, "password"))
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid({"login": _("This login is taken.")}) from error
    employee.account = account
    _store(lambda: employee.save(force_insert=True))
    _set_offices(employee, person.office_ids)
    record(
        EmployeeHired(
            employee_id=employee.pk, office_id=person.main_office_id, department_id=person.department_id
        )
    )
    groups = frozenset(group_ids)
    if groups:
        set_groups(actor, employee_id=employee.pk, group_ids=groups)
    return employee.pk


@command(right=RIGHT, on=Employee)
def change_employee(
    actor: Actor, *, employee_id: int, person: Person, on_leave: bool = False, version: int | None = None
) -> None:
    """Change what is known of an employee; a blocked one stays blocked. Raises Invalid, Stale."""
    employee = take(actor, Employee, employee_id, version=version)
    before = {name: getattr(employee, name) for name in _COLUMNS}
    _fill(actor, employee, person)
    if employee.status != Employee.Status.BLOCKED:
        employee.status = Employee.Status.ON_LEAVE if on_leave else Employee.Status.ACTIVE
    changed = tuple(name for name in _COLUMNS if getattr(employee, name) != before[name])
    offices_changed = _set_offices(employee, person.office_ids)
    if not changed and not offices_changed:
        return
    _store(lambda: save(employee, *_COLUMNS))
    if "name" in changed:
        account = take(actor, User, employee.account_id)
        account.name = employee.name
        save(account, "name")
    # the place of a person decides what the person sees
    forget_policies()
    record(EmployeeChanged(employee_id=employee.pk, fields=(*changed, *(["offices"] * offices_changed))))


@command(right=RIGHT, on=Employee, in_maintenance=True)
def block_employee(actor: Actor, *, employee_id: int, version: int | None = None) -> None:
    """End an employee's access at once: the account is closed and every session ends.

    Raises UnableToBlockEmployee (oneself), UnableToLeaveNoAdministrator, Denied (an administrator, by
    somebody who is none), Stale.
    """
    employee = take(actor, Employee, employee_id, version=version)
    if employee.account_id == actor.id:
        raise UnableToBlockEmployee
    require_not_above(actor, employee.account_id)
    with keeping_an_administrator(employee.account_id):
        account = take(actor, User, employee.account_id)
        account.is_active = False
        save(account, "is_active")
    if employee.status != Employee.Status.BLOCKED:
        employee.status = Employee.Status.BLOCKED
        save(employee, "status")
        record(EmployeeBlocked(employee_id=employee.pk))
    end_sessions(employee.account_id)


@command(right=RIGHT, on=Employee)
def unblock_employee(actor: Actor, *, employee_id: int, version: int | None = None) -> None:
    """Let an employee sign in again with the rights from before. Raises Denied as `block_employee`, Stale."""
    employee = take(actor, Employee, employee_id, version=version)
    if employee.status != Employee.Status.BLOCKED:
        return
    account = take(actor, User, employee.account_id)
    account.is_active = True
    save(account, "is_active")
    require_not_above(actor, employee.account_id)
    forget_policies()
    employee.status = Employee.Status.ACTIVE
    save(employee, "status")
    record(EmployeeUnblocked(employee_id=employee.pk))


@command(right="access.change", on=Employee)
def give_password(actor: Actor, *, employee_id: int, password: str) -> None:
    """Give an employee who has forgotten the password a new one; every session of the account ends.

    Raises Invalid for a password that is easy to guess; Denied for somebody with more rights to give.
    """
    employee = take(actor, Employee, employee_id)
    require_not_above(actor, employee.account_id)
    account = take(actor, User, employee.account_id)
    account.set_password(checked_password(password, account, "password"))
    save(account, "password")
    end_sessions(account.pk)
    record(PasswordChanged(account_id=account.pk, employee_id=employee.pk, by_owner=False))


@command(right=RIGHT, on=Department)
def name_head(actor: Actor, *, department_id: int, employee_id: int | None) -> None:
    """Make an employee the head of a department, or nobody. Raises Invalid for an unknown employee."""
    department = take(actor, Department, department_id)
    if employee_id is None:
        DepartmentHead.objects.filter(department=department).delete()
    else:
        inputs = Inputs()
        inputs.known("employee", visible(actor, Employee, RIGHT).filter(pk=employee_id).exists())
        inputs.check()
        DepartmentHead.objects.update_or_create(department=department, defaults={"employee_id": employee_id})
    forget_policies()
    record(HeadNamed(department_id=department.pk, employee_id=employee_id))


_COLUMNS = (
    "surname", "given_name", "patronymic", "name", "position_id", "main_office_id", "department_id",
    "manager_id", "status", "extension", "capabilities",
)  # fmt: skip


def _fill(actor: Actor, employee: Employee, person: Person) -> None:
    """Put the cleaned values into the row. What the person refers to must be within the actor's reach."""
    inputs = Inputs()
    employee.surname = inputs.line("surname", person.surname, 80, required=True)
    employee.given_name = inputs.line("given_name", person.given_name, 80, required=True)
    employee.patronymic = inputs.line("patronymic", person.patronymic, 80)
    employee.name = str(FullName(employee.surname, employee.given_name, employee.patronymic))
    employee.extension = inputs.line("extension", person.extension, 8)
    if employee.extension and not employee.extension.isdecimal():
        inputs.fault("extension", _("An internal number is made of digits."))
    employee.capabilities = sorted(
        {inputs.line("capabilities", word, 40) for word in person.capabilities} - {""}
    )
    if len(employee.capabilities) > MOST_CAPABILITIES:
        inputs.fault("capabilities", _("These are too many."))
    _check_place(actor, inputs, employee, person)
    inputs.check()
    employee.position_id = person.position_id
    employee.main_office_id = person.main_office_id
    employee.department_id = person.department_id
    employee.manager_id = person.manager_id


def _check_place(actor: Actor, inputs: Inputs, employee: Employee, person: Person) -> None:
    if person.position_id != employee.position_id:
        inputs.known("position", Position.objects.filter(pk=person.position_id).exists())
    offices = visible(actor, Office, RIGHT)
    if person.main_office_id != employee.main_office_id:
        inputs.known("main_office", offices.filter(pk=person.main_office_id, is_active=True).exists())
    further = frozenset(person.office_ids)
    inputs.known("offices", offices.filter(pk__in=further).count() == len(further))
    if person.department_id is not None:
        department = Department.objects.filter(pk=person.department_id).first()
        inputs.known("department", department is not None)
        if department is not None and department.office_id not in (None, person.main_office_id, *further):
            inputs.fault("department", _("This department belongs to another office."))
    if person.manager_id is not None:
        inputs.known("manager", Employee.objects.filter(pk=person.manager_id).exists())
        if not employee._state.adding and employee.pk in _heads_of(person.manager_id):
            inputs.fault("manager", _("A head cannot be below the own subordinate."))


def _heads_of(employee_id: int) -> frozenset[int]:
    """The employee and everybody above by the chain of heads."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE above (id, manager_id) AS (
              SELECT id, manager_id FROM staff_employee WHERE id = %s
              UNION
              SELECT e.id, e.manager_id FROM staff_employee e JOIN above a ON e.id = a.manager_id
            )
            SELECT id FROM above
            """,
            [employee_id],
        )
        return frozenset(row[0] for row in cursor.fetchall())


def _clean_login(login: str) -> str:
    login = login.strip().lower()
    if not SHORTEST_LOGIN <= len(login) <= LONGEST_LOGIN or not set(login) <= _LOGIN:
        raise Invalid({"login": _("A login has 3 to 64 Latin letters, digits, dots, dashes or underscores.")})
    return login


def _store(write: Callable[[], None]) -> None:
    """Write the employee; of two who take one internal number at once, the second is told."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if constraint == "staff_employee_extension_once":
            raise Invalid({"extension": _("Somebody has this internal number already.")}) from error
        raise


def _set_offices(employee: Employee, office_ids: Iterable[int]) -> bool:
    """Make these the further offices of an employee; says whether anything changed."""
    wanted = frozenset(office_ids) - {employee.main_office_id}
    present = frozenset(EmployeeOffice.objects.filter(employee=employee).values_list("office_id", flat=True))
    EmployeeOffice.objects.filter(employee=employee, office_id__in=present - wanted).delete()
    EmployeeOffice.objects.bulk_create(
        EmployeeOffice(employee=employee, office_id=office_id) for office_id in sorted(wanted - present)
    )
    return wanted != present


__all__ = [
    "Person",
    "UnableToBlockEmployee",
    "UnableToGiveMoreThanOwn",
    "UnableToLeaveNoAdministrator",
    "block_employee",
    "break_wall",
    "change_employee",
    "change_password",
    "change_profile",
    "give_password",
    "give_right",
    "hire",
    "name_head",
    "set_groups",
    "sign_out_elsewhere",
    "take_right",
    "unblock_employee",
]
