"""A small office with things, and browsers of its people."""

from __future__ import annotations

import pytest
from django.test import Client

from femida.firm.staff.assigning import set_responsible
from femida.platform.access.rights import Scope
from tests.firm.people import an_employee, an_office, give
from tests.sample.models import Thing


class House:
    """Two offices, a clerk of each with the view of her office, and a visitor without rights."""

    def __init__(self) -> None:
        self.here, self.there = an_office("Здесь"), an_office("Там")
        self.clerk, self.far = an_employee(self.here), an_employee(self.there)
        self.visitor = an_employee(self.here)
        for employee in (self.clerk, self.far):
            give(employee, things__view=Scope.OFFICE)

    def thing(self, name: str = "вещь", **values: object) -> Thing:
        values.setdefault("office", self.here)
        thing = Thing.objects.create(name=name, **values)
        set_responsible(thing, "sample.thing", self.clerk.pk)
        return thing

    @staticmethod
    def client(employee) -> Client:
        client = Client()
        client.force_login(employee.account, backend="femida.platform.accounts.backends.Backend")
        return client


@pytest.fixture
def house(db) -> House:
    return House()


@pytest.fixture
def client(house: House) -> Client:
    return house.client(house.clerk)
