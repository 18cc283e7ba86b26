"""The field history of receivables."""

from django.db import migrations

from femida.platform.journal.history import TrackHistory


class Migration(migrations.Migration):
    """Tracks both tables."""

    dependencies = [("receivables", "0001_initial"), ("journal", "0002_field_change_trigger")]

    operations = [TrackHistory("receivables_receivable"), TrackHistory("receivables_overdue")]
