"""Field history of the room's tables."""

from django.db import migrations

from femida.platform.journal.history import TrackHistory


class Migration(migrations.Migration):
    """Puts the history trigger on the tables."""

    dependencies = [("services", "0001_initial"), ("journal", "0002_field_change_trigger")]

    operations = [
        TrackHistory("services_servicegroup"),
        TrackHistory("services_service", skip=("name_key",)),
        TrackHistory("services_serviceprice"),
        TrackHistory("services_servicevat"),
        TrackHistory("services_workstagetemplate"),
        TrackHistory("services_servicefield"),
    ]
