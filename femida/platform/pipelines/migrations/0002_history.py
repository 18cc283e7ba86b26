"""Field history of the room's tables."""

from django.db import migrations

from femida.platform.journal.history import TrackHistory


class Migration(migrations.Migration):
    """Puts the history trigger on the tables."""

    dependencies = [("pipelines", "0001_initial"), ("journal", "0002_field_change_trigger")]

    operations = [
        TrackHistory("pipelines_pipeline"),
        TrackHistory("pipelines_stage"),
        TrackHistory("pipelines_gate"),
    ]
