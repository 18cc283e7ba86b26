"""The rates of value-added tax, from article 164 of the Tax Code of the Russian Federation.

Standard: 20 % from 2019-01-01 (Federal Law 303-FZ of 03.08.2018), 22 % from 2026-01-01 (Federal Law 425-FZ
of 28.11.2025). The zero rate and the reduced one have stood since chapter 21 is in force, 2001-01-01.
"""

from datetime import date

from django.db import migrations

RATES = (
    ("zero", 0, date(2001, 1, 1)),
    ("reduced", 10, date(2001, 1, 1)),
    ("standard", 20, date(2019, 1, 1)),
    ("standard", 22, date(2026, 1, 1)),
)


def load(apps, _schema_editor):
    rate = apps.get_model("services", "VatRate")
    rate.objects.bulk_create(
        rate(kind=kind, percent=percent, valid_from=since) for kind, percent, since in RATES
    )


def unload(apps, _schema_editor):
    apps.get_model("services", "VatRate").objects.all().delete()


class Migration(migrations.Migration):
    """Loads the rates."""

    dependencies = [("services", "0002_history")]

    operations = [migrations.RunPython(load, unload)]
