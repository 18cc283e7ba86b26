"""Field history of the firm's places."""

from django.db import migrations

from femida.platform.journal.history import TrackHistory


class Migration(migrations.Migration):
    """Puts the history trigger on legal entities, offices, departments and positions."""

    dependencies = [
        ("offices", "0001_initial"),
        ("journal", "0002_field_change_trigger"),
    ]

    operations = [
        TrackHistory("offices_legalentity"),
        TrackHistory("offices_office"),
        TrackHistory("offices_department"),
        TrackHistory("offices_position"),
    ]
