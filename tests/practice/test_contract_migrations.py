"""A firm that has given numbers keeps counting from where it was."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection

from femida.cli.quick_states import quick_states
from femida.firm.offices.models import NumberCounter
from femida.practice.contracts.commands import register_contract
from tests.practice.contracting import HOUSE, a_desk


def test_the_counters_move_there_and_back_without_loss(cloned_database, database_server):
    desk = a_desk()
    register_contract(HOUSE, contract_id=desk.ready().pk)
    NumberCounter.objects.update(last=41)
    database_server.point(cloned_database, as_owner=True)
    with quick_states():
        call_command("migrate", "contracts", "0003", verbosity=0)
    assert not NumberCounter.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT legal_entity_id, office_id, year, last FROM contracts_numbercounter")
        old = cursor.fetchall()
    with quick_states():
        call_command("migrate", verbosity=0)
    kept = NumberCounter.objects.values_list("legal_entity_id", "office_id", "year", "last")
    assert (list(kept), old[0][3]) == (old, 41)
    assert NumberCounter.objects.get().series == "practice.contract"
    connection.close()
