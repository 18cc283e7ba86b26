"""Names are found by their indexes, whatever the size of the table."""

from django.db import connection

from femida.parties.registry.models import Party


def plan_of(condition: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM registry_party WHERE {condition}")
        assert cursor.fetchone() == (1,)
        cursor.execute(f"EXPLAIN SELECT id FROM registry_party WHERE {condition}")
        return "\n".join(row[0] for row in cursor.fetchall())


def test_names_are_found_by_their_indexes(cloned_database, database_server):
    # only the owner of a table may analyse it
    database_server.point(cloned_database, as_owner=True)
    Party.objects.bulk_create(Party(name=f"Фамилия{number}") for number in range(5000))
    Party.objects.filter(name="Фамилия1").update(name="Ковалёва")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE registry_party")
    assert "registry_party_name_part" in plan_of("name_key LIKE '%овалев%'")
    assert "registry_party_by_name" in plan_of("name_key >= 'ковалева' AND name_key < 'ковалевб'")
