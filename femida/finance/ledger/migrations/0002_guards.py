"""The guards of the book and the history of its accounts."""

from django.db import migrations

from femida.finance.ledger.triggers import GUARDS, Install
from femida.platform.journal.history import TrackHistory


class Migration(migrations.Migration):
    """Puts every guard on its table."""

    dependencies = [
        ("ledger", "0001_initial"),
        ("journal", "0002_field_change_trigger"),
    ]

    operations = [
        *(Install(guard) for guard in GUARDS),
        TrackHistory("ledger_account"),
    ]
