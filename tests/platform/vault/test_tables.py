"""Vault tables: only indexes that a row policy leaves usable; values that all have a key."""

import pytest
from django.db import connection

from femida.parties.registry.models import ContactPoint, Party
from femida.platform.core.verify import Verdict
from femida.platform.vault.checks import every_value_has_a_key, no_leaking_indexes, vault_tables
from femida.platform.vault.models import VaultValue


@pytest.mark.django_db
def test_there_are_vault_tables_and_their_indexes_are_plain():
    assert "registry.ContactPoint" in {model._meta.label for model in vault_tables()}
    verdict = no_leaking_indexes()
    assert verdict.looked >= 5
    assert verdict.wrong == ()


@pytest.mark.parametrize(
    ("column", "definition"),
    [
        ("canary text", "USING gin (canary gin_trgm_ops)"),
        ("canary jsonb", "USING gin (canary)"),
        ("canary numeric", "(canary)"),
    ],
)
def test_a_leaking_index_is_found(column, definition, cloned_database, database_server):
    database_server.point(cloned_database, as_owner=True)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE registry_contactpoint ADD COLUMN {column}")
        cursor.execute(f"CREATE INDEX canary ON registry_contactpoint {definition}")
    database_server.point(cloned_database)
    assert [line.split(":")[0] for line in no_leaking_indexes().wrong] == ["canary"]


def test_every_vault_table_has_the_indexes_for_look_ups():
    for model in vault_tables():
        fields = {tuple(index.fields) for index in model._meta.indexes}
        assert {("blind_index",), ("blind_index_next",), ("tail_index",)} <= fields, model


@pytest.mark.django_db
def test_the_history_of_vault_tables_never_keeps_values():
    for model in vault_tables():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT encode(tgargs, 'escape') FROM pg_trigger "
                "WHERE tgrelid = %s::regclass AND NOT tgisinternal",
                [model._meta.db_table],
            )
            arguments = " ".join(row[0] for row in cursor.fetchall())
        secret = arguments.rsplit("\\000", 2)[-2]
        assert set(VaultValue.VAULT_COLUMNS) <= set(secret.split(",")), model


@pytest.mark.django_db
def test_a_value_without_its_key_is_found():
    assert every_value_has_a_key().holds
    party = Party.objects.create(name="Кто-то")
    point = ContactPoint(party=party, kind="phone")
    point.put("79120001122", tail="1122")
    point.save()
    assert every_value_has_a_key() == Verdict(looked=1)
    ContactPoint.objects.update(key_version=200)
    assert every_value_has_a_key().wrong == (f"registry.ContactPoint {point.pk}: key 200",)
