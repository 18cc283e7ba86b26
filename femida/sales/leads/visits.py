"""What is kept of the page an enquiry came from: the place and the advertising marks, nothing of the visitor.

Sites put what a visitor typed into addresses ("/thanks?phone=8916…"), and everybody who sees the lead reads
the address, so contacts are taken out of it like out of every text.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit, urlunsplit

from femida.kernel.contacts import blank_out

MARKS = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "yclid", "gclid")
LONGEST = 500
_LEFT_OUT = "…"


def safe_page(page: str) -> str:
    """The address without fragment, with the known marks only in its query, and without contacts."""
    try:
        parts = urlsplit(page)
    except ValueError:
        return _LEFT_OUT
    if not parts.netloc:
        return page[:LONGEST] if _is_safe(page) else _LEFT_OUT
    path = "/".join(part if _is_safe(part) else _LEFT_OUT for part in parts.path.split("/"))
    query = urlencode(safe_marks(dict(parse_qsl(parts.query))))
    # a name before the host is a name of somebody
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, path, query, ""))[:LONGEST]


def safe_marks(marks: Mapping[str, str]) -> dict[str, str]:
    """The known advertising marks without those that hold a contact."""
    return {name: marks[name] for name in MARKS if marks.get(name) and _is_safe(marks[name])}


def _is_safe(text: str) -> bool:
    return all(blank_out(one).text == one for one in (text, unquote_plus(text)))
