"""Names: read from one line in any order, composed in one."""

import pytest

from femida.parties.registry.names import NameParts, compose, likeness, read_name


@pytest.mark.parametrize(
    ("line", "surname", "given_name", "patronymic"),
    [
        ("Иванов Пётр Сергеевич", "Иванов", "Пётр", "Сергеевич"),
        ("Пётр Сергеевич Иванов", "Иванов", "Пётр", "Сергеевич"),
        ("Анна Ковалёва", "Ковалёва", "Анна", ""),
        ("Константин", "", "Константин", ""),
        ("Кузнецова", "Кузнецова", "", ""),
        ("Гасанов Али Вели оглы", "Гасанов", "Али", "Вели оглы"),
    ],
)
def test_parts_of_a_person(line, surname, given_name, patronymic):
    assert read_name(line) == NameParts(surname, given_name, patronymic)


@pytest.mark.parametrize("line", ["ООО «Ромашка»", "ао Вектор", "Общество с ограниченной ответственностью А"])
def test_an_organisation_is_one_part(line):
    assert read_name(line) == NameParts(legal_name=line)


def test_a_surname_that_begins_like_a_form_is_a_person():
    assert read_name("Аоки Кендзи").legal_name == ""


def test_nothing_is_no_name():
    assert read_name("") == NameParts()
    assert compose(NameParts()) == "Без имени"
    assert not NameParts().is_known


@pytest.mark.parametrize(
    ("one", "other", "degree"),
    [
        ("Ковалёва Анна", "анна КОВАЛЕВА", 2),
        ("Анна", "Ковалёва Анна Петровна", 1),
        ("Ковалёва Анна Петровна", "Ковалёва Анна", 1),
        ("Анна Ковалёва", "Анна Петрова", 0),
        ("Анн", "Анна", 0),
        ("", "Анна", 0),
    ],
)
def test_likeness(one, other, degree):
    assert likeness(one, other) == degree
