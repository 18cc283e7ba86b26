"""Names of people: parts, short forms, gender, cases."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from femida.kernel.names import Case, FullName, Gender, decline, gender_of, parse_name
from femida.kernel.text import TooLong


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Иванов Иван Иванович", ("Иванов", "Иван", "Иванович")),
        ("Иван Иванович Иванов", ("Иванов", "Иван", "Иванович")),
        ("  Иван   Петров ", ("Петров", "Иван", "")),
        ("Петров Иван", ("Петров", "Иван", "")),
        ("Петров, Иван", ("Петров", "Иван", "")),
        ("Иван Иванович", ("", "Иван", "Иванович")),
        ("Мицкевич Адам", ("Мицкевич", "Адам", "")),
        ("Адам Мицкевич", ("Мицкевич", "Адам", "")),
        ("Анна Ким", ("Ким", "Анна", "")),
        ("Ким Анна", ("Ким", "Анна", "")),
        ("Хачатур Оганян", ("Оганян", "Хачатур", "")),
        ("Салтыков - Щедрин Михаил Евграфович", ("Салтыков-Щедрин", "Михаил", "Евграфович")),
        ("Алиев Мамед Гасан оглы", ("Алиев", "Мамед", "Гасан оглы")),
        ("Гарсиа Мария Кармен", ("Гарсиа", "Мария Кармен", "")),
        ("Никита", ("", "Никита", "")),
        ("Заяц", ("Заяц", "", "")),
        ("John Smith", ("John", "Smith", "")),
        ("", ("", "", "")),
    ],
)
def test_parse_name(text: str, parts: tuple[str, str, str]) -> None:
    name = parse_name(text)
    assert (name.surname, name.given, name.patronymic) == parts


def test_too_long_name() -> None:
    with pytest.raises(TooLong):
        parse_name("а" * 301)


def test_short_forms() -> None:
    name = FullName("Иванов", "Иван", "Иванович")
    assert str(name) == "Иванов Иван Иванович"
    assert (name.short(), name.signature(), name.initials()) == ("Иванов И. И.", "И. И. Иванов", "И. И.")
    assert name.address() == "Иван Иванович"
    assert FullName("Ким", "анна-мария").short() == "Ким А.-М."
    assert FullName("Алиев", "Мамед", "Гасан оглы").short() == "Алиев М. Г."
    assert FullName("Заяц").short() == FullName("Заяц").address() == "Заяц"
    assert FullName("", "Иван", "Иванович").short() == "Иван Иванович"
    assert FullName().short() == str(FullName()) == ""


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Иванов Иван Иванович", Gender.MALE),
        ("Белых Никита Ильич", Gender.MALE),
        ("Белых Анна Ильинична", Gender.FEMALE),
        ("Коваль Женя Петровна", Gender.FEMALE),
        ("Алиева Джамиля Расул кызы", Gender.FEMALE),
        ("Шевченко Любовь", Gender.FEMALE),
        ("Мамедов Муса", Gender.MALE),
        ("Абдулла Хан", Gender.MALE),
        ("Тян Роман", Gender.MALE),
        ("Сагитова Айгуль", Gender.FEMALE),
        ("Мария Петров", Gender.FEMALE),
        ("Иванова Саша", Gender.FEMALE),
        ("Иванов Саша", Gender.MALE),
        ("Коваль Саша", None),
        ("Ли Юн Хо", None),
        ("John Smith", None),
        ("", None),
    ],
)
def test_gender(text: str, gender: Gender | None) -> None:
    assert gender_of(parse_name(text)) is gender


# Genitive, dative, accusative, instrumental, prepositional.
CASES = {
    "Иванов Иван Иванович": "Иванова Ивана Ивановича|Иванову Ивану Ивановичу|Иванова Ивана Ивановича|"
    "Ивановым Иваном Ивановичем|Иванове Иване Ивановиче",
    "Кузнецова Наталья Ильинична": "Кузнецовой Натальи Ильиничны|Кузнецовой Наталье Ильиничне|"
    "Кузнецову Наталью Ильиничну|Кузнецовой Натальей Ильиничной|Кузнецовой Наталье Ильиничне",
    "Толстой Лев Николаевич": "Толстого Льва Николаевича|Толстому Льву Николаевичу|Толстого Льва Николаевича|"
    "Толстым Львом Николаевичем|Толстом Льве Николаевиче",
    "Римский-Корсаков Николай Андреевич": "Римского-Корсакова Николая Андреевича|"
    "Римскому-Корсакову Николаю Андреевичу|Римского-Корсакова Николая Андреевича|"
    "Римским-Корсаковым Николаем Андреевичем|Римском-Корсакове Николае Андреевиче",
    "Шевченко Любовь Павловна": "Шевченко Любови Павловны|Шевченко Любови Павловне|Шевченко Любовь Павловну|"
    "Шевченко Любовью Павловной|Шевченко Любови Павловне",
    "Белых Никита Ильич": "Белых Никиты Ильича|Белых Никите Ильичу|Белых Никиту Ильича|Белых Никитой Ильичом|"
    "Белых Никите Ильиче",
    "Шульга Георгий Фомич": "Шульги Георгия Фомича|Шульге Георгию Фомичу|Шульгу Георгия Фомича|"
    "Шульгой Георгием Фомичом|Шульге Георгии Фомиче",
    "Соловей Пётр Кузьмич": "Соловья Петра Кузьмича|Соловью Петру Кузьмичу|Соловья Петра Кузьмича|"
    "Соловьем Петром Кузьмичом|Соловье Петре Кузьмиче",
    "Ткач Павел Лукич": "Ткача Павла Лукича|Ткачу Павлу Лукичу|Ткача Павла Лукича|Ткачом Павлом Лукичом|"
    "Ткаче Павле Лукиче",
    "Ткач Ольга Юрьевна": "Ткач Ольги Юрьевны|Ткач Ольге Юрьевне|Ткач Ольгу Юрьевну|Ткач Ольгой Юрьевной|"
    "Ткач Ольге Юрьевне",
    "Цой Виктор Робертович": "Цоя Виктора Робертовича|Цою Виктору Робертовичу|Цоя Виктора Робертовича|"
    "Цоем Виктором Робертовичем|Цое Викторе Робертовиче",
    "Цой Дарина Игоревна": "Цой Дарины Игоревны|Цой Дарине Игоревне|Цой Дарину Игоревну|"
    "Цой Дариной Игоревной|Цой Дарине Игоревне",
    "Дюма Александр": "Дюма Александра|Дюма Александру|Дюма Александра|Дюма Александром|Дюма Александре",
    "Берия Лаврентий Павлович": "Берии Лаврентия Павловича|Берии Лаврентию Павловичу|"
    "Берию Лаврентия Павловича|Берией Лаврентием Павловичем|Берии Лаврентии Павловиче",
    "Гамсахурдиа Звиад Константинович": "Гамсахурдиа Звиада Константиновича|"
    "Гамсахурдиа Звиаду Константиновичу|Гамсахурдиа Звиада Константиновича|"
    "Гамсахурдиа Звиадом Константиновичем|Гамсахурдиа Звиаде Константиновиче",
    "Алиев Мамед Гасан оглы": "Алиева Мамеда Гасан оглы|Алиеву Мамеду Гасан оглы|Алиева Мамеда Гасан оглы|"
    "Алиевым Мамедом Гасан оглы|Алиеве Мамеде Гасан оглы",
    "Кара-Мурза Сергей Георгиевич": "Кара-Мурзы Сергея Георгиевича|Кара-Мурзе Сергею Георгиевичу|"
    "Кара-Мурзу Сергея Георгиевича|Кара-Мурзой Сергеем Георгиевичем|Кара-Мурзе Сергее Георгиевиче",
    "Дарвин Чарльз Робертович": "Дарвина Чарльза Робертовича|Дарвину Чарльзу Робертовичу|"
    "Дарвина Чарльза Робертовича|Дарвином Чарльзом Робертовичем|Дарвине Чарльзе Робертовиче",
    "Петрова-Водкина Анна-Мария Юрьевна": "Петровой-Водкиной Анны-Марии Юрьевны|"
    "Петровой-Водкиной Анне-Марии Юрьевне|Петрову-Водкину Анну-Марию Юрьевну|"
    "Петровой-Водкиной Анной-Марией Юрьевной|Петровой-Водкиной Анне-Марии Юрьевне",
    "Мицкевич Адам Николаевич": "Мицкевича Адама Николаевича|Мицкевичу Адаму Николаевичу|"
    "Мицкевича Адама Николаевича|Мицкевичем Адамом Николаевичем|Мицкевиче Адаме Николаевиче",
    "Ли Юлия": "Ли Юлии|Ли Юлии|Ли Юлию|Ли Юлией|Ли Юлии",
    "ИВАНОВ ИВАН ИВАНОВИЧ": "ИВАНОВА ИВАНА ИВАНОВИЧА|ИВАНОВУ ИВАНУ ИВАНОВИЧУ|ИВАНОВА ИВАНА ИВАНОВИЧА|"
    "ИВАНОВЫМ ИВАНОМ ИВАНОВИЧЕМ|ИВАНОВЕ ИВАНЕ ИВАНОВИЧЕ",
    "John Smith": "John Smith|John Smith|John Smith|John Smith|John Smith",
}


@pytest.mark.parametrize("text", CASES)
def test_six_cases(text: str) -> None:
    name = parse_name(text)
    declined = [str(decline(name, case)) for case in Case]
    assert declined == [text, *CASES[text].split("|")]


def test_initials_do_not_decline() -> None:
    name = FullName("Иванов", "И.", "И.")
    assert decline(name, Case.DATIVE, gender=Gender.MALE) == FullName("Иванову", "И.", "И.")


def test_given_gender_is_stronger_than_the_guess() -> None:
    name = FullName("Коваль", "Саша")
    assert str(decline(name, Case.GENITIVE)) == "Коваль Саша"
    assert str(decline(name, Case.GENITIVE, gender=Gender.MALE)) == "Коваля Саши"
    assert str(decline(name, Case.GENITIVE, gender=Gender.FEMALE)) == "Коваль Саши"


def test_remembered_corrections_win() -> None:
    corrections = {("Гребень", Case.GENITIVE): "Гребня", ("Ли", Case.GENITIVE): "Лия"}
    name = FullName("ГРЕБЕНЬ", "Иван", "Ильич")
    assert str(decline(name, Case.GENITIVE, corrections=corrections)) == "Гребня Ивана Ильича"
    assert str(decline(FullName("Гребень-Ли", "Иван"), Case.GENITIVE, corrections=corrections)) == (
        "Гребня-Лия Ивана"
    )
    # They apply without a known gender, and only to their case.
    assert str(decline(FullName("Ли", "Юн"), Case.GENITIVE, corrections=corrections)) == "Лия Юн"
    assert str(decline(FullName("Ли", "Юн"), Case.DATIVE, corrections=corrections)) == "Ли Юн"


def test_noise_never_breaks() -> None:
    dice = random.Random(13)
    alphabet = "аиоя йбвИАЯ-’.,\u200b\u0301oл\x00"
    for _ in range(2000):
        name = parse_name("".join(dice.choice(alphabet) for _ in range(dice.randrange(30))))
        for case in Case:
            for gender in (None, *Gender):
                assert isinstance(str(decline(name, case, gender=gender)), str)
        assert isinstance(name.short() + name.signature() + name.address(), str)


def test_dictionaries_load_late() -> None:
    program = (
        "import sys, femida.kernel.names, femida.kernel.phones, femida.kernel.calendar\n"
        "late = {'pymorphy3', 'petrovich', 'phonenumbers', 'holidays', 'num2words', 'django'}\n"
        "loaded = late & set(sys.modules)\n"
        "sys.exit(str(loaded) if loaded else 0)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
