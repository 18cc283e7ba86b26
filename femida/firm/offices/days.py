"""Calendar days of moments in the zone of the office where they happened, inside a statement."""

from __future__ import annotations

from typing import Any

from django.db.models import DateField, DateTimeField, F, Func, Value
from django.db.models.functions import Coalesce

from femida.platform.core import clock


def office_day(moment: str, *, office: str = "office") -> Any:
    """The day of a row's moment in the zone of its office (in UTC without one): an expression of a date."""
    return _day(F(moment), office)


def office_today(*, office: str = "office") -> Any:
    """Today in the zone of the row's office."""
    return _day(Value(clock.now(), output_field=DateTimeField()), office)


def _day(moment: Any, office: str) -> Any:
    zone = Coalesce(F(f"{office}__time_zone"), Value("UTC"))
    return Func(zone, moment, template="(timezone(%(expressions)s))::date", output_field=DateField())
