"""The guides of docs/guides: read once, cut into sections, drawn with the look of the product.

A guide is a Markdown file named after a role; `common.md` is for everybody. The comment

    <!-- help: leads deals:card -->

over a heading says which pages the section under it explains: all pages of a room by the namespace of their
addresses, or one page by its whole name. Rooms declare nothing else; a test walks all pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from femida.platform.ui.components import safe

FOLDER: Final = Path(__file__).resolve().parents[3] / "docs" / "guides"
COMMON: Final = "common"
"""The guide of what everybody does."""

_HELP = re.compile(r"<!--\s*help:\s*([\w:\- ]+?)\s*-->")
# Where a line ends: the words before and after it do not belong together.
_END = re.compile(r"</(?:p|li|h\d)>")
_GUIDE = re.compile(r"([\w-]+)\.md(#.*)?")
# What a person presses; any other code is a command or a name of a file.
_KEY = re.compile(r"[a-z?/](?: [a-z])?|(?:Ctrl|Shift|Alt)\+\S+|Tab|Enter|Esc|F\d{1,2}")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the second level with what stands under it; `pages` are those it explains."""

    anchor: str
    title: str
    html: SafeString
    words: str
    pages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Guide:
    """One file: `key` is its name, which is the key of the role's group with hyphens."""

    key: str
    title: str
    intro: SafeString
    sections: tuple[Section, ...]

    def section_for(self, page: str) -> Section | None:
        """The section that explains a page: by its whole name first, then by its room."""
        for wanted in (page, page.partition(":")[0]):
            for section in self.sections:
                if wanted in section.pages:
                    return section
        return None


@cache
def guides() -> dict[str, Guide]:
    """All guides by key, the common one first. Read from the disk once in a process."""
    paths = sorted(FOLDER.glob("*.md"), key=lambda path: (path.stem != COMMON, path.stem))
    return {path.stem: read_guide(path) for path in paths if path.stem != "README"}


def read_guide(path: Path) -> Guide:
    """Cut a file into sections. Raises ValueError when it does not begin with its title."""
    tokens = _markdown().parse(path.read_text(encoding="utf-8"))
    if not tokens or tokens[0].type != "heading_open" or tokens[0].tag != "h1":
        raise ValueError(f"{path.name}: a guide begins with its title")
    parts = list(_parts(tokens[3:]))
    intro = parts.pop(0)[1] if parts and parts[0][0] is None else []
    sections = [_section(heading, body, pages) for heading, body, pages in parts if heading is not None]
    return Guide(path.stem, tokens[1].content, _drawn(intro), tuple(sections))


def anchor_of(title: str) -> str:
    """The id of a heading, made as code hosts make it: «Как принять звонок» gives «как-принять-звонок»."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", title.lower()).strip())


def anchor_for(page: str, own: Sequence[str]) -> tuple[str, str] | None:
    """(guide, anchor) that explain a page: of one's own guides, of the common one, else of any other."""
    order = dict.fromkeys([*own, COMMON, *guides()])
    for key in order:
        guide = guides().get(key)
        section = guide.section_for(page) if guide else None
        if section is not None:
            return key, section.anchor
    return None


class _Renderer(RendererHTML):
    """Markdown's own renderer; what a person presses is drawn as a key."""

    def code_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """`Ctrl+K` is a key, `femida serve` a command."""
        drawn = super().code_inline(tokens, idx, options, env)
        if _KEY.fullmatch(tokens[idx].content):
            return drawn.replace("code>", "kbd>")
        return drawn


def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", renderer_cls=_Renderer).disable("html_inline")


def _parts(tokens: Sequence[Token]) -> Iterator[tuple[Token | None, list[Token], frozenset[str]]]:
    """(heading, what stands under it, pages) for each section; the words before the first have no heading."""
    heading: Token | None = None
    body: list[Token] = []
    pages: frozenset[str] = frozenset()
    awaited: frozenset[str] = frozenset()
    skip = 0
    for place, token in enumerate(tokens):
        if skip:
            skip -= 1
        elif token.type == "html_block":
            named = _HELP.search(token.content)
            awaited |= frozenset(named[1].split()) if named else frozenset()
        elif token.type == "heading_open" and token.tag == "h2":
            yield heading, body, pages
            heading, body, pages, awaited = tokens[place + 1], [], awaited, frozenset()
            skip = 2
        else:
            body.append(token)
    yield heading, body, pages


def _section(heading: Token, body: list[Token], pages: frozenset[str]) -> Section:
    html = _drawn(body)
    words = " ".join(strip_tags(_END.sub(" ", html)).split())
    return Section(anchor_of(heading.content), heading.content, html, words, pages)


def _drawn(tokens: Sequence[Token]) -> SafeString:
    markdown = _markdown()
    for token in tokens:
        for child in token.children or []:
            _lead_to_page(child)
    return safe(str(markdown.renderer.render(list(tokens), markdown.options, {})))


def _lead_to_page(token: Token) -> None:
    """A link to another file of the folder becomes one to its page."""
    target = _GUIDE.fullmatch(str(token.attrs.get("href", ""))) if token.type == "link_open" else None
    if target:
        token.attrs["href"] = reverse("help:guide", args=[target[1]]) + (target[2] or "")
