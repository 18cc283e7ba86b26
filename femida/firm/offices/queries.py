"""Reads about offices."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from femida.firm.offices.models import Office


def zone_of(office_id: int) -> ZoneInfo:
    """The time zone of an office. Raises Office.DoesNotExist."""
    return ZoneInfo(Office.objects.values_list("time_zone", flat=True).get(pk=office_id))


def local_date(office_id: int, moment: datetime) -> date:
    """The calendar day of a moment in an office: the `business_date` of what happens there then."""
    return moment.astimezone(zone_of(office_id)).date()
