"""A small site of the components alone, so that a browser can try the scripts without a database."""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import ClassVar
from unittest.mock import patch
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django import forms
from django.contrib.staticfiles.views import serve
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import include, path, re_path

from femida.platform.accounts.models import User
from femida.platform.core.actor import Actor
from femida.platform.ui import answers
from femida.platform.ui import components as ui
from femida.platform.ui.pages import render_page
from femida.platform.ui.shell import Bell, NavEntry, NavSection, NewEntry

REASON = "Звонок ещё не сделан. Позвоните клиенту."


PLACES = ("Первый", "Второй", "Третий")


class Site:
    """What the pages of the small site did: open streams, saved choices, moved cards."""

    streams: ClassVar[list[queue.Queue[str | None]]] = []
    opened: ClassVar[int] = 0
    drawn: ClassVar[int] = 0
    saved: ClassVar[list[str]] = []
    moves: ClassVar[list[tuple[str, str]]] = []
    answers: ClassVar[threading.Event] = threading.Event()
    asked: ClassVar[list[str]] = []

    @classmethod
    def say(cls, message: str) -> None:
        """Sends one live message to all open streams."""
        for stream in list(cls.streams):
            stream.put(message)


ALPINE = """
<div x-data="disclosure"><button type="button" class="btn" id="opens" @click="toggle">Ещё</button>
<p id="more" x-show="open" x-cloak>Подробности</p></div>
<p id="timer" x-data="timer" data-until="2020-01-01T00:00:00Z" x-text="shown"></p>
"""


class NoteForm(forms.Form):
    """A form with one field that must be filled."""

    text = forms.CharField(label="Что важно")


def signed_in(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Every visitor is Anna."""

    def answer(request: HttpRequest) -> HttpResponse:
        user = User(pk=7, login="anna", name="Белова Анна", theme="light")
        request.user, request.actor = user, Actor.person(user.pk)
        return get_response(request)

    return answer


def frame(request: HttpRequest) -> dict:
    """The frame's variables, as a room above would give them."""
    queue_entry = NavEntry(label="Очередь", url="/list/", icon="phone", keys="g q", phone=True, counter=2)
    return {
        "nav": [NavSection(label="Отдел", entries=(queue_entry,))],
        "new_entries": [NewEntry(label="Заметка", url="/note/", icon="note", keys="n z", dialog=True)],
        "bell": Bell(url="/bell/", count_url="/bell/count/"),
        "search_url": "/list/",
        "palette_url": "/palette/",
        "person_name": "Белова Анна",
    }


def list_page(request: HttpRequest) -> HttpResponse:
    """Three rows that can be walked, ticked and opened; they are drawn anew on news."""
    rows = [
        ui.safe(
            f'<tr data-row data-href="/card/{number}/" tabindex="-1"><td><input type="checkbox" data-tick'
            f' name="ids" value="{number}" aria-label="Отметить {number}"></td><td>Строка {number}</td></tr>'
        )
        for number in (1, 2, 3)
    ]
    tick_all = ui.safe('<input type="checkbox" data-tick-all aria-label="Отметить все">')
    table = ui.table([ui.Head(label=tick_all), ui.Head(label="Кто")], rows, label="Строки")
    Site.drawn += 1
    slow = ui.button("Сделать", hx_post="/act/", hx_swap="none", id="acts")
    region = ui.safe(
        '<div id="rows" hx-get="/list/" hx-trigger="live:rows from:body, live:resync from:body"'
        ' hx-swap="outerHTML" hx-target="this" hx-select="#rows"'
        f' data-drawn="{Site.drawn}">{_row_menu()}{slow}{table}</div>'
    )
    bar = render_to_string("ui/components/selection.html", {"acts": ui.button("Передать")})
    live = ui.safe(
        '<p id="heard" hx-get="/heard/" hx-trigger="live:a.thing from:body, live:resync from:body">тихо</p>'
    )
    broken = ui.button("Сломать", hx_get="/broken/", hx_target="#heard", id="breaks")
    return _page(request, "Строки", ui.join([ui.safe(bar), region, live, broken, ui.safe(ALPINE)]))


def _row_menu() -> str:
    return ui.menu("Действия", [ui.menu_item("Передать")], start=True)


def board_page(request: HttpRequest) -> HttpResponse:
    """A card that may go to the second column and may not go to the third."""
    places = [ui.Place(key=key, label=label) for key, label in zip("abc", PLACES, strict=True)]
    card = ui.board_card("Орлова", url="/card/1/", key=1, move_url="/move/", version=4, places=places)
    columns = [
        ui.board_column([card] if key == "a" else [], key=key, title=title, colour="sky", id=f"column-{key}")
        for key, title in zip("abc", PLACES, strict=True)
    ]
    return _page(request, "Доска", ui.board(columns, label="Доска", id="board"))


def _page(request: HttpRequest, title: str, body: str) -> HttpResponse:
    return render_page(request, "test_page.html", {"title": title, "body": body})


def move(request: HttpRequest) -> HttpResponse:
    """Refuses the third column with a reason."""
    Site.moves.append((request.POST["to"], request.POST["version"]))
    if request.POST["to"] == "c":
        return JsonResponse({"sentence": REASON}, status=422)
    return HttpResponse(status=204)


def act(request: HttpRequest) -> HttpResponse:
    """Answers when the test lets it."""
    Site.answers.wait(10)
    return answers.toast(HttpResponse(status=204), "Сделано")


def note(request: HttpRequest) -> HttpResponse:
    """A form in a dialog: refused with 422 while it is empty."""
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return answers.close_dialog(answers.toast(HttpResponse(status=204), "Записано"))
    context = {"form": form, "dialog": True, "target": "dialog-body", "action": "/note/"}
    body = render_to_string("ui/components/form.html", context, request=request)
    page = render_to_string("ui/components/dialog.html", {"title": "Заметка", "body": body}, request=request)
    return HttpResponse(page, status=422 if form.errors else 200)


def palette(request: HttpRequest) -> HttpResponse:
    """Lines in two groups that repeat what was typed; «медленно» waits until the test lets it go."""
    typed, by = request.POST["q"], request.POST.get("by", "")
    Site.asked.append(f"{typed}|{by}")
    if typed == "медленно":
        Site.answers.wait(10)
    lines = [
        [f'<a href="/card/{number}/">{typed or "недавнее"} {number}{by}</a>' for number in (1, 2)],
        [
            '<a href="/note/" data-dialog-url="/note/">Создать заметку</a>',
            '<div data-press=\'[name="theme"][value="dark"]\'>Тёмная тема</div>',
            '<div data-ask="tail">Спросить</div>',
        ],
    ]
    drawn = "".join(
        f'<div role="group" aria-labelledby="g{place}" data-group><div class="f-pal-head" id="g{place}"'
        f' role="presentation">Часть {place}</div>{"".join(map(_option, group))}</div>'
        for place, group in enumerate(lines)
    )
    return HttpResponse(f'<div data-said="Найдено: {typed}" hidden></div>{drawn}')


def _option(line: str) -> str:
    tag, _space, rest = line.partition(" ")
    return f'{tag} class="f-pal-line" role="option" aria-selected="false" tabindex="-1" {rest}'


def stream(request: HttpRequest) -> StreamingHttpResponse:
    """The live stream."""
    mine: queue.Queue[str | None] = queue.Queue()
    Site.streams.append(mine)
    Site.opened += 1

    def lines() -> Iterator[str]:
        try:
            yield ": hello\n\n"
            while True:
                try:
                    message = mine.get(timeout=0.2)
                except queue.Empty:
                    yield ": still here\n\n"
                    continue
                if message is None:
                    return
                yield f"data: {message}\n\n"
        finally:
            Site.streams.remove(mine)

    return StreamingHttpResponse(lines(), content_type="text/event-stream")


urlpatterns = [
    path("", include("femida.platform.ui.urls")),
    path("list/", list_page),
    path("board/", board_page),
    path("card/<int:number>/", lambda request, number: _page(request, f"Карточка {number}", "")),
    path("move/", move),
    path("act/", act),
    path("note/", note),
    path("palette/", palette),
    path("heard/", lambda request: HttpResponse("слышно")),
    path("broken/", lambda request: HttpResponse("<p>нет</p>", status=500)),
    path("bell/", lambda request: HttpResponse("<p>Новых нет</p>")),
    path("bell/count/", lambda request: HttpResponse("")),
    path("live/", stream),
    re_path(r"^static/(?P<path>.*)$", lambda request, path: serve(request, path, insecure=True)),
]

PAGE = (
    "{% extends layout %}{% block title %}{{ title }}{% endblock %}"
    '{% block title_line %}{% include "ui/components/title_line.html" %}{% endblock %}'
    "{% block content %}{{ body }}{% endblock %}"
)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Says nothing."""


def _templates(settings: object) -> list[dict]:
    options = settings.TEMPLATES[0]["OPTIONS"]
    loaders = [
        ("django.template.loaders.locmem.Loader", {"test_page.html": PAGE}),
        "django.template.loaders.app_directories.Loader",
    ]
    processors = [
        "django.template.context_processors.request",
        "django.contrib.messages.context_processors.messages",
        "femida.platform.ui.context.look",
        f"{__name__}.frame",
    ]
    changed = {**options, "context_processors": processors, "loaders": loaders}
    return [{**settings.TEMPLATES[0], "APP_DIRS": False, "OPTIONS": changed}]


@contextmanager
def running_site(settings: object) -> Iterator[str]:
    """Serves the small site with the house's own content policy; yields its address."""
    changed = override_settings(
        ROOT_URLCONF=__name__,
        TEMPLATES=_templates(settings),
        MIDDLEWARE=[
            "csp.middleware.CSPMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            f"{__name__}.signed_in",
        ],
    )
    keeper = patch(
        "femida.platform.ui.views.look_keepers", [lambda actor, **chosen: Site.saved.extend(chosen)]
    )
    with changed, keeper, patch("femida.platform.ui.guard.policy_of"):
        server = make_server("127.0.0.1", 0, WSGIHandler(), server_class=_Server, handler_class=_Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://localhost:{server.server_port}"
        finally:
            for one in list(Site.streams):
                one.put(None)
            server.shutdown()
            server.server_close()
