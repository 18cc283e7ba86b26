"""The documents keep to the truth where a program can tell."""

from __future__ import annotations

import re

from femida.config.rooms import ROOMS
from femida.platform.reactions.core import reactions
from tests.architecture.house import ROOT

ADR = ROOT / "docs" / "adr"
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def documents():
    """All documents of the project."""
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_links_lead_somewhere():
    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in documents()
        for target in LINK.findall(page.read_text())
        if not (page.parent / target).exists()
    ]
    assert dead == []


def test_decisions_are_numbered_and_listed():
    pages = sorted(path.name for path in ADR.glob("0*.md"))
    assert [int(name[:4]) for name in pages] == list(range(1, len(pages) + 1))
    index = (ADR / "README.md").read_text()
    for name in pages:
        number, title = (ADR / name).read_text().splitlines()[0].removeprefix("# ").split(" ", 1)
        assert number == name[:4]
        assert f"[{number} {title}]({name})" in index


def test_inside_reactions_are_listed():
    text = (ROOT / "docs" / "architecture.md").read_text()
    table = text.split("## Inside-reactions")[1].split("\n## ")[0]
    inside = [one for one in reactions if one.inside]
    assert inside
    for reaction in inside:
        room = reaction.name.rpartition(".")[0]
        line = next((row for row in table.splitlines() if f"`{room}" in row), "")
        assert f"`{reaction.event.kind}`" in line, reaction.name
    rooms = set(re.findall(r"^\| `([\w.]+)", table, re.MULTILINE))
    assert rooms == {reaction.name.rpartition(".")[0] for reaction in inside}


def test_every_room_stands_in_the_floor_plan():
    text = (ROOT / "docs" / "architecture.md").read_text()
    for room in ROOMS:
        if not room.startswith("femida.platform"):
            assert f"`{room.split('.')[-1]}`" in text, room


def test_features_point_at_what_exists():
    page = (ROOT / "docs" / "features.md").read_text()
    missing = [
        path
        for path in re.findall(r"`((?:femida|tests|assets|docs)/[\w./-]+)`", page)
        if not (ROOT / path).exists()
    ]
    assert missing == []


def test_no_document_speaks_of_a_machine():
    for page in documents():
        for word in ("/work/", "/root/", "pypi.org", "registry.npmjs"):
            assert word not in page.read_text(), page
