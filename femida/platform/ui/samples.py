"""Samples of the catalogue: each component once, with words of the length that pages really have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from femida.platform.ui import components as ui
from femida.platform.ui import formats
from femida.platform.ui.palette import STAGE_COLOURS
from femida.platform.ui.samples_of_controls import CONTROLS, PERIODS

_TONE_WORDS: tuple[tuple[Any, str], ...] = (
    ("accent", "выбрано"),
    ("info", "справка"),
    ("good", "оплачено"),
    ("warn", "скоро срок"),
    ("bad", "просрочено"),
)
# Layouts and words of pages (templates ui/samples/*.html): a class of a page stands here or in a component.
PATTERNS = ("words", "items", "listing", "card", "report", "figures", "palette", "setup", "guide")
_NAMES = ("Орлова Мария Павловна", "Ким Артём", "Соколов Илья Денисович", "Белова Анна")


@dataclass(frozen=True)
class Sample:
    """A component's name and how it looks."""

    name: str
    html: SafeString


class _SampleForm(forms.Form):
    name = forms.CharField(label="Фамилия, имя, отчество", help_text="Как в паспорте")
    phone = forms.CharField(label="Телефон")
    kind = forms.ChoiceField(label="Вид", choices=[("1", "Физическое лицо"), ("2", "Организация")])
    text = forms.CharField(label="О чём речь", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    way = forms.ChoiceField(
        label="Как связаться", choices=[("call", "Позвонить"), ("mail", "Написать")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Согласие получено", required=False)


def _steps() -> list[ui.Step]:
    return [
        ui.Step(key="new", label="Новый", colour="slate"),
        ui.Step(key="call", label="Звонок", colour="sky"),
        ui.Step(key="talk", label="Переговоры", colour="blue", note="осталось 2 ч 15 мин"),
        ui.Step(key="deal", label="Согласование", colour="violet"),
        ui.Step(key="done", label="Договор", colour="green"),
    ]


def _buttons() -> SafeString:
    return ui.join(
        [
            ui.button("Позвонить", tone="primary", icon_name="phone"),
            ui.button("Написать", icon_name="message"),
            ui.button("Принять", tone="good", icon_name="check"),
            ui.button("Удалить", tone="danger"),
            ui.button("Тихая", tone="quiet"),
            ui.button("Ссылка", tone="link"),
            ui.button("Мелкая", small=True),
            ui.button("Ещё", icon_name="dots", only_icon=True),
            ui.button("Нельзя", disabled=True),
        ],
        " ",
    )


def _table() -> SafeString:
    heads = [
        ui.Head(label="Кто", pinned=True),
        ui.Head(label="Стадия", sort_url="?sort=stage", sorted="ascending"),
        ui.Head(label="Ответственный", width="wide"),
        ui.Head(label="Пришёл", width="mid"),
        ui.Head(label="Сумма", numeric=True),
    ]
    css = [ui.column_class(head) for head in heads]
    rows = []
    for index, name in enumerate(_NAMES):
        cells = (
            ui.link(name, "#"),
            ui.stage(("Новый", "Звонок", "Переговоры", "Договор")[index], STAGE_COLOURS[index * 2]),
            ui.person(_NAMES[-1 - index]) if index else ui.EMPTY_CELL,
            formats.when(timezone.now() - timedelta(hours=26 * index)),
            formats.money(Decimal(12500 * index)) if index else ui.EMPTY_CELL,
        )
        drawn = "".join(
            f"<td{ui.attributes({'class_': one or None})}>{ui.text(value)}</td>"
            for one, value in zip(css, cells, strict=True)
        )
        rows.append(ui.safe(f'<tr data-row data-href="#" tabindex="-1">{drawn}</tr>'))
    return ui.table(heads, rows, label="Образец списка")


def _event_list() -> SafeString:
    now = timezone.now()
    return ui.timeline(
        [
            ui.event(
                "Звонок, 3 мин 20 с",
                who="Белова Анна",
                when=formats.when(now - timedelta(minutes=12)),
                body="Просит перезвонить после обеда",
                icon_name="phone-outgoing",
                tone="good",
            ),
            ui.event(
                "Стадия: Новый → Звонок",
                who="система",
                when=formats.when(now - timedelta(hours=3)),
                icon_name="route",
            ),
            ui.event(
                "Обращение с сайта",
                when=formats.when(now - timedelta(days=1)),
                body="Здравствуйте. Подскажите, как вернуть предоплату?\nДоговор подписан в мае.",
                icon_name="world",
                tone="info",
                quote=True,
            ),
        ]
    )


def _board() -> SafeString:
    total = formats.money(135000, kopecks=False)
    places = [ui.Place(key="b", label="Звонок"), ui.Place(key="c", label="Переговоры")]
    cards = [
        ui.board_card(
            name,
            url="#",
            key=index,
            move_url="#" if index else "",
            places=places,
            what="Возврат предоплаты",
            amount=formats.money(45000 * (index + 1), kopecks=False),
            burns=_dues()[1 + index],
            who=ui.avatar(_NAMES[2]),
        )
        for index, name in enumerate(_NAMES[:2])
    ]
    return ui.board(
        [
            ui.board_column(cards, key="a", title="Новый", colour="slate", count=2, total=total),
            ui.board_column([], key="b", title="Звонок", colour="sky", count=0),
        ],
        label="Образец доски",
    )


def _dues() -> list[SafeString]:
    return [
        ui.due("сегодня, 18:00"),
        ui.due("через 40 мин", state="soon"),
        ui.due("просрочено на 2 ч", state="over"),
    ]


def _chevrons() -> SafeString:
    steps = _steps()
    late = ui.Step(key="call", label="Звонок", colour="sky", note="просрочено на 2 ч", late=True)
    on_time = ui.chevrons(steps, "talk")
    return ui.join([on_time, ui.safe("<br>"), ui.chevrons([steps[0], late, *steps[2:]], "call")])


def _head_cell() -> SafeString:
    cell = ui.head_cell(ui.Head(label="Сумма", numeric=True, sort_url="#"))
    return ui.safe(f'<table class="f-table"><thead><tr>{cell}</tr></thead></table>')


def _board_card() -> SafeString:
    card = ui.board_card(_NAMES[1], url="#", key=1, what="Возврат предоплаты")
    return ui.safe(f'<ul class="f-col-cards">{card}</ul>')


def _menu() -> SafeString:
    items = [
        ui.menu_item("Изменить", icon_name="pencil", key="E"),
        ui.menu_item("Передать", icon_name="user-check", url="#"),
        ui.menu_item("Удалить", icon_name="trash", danger=True),
    ]
    short = ui.menu("Ещё", items, icon_name="dots", css="btn btn-icon", only_icon=True)
    return ui.join([ui.menu("Ещё", items, start=True), short], " ")


_DRAWN: dict[str, Callable[[], object]] = {
    "button": _buttons,
    "badge": lambda: ui.join(
        [ui.badge(word, tone=tone) for tone, word in [("", "обычный"), *_TONE_WORDS]], " "
    ),
    "chip": lambda: ui.join(
        [
            ui.chip("Все", url="#"),
            ui.chip("Мои", url="#", on=True),
            ui.chip("Офис: Тверская", on=True, remove_url="#"),
        ],
        " ",
    ),
    "icon": lambda: ui.join(
        [ui.icon("phone"), ui.icon("gavel", size="lg", label="Суд"), ui.icon("check", size="sm")], " "
    ),
    "avatar": lambda: ui.join([*(ui.avatar(name) for name in _NAMES), ui.avatar(_NAMES[0], large=True)], " "),
    "person": lambda: ui.join([ui.person(_NAMES[0], url="#"), ui.person(_NAMES[2])], " "),
    "initials": lambda: ui.initials(_NAMES[0]),
    "stage": lambda: ui.join([ui.stage(colour, colour) for colour in STAGE_COLOURS], " "),
    "chevrons": _chevrons,
    "due": lambda: ui.join(_dues(), " · "),
    "link": lambda: ui.link("Открыть карточку", "#"),
    "cell": lambda: ui.join([ui.cell(""), ui.cell("значение")], " "),
    "note": lambda: ui.join([ui.note(f"Замечание: {word}", tone=tone) for tone, word in _TONE_WORDS[1:]]),
    "panel": lambda: ui.panel(
        ui.facts([("Телефон", "+7 ••• •••-67-89"), ("Источник", "Сайт"), ("Город", ui.EMPTY_CELL)]),
        title="О человеке",
        count=3,
        acts=ui.button("Изменить", small=True, tone="quiet", icon_name="pencil"),
    ),
    "facts": lambda: ui.facts(
        [("Сумма", formats.money(Decimal("12500.5"))), ("Срок", formats.duration(8100))]
    ),
    "state": lambda: ui.state(
        "Обращений пока нет",
        "Здесь появятся обращения с сайта и звонки.",
        acts=ui.button("Записать обращение"),
        small=True,
    ),
    "skeleton": lambda: ui.skeleton(3),
    "menu": _menu,
    "menu_item": lambda: ui.menu_item("Изменить", icon_name="pencil", key="E"),
    "event": _event_list,
    "timeline": _event_list,
    "table": _table,
    "head_cell": _head_cell,
    "pagination": lambda: ui.pagination(shown="1–50 из 1 000+", newer_url="#", older_url="#"),
    "tabs": lambda: ui.tabs(
        [
            ui.Tab(label="Главное", url="#", current=True),
            ui.Tab(label="Задачи", url="#", count=3),
            ui.Tab(label="Файлы", url="#"),
        ],
        label="Образец вкладок",
    ),
    "board": _board,
    "board_column": lambda: ui.board_column([], key="a", title="Переговоры", colour="blue", count=0),
    "board_card": _board_card,
}


def _template_contexts() -> dict[str, dict[str, Any]]:
    refused = _SampleForm({"phone": "12", "kind": "1", "way": "call"}, prefix="refused")
    fresh = _SampleForm(prefix="fresh")
    return {
        "title_line": {
            "title": "Обращения",
            "count": 1001,
            "chips": ui.join([ui.chip("Мои", url="#", on=True), ui.chip("Сегодня", url="#")]),
            "acts": ui.button("Записать", icon_name="plus"),
        },
        "field": {"field": fresh["name"]},
        "field_notes": {"field": refused["name"]},
        "form_errors": {"form": refused},
        "form": {"form": refused, "cancel_url": "#"},
        "dialog": {"title": "Передать обращение", "body": ui.facts([("Кому", ui.person(_NAMES[1]))])},
        "composer": {
            "tabs": [
                {"key": "note", "label": "Заметка", "icon": "note", "body": _textarea("Что важно запомнить")},
                {"key": "task", "label": "Задача", "icon": "checkbox", "body": _textarea("Что сделать")},
            ]
        },
        "denied": {"sentence": "Отчёт открыт не всем", "who": "Руководитель отдела"},
        "stale": {"fresh_url": "#"},
        "partial": {"what": "Звонки", "retry_url": "#", "target": "calls"},
        "selection": {"acts": ui.button("Передать", small=True)},
    }


def _textarea(hint: str) -> SafeString:
    given = ui.attributes({"aria_label": hint, "placeholder": hint, "rows": 2})
    return ui.safe(f'<textarea class="form-control"{given}></textarea>')


def samples(request: HttpRequest) -> list[Sample]:
    """All samples: the functions, the templates of ui/components/, then how pages put them together."""
    drawn = [Sample(name, ui.safe(ui.text(draw()))) for name, draw in {**_DRAWN, **CONTROLS}.items()]
    included = [
        Sample(f"{name}.html", render_to_string(f"ui/components/{name}.html", context, request=request))
        for name, context in _template_contexts().items()
    ]
    patterns = [
        Sample(
            f"samples/{name}.html", render_to_string(f"ui/samples/{name}.html", {"periods": PERIODS}, request)
        )
        for name in PATTERNS
    ]
    return [*drawn, *included, *patterns]
