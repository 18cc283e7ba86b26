"""The port of the kinds of notices: rooms draw what they told people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from femida.platform.core.actor import Actor
from femida.platform.core.errors import Text
from femida.platform.core.ports import Port


@dataclass(frozen=True, slots=True)
class StoredNotice:
    """A notice as it is kept."""

    id: int
    kind: str
    object_type: str
    object_id: int
    because: str
    created_at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What the reader sees of a notice: plain text (escaped when drawn) and an icon's name."""

    title: Text
    body: Text = ""
    icon: str = "bell"
    tone: str = ""


# (reader, notices of one kind) -> words by notice id, in one query at most. A notice about an object that
# the reader may not see now gets no words: it is neither shown nor counted.
Render = Callable[[Actor, Sequence[StoredNotice]], Mapping[int, Words]]


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notices: what a person calls it, and how its notices are drawn."""

    label: Text
    render: Render


notice_kinds: Port[NoticeKind] = Port("notice kind")
