"""The rooms draw with the components only: no element, no class that the catalogue does not show.

Read are the templates of all rooms and every text in their Python code. The room `ui`, where the components
live, is the only one that writes controls (`<button>`, `<input>`, …) itself.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from femida.config.environment import ROOT
from femida.platform.core.actor import Actor
from femida.platform.ui.samples import samples

pytestmark = pytest.mark.urls("tests.platform.ui.urls")

HOUSE = ROOT / "femida"
DRAWING = HOUSE / "platform" / "ui"
# What a person operates, and what opens over or inside a page.
CONTROLS = frozenset(
    [
        "button",
        "input",
        "select",
        "option",
        "textarea",
        "table",
        "thead",
        "tbody",
        "dialog",
        "details",
        "summary",
    ]
)
# Elements of every document: they look like nothing until a class says how.
PLAIN = frozenset(
    [
        "div",
        "span",
        "p",
        "a",
        "b",
        "br",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "section",
        "form",
        "label",
        "title",
    ]
)
ELEMENT = re.compile(r"<([a-z][a-z0-9]*)(?=[\s>/])[^<>]*>?")
TAG = re.compile(r"{%.*?%}|{{.*?}}|{[^{}]*}", re.DOTALL)
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}", re.DOTALL)
CLASSES = re.compile(r"""\bclass=(?:"([^"]*)"|'([^']*)')""")
# A class of ours wherever it is written: css="f-sum", {"class_": "f-row"}, a constant.
OURS = re.compile(r"(?<![\w./#-])f-[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?![\w-])")
STYLED = re.compile(r"<[^<>]*\sstyle\s*=", re.IGNORECASE)


@cache
def shown() -> tuple[frozenset[str], frozenset[str]]:
    """(classes, elements) that stand on the catalogue page."""
    request = RequestFactory().get("/ui/catalogue/")
    request.user, request.actor = AnonymousUser(), Actor.anonymous()
    page = "".join(sample.html for sample in samples(request))
    classes = {name for pair in CLASSES.findall(page) for name in "".join(pair).split()}
    return frozenset(classes), frozenset(ELEMENT.findall(page))


def outside(path: Path, text: str) -> list[str]:
    """What a file of a room uses and the catalogue does not show."""
    classes, elements = shown()
    if path.suffix == ".py":
        words = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
        text = "\n".join(word for word in words if isinstance(word, str))
        used = set(OURS.findall(text))
        drawn = set(ELEMENT.findall(text)) & (CONTROLS | elements)
    else:
        text = COMMENT.sub("", text)
        used = set(OURS.findall(text))
        drawn = set(ELEMENT.findall(TAG.sub("", text)))
    used |= {name for pair in CLASSES.findall(TAG.sub(" ", text)) for name in "".join(pair).split()}
    found = [f"class {name}" for name in used - classes]
    found += [f"element {name}" for name in drawn - elements - PLAIN]
    found += [f"control {name}" for name in drawn & CONTROLS]
    return sorted(found + ["inline style"] * bool(STYLED.search(TAG.sub("", text))))


def rooms() -> Iterator[Path]:
    """Templates and code of all rooms above and beside the one of the components."""
    for path in sorted([*HOUSE.rglob("templates/**/*.html"), *HOUSE.rglob("*.py")]):
        if DRAWING not in path.parents and "migrations" not in path.parts:
            yield path


def test_no_room_draws_outside_of_the_catalogue():
    read = list(rooms())
    assert len(read) > 500
    found = {str(path.relative_to(ROOT)): outside(path, path.read_text("utf-8")) for path in read}
    assert {path: lines for path, lines in found.items() if lines} == {}


SPOILT = {
    '<p class="f-muted f-invented">x</p>': "class f-invented",
    '<p class="alert">x</p>': "class alert",
    '<p class="{% if a %}f-row{% else %}f-made-up{% endif %}">x</p>': "class f-made-up",
    "{% panel title=a css='f-own' %}{% endpanel %}": "class f-own",
    '<button type="button">x</button>': "control button",
    '<form method="post"><input name="a"></form>': "control input",
    "<details>\n<summary>x</summary></details>": "control details",
    "<table><tr><td>x</td></tr></table>": "control table",
    "<marquee>x</marquee>": "element marquee",
    '<p style="color: red">x</p>': "inline style",
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_twin_a_spoilt_template_is_found(spoilt):
    whole = "{% extends layout %}{% comment %}<button>{% endcomment %}" + spoilt
    assert SPOILT[spoilt] in outside(Path("page.html"), whole)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("""a = f'<select class="form-select" name="{b}">'""", "control select"),
        ("""a = safe('<i class="f-invented"></i>')""", "class f-invented"),
        ("""a = cell(b, class_="f-other")""", "class f-other"),
    ],
)
def test_twin_spoilt_code_is_found(code, said):
    assert said in outside(Path("cards.py"), code)


def test_what_the_catalogue_shows_is_let_through():
    page = '<div class="f-row"><span class="f-muted f-grow">{{ a }}</span>{% button "x" %}</div>'
    assert outside(Path("page.html"), page) == []
    assert outside(Path("cards.py"), """a = safe(f'<div class="f-btns">{b}</div>')""") == []
