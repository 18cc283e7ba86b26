"""Changes of saved variants keep their history."""

from django.db import migrations

from femida.platform.journal.history import TrackHistory


class Migration(migrations.Migration):
    """Puts the history trigger on the table."""

    dependencies = [("reports", "0001_initial"), ("journal", "0002_field_change_trigger")]

    operations = [TrackHistory("reports_savedreport")]
