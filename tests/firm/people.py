"""Makes offices and people for tests that are not about making them: rows straight into the tables."""

from __future__ import annotations

import itertools

from femida.firm.offices.models import Department, LegalEntity, Office, Position
from femida.firm.staff.models import Employee, EmployeeOffice
from femida.platform.access.models import Group, GroupGrant, GroupMember, PersonGrant
from femida.platform.access.rights import Scope
from femida.platform.accounts.models import User
from femida.platform.core.actor import Actor

numbers = itertools.count(1)


def an_office(name: str = "Москва", time_zone: str = "Europe/Moscow") -> Office:
    """An office of the one legal entity of the tests."""
    entity, _ = LegalEntity.objects.get_or_create(name="ООО «Проба»", short_name="Проба")
    return Office.objects.create(name=name, legal_entity=entity, city=name, time_zone=time_zone)


def a_department(office: Office | None = None, kind: str = "sales") -> Department:
    """A department with a name of its own."""
    return Department.objects.create(name=f"Отдел {next(numbers)}", office=office, kind=kind)


def an_employee(office: Office, department: Department | None = None, **values: object) -> Employee:
    """An employee with an account, without rights; `offices` are the further ones."""
    number = next(numbers)
    account = User(login=f"person{number}", name=f"Пробный {number}")
    account.set_password("верный пароль")
    account.save()
    position, _ = Position.objects.get_or_create(name="Специалист")
    offices = values.pop("offices", ())
    employee = Employee.objects.create(
        account=account,
        surname=f"Пробный{number}",
        given_name="Пётр",
        name=f"Пробный{number} Пётр",
        position=position,
        main_office=office,
        department=department,
        **values,
    )
    for further in offices:
        EmployeeOffice.objects.create(employee=employee, office=further)
    return employee


def actor_of(employee: Employee) -> Actor:
    """The employee as an actor."""
    return Actor.person(employee.account_id)


def give(employee: Employee, **scopes: Scope) -> None:
    """Put the person into a fresh group with rights: `give(e, things__view=Scope.OFFICE)`."""
    number = next(numbers)
    group = Group.objects.create(key=f"group{number}", name=f"Группа {number}")
    GroupMember.objects.create(group=group, person_id=employee.account_id)
    for name, scope in scopes.items():
        GroupGrant.objects.create(group=group, right=name.replace("__", "."), scope=scope.value)


def give_personally(employee: Employee, **scopes: Scope) -> None:
    """Personal grants, and with `Scope.DENIED` personal denials."""
    for name, scope in scopes.items():
        PersonGrant.objects.create(
            person_id=employee.account_id, right=name.replace("__", "."), scope=scope.value
        )
