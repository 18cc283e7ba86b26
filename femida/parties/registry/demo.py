"""The people and organisations of the demonstration firm: about three hundred, none of them real.

Telephone numbers are of codes that no operator has been given, addresses of domains kept for examples.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from femida.firm.staff.queries import accounts_of
from femida.parties.registry.commands import add_role, close_party, register_party
from femida.parties.registry.models import Party, PartyRole
from femida.parties.registry.names import NameParts, compose
from femida.platform.core import clock
from femida.platform.core.actor import Actor

PEOPLE: Final = 260
ORGANISATIONS: Final = 40
DAYS: Final = 120
"""How long before the present moment the first of them came."""

CODES: Final = ("935", "943", "945", "946", "948", "972", "973", "974", "975", "976")
DOMAINS: Final = ("example.com", "example.org", "example.net")
SHARES: Final = {"msk": 5, "spb": 3, "kzn": 2}
FAMILY: Final = 25
"""One person of so many came by the telephone of somebody known."""
HAVE_SECOND_PHONE: Final = 0.15
HAVE_EMAIL: Final = 0.6


def _words(text: str) -> list[str]:
    return text.split()


MEN: Final = _words("""
    Александр Алексей Анатолий Андрей Антон Артём Борис Вадим Валерий Василий Виктор Виталий Владимир
    Вячеслав Геннадий Георгий Григорий Даниил Денис Дмитрий Евгений Егор Иван Игорь Илья Кирилл
    Константин Лев Леонид Максим Марат Михаил Никита Николай Олег Павел Пётр Ринат Роман Руслан Семён
    Сергей Станислав Степан Тимур Фёдор Эдуард Юрий Ярослав
""")
WOMEN: Final = _words("""
    Александра Алина Алла Анастасия Ангелина Анна Валентина Валерия Вера Вероника Виктория Галина Дарья
    Диана Евгения Екатерина Елена Жанна Зинаида Инна Ирина Карина Кристина Ксения Лариса Лидия Любовь
    Людмила Марина Мария Надежда Наталья Нина Оксана Ольга Полина Раиса Римма Светлана София Тамара
    Татьяна Ульяна Юлия Яна
""")
# The father's name: for a son, for a daughter.
FATHERS: Final = (
    ("Александрович", "Александровна"), ("Алексеевич", "Алексеевна"), ("Андреевич", "Андреевна"),
    ("Борисович", "Борисовна"), ("Васильевич", "Васильевна"), ("Викторович", "Викторовна"),
    ("Владимирович", "Владимировна"), ("Геннадьевич", "Геннадьевна"), ("Дмитриевич", "Дмитриевна"),
    ("Евгеньевич", "Евгеньевна"), ("Иванович", "Ивановна"), ("Ильич", "Ильинична"),
    ("Константинович", "Константиновна"), ("Маратович", "Маратовна"), ("Михайлович", "Михайловна"),
    ("Николаевич", "Николаевна"), ("Олегович", "Олеговна"), ("Павлович", "Павловна"),
    ("Петрович", "Петровна"), ("Сергеевич", "Сергеевна"), ("Фёдорович", "Фёдоровна"),
    ("Юрьевич", "Юрьевна"),
)  # fmt: skip
# Surnames of men; those of women follow by their endings.
SURNAMES: Final = _words("""
    Абрамов Авдеев Агапов Баранов Беляев Блинов Бобров Богданов Быков Вавилов Вишняков Галкин Гаврилов
    Голубев Горбунов Грачёв Гуляев Давыдов Демидов Дроздов Дьячков Егоров Ёжиков Ермаков Ефимов Жилин
    Жуков Завьялов Зайцев Зимин Золотов Зуев Игнатов Ильин Казаков Калинин Карпов Киселёв Ковалёв
    Козырев Комаров Корнеев Котов Крылов Кудрявцев Кузьмин Лазарев Лаврентьев Лебедев Логинов Лыткин
    Макаров Маслов Матвеев Медведев Минаев Морозов Муравьёв Назаров Наумов Никитин Носков Орлов Осипов
    Павлов Пахомов Пестов Поляков Прохоров Родионов Рябов Савельев Селезнёв Симонов Соболев Суворов
    Сычёв Тарасов Терентьев Тихонов Третьяков Туманов Уваров Успенский Федотов Филимонов Хабаров Царёв
    Чайковский Черкасов Шаповалов Широков Шмелёв Щербинин Юдинцев Яковлев Яровой Шевчук Гаврилюк Дзюба
    Коваленко Саркисян
""")
COMPANIES: Final = (
    "Северный мост", "Тихая гавань", "Каменный брод", "Белый камень", "Вектор плюс", "Зелёный двор",
    "Первая мебельная", "Стройлиния", "Домашний уют", "Речной порт", "Новая пекарня", "Автодеталь",
    "Городские окна", "Малая энергетика", "Чистый лист", "Полярная звезда", "Транспортный узел",
    "Умный склад", "Светлый путь", "Южные сады", "Медная гора", "Старый город", "Быстрая доставка",
    "Точная механика", "Лесная сказка", "Золотой колос", "Цветной мир", "Ремонт и порядок", "Дом у озера",
    "Печатный двор", "Ореховая роща", "Синий кит", "Верный курс", "Тёплый дом", "Морозко",
    "Семейная клиника", "Гранит и мрамор", "Технопарк «Волна»", "Сказочный лес", "Ваш бухгалтер",
)  # fmt: skip
FORMS: Final = ("ООО", "ООО", "ООО", "АО", "ПАО")
LATIN: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ы": "y", "э": "e",
    "ю": "yu", "я": "ya",
}  # fmt: skip


class Context(Protocol):
    """What the set-up of the demonstration firm gives to each room."""

    random: random.Random
    now: datetime
    made: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DemoParty:
    """A party as the rooms above need it: to let it enquire and to be called."""

    id: int
    name: str
    phone: str
    office: str
    registered_at: datetime


def build(context: Context) -> None:
    """Register everybody, the earliest first.

    Leaves in `context.made`: `parties` (ids in the order of their coming), `party_facts` (id → DemoParty) and
    `closed_parties` (ids of the closed matters).
    """
    actor = Actor.system("demo")
    chance = context.random
    kinds = [Party.Kind.PERSON] * PEOPLE + [Party.Kind.ORGANISATION] * ORGANISATIONS
    chance.shuffle(kinds)
    moments = sorted(_working_moment(chance, context.now) for _ in kinds)
    names = iter(chance.sample(COMPANIES, ORGANISATIONS))
    made: dict[int, DemoParty] = {}
    for number, (kind, moment) in enumerate(zip(kinds, moments, strict=True)):
        is_person = kind == Party.Kind.PERSON
        name = person_name(chance) if is_person else _organisation(chance, next(names))
        # now and then two of a family share one telephone
        shared = is_person and number % FAMILY == FAMILY - 1
        phone = chance.choice(list(made.values())).phone if shared else _phone(chance, number)
        office = chance.choices(list(SHARES), list(SHARES.values()))[0]
        with clock.at(moment):
            party_id = register_party(
                actor,
                kind=kind,
                surname=name.surname,
                given_name=name.given_name,
                patronymic=name.patronymic,
                legal_name=name.legal_name,
                phones=[phone, *_second_phone(chance, number)],
                emails=emails_of(chance, name, number),
                office_id=context.made["offices"][office],
            )
        made[party_id] = DemoParty(party_id, compose(name), phone, office, moment)
    context.made["parties"] = list(made)
    context.made["party_facts"] = made
    _name_roles(actor, chance, made)
    _close_some(actor, context)


def _name_roles(actor: Actor, chance: random.Random, made: dict[int, DemoParty]) -> None:
    """Some have brought clients, some supply the firm."""
    companies = [one.id for one in made.values() if "«" in one.name]
    people = [one.id for one in made.values() if "«" not in one.name]
    for party_id in chance.sample(companies, 4):
        add_role(actor, party_id=party_id, role=PartyRole.Role.SUPPLIER)
    for party_id in chance.sample(people, 8):
        add_role(actor, party_id=party_id, role=PartyRole.Role.REFERRER)


def _close_some(actor: Actor, context: Context) -> None:
    """Two closed matters, so that the firm can see that nobody else sees them."""
    employees = context.made["employees"]
    closed = context.made["closed_parties"] = []
    for login in ("lawyer1.msk", "lawyer1.spb"):
        office = login.rpartition(".")[2]
        of_office = [one.id for one in context.made["party_facts"].values() if one.office == office]
        accounts = accounts_of([employees["director"], employees[login]])
        closed.append(context.random.choice(of_office))
        close_party(
            actor,
            party_id=closed[-1],
            people=list(accounts.values()),
            reason="Спор между партнёрами клиента",
        )


def person_name(chance: random.Random) -> NameParts:
    """The name of a woman or a man."""
    surname, father = chance.choice(SURNAMES), chance.choice(FATHERS)
    if chance.choice((True, False)):
        return NameParts(surname, chance.choice(MEN), father[0])
    return NameParts(of_woman(surname), chance.choice(WOMEN), father[1])


def _organisation(chance: random.Random, name: str) -> NameParts:
    return NameParts(legal_name=f"{chance.choice(FORMS)} «{name}»")


def of_woman(surname: str) -> str:
    """The surname as a woman bears it."""
    if surname.endswith(("ий", "ой")):
        return f"{surname[:-2]}ая"
    return f"{surname}а" if surname.endswith(("ов", "ев", "ёв", "ин", "ын")) else surname


def _phone(chance: random.Random, number: int) -> str:
    """A number of its own for each `number`."""
    digits = f"{number * 7919 % 10_000_000:07}"
    return f"+7 {chance.choice(CODES)} {digits[:3]}-{digits[3:5]}-{digits[5:]}"


def _second_phone(chance: random.Random, number: int) -> list[str]:
    return [_phone(chance, number + PEOPLE + ORGANISATIONS)] if chance.random() < HAVE_SECOND_PHONE else []


def emails_of(chance: random.Random, name: NameParts, number: int) -> list[str]:
    """An address for most, with the number that makes it its owner's alone."""
    if chance.random() >= HAVE_EMAIL:
        return []
    word = name.surname or name.legal_name.split("«")[1]
    latin = "".join(LATIN.get(letter, "") for letter in word.lower())
    return [f"{latin}{number}@{chance.choice(DOMAINS)}"]


def _working_moment(chance: random.Random, now: datetime) -> datetime:
    """Some minute of a working day within the last months, more often of late."""
    days = int(DAYS * chance.random() ** 1.3) + 1
    day = (now - timedelta(days=days)).replace(hour=6, minute=0, second=0)
    return day + timedelta(minutes=chance.randrange(10 * 60))
