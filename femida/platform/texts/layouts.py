"""Our own printed pages (receipts, invoices): a layout in Typst and values, made into a PDF.

A layout is a file of the calling room, read once and never written by a person of the firm. Values reach it
as data only: nothing in them is markup. Fonts come with the library, so pages look the same on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import typst

COMMON: Final = Path(__file__).parent / "layouts"
# no layout has a moment in it: the same values give the same bytes
_MOMENT: Final = datetime(2000, 1, 1, tzinfo=UTC)


def typeset(layout: Path, values: Mapping[str, Any]) -> bytes:
    """The PDF of a layout filled with `values` (what JSON can hold; sums and days as they are to be read).

    In the layout `#import "/common.typ": *` gives `values` and the common pieces. Raises KeyError for a
    value that the layout asks for and that is not there.
    """
    source = layout.read_text(encoding="utf-8")
    try:
        return typst.compile(  # type: ignore[call-overload, no-any-return]  # the stubs want one type for both
            source.encode(),
            root=str(COMMON),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"values": json.dumps(values, ensure_ascii=False)},
            timestamp=_MOMENT,
        )
    except typst.TypstError as error:
        raise KeyError(f"{layout.name}: {error}") from error
