"""What rooms record: one frozen dataclass per business act."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar
from uuid import UUID

from femida.platform.core.ports import Port

events: Port[type[Event]] = Port("event")


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all events.

    `kind` is the word in the journal (`lead.opened`); `subject` is (object type, name of the field with
    its id); `anchors` are further (object type, field) pairs on whose time-lines the fact stands as well.
    Fields hold ids and values that are never hidden from anybody: no names, numbers, sums or texts.
    """

    kind: ClassVar[str] = ""
    subject: ClassVar[tuple[str, str]] = ("", "")
    anchors: ClassVar[tuple[tuple[str, str], ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.kind:
            events.register(cls.kind, cls)

    def payload(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return {f.name: _plain(getattr(self, f.name)) for f in dataclasses.fields(self)}

    def subject_ref(self) -> tuple[str, int]:
        """Type and id of what the fact is about."""
        object_type, name = self.subject
        return object_type, int(getattr(self, name))

    def anchor_refs(self) -> list[tuple[str, int]]:
        """Type and id of every object on whose time-line the fact stands, the subject first."""
        refs = [self.subject_ref()]
        for object_type, name in self.anchors:
            value = getattr(self, name)
            if value is not None and (object_type, int(value)) not in refs:
                refs.append((object_type, int(value)))
        return refs


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list | frozenset):
        return [_plain(item) for item in value]
    return value


def read_event(kind: str, payload: dict[str, Any]) -> Event:
    """Build the event of a stored fact again. Unknown fields of older facts are left out."""
    cls = events[kind]
    known = {}
    for f in dataclasses.fields(cls):
        if f.name in payload:
            known[f.name] = _typed(str(f.type), payload[f.name])
    return cls(**known)


def _typed(annotation: str, value: Any) -> Any:
    if value is None or not isinstance(value, str | list):
        return value
    name = annotation.removesuffix(" | None")
    if name == "datetime" and isinstance(value, str):
        return datetime.fromisoformat(value)
    if name == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    if name == "Decimal" and isinstance(value, str):
        return Decimal(value)
    if name.startswith("tuple") and isinstance(value, list):
        return tuple(value)
    return value
