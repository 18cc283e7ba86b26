"""The addresses of described object types, and those of the screens themselves."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path

from femida.platform.objects.types import ObjectType
from femida.platform.screens import attachments, sign_in
from femida.platform.screens.boards.page import board_page
from femida.platform.screens.cards.page import card_page
from femida.platform.screens.home import home, start
from femida.platform.screens.lists.page import list_page
from femida.platform.screens.moves import move
from femida.platform.screens.pages import Page, page
from femida.platform.screens.ports import board_moves
from femida.platform.screens.requests import PageRequest
from femida.platform.screens.search.page import search
from femida.platform.screens.search.palette import palette


def object_urls(object_type: ObjectType, *more: URLPattern | URLResolver) -> list[URLPattern | URLResolver]:
    """List, board, card and move of a type under `/<slug>/`; `more` are the room's own addresses there.

    Names: `<slug>:list`, `<slug>:card` (with the key), `<slug>:move`, and those of `more`. A room's
    `urls.py` says `urlpatterns = [*object_urls(LEAD, path("<int:pk>/refuse/", refuse, name="refuse"))]`.
    """
    inside: list[URLPattern | URLResolver] = [
        path("", list_view(object_type), name="list"),
        path("<int:pk>/", card_view(object_type), name="card"),
    ]
    if object_type.board or object_type.key in board_moves:
        inside.append(path("<int:pk>/move/", move_view(object_type), name="move"))
    return [path(f"{object_type.slug}/", include(([*more, *inside], object_type.slug)))]


def list_view(object_type: ObjectType) -> Page:
    """The view of the type's list and board."""

    @page(right=object_type.view_right)
    def view(request: PageRequest) -> HttpResponseBase:
        if object_type.board and request.GET.get("view") == "board":
            return board_page(request, object_type)
        return list_page(request, object_type)

    return view


def card_view(object_type: ObjectType) -> Page:
    """The view of the type's card."""

    @page(right=object_type.view_right)
    def view(request: PageRequest, *, pk: int) -> HttpResponseBase:
        return card_page(request, object_type, pk)

    return view


def move_view(object_type: ObjectType) -> Page:
    """The view that moves an object; the command behind it checks its own right on the row."""

    @page(right=object_type.view_right, methods=("POST",))
    def view(request: PageRequest, *, pk: int) -> HttpResponseBase:
        return move(request, object_type, pk)

    return view


_own = [
    path("", home, name="home"),
    path("start/", start, name="start"),
    path("search/", search, name="search"),
    path("search/palette/", palette, name="palette"),
]

_files = [
    path("<int:pk>/", attachments.open_link, name="open"),
    path("<int:pk>/remove/", attachments.remove, name="remove"),
    path("get/<str:token>/", attachments.download, name="download"),
    path("<str:object_type>/<int:object_id>/add/", attachments.attach, name="attach"),
]

urlpatterns = [
    path("", include((_own, "screens"))),
    path("files/", include((_files, "files"))),
    *sign_in.urlpatterns,
]
