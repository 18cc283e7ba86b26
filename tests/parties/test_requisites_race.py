"""Two passports at once: one is in use, whoever comes second. With the twin of the lock on the party."""

from __future__ import annotations

import time
from datetime import date

import pytest
from django.db import IntegrityError

from femida.parties.requisites.commands import add_identity_document, sealed
from femida.parties.requisites.models import IdentityDocument
from tests.parties.people import SYSTEM, a_party
from tests.sales.test_races import at_once

pytestmark = pytest.mark.race
AT_ONCE = 4


@pytest.fixture
def person(cloned_database: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """A party in a database of the test's own; between look and write there is time."""
    real = sealed._born

    def later(party_id: int) -> date | None:
        born = real(party_id)
        time.sleep(0.1)
        return born

    monkeypatch.setattr(sealed, "_born", later)
    return a_party()


def all_at_once(party_id: int) -> list[object]:
    return at_once(
        [
            lambda number=number: add_identity_document(
                SYSTEM,
                party_id=party_id,
                kind="passport",
                number=f"450812345{number}",
                issuer="ОВД",
                issued_on=date(2010, 5, 20),
            )
            for number in range(AT_ONCE)
        ]
    )


def test_one_passport_is_in_use(person: int) -> None:
    results = all_at_once(person)
    assert not [one for one in results if isinstance(one, Exception)]
    assert IdentityDocument.objects.count() == AT_ONCE
    assert IdentityDocument.objects.filter(outdated_at__isnull=True).count() == 1


def test_twin_without_the_lock_they_collide(person: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def unlocked(_actor, model, pk, **_more):
        from femida.platform.core.context import current_act

        act = current_act()
        act.taken.add((act.rights[-1], model._meta.label_lower))
        return model.objects.get(pk=pk)

    monkeypatch.setattr(sealed, "take", unlocked)
    assert [one for one in all_at_once(person) if isinstance(one, IntegrityError)]
