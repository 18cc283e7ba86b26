"""The guards of payments and shifts, and the field history."""

from django.db import migrations

from femida.finance.ledger.triggers import Install
from femida.finance.payments.triggers import GUARDS
from femida.platform.journal.history import TrackHistory


class Migration(migrations.Migration):
    """Puts every guard on its table and tracks the tables."""

    dependencies = [
        ("payments", "0002_earning"),
        ("ledger", "0002_guards"),
        ("journal", "0002_field_change_trigger"),
    ]

    operations = [
        *(Install(guard) for guard in GUARDS),
        TrackHistory("payments_cashdesk"),
        TrackHistory("payments_shift"),
        TrackHistory("payments_cashmovement", skip=("key",)),
        TrackHistory("payments_payment", skip=("key",)),
        TrackHistory("payments_recognition"),
        TrackHistory("payments_unearned"),
        TrackHistory("payments_fiscalreceipt"),
    ]
