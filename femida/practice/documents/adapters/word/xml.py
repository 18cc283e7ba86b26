"""Elements of Word's XML by local names: both of its standards have the same words in different spaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

# The part has been walked by `texts.docx.inspect` before: no DTD, no entities, limits of depth and number.
from xml.etree.ElementTree import Element, fromstring

_OFF: Final = frozenset({"0", "false", "off", "none"})
TWIP: Final = 20.0
"""Twentieths of a point: what Word measures in."""


def parse(data: bytes) -> Element:
    """The root of a part that has been checked."""
    return fromstring(data)  # noqa: S314 - see above


def local(element: Element) -> str:
    """The name of an element without its space."""
    return element.tag.rpartition("}")[2]


def child(element: Element | None, name: str) -> Element | None:
    """The first child of this name."""
    if element is None:
        return None
    return next((one for one in element if local(one) == name), None)


def children(element: Element | None, name: str) -> Iterator[Element]:
    """All children of this name."""
    if element is not None:
        yield from (one for one in element if local(one) == name)


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """An attribute by its local name."""
    if element is None:
        return default
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), default)


def value(element: Element | None, name: str, default: str = "") -> str:
    """The `val` of a child."""
    return attribute(child(element, name), "val", default)


def points(text: str, unit: float = TWIP) -> float | None:
    """A measure in points; None for what is none. Percentages and letters are none."""
    try:
        return float(text) / unit
    except ValueError:
        return None


def is_on(element: Element | None) -> bool | None:
    """A switch of Word: None when it is not there, on when it has no value."""
    if element is None:
        return None
    return attribute(element, "val", "1").lower() not in _OFF
