"""Samples of the controls that stand outside of forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.safestring import SafeString

from femida.platform.ui import components as ui

PERIODS = (("month", "этот месяц"), ("quarter", "этот квартал"), ("dates", "свои даты"))


def _labelled(label: str, control: Callable[[str], SafeString], control_id: str) -> SafeString:
    return ui.labelled(label, control(control_id), control_id=control_id)


CONTROLS: dict[str, Callable[[], object]] = {
    "labelled": lambda: _labelled("Название", lambda pk: ui.text_input("name", id=pk), "sample-name"),
    "text_input": lambda: ui.text_input("sum", "12 500", small=True, aria_label="Сумма"),
    "text_area": lambda: _labelled("О чём речь", lambda pk: ui.text_area("text", id=pk), "sample-text"),
    "date_input": lambda: ui.pick("С даты", ui.date_input("from", date(2026, 11, 1), small=True)),
    "select": lambda: _labelled("Период", lambda pk: ui.select("period", PERIODS, id=pk), "sample-period"),
    "pick": lambda: ui.pick("Период", ui.select("period", PERIODS, "quarter", small=True)),
    "consent": lambda: ui.consent("Согласие получено", "agreed", control_id="sample-agreed"),
    "search_form": lambda: ui.search_form("Найти в списке", field_id="sample-search", small=True),
    "fold": lambda: ui.fold("Что это за числа", ui.safe("<p>Количество обращений за период.</p>")),
    "inner_tabs": lambda: ui.inner_tabs(
        [("Сведения", True, {}), ("Лента событий", False, {})], label="Образец вкладок страницы"
    ),
    "menu_head": lambda: ui.menu(
        "Показать", [ui.menu_head("По дням"), ui.menu_item("Сегодня"), ui.MENU_LINE, ui.menu_item("Все дни")]
    ),
}
