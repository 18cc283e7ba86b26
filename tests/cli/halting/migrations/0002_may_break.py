import os

from django.db import migrations


def may_break(apps, schema_editor):
    if os.environ.get("HALTING") == "1":
        raise RuntimeError("the migration was told to break\nAnna +79123456789")


class Migration(migrations.Migration):
    """Breaks with HALTING=1, after the first one has been applied for good."""

    dependencies = [("halting", "0001_rows_change")]
    operations = [migrations.RunPython(may_break)]
