"""A telephone number and an address that must be nowhere, and three scanners that look everywhere."""

from __future__ import annotations

import base64
import html
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote_plus

from femida.config import embedded
from tests.faults.browser import Answer
from tests.faults.served import ServedFirm
from tests.parties.canary import CANARY, spellings

TYPED = [
    f"+{CANARY}",
    f"8{CANARY[1:]}",
    "+7 916 555 01 37",
    "8 (916) 555-01-37",
    "+7 (916) 555-0137",
    "8-916-555-01-37",
    "+7.916.555.01.37",
    "7 916 5550137",
    "+7 916 555-01-37",
]
"""How visitors write it; the last one is spaced by the widths that word processors put in."""

EMAIL = "kanareyka.proverka@primer-pochty.ru"
CHUNK = 4 * 1024 * 1024


def wanted() -> list[str]:
    """Every spelling of both in which they could be."""
    local = EMAIL.partition("@")[0]
    return [
        *spellings(),
        *_in_base64(CANARY),
        *_in_base64(CANARY[1:]),
        f"+{CANARY}".encode().hex(),
        f"8{CANARY[1:]}".encode().hex(),
        CANARY[1:].encode("utf-16-le").hex(),
        local,
        local.upper(),
        local[::-1],
        local.encode().hex(),
        *_in_base64(local),
        quote(EMAIL, safe=""),
        # masks with the last digits or the first letter are for those with a right of their own
        f"•-{CANARY[-4:-2]}-{CANARY[-2:]}",
        f"{EMAIL[0]}•••@",
    ]


def _in_base64(text: str) -> Iterator[str]:
    """What stays the same of a text's base64 wherever it stands in a longer one."""
    for before in range(3):
        raw = base64.b64encode(b"x" * before + text.encode()).decode().rstrip("=")
        yield raw[(0, 2, 3)[before] : len(raw) - len(raw) % 4 - 1]


def in_text(text: str) -> list[str]:
    """The spellings that stand in a text, also behind HTML's, URL's and JSON's escapes."""
    plain = {
        text,
        html.unescape(text),
        unquote_plus(text),
        text.replace("\\u002b", "+").replace("\u00a0", " "),
    }
    return [one for one in wanted() if any(one in form for form in plain)]


def in_answers(answers: Iterable[Answer]) -> list[tuple[str, list[str]]]:
    """Answers in which a spelling stands, in the headers or the body."""
    found = ((answer.asked, in_text(f"{answer.headers}\n{answer.body}")) for answer in answers)
    return [(asked, ones) for asked, ones in found if ones]


def in_tables(firm: ServedFirm) -> list[tuple[str, list[str]]]:
    """Tables whose rows, read as text, hold a spelling; binary columns are read as hexadecimal digits."""
    names = firm.query(
        "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
        " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    )
    found = []
    for (name,) in names:
        rows = firm.query(f"SELECT t::text FROM {name} AS t", role=embedded.SUPERUSER_ROLE)
        ones = in_text("\n".join(row[0] for row in rows))
        if ones:
            found.append((name, ones))
    return found


def in_files(firm: ServedFirm) -> list[tuple[str, list[str]]]:
    """Files of the data folder, the database's own included, and logs that hold a spelling."""
    layout = embedded.layout(firm.data)
    found = []
    for path in sorted({firm.log, *_files(firm.data), *_files(layout.folder)}):
        ones = _in_file(path)
        if ones:
            found.append((str(path), ones))
    return found


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _in_file(path: Path) -> list[str]:
    patterns = [(one, one.encode()) for one in wanted()]
    longest = max(len(raw) for _, raw in patterns)
    found: set[str] = set()
    try:
        with path.open("rb") as file:
            before = b""
            for chunk in itertools.takewhile(bool, iter(lambda: file.read(CHUNK), None)):
                found.update(one for one, raw in patterns if raw in before + chunk)
                before = chunk[-longest:]
    except FileNotFoundError:
        # the database removes files of its own while it works
        return []
    return sorted(found)
