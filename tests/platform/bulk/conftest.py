"""A firm with a mass of parties in a database of its own, loaded once for the tests of this folder."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import translation

from femida.cli.demo import DemoContext, add_mass
from femida.finance.ledger.commands import open_chart
from femida.firm.offices import demo as offices_demo
from femida.firm.offices.models import LegalEntity
from femida.firm.staff import demo as staff_demo
from femida.platform.bulk.loading import YEARS
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.practice.execution.preset import load_execution_preset
from femida.practice.services import demo as services_demo
from femida.sales.leads.preset import load_sales_preset
from femida.sales.sources import demo as sources_demo
from tests.finance.ledger.book import Owner

NOW = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
PARTIES = 300
HOUSE = Actor.system("test")


@dataclass(frozen=True)
class Mass:
    """The loaded firm: the name of its database and its tables' owner."""

    database: str
    owner: Owner


def small_firm() -> DemoContext:
    """Everything that the mass stands on, without parties."""
    context = DemoContext(random=random.Random(11), now=NOW)
    with translation.override("ru"), clock.at(NOW - YEARS - timedelta(days=30)):
        for room in (offices_demo, staff_demo, sources_demo, services_demo):
            room.build(context)
        load_sales_preset(HOUSE)
        load_execution_preset(HOUSE)
        open_chart(HOUSE, legal_entity_id=LegalEntity.objects.get().pk)
    context.made["parties"] = []
    return context


@pytest.fixture(scope="module")
def mass(django_db_setup, django_db_blocker, database_server) -> Iterator[Mass]:
    """The firm with its mass. Tests leave it as they found it."""
    test_database = connection.settings_dict["NAME"]
    name = f"{test_database}_mass"
    with django_db_blocker.unblock():
        connection.close()
        with database_server.clone(name, test_database):
            database_server.point(name)
            add_mass(small_firm(), PARTIES)
            yield Mass(name, Owner(database_server.owner_conninfo(name)))
            connection.close()
        database_server.point(test_database)
