"""The advertising sources of the demonstration firm."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.sales.sources.commands import add_source
from femida.sales.sources.models import Channel

DAYS: Final = 130
"""How long before the present moment the sources were set up: before anybody came."""

# Sites of the firm, one per office: their keys are public here, so that the form has a known address.
SITES = {"msk": "Сайт — Москва", "spb": "Сайт — Санкт-Петербург", "kzn": "Сайт — Казань"}

SITE_HINT = "Клиент уже прочёл цены на сайте. Начните с его вопроса, не с прайса."

# key: name, channel, what to know
OTHERS = {
    "direct": (
        "Яндекс Директ",
        Channel.MARKETING,
        "Объявление обещает бесплатную первую консультацию. Предложите ближайшее время.",
    ),
    "phone": ("Телефон", Channel.INBOUND_CALL, ""),
    "street": ("Зашёл с улицы", Channel.WALK_IN, "Предложите чай и покажите, где подождать юриста."),
    "friend": (
        "Рекомендация",
        Channel.READY_CLIENT,
        "Спросите, кто посоветовал: постоянным клиентам полагается скидка.",
    ),
    "partner": ("Партнёр: агентство «Пример»", Channel.PARTNER, "Сделки с недвижимостью и наследство."),
}


class Context(Protocol):
    """What the set-up of the demonstration firm gives to each room."""

    now: datetime
    made: dict[str, Any]


def build(context: Context) -> None:
    """Set up the sources. Leaves `sources` (key → id) in `context.made`; sites stand under their office."""
    with clock.at(context.now - timedelta(days=DAYS)):
        context.made["sources"] = _sources(context)


def _sources(context: Context) -> dict[str, int]:
    actor = Actor.system("demo")
    sources: dict[str, int] = {}
    for office, name in SITES.items():
        sources[office] = add_source(
            actor,
            name=name,
            channel=Channel.ONLINE,
            office_id=context.made["offices"][office],
            information=SITE_HINT,
            accepts_web=True,
            origins=["https://femida.example"],
            per_minute=30,
            key=f"demo-{office}",
        )
    for key, (name, channel, information) in OTHERS.items():
        sources[key] = add_source(actor, name=name, channel=channel, information=information)
    return sources
