"""The register of the demonstration firm: whole, safe to call, and the same at every run."""

import random
import time

import pytest

from femida.cli.demo import DemoContext
from femida.firm.offices import demo as offices_demo
from femida.firm.staff import demo as staff_demo
from femida.kernel import phones
from femida.parties.notes import demo as notes_demo
from femida.parties.notes.models import Note
from femida.parties.registry import demo
from femida.parties.registry.models import ContactPoint, Party
from femida.parties.registry.names import NameParts
from femida.parties.requisites import demo as requisites_demo
from femida.parties.requisites.models import BankAccount, IdentityDocument, Requisites
from femida.platform.core import clock
from femida.platform.core.verify import checks
from femida.platform.vault import checks as vault_checks


def built() -> DemoContext:
    context = DemoContext(random=random.Random(7), now=clock.now().replace(minute=0, second=0, microsecond=0))
    for room in (offices_demo, staff_demo):
        room.build(context)
    started = time.monotonic()
    demo.build(context)
    requisites_demo.build(context)
    notes_demo.build(context)
    assert time.monotonic() - started < 30
    return context


@pytest.mark.django_db
def test_the_demonstration_register():
    context = built()
    facts = context.made["party_facts"]
    assert len(context.made["parties"]) == Party.objects.count() == 300
    assert Party.objects.filter(kind="organisation").count() == 40
    assert Party.objects.filter(wall__isnull=False).count() == 2
    assert Note.objects.count() > 70
    assert {one.office for one in facts.values()} == {"msk", "spb", "kzn"}
    moments = list(Party.objects.order_by("pk").values_list("created_at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] < context.now
    assert (moments[-1] - moments[0]).days > 60
    for point in ContactPoint.objects.all():
        value = point.value().reveal()
        if point.kind == "phone":
            assert value[1:4] in demo.CODES
            assert phones.parse(f"+{value}").e164 == value
        else:
            assert value.endswith(("@example.com", "@example.org", "@example.net"))
    assert Requisites.objects.exclude(inn="").count() == 40
    assert IdentityDocument.objects.filter(kind="passport").count() == requisites_demo.PEOPLE
    assert BankAccount.objects.count() == 40 + requisites_demo.SOLE_TRADERS
    shared = len(facts) - len({one.phone for one in facts.values()})
    assert 3 <= shared <= 15
    assert vault_checks.every_value_has_a_key().holds
    assert all(
        check().holds for name, check in checks.items() if name.startswith(("vault", "parties", "requisites"))
    )


def test_two_runs_make_the_same_people():
    def people() -> list[NameParts]:
        chance = random.Random(3)
        return [demo.person_name(chance) for _ in range(50)]

    assert people() == people()
    assert any(person.surname.endswith("а") for person in people())
