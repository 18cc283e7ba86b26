"""Telephone numbers: reading, showing, masking, finding in free text. The public door of the topic."""

from __future__ import annotations

from femida.kernel.phone_number import InvalidPhone, PhoneNumber, parse
from femida.kernel.phone_search import Match, find_in, redact

__all__ = ["InvalidPhone", "Match", "PhoneNumber", "find_in", "parse", "redact"]
