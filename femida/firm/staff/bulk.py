"""The people under the mass of the large demonstration firm, and who answers for which row."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from femida.firm.staff.assigning import HOLDERS
from femida.firm.staff.models import Assignment, Employee
from femida.platform.bulk.batches import Batch
from femida.platform.bulk.rows import Row
from femida.platform.core.actor import Actor

OPERATORS, SELLERS, LAWYERS, CASHIERS, HEADS = "leads", "deals", "consultations", "finance", "heads"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here."""

    id: int
    actor: Actor
    office_id: int
    department_id: int | None


@dataclass
class Staff:
    """Who does what where."""

    people: dict[tuple[str, int], list[Person]]

    def one_of(self, batch: Batch, role: str, office_id: int) -> Person:
        """Somebody of an office with a role, or of another office when there is nobody."""
        found = self.people.get((role, office_id))
        if not found:
            found = next(ones for (key, _office), ones in self.people.items() if key == role)
        return batch.chance.choice(found)


def staff_of(batch: Batch) -> Staff:
    """Who does what where, read once in a load."""
    found = batch.kept.get("staff")
    if not isinstance(found, Staff):
        people: dict[tuple[str, int], list[Person]] = defaultdict(list)
        rows = Employee.objects.filter(status=Employee.Status.ACTIVE).select_related("department")
        for row in rows.order_by("pk"):
            one = Person(row.pk, Actor.person(row.account_id), row.main_office_id, row.department_id)
            for role in row.capabilities:
                people[role, row.main_office_id].append(one)
            if row.department is not None and row.department.kind == "finance":
                people[CASHIERS, row.main_office_id].append(one)
            if row.department is not None and row.department.kind == "call_centre" and not row.capabilities:
                people[HEADS, row.main_office_id].append(one)
        found = batch.kept["staff"] = Staff(dict(people))
    return found


def start_assignments(batch: Batch, object_type: str, row: Row) -> None:
    """Open the assignments that the columns of a row speak of."""
    for role, column in HOLDERS.items():
        if row[column] is not None:
            open_part(batch, object_type, row["id"], row[column], role.value, row["created_at"])


def take_part(batch: Batch, party_id: int, employee_id: int, since: datetime) -> None:
    """Whoever works on a lead, a deal or a contract of a party takes part in the party, once."""
    taken: set[tuple[int, int]] = batch.made.setdefault("parts", set())
    if (party_id, employee_id) not in taken:
        taken.add((party_id, employee_id))
        open_part(batch, "parties.party", party_id, employee_id, Assignment.Role.PARTICIPANT.value, since)


def open_part(batch: Batch, object_type: str, pk: int, employee_id: int, role: str, since: datetime) -> None:
    """Give somebody a part in an object from a moment on."""
    batch.add(
        Assignment, object_type=object_type, object_id=pk, employee_id=employee_id, role=role, since=since
    )
