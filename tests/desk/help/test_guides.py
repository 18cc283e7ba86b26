"""The guides keep to the pages: names of buttons, a place for every page, links that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import polib
import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from femida.config.environment import ROOT
from femida.desk.help import guides as module
from femida.desk.help.finding import find
from femida.desk.help.guides import COMMON, FOLDER, anchor_for, guides, read_guide
from femida.firm.staff.presets import PRESETS

BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
FILES = sorted(path for path in FOLDER.glob("*.md") if path.stem != "README")


def spoken() -> set[str]:
    """Everything that the pages can say in Russian."""
    said: set[str] = set()
    for path in (ROOT / "femida").glob("**/locale/ru/LC_MESSAGES/django.po"):
        for entry in polib.pofile(str(path)):
            said |= {entry.msgstr, *entry.msgstr_plural.values()}
    return said


def strange_labels(text: str, said: set[str]) -> list[str]:
    """Labels in bold that stand on no page."""
    return [label for found in BOLD.findall(text) if (label := " ".join(found.split())) not in said]


def test_labels_in_bold_stand_on_pages():
    said = spoken()
    labels = 0
    for path in FILES:
        text = path.read_text("utf-8")
        labels += len(BOLD.findall(text))
        assert strange_labels(text, said) == [], path.name
    assert labels > 200


def test_twin_a_label_of_no_page_is_found():
    assert strange_labels("Нажмите **Записать**, затем **Улететь**.", spoken()) == ["Улететь"]


def test_every_role_has_its_guide_and_no_guide_is_without_one():
    roles = {preset.key.replace("_", "-") for preset in PRESETS}
    assert set(guides()) == roles | {COMMON}
    for key in roles:
        assert guides()[key].section_for("screens:home"), key


def pages(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, str | None]]:
    """(name, right) of every page that a signed-in person can open."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from pages(entry, space + (f"{entry.namespace}:" if entry.namespace else ""))
        elif isinstance(entry, URLPattern) and entry.name:
            view = entry.callback
            if "GET" in getattr(view, "declared_methods", ()) and not getattr(view, "is_public", False):
                yield f"{space}{entry.name}", view.declared_right


def without_help() -> list[str]:
    """Pages of each role that lead to no place of any guide."""
    drawn = {key: {section.anchor for section in guide.sections} for key, guide in guides().items()}
    missing = []
    for preset in PRESETS:
        rights = {right for right, _scope in preset.pairs()}
        for name, right in pages():
            if right is None or right in rights:
                place = anchor_for(name, [preset.key.replace("_", "-")])
                if place is None or place[1] not in drawn[place[0]]:
                    missing.append(f"{preset.key}: {name}")
    return missing


def test_every_page_of_every_role_has_its_place_in_the_guides():
    assert len({name for name, _right in pages()}) > 100
    assert without_help() == []


def test_twin_a_room_that_no_guide_explains_is_found(monkeypatch):
    spoilt = {
        key: replace(
            guide,
            sections=tuple(replace(one, pages=one.pages - {"certificates"}) for one in guide.sections),
        )
        for key, guide in guides().items()
    }
    monkeypatch.setattr(module, "guides", lambda: spoilt)
    assert any(line.endswith(": certificates:list") for line in without_help())


def test_guides_explain_pages_that_exist():
    names = {name for name, _right in pages()} | {"account_login", "account_logout", "setup:page"}
    known = names | {name.partition(":")[0] for name in names}
    for guide in guides().values():
        for section in guide.sections:
            assert section.pages <= known, (guide.key, section.title, section.pages - known)


def test_one_s_own_guide_is_asked_first():
    assert anchor_for("leads:card", ["operator"]) == ("operator", "как-вести-карточку-лида")
    assert anchor_for("leads:list", ["manager"])[0] == "manager"
    assert anchor_for("tasks:card", ["operator"])[0] == COMMON
    assert anchor_for("leads:card", [])[0] != COMMON
    assert anchor_for("nothing:here", ["operator"]) is None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_headings_are_different_and_links_lead_somewhere(path):
    guide = read_guide(path)
    anchors = [section.anchor for section in guide.sections]
    assert len(set(anchors)) == len(anchors)
    drawn = "".join([guide.intro, *(section.html for section in guide.sections)])
    for key, anchor in re.findall(r'href="/help/([\w-]+)/(?:#([^"]*))?"', drawn):
        assert key in guides()
        assert not anchor or anchor in {section.anchor for section in guides()[key].sections}
    assert len(re.findall(r"<a ", drawn)) == len(re.findall(r'<a href="/help/', drawn))


def test_markdown_is_drawn_without_foreign_html(tmp_path):
    path = tmp_path / "trial.md"
    path.write_text(
        "# Проба\n\nВступление <b onclick=x>тут</b>.\n\n<!-- help: leads -->\n## Как жить?\n\n"
        "Нажмите `Ctrl+K` или `femida serve`.\n\n<script>x()</script>\n",
        encoding="utf-8",
    )
    guide = read_guide(path)
    assert "<b" not in guide.intro
    (section,) = guide.sections
    assert (section.anchor, section.pages) == ("как-жить", frozenset({"leads"}))
    assert "<kbd>Ctrl+K</kbd>" in section.html
    assert "<code>femida serve</code>" in section.html
    assert "script" not in section.html
    path.write_text("Без заглавия\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"trial\.md"):
        read_guide(path)


def _titles(asked: str) -> list[str]:
    return [found.section.title for found in find(guides().values(), asked)]


def test_search_finds_forms_of_words_and_the_titles_first():
    assert _titles("принимать деньги")[0] == "Как принять деньги"
    assert "Как закрыть смену" in _titles("смена закрыть")
    assert "Как выставить счёт" in _titles("счет")
    assert _titles("ltymub")[0] == "Как принять деньги"
    assert "Как закончить день" not in _titles("деньги")
    assert _titles("бутерброд") == []
    assert _titles("…") == []


def test_what_is_found_is_marked_and_escaped():
    guide = next(iter(guides().values()))
    section = replace(guide.sections[0], title="Проба", words="a <b> пароль & ещё " + "слово " * 60)
    (found,) = find([replace(guide, sections=(section,))], "пароли")
    assert "<mark>пароль</mark>" in found.excerpt
    assert "&lt;b&gt;" in found.excerpt
    assert found.excerpt.endswith("…")
