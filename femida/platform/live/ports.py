"""What the floor above tells the streams: whose a row is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from femida.platform.core.ports import Port

# (object type, keys) -> employees with a part in each row. Whoever has just lost her part is still among
# them, so that the row leaves her list.
Holders = Callable[[str, Sequence[int]], Mapping[int, frozenset[int]]]
holders: Port[Holders] = Port("holders of rows")

# Object types whose news every signed-in person may hear, each with the reason.
told_to_all: Port[str] = Port("news for everybody")
