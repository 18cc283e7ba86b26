"""Reads about offices."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from femida.firm.offices.models import WEEKDAYS, Office
from femida.kernel.calendar import Schedule, add_business_hours
from femida.platform.core import clock
from femida.platform.core.errors import Invalid


def zone_of(office_id: int) -> ZoneInfo:
    """The time zone of an office. Raises Office.DoesNotExist."""
    return ZoneInfo(Office.objects.values_list("time_zone", flat=True).get(pk=office_id))


RETURN_HOUR = time(9, 0)
FURTHEST = timedelta(days=366 * 5)


def morning_of(office_id: int, day: date, field: str) -> datetime:
    """Nine in the morning of a day to come, in an office: when what was put aside comes back.

    Raises Invalid at `field` for a day that is not ahead, or further ahead than five years.
    """
    zone = zone_of(office_id)
    today = clock.now().astimezone(zone).date()
    if day <= today:
        raise Invalid({field: _("Choose a day after today.")})
    if day - today > FURTHEST:
        raise Invalid({field: _("Choose a day within five years.")})
    return datetime.combine(day, RETURN_HOUR, tzinfo=zone)


def local_date(office_id: int, moment: datetime) -> date:
    """The calendar day of a moment in an office: the `business_date` of what happens there then."""
    return moment.astimezone(zone_of(office_id)).date()


# An office that has not said when it is open works like most.
USUAL_WEEK = {day: ["09:00", "18:00"] for day in WEEKDAYS[:5]}


def schedule_of(office_id: int) -> Schedule:
    """The working week of an office, for norm times. Raises Office.DoesNotExist."""
    zone, hours = Office.objects.values_list("time_zone", "hours").get(pk=office_id)
    week = {
        WEEKDAYS.index(day): ((time.fromisoformat(opens), time.fromisoformat(closes)),)
        for day, (opens, closes) in (hours or USUAL_WEEK).items()
    }
    return Schedule.of(zone, week)


def due_after(office_id: int, start: datetime, hours: int | None) -> datetime | None:
    """When a norm time in business hours of an office is over, in UTC; None without a norm."""
    return add_business_hours(start, hours, schedule_of(office_id)) if hours else None
