"""Field history of the room's tables."""

from django.db import migrations

from femida.platform.journal.history import TrackHistory


class Migration(migrations.Migration):
    """Puts the history trigger on the tables."""

    dependencies = [("sources", "0001_initial"), ("journal", "0002_field_change_trigger")]

    operations = [
        TrackHistory("sources_source", secret=("key",)),
    ]
