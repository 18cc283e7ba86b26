"""DOCX files made by hand, as Word makes them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml."
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable="w14"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def text(words: str) -> str:
    """A text element."""
    return f'<w:t xml:space="preserve">{escape(words)}</w:t>'


def run(words: str, looks: str = "") -> str:
    """A run; `looks` are its properties."""
    return f"<w:r>{f'<w:rPr>{looks}</w:rPr>' if looks else ''}{text(words)}</w:r>"


def paragraph(*words: str) -> str:
    """A paragraph of runs with these words."""
    return f"<w:p>{''.join(map(run, words))}</w:p>"


def row(*cells: str) -> str:
    """A row of a table; each cell is a text, or a ready paragraph."""
    ready = (cell if cell.startswith("<w:p>") else paragraph(cell) for cell in cells)
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in ready)}</w:tr>"


def table(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def part(root: str, inside: str) -> str:
    """A part with Word's namespaces."""
    return f"{HEAD}<w:{root} {SPACES}>{inside}</w:{root}>"


def relations(*those: tuple[str, str, str]) -> str:
    """A part of relationships: (type, target, mode)."""
    rows: list[str] = []
    for number, (kind, target, mode) in enumerate(those):
        full = kind if ":" in kind else f"{R}/{kind}"
        where = f' TargetMode="{mode}"' if mode else ""
        rows.append(f'<Relationship Id="r{number}" Type="{full}" Target="{escape(target)}"{where}/>')
    return f'{HEAD}<Relationships xmlns="{RELS}">{"".join(rows)}</Relationships>'


def content_types(parts: Mapping[str, str], main: str = "document.main") -> str:
    """The list of types for parts whose type is known by name."""
    known = {"document": main, "header": "header", "footer": "footer", "footnotes": "footnotes"}
    rows = "".join(
        f'<Override PartName="/{name}" ContentType="{KIND}{known[stem]}+xml"/>'
        for name in parts
        if (stem := re.sub(r"\d*\.xml$", "", name.removeprefix("word/"))) in known
    )
    return (
        f'{HEAD}<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{rows}</Types>"
    )


def document(body: str, more: Mapping[str, str | bytes] | None = None) -> dict[str, str | bytes]:
    """The parts of a document with this body, and more parts."""
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(("officeDocument", "word/document.xml", "")),
        "word/document.xml": part("document", f"<w:body>{body}<w:sectPr/></w:body>"),
        **(more or {}),
    }
    return {"[Content_Types].xml": content_types(parts), **parts}


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as a file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx(body: str, more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A file with this body."""
    return packed(document(body, more))


def unpacked(data: bytes, name: str = "word/document.xml") -> str:
    """A part of a file, as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()
