"""The generic history trigger."""

from django.db import migrations

from femida.platform.journal.history import FUNCTION


class Migration(migrations.Migration):
    """Makes the trigger function; tables take it by `TrackHistory`."""

    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION femida_field_change() CASCADE")]
