"""The counters of contracts move to the firm's, where all numbers without gaps are counted."""

from django.db import migrations

THERE = """
INSERT INTO offices_numbercounter (series, legal_entity_id, office_id, year, last)
SELECT 'practice.contract', legal_entity_id, office_id, year, last FROM contracts_numbercounter
"""
BACK = """
INSERT INTO contracts_numbercounter (legal_entity_id, office_id, year, last)
SELECT legal_entity_id, office_id, year, last FROM offices_numbercounter WHERE series = 'practice.contract';
DELETE FROM offices_numbercounter WHERE series = 'practice.contract'
"""


class Migration(migrations.Migration):
    """Takes what was counted along: no number is given twice."""

    dependencies = [
        ("contracts", "0003_number_counter"),
        ("offices", "0004_number_counter"),
    ]

    operations = [
        migrations.RunSQL(THERE, BACK),
        migrations.DeleteModel(name="NumberCounter"),
    ]
