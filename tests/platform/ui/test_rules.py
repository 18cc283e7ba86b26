"""Rules that hold for the pages of the whole house: content policy, icons, no stray style."""

import re
from pathlib import Path

import pytest

from femida.config.environment import ROOT

HOUSE = ROOT / "femida"
TEMPLATES = sorted(HOUSE.rglob("templates/**/*.html"))
SOURCES = sorted(path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts)
ICONS = {
    line.strip()
    for line in (ROOT / "assets" / "icons.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
}

FORBIDDEN = {
    "inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event attribute": re.compile(r"<[a-z][^<>]*\s(on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\b(src=|type=\"application/json\"))", re.IGNORECASE),
    "javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "foreign address": re.compile(r"(?:src|href)=[\"']https?://", re.IGNORECASE),
    "escape switched off": re.compile(r"\|\s*safe\b|autoescape\s+off"),
}
# Python code that asks for a picture: icon("phone"), icon_name="phone", icon="phone".
ICON_IN_CODE = re.compile(r"""\bicon(?:_name)?\s*(?:=|\()\s*["']([a-z0-9-]+)["']""")
ICON_IN_PAGE = re.compile(r"""(?:{%\s*icon\s+|icon_name=)["']([a-z0-9-]+)["']""")


def test_there_are_templates_to_read():
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize("fault", FORBIDDEN)
def test_no_template_breaks_the_content_policy(fault):
    found = [
        str(path.relative_to(ROOT))
        for path in TEMPLATES
        if FORBIDDEN[fault].search(
            re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text("utf-8"), flags=re.S)
        )
    ]
    assert not found


@pytest.mark.parametrize(
    ("fault", "sample"),
    [
        ("inline style", '<p class="a" style="color:red">'),
        ("style element", "<style>"),
        ("event attribute", '<a onclick="x()">'),
        ("event attribute", '<a hx-on:click="x()">'),
        ("inline script", "<script>x()</script>"),
        ("javascript: address", '<a href="javascript:x()">'),
        ("foreign address", '<img src="https://example.org/a.png">'),
        ("escape switched off", "{{ a|safe }}"),
    ],
)
def test_the_rules_see_what_they_forbid(fault, sample):
    assert FORBIDDEN[fault].search(sample)


def _asked(paths: list[Path], pattern: re.Pattern[str]) -> dict[str, str]:
    return {
        name: str(path.relative_to(ROOT))
        for path in paths
        for name in pattern.findall(path.read_text("utf-8"))
    }


def test_every_icon_asked_for_is_in_the_sprite():
    asked = _asked(TEMPLATES, ICON_IN_PAGE) | _asked(SOURCES, ICON_IN_CODE)
    assert len(asked) > 20
    assert {name: place for name, place in asked.items() if name not in ICONS} == {}


def test_only_the_drawing_rooms_mark_text_as_safe():
    """Elsewhere HTML is put together by components, which escape."""
    allowed = {"ui", "screens"}
    found = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if re.search(r"\bmark_safe\b|SafeString\(", path.read_text("utf-8")) and not allowed & set(path.parts)
    ]
    assert not found


def test_every_class_of_ours_has_a_rule():
    """A class with the house's prefix that no style sheet knows is a slip of the pen."""
    sheets = "".join(path.read_text("utf-8") for path in (ROOT / "assets" / "css").glob("*.css"))
    known = set(re.findall(r"\.(f-[a-z0-9-]+)", sheets))
    word = re.compile(r"(?<![\w-])(f-[a-z0-9]+(?:-[a-z0-9]+)*)(?![\w-])")
    in_class = re.compile(r"""class(?:=|_": )["']([^"']*)""")
    used = {
        name: str(path.relative_to(ROOT))
        for path in [*TEMPLATES, *SOURCES]
        for written in in_class.findall(path.read_text("utf-8"))
        for name in word.findall(written)
    }
    assert len(used) > 60
    assert {name: place for name, place in used.items() if name not in known} == {}


def test_every_class_of_the_kit_in_use_has_come_through():
    """The build drops Tabler's rules that nothing mentions; what pages ask for must still be there."""
    built = ROOT / "femida" / "platform" / "ui" / "static" / "ui" / "app.css"
    assert built.exists(), "the assets are not built: npm ci && npm run build"
    sheet = built.read_text("utf-8")
    kit = (ROOT / "node_modules" / "@tabler" / "core" / "dist" / "css" / "tabler.min.css").read_text("utf-8")
    in_class = re.compile(r"""class(?:=|_": )["']([^"'{%]*)["']""")
    used = {
        name: str(path.relative_to(ROOT))
        for path in [*TEMPLATES, *SOURCES]
        for written in in_class.findall(path.read_text("utf-8"))
        for name in written.split()
        if re.search(rf"\.{re.escape(name)}(?![\w-])", kit)
    }
    lost = {
        name: place for name, place in used.items() if not re.search(rf"\.{re.escape(name)}(?![\w-])", sheet)
    }
    assert "btn" in used
    assert lost == {}
