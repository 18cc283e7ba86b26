"""Parties for tests that are not about making them."""

from __future__ import annotations

import itertools

from femida.firm.offices.models import Office
from femida.parties.registry.models import ContactPoint, Party

numbers = itertools.count(1)


def a_party(office: Office, name: str = "Иванова Мария") -> Party:
    return Party.objects.create(office=office, name=name, surname=name.split(maxsplit=1)[0])


def a_number(party: Party) -> ContactPoint:
    point = ContactPoint(party=party, kind="phone")
    number = f"7912345{next(numbers):04}"
    point.put(number, tail=number[-4:])
    point.save()
    return point
