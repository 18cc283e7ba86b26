"""The list of an object type: title line, filters, table and the steps through it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from femida.platform.objects.types import Field, ObjectType
from femida.platform.screens.lists import bar, filters
from femida.platform.screens.lists.asking import Asking, read_asking
from femida.platform.screens.lists.columns import Column, is_hidden, prepare_columns
from femida.platform.screens.lists.listing import Matching, Row, listing, matching, totals_of
from femida.platform.screens.lists.rows import Extra, RowPen, place_width
from femida.platform.screens.ports import extra_columns, right_lets
from femida.platform.screens.requests import PageRequest
from femida.platform.search.words import other_layout
from femida.platform.ui import formats
from femida.platform.ui.components import Head, button, pagination, safe, state, table, text
from femida.platform.ui.pages import wanted_target

REGION = "list"


def list_page(request: PageRequest, object_type: ObjectType) -> HttpResponse:
    """Answer with the page or, for htmx, with the region that holds the table."""
    asking = read_asking(object_type, request.GET)
    if wanted_target(request) == filters.REGION:
        return bar.filters_answer(request, object_type, asking, REGION)
    context = {
        **bar.bar_context(request, object_type, asking, region=REGION, view="list"),
        **_region(request, object_type, asking),
    }
    return bar.answer(request, asking, context, whole="screens/list.html", part="screens/list_region.html")


def _region(request: PageRequest, object_type: ObjectType, asking: Asking) -> dict[str, Any]:
    policy = request.policy
    fields = [object_type.field(name) for name in object_type.columns]
    matched = matching(policy, object_type, asking)
    page = listing(object_type, asking, fields, matched)
    is_whole = not (asking.after or asking.before or page.older)
    count = len(page.rows) if is_whole else matched.count()
    columns = prepare_columns(policy, object_type, fields, [row.cells for row in page.rows])
    extras = _extras(request, object_type, page.rows)
    pen = RowPen(request.path, columns, extras, str(object_type.untitled))
    drawn = table(
        [*_heads(object_type, columns, asking), *(Head(label=one.label) for one, _values in extras)],
        pen.rows(page.rows),
        label=str(object_type.plural),
        empty="" if page.rows else _empty(request, object_type, asking),
        tall=True,
    )
    return {
        "table": drawn,
        "count": count,
        "totals": _totals(request, object_type, matched),
        "pages": pagination(
            newer_url=asking.address(before=page.newer) if page.newer else "",
            older_url=asking.address(after=page.older) if page.older else "",
            target=REGION,
        ),
    }


def _totals(request: PageRequest, object_type: ObjectType, matched: Matching) -> SafeString | str:
    """What the rows make together, of the sums that the reader may see."""
    fields = [object_type.field(name) for name in object_type.totals]
    shown = [field for field in fields if not is_hidden(request.policy, field)]
    sums = totals_of(matched, shown) if shown else None
    if sums is None:
        return ""
    parts = [f"{field.label}: {formats.money(one)}" for field, one in zip(shown, sums, strict=True)]
    return safe(f'<span class="f-end f-num f-muted">{text(" · ".join(parts))}</span>')


def _heads(object_type: ObjectType, columns: Sequence[Column], asking: Asking) -> list[Head]:
    heads = []
    for index, column in enumerate(columns):
        field = column.field
        heads.append(
            Head(
                label=field.label,
                numeric=column.is_numeric,
                pinned=index == 0,
                sort_url=asking.address(sort=_next_sort(field, asking)) if field.sortable else "",
                sorted=_sorted(object_type, field, asking),
                width=place_width(index),
            )
        )
    return heads


def _next_sort(field: Field, asking: Asking) -> str:
    return f"-{field.name}" if asking.sort == field.name else field.name


def _sorted(object_type: ObjectType, field: Field, asking: Asking) -> Any:
    term = asking.sort
    if object_type.by_name.get(term.removeprefix("-")) is None:
        # The type's own order is shown as well, where a column stands for it.
        first = object_type.order[0]
        if first.removeprefix("-") != field.value_path or not field.sortable:
            return ""
        return "descending" if first.startswith("-") else "ascending"
    if term.removeprefix("-") != field.name:
        return ""
    return "descending" if term.startswith("-") else "ascending"


def _extras(request: PageRequest, object_type: ObjectType, rows: Sequence[Row]) -> list[Extra]:
    """The columns that rooms above add, each loaded once for the page."""
    ids = [row.id for row in rows]
    return [
        (extra, dict(extra.load(request.actor, ids)) if ids else {})
        for extra in extra_columns
        if object_type.key in extra.object_types and right_lets(request.policy, extra.needs_right)
    ]


def _empty(request: PageRequest, object_type: ObjectType, asking: Asking) -> SafeString:
    if not asking.is_narrowed:
        return state(
            _("Nothing here yet"),
            _("Here will be: %(what)s.") % {"what": str(object_type.plural).lower()},
            acts=bar.new_button(request, object_type),
        )
    acts = [button(_("Show all"), url="?")]
    other = other_layout(asking.search) if asking.search else ""
    if other:
        acts.insert(0, button(_("Look for “%(text)s”") % {"text": other}, url=asking.address(q=other)))
    return state(
        _("Nothing fits"),
        _("Other words or fewer filters will find more."),
        icon_name="search",
        acts=safe("".join(acts)),
    )
