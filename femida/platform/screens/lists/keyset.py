"""Paging by keys: the next page begins after the last row seen, however deep the reader is."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Model, Q

from femida.platform.conditions.fields import column_at

LONGEST: Final = 600


@dataclass(frozen=True, slots=True)
class Step:
    """One column of an order."""

    path: str
    descending: bool
    nullable: bool

    @property
    def term(self) -> str:
        """As `order_by` writes it."""
        return f"-{self.path}" if self.descending else self.path

    def reversed(self) -> Step:
        """The same column the other way round."""
        return Step(self.path, not self.descending, self.nullable)


def order_steps(model: type[Model], terms: Sequence[str]) -> list[Step]:
    """The columns of an order; the key closes it, so that no two rows are equal."""
    steps: list[Step] = []
    for term in terms:
        path = term.removeprefix("-")
        column, _several = column_at(model, "pk" if path in ("id", "pk") else path)
        steps.append(Step("pk" if path in ("id", "pk") else path, term.startswith("-"), bool(column.null)))
    if steps[-1].path != "pk":
        steps.append(Step("pk", steps[-1].descending, nullable=False))
    return steps


def place_of(values: Sequence[Any]) -> str:
    """A row's values in the order's columns, as the address carries them."""
    plain = [_plain(value) for value in values]
    packed = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def beyond(model: type[Model], steps: Sequence[Step], place: str) -> Q | None:
    """The rows that come after a place in this order; None for a place that cannot be read.

    An old or altered address then shows the first page, as if it named no place.
    """
    values = _read(model, steps, place)
    if values is None:
        return None
    condition = Q(pk__in=[])
    before = Q()
    for step, value in zip(steps, values, strict=True):
        further = _further(step, value)
        if further is not None:
            condition |= before & further
        before &= Q(**{f"{step.path}__isnull": True}) if value is None else Q(**{step.path: value})
    first, start = steps[0], values[0]
    if start is not None and not first.nullable:
        # Said once more without alternatives, so that the index is entered at the place.
        condition &= Q(**{f"{first.path}__{'lte' if first.descending else 'gte'}": start})
    return condition


def _further(step: Step, value: Any) -> Q | None:
    # PostgreSQL's own order: empty values stand last going up, first going down.
    if value is None:
        return Q(**{f"{step.path}__isnull": False}) if step.descending else None
    if step.descending:
        return Q(**{f"{step.path}__lt": value})
    after = Q(**{f"{step.path}__gt": value})
    return after | Q(**{f"{step.path}__isnull": True}) if step.nullable else after


def _read(model: type[Model], steps: Sequence[Step], place: str) -> list[Any] | None:
    if len(place) > LONGEST:
        return None
    try:
        padded = place + "=" * (-len(place) % 4)
        plain = json.loads(base64.urlsafe_b64decode(padded))
    except ValueError:
        return None
    if not isinstance(plain, list) or len(plain) != len(steps):
        return None
    values = []
    for step, value in zip(steps, plain, strict=True):
        column, _several = column_at(model, step.path)
        try:
            read = None if value is None else column.to_python(value)
            if read is not None:
                # out of the column's range, it would fail in the database
                column.run_validators(read)
        except (ValidationError, ValueError, TypeError, ArithmeticError):
            return None
        if (read is None and not step.nullable) or "\0" in str(read):
            return None
        values.append(read)
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value
