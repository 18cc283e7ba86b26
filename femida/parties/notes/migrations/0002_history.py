from django.db import migrations

from femida.platform.journal.history import TrackHistory


class Migration(migrations.Migration):
    dependencies = [
        ("notes", "0001_initial"),
        ("journal", "0002_field_change_trigger"),
    ]

    operations = [TrackHistory("notes_note")]
