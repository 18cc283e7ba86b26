"""Every change of rights keeps its history."""

from django.db import migrations

from femida.platform.journal.history import TrackHistory


class Migration(migrations.Migration):
    """Puts the history trigger on groups, grants, walls and accounts."""

    dependencies = [
        ("journal", "0002_field_change_trigger"),
        ("access", "0001_initial"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        TrackHistory("access_group"),
        TrackHistory("access_groupgrant"),
        TrackHistory("access_persongrant"),
        TrackHistory("access_wall"),
        TrackHistory("accounts_user", skip=("last_login",), secret=("password",)),
    ]
