"""The people of the demonstration firm: about thirty, in every role."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib.auth.hashers import make_password

from femida.firm.staff.commands import Person, hire, name_head
from femida.firm.staff.presets import load_presets
from femida.platform.core.actor import Actor

PASSWORD = "femida-demo"  # noqa: S105 - printed at start; works on loopback only

NAMES = """
    Алексеев Глеб Игоревич
    Белоусов Артём Павлович
    Воронин Денис Олегович
    Горшков Илья Романович
    Дементьев Кирилл Андреевич
    Ершов Матвей Юрьевич
    Жданов Никита Сергеевич
    Зимин Пётр Евгеньевич
    Исаков Руслан Маратович
    Калашников Тимур Рустамович
    Лаптев Фёдор Ильич
    Мухин Ярослав Денисович
    Нестеров Антон Викторович
    Одинцов Виктор Львович
    Панфилов Егор Максимович
    Рожков Захар Степанович
    Сафонова Алина Дмитриевна
    Третьякова Вера Николаевна
    Ульянова Дарья Олеговна
    Филатова Ева Константиновна
    Хохлова Жанна Борисовна
    Цветкова Инна Артёмовна
    Чернова Ксения Вадимовна
    Шубина Лариса Петровна
    Щукина Мария Алексеевна
    Ёлкина Надежда Ивановна
    Юдина Полина Георгиевна
    Яшина Роза Ильинична
    Аксёнова Светлана Михайловна
    Бирюкова Таисия Егоровна
    Власова Ульяна Яковлевна
    Гущина Эмма Тимофеевна
    Данилова Юлия Арсеньевна
    Ефремова Яна Владиславовна
    Журавлёва Агата Ростиславовна
"""


@dataclass(frozen=True, slots=True)
class Role:
    """One role: the preset group, the post, the kind of department, and what routing may give."""

    group: str
    position: str
    department: str
    capabilities: tuple[str, ...] = ()


ROLES = {
    "director": Role("director", "Генеральный директор", "management"),
    "admin": Role("administrator", "Администратор системы", "management"),
    "head.sales": Role("head_of_sales", "Руководитель отдела продаж", "sales"),
    "manager": Role("manager", "Менеджер по продажам", "sales", ("deals",)),
    "head.calls": Role("head_of_call_centre", "Руководитель колл-центра", "call_centre"),
    "operator": Role("operator", "Оператор колл-центра", "call_centre", ("leads",)),
    "head.practice": Role("head_of_practice", "Руководитель юристов", "execution"),
    "lawyer": Role("lawyer", "Юрист", "execution", ("consultations", "contracts")),
    "court": Role("court_representative", "Судебный представитель", "court"),
    "reception": Role("reception", "Администратор приёмной", "reception"),
    "head.finance": Role("head_of_finance", "Руководитель финансового отдела", "finance"),
    "cashier": Role("cashier", "Кассир", "finance"),
}

# Logins in the order of hiring, so that a head is there before those below.
STAFF = (
    "director", "admin",
    "head.sales.msk", "head.sales.spb", "head.sales.kzn",
    "head.calls.msk", "head.calls.spb", "head.calls.kzn",
    "head.practice.msk", "head.practice.spb", "head.practice.kzn",
    "manager1.msk", "manager2.msk", "manager3.msk", "manager1.spb", "manager2.spb", "manager1.kzn",
    "operator1.msk", "operator2.msk", "operator3.msk", "operator1.spb", "operator2.spb", "operator1.kzn",
    "lawyer1.msk", "lawyer2.msk", "lawyer1.spb", "lawyer1.kzn",
    "court1.msk", "court1.spb",
    "reception.msk", "reception.spb", "reception.kzn",
    "cashier.msk", "cashier.spb",
    "head.finance",
)  # fmt: skip

# Whom each role answers to: the head of the same office, or the director.
HEADS = {
    "manager": "head.sales",
    "operator": "head.calls",
    "lawyer": "head.practice",
    "court": "head.practice",
}

# The logins that are printed at start: one per role.
SHOWN = (
    "director", "admin", "head.sales.msk", "head.calls.msk", "head.practice.msk", "manager1.msk",
    "operator1.msk", "lawyer1.msk", "court1.msk", "reception.msk", "cashier.msk", "head.finance",
)  # fmt: skip


class Context(Protocol):
    """What the set-up of the demonstration firm gives to each room."""

    random: random.Random
    made: dict[str, Any]

    def login(self, *, role: str, login: str, password: str, person: str) -> None:
        """Tell of a login to be printed."""


def build(context: Context) -> None:
    """Hire everybody, with their groups, heads and departments.

    Leaves in `context.made`: `employees` (login → id of the employee).
    """
    actor = Actor.system("demo")
    groups = load_presets(actor)
    # one hash for all: the password is public, and each costs a third of a second
    password_hash = make_password(PASSWORD)
    names = _names(context.random)
    employees: dict[str, int] = {}
    for number, login in enumerate(STAFF):
        role_key, office = _parts(login)
        role = ROLES[role_key]
        person = Person(
            surname=names[number][0],
            given_name=names[number][1],
            patronymic=names[number][2],
            position_id=context.made["positions"][role.position],
            main_office_id=context.made["offices"][office or "msk"],
            department_id=_department(context.made["departments"], role.department, office),
            manager_id=employees.get(f"{HEADS.get(role_key, '')}.{office}", employees.get("director")),
            extension=str(101 + number),
            capabilities=role.capabilities,
        )
        employees[login] = hire(
            actor,
            login=login,
            person=person,
            password_hash=password_hash,
            group_ids=[groups[role.group]],
            is_demo=True,
        )
        if role_key.startswith("head."):
            name_head(actor, department_id=person.department_id or 0, employee_id=employees[login])
        if login in SHOWN:
            context.login(role=role.position, login=login, password=PASSWORD, person=" ".join(names[number]))
    context.made["employees"] = employees


def _parts(login: str) -> tuple[str, str]:
    """The key of the role and of the office of a login: `manager2.spb` is a manager in `spb`."""
    if login in ROLES:
        return login, ""
    role, _, office = login.rpartition(".")
    return role.rstrip("0123456789"), office


def _department(departments: dict[tuple[str, str], int], kind: str, office: str) -> int:
    return departments.get((kind, office)) or departments[kind, ""]


def _names(chance: random.Random) -> list[tuple[str, str, str]]:
    """As many different names as there are people, the same for one seed."""
    names = [line.split() for line in NAMES.strip().splitlines()]
    chance.shuffle(names)
    return [(surname, given, patronymic) for surname, given, patronymic in names]
