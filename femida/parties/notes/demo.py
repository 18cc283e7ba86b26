"""Notes of the demonstration firm."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from femida.firm.staff.queries import accounts_of
from femida.parties.notes.commands import add_note
from femida.platform.core import clock
from femida.platform.core.actor import Actor

NOTES: Final = 90
TEXTS: Final = (
    "Просит звонить после 18:00, днём на смене.",
    "Документы обещает прислать до конца недели.",
    "Пришёл по рекомендации, очень ждёт консультацию.",
    "Говорит коротко и по делу, решения принимает сам.",
    "Решение принимает вместе с супругой, нужна встреча вдвоём.",
    "Спрашивал про рассрочку: готов платить равными частями.",
    "Второй договор у нас, доволен прошлым делом.",
    "Сравнивает с другой фирмой, важны сроки.",
    "Боится суда, объяснить порядок простыми словами.",
    "Паспорт меняет, новые данные пришлёт позже.",
    "Уехал до понедельника, писать на почту.",
    "Есть исполнительный лист, копия у приставов.",
    "Просит не звонить на работу.",
    "Нужен пропуск на парковку при встрече.",
)


class Context(Protocol):
    """What the set-up of the demonstration firm gives to each room."""

    random: random.Random
    now: datetime
    made: dict[str, Any]


def build(context: Context) -> None:
    """Let the heads of sales write notes about parties of their offices."""
    chance = context.random
    facts = list(context.made["party_facts"].values())
    employees = context.made["employees"]
    heads = {office: employees[f"head.sales.{office}"] for office in context.made["offices"]}
    accounts = accounts_of(heads.values())
    for party in chance.sample(facts, NOTES):
        if party.id in context.made["closed_parties"]:
            continue
        moment = min(party.registered_at + timedelta(minutes=chance.randrange(30, 3000)), context.now)
        with clock.at(moment):
            add_note(
                Actor.person(accounts[heads[party.office]]), party_id=party.id, text=chance.choice(TEXTS)
            )
