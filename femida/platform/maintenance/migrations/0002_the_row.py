"""The one row, and its history."""

from django.db import migrations

from femida.platform.journal.history import TrackHistory


class Migration(migrations.Migration):
    """Makes the row that every installation has, and keeps the changes of it."""

    dependencies = [("maintenance", "0001_initial"), ("journal", "0002_field_change_trigger")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO maintenance_mode (id, is_on, is_closed, message, blocked, version) "
            "VALUES (1, false, false, '', '[]', 1)",
            "DELETE FROM maintenance_mode",
        ),
        TrackHistory("maintenance_mode"),
    ]
