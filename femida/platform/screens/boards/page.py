"""The board of an object type: a column per stage, the first cards of each, more on demand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from femida.platform.objects.types import ObjectType
from femida.platform.screens.boards.cards import BoardFields, CardPen, board_fields
from femida.platform.screens.boards.columns import CARDS, Tally, board_steps, column_rows, column_tallies
from femida.platform.screens.lists import bar, filters
from femida.platform.screens.lists.asking import Asking, read_asking
from femida.platform.screens.lists.listing import Matching, Row, matching
from femida.platform.screens.ports import StageStep
from femida.platform.screens.requests import PageRequest
from femida.platform.ui import formats
from femida.platform.ui.components import board, board_column, button, safe, state
from femida.platform.ui.pages import wanted_target

REGION: Final = "board-region"
DEEPEST: Final = 3000
"""A column is not read further than this: whoever needs more filters."""


def board_page(request: PageRequest, object_type: ObjectType) -> HttpResponse:
    """Answer with the board, its region, or further cards of one column (`?column=…&from=30`)."""
    asking = read_asking(object_type, request.GET)
    target = wanted_target(request)
    if target == filters.REGION:
        return bar.filters_answer(request, object_type, asking, REGION)
    fields = board_fields(request.policy, object_type)
    steps = board_steps(request.policy, object_type)
    if target is not None and "column" in request.GET:
        return _further(request, object_type, asking, fields, steps)
    matched = matching(request.policy, object_type, asking)
    tallies = column_tallies(matched, fields, steps)
    context = {
        **bar.bar_context(request, object_type, asking, region=REGION, view="board"),
        "board": _board(request, object_type, asking, fields, steps, matched, tallies),
        "count": sum(tally.count for tally in tallies.values()),
    }
    return bar.answer(request, asking, context, whole="screens/board.html", part="screens/board_region.html")


def _board(
    request: PageRequest,
    object_type: ObjectType,
    asking: Asking,
    fields: BoardFields,
    steps: Sequence[StageStep],
    matched: Matching,
    tallies: dict[str, Tally],
) -> SafeString:
    if not steps:
        return state(_("Nothing here yet"), _("The stages are not set up yet."))
    columns = column_rows(matched, object_type, asking, fields, steps)
    shown = [row for rows in columns.values() for row in rows]
    pen = CardPen(request.policy, object_type, fields, shown, steps)
    drawn = [_column(asking, step, columns[step.value], tallies[step.value], pen) for step in steps]
    return board(drawn, label=str(object_type.plural), id=f"board-{object_type.slug}")


def _column(asking: Asking, step: StageStep, rows: Sequence[Row], tally: Tally, pen: CardPen) -> SafeString:
    return board_column(
        [pen.draw(row) for row in rows[:CARDS]],
        key=step.value,
        title=step.label,
        colour=step.colour,
        count=formats.capped(tally.count),
        total=formats.money(tally.total, kopecks=False) if tally.total else "",
        more=_more(asking, step.value, CARDS) if len(rows) > CARDS else "",
        id=f"column-{step.value}",
    )


def _more(asking: Asking, column: str, start: int) -> SafeString:
    return button(
        _("More"),
        tone="link",
        small=True,
        hx_get=asking.address(column=column, **{"from": str(start)}),
        hx_target="this",
        hx_swap="outerHTML",
        id=f"more-{column}",
    )


def _further(
    request: PageRequest,
    object_type: ObjectType,
    asking: Asking,
    fields: BoardFields,
    steps: Sequence[StageStep],
) -> HttpResponse:
    """Further cards of one column; they go to the column's list, a new «more» takes the place of the old."""
    wanted: list[StageStep] = [step for step in steps if step.value == request.GET["column"]]
    said: Any = request.GET.get("from", "")
    start = int(said) if said.isdecimal() and len(said) < 6 else DEEPEST  # noqa: PLR2004 - digits
    if not wanted or start >= DEEPEST:
        return HttpResponse("")
    matched = matching(request.policy, object_type, asking)
    rows = column_rows(matched, object_type, asking, fields, wanted, offset=start)[wanted[0].value]
    pen = CardPen(request.policy, object_type, fields, rows, steps)
    cards = safe("".join(pen.draw(row) for row in rows[:CARDS]))
    more = _more(asking, wanted[0].value, start + CARDS) if len(rows) > CARDS else safe("")
    place = f"#column-{wanted[0].value} .f-col-cards"
    return HttpResponse(f'{more}<ul hx-swap-oob="beforeend:{place}">{cards}</ul>')
