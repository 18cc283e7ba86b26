"""Every pair of colours that meets on a page is readable in both themes (WCAG AA, by the formula)."""

import re
from pathlib import Path

import pytest

from femida.config.environment import ROOT
from femida.platform.ui.palette import STAGE_COLOURS, TONES

TOKENS: Path = ROOT / "assets" / "css" / "tokens.css"
TEXT = 4.5
SHAPE = 3.0


def _themes() -> dict[str, dict[str, str]]:
    """The colours of each theme as written in the style sheet."""
    source = TOKENS.read_text(encoding="utf-8")
    themes = {}
    for name in ("light", "dark"):
        block = re.search(rf'\[data-bs-theme="{name}"\] {{(.*?)\n}}', source, re.DOTALL)
        assert block, name
        themes[name] = dict(re.findall(r"--f-([\w-]+): (#[0-9a-f]{6});", block.group(1)))
    return themes


THEMES = _themes()


def _luminance(colour: str) -> float:
    def channel(start: int) -> float:
        value = int(colour[start : start + 2], 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)


def contrast(first: str, second: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


GROUNDS = ("surface", "sunken", "raised", "hover", "selected")
TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "muted", "accent-text") for ground in GROUNDS),
    ("accent-on", "accent"),
    ("accent-on", "accent-hover"),
    ("surface", "accent-text"),
    ("ink", "accent-soft"),
    ("accent-text", "accent-soft"),
    *(
        (tone, ground)
        for tone in TONES
        if tone != "accent"
        for ground in ("surface", "raised", f"{tone}-soft")
    ),
    *(("ink", f"{tone}-soft") for tone in TONES),
    *((f"stage-{name}", ground) for name in STAGE_COLOURS for ground in ("surface", f"stage-{name}-soft")),
    *(("surface", f"stage-{name}") for name in STAGE_COLOURS),
]
SHAPE_PAIRS = [
    ("line-strong", "surface"),
    ("line-strong", "sunken"),
    ("accent-text", "surface"),
    ("accent-text", "sunken"),
    *((f"stage-{name}", "sunken") for name in STAGE_COLOURS),
    *((f"stage-{name}", "selected") for name in STAGE_COLOURS),
]


def test_formula_knows_the_ends():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@pytest.mark.parametrize("theme", THEMES)
def test_words_are_readable(theme):
    colours = THEMES[theme]
    weak = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair in TEXT_PAIRS
        if contrast(colours[pair[0]], colours[pair[1]]) < TEXT
    }
    assert not weak


@pytest.mark.parametrize("theme", THEMES)
def test_shapes_are_visible(theme):
    colours = THEMES[theme]
    weak = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair in SHAPE_PAIRS
        if contrast(colours[pair[0]], colours[pair[1]]) < SHAPE
    }
    assert not weak


def test_both_themes_have_the_same_colours():
    assert THEMES["light"].keys() == THEMES["dark"].keys()


def test_no_colour_stands_outside_the_tokens():
    """Style sheets other than tokens.css (and paper, which is black on white) name no colour."""
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")
    found = [
        f"{path.name}:{number}"
        for path in TOKENS.parent.glob("*.css")
        if path.name not in ("tokens.css", "print.css")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if literal.search(line)
    ]
    assert not found


def test_every_token_in_use_is_defined():
    defined = set(re.findall(r"(--f-[\w-]+):", "".join(_sheets())))
    used = set(re.findall(r"var\((--f-[\w-]+)", "".join(_sheets())))
    assert used <= defined


def _sheets() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in TOKENS.parent.glob("*.css")]
