"""Things of two offices over some months, and the people who look at them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from femida.platform.access.rights import Scope
from tests.firm.people import an_employee, an_office, give
from tests.sample.models import Thing

READS = {"things__view": Scope.OFFICE, "reports__view": Scope.OFFICE}


class House:
    """Two offices with things; a clerk of the first sees it, the director sees both."""

    def __init__(self) -> None:
        self.here, self.there = an_office("Здесь"), an_office("Там")
        self.clerk, self.director = an_employee(self.here), an_employee(self.here)
        self.visitor = an_employee(self.there)
        give(self.clerk, **READS, reports__export=Scope.OFFICE)
        give(
            self.director,
            things__view=Scope.FIRM,
            reports__view=Scope.FIRM,
            reports__export=Scope.FIRM,
            reports__share=Scope.FIRM,
            offices__view=Scope.FIRM,
        )
        for number in range(12):
            self.thing(
                office=self.there if number % 3 == 0 else self.here,
                due_on=date(2026, 1 + number % 4, 10 + number),
                amount=Decimal(number) + Decimal("0.50"),
                is_urgent=number % 2 == 0,
                kind="hard" if number % 5 == 0 else "simple",
            )

    def thing(self, name: str = "вещь", **values: object) -> Thing:
        values.setdefault("office", self.here)
        return Thing.objects.create(name=name, **values)


@pytest.fixture
def house(db) -> House:
    return House()
