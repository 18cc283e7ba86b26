"""Where people stand in the firm is a part of their policies."""

from django.db import migrations

from femida.platform.access.watching import WatchRights


class Migration(migrations.Migration):
    """Watches what `placing` reads."""

    dependencies = [
        ("staff", "0002_history"),
        ("offices", "0001_initial"),
        ("access", "0002_rights_mark"),
    ]

    operations = [
        WatchRights(
            "staff_employee", columns=("account_id", "main_office_id", "department_id", "manager_id")
        ),
        WatchRights("staff_employeeoffice"),
        WatchRights("staff_departmenthead"),
        WatchRights("offices_office", columns=("time_zone",)),
    ]
