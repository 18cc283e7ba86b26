"""The invariants of the register hold, and each check sees what breaks its own."""

import pytest
from django.utils.module_loading import autodiscover_modules

from femida.parties.registry.commands import close_party
from femida.parties.registry.models import ContactPoint, Party
from femida.platform.access.models import Wall
from femida.platform.core import clock
from femida.platform.core.verify import checks
from tests.firm.people import an_employee, an_office
from tests.parties.people import SYSTEM, a_party

pytestmark = pytest.mark.django_db
OWN, STANDS, MAIN, TAIL = (
    "parties: a party's wall stands and is its own",
    "parties: every standing wall of a party is on the party",
    "parties: contacts in use have one main of each kind",
    "parties: a telephone is found by its tail",
)


@pytest.fixture(autouse=True)
def a_register():
    autodiscover_modules("checks")
    closed = a_party(phones=["+79123456789", "+79123456780"])
    a_party(phones=["+79123456781"])
    close_party(SYSTEM, party_id=closed, people=[an_employee(an_office()).account_id], reason="спор")


def broken() -> set[str]:
    return {name for name in (OWN, STANDS, MAIN, TAIL) if not checks[name]().holds}


def test_all_hold():
    assert broken() == set()
    assert [checks[name]().looked for name in (OWN, STANDS, MAIN, TAIL)] == [1, 1, 2, 3]


@pytest.mark.parametrize(
    ("spoil", "seen"),
    [
        (lambda: Wall.objects.update(lifted_at=clock.now()), {OWN}),
        (lambda: Wall.objects.update(object_type="sales.lead"), {OWN}),
        (lambda: Party.objects.update(wall=None), {STANDS}),
        (lambda: ContactPoint.objects.update(is_primary=False), {MAIN}),
        (lambda: ContactPoint.objects.update(tail_index=None), {TAIL}),
    ],
)
def test_each_sees_its_own(spoil, seen):
    spoil()
    assert broken() == seen
