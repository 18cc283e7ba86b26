"""Field history of employees."""

from django.db import migrations

from femida.platform.journal.history import TrackHistory


class Migration(migrations.Migration):
    """Puts the history trigger on employees, their places and their parts in objects."""

    dependencies = [
        ("staff", "0001_initial"),
        ("journal", "0002_field_change_trigger"),
    ]

    operations = [
        TrackHistory("staff_employee", skip=("name_key",)),
        TrackHistory("staff_employeeoffice"),
        TrackHistory("staff_departmenthead"),
        TrackHistory("staff_assignment"),
    ]
