"""Who gets a new lead."""

from __future__ import annotations

from dataclasses import dataclass

from femida.firm.offices.models import Office
from femida.firm.staff.models import Employee
from femida.firm.staff.queries import least_loaded, on_duty
from femida.sales.deals.models import Deal
from femida.sales.leads.models import Lead
from femida.sales.sources.models import Source

# Who answers first, then who stands in when nobody of them is there.
ANSWERING = ("call_centre", "sales")
# What an employee is marked with who gets new leads, and new deals.
TAKES_LEADS, TAKES_DEALS = "leads", "deals"


@dataclass(frozen=True, slots=True)
class Route:
    """Where a lead goes; without a responsible person it waits in the office's queue."""

    office_id: int
    department_id: int | None
    responsible_id: int | None


def route(source: Source, office_id: int | None = None) -> Route:
    """Choose the office and the person with the fewest open leads among those on duty there.

    Equal loads go to whoever got the last lead the longest ago.
    """
    office = office_id or source.office_id or _first_office()
    for kind in ANSWERING:
        people = _people(office, kind, TAKES_LEADS)
        if people:
            chosen = least_loaded(people, Lead.objects.filter(closed_at=None))
            place = Employee.objects.values_list("department_id", flat=True).get(pk=chosen)
            return Route(office, place, chosen)
    return Route(office, None, None)


def least_loaded_seller(office_id: int) -> int | None:
    """The person of the sales department who gets a new deal, or None when nobody is there."""
    people = _people(office_id, "sales", TAKES_DEALS)
    return least_loaded(people, Deal.objects.filter(closed_at=None)) if people else None


def _people(office_id: int, kind: str, capability: str) -> list[int]:
    """Those on duty in the office's departments of a kind: the marked ones, or all where nobody is marked."""
    return on_duty(office_id, kind, capability=capability) or on_duty(office_id, kind)


def _first_office() -> int:
    return Office.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True)[0]
