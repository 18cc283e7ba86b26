"""The row of the set-up keeps its history."""

from django.db import migrations

from femida.platform.journal.history import TrackHistory


class Migration(migrations.Migration):
    """Puts the history trigger on the table."""

    dependencies = [("setup", "0001_initial"), ("journal", "0002_field_change_trigger")]

    operations = [TrackHistory("setup_firmsetup")]
