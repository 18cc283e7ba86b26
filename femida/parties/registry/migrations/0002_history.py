from django.db import migrations

from femida.platform.journal.history import TrackHistory

SEALED = ("value_enc", "blind_index", "blind_index_next", "tail_index")


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0001_initial"),
        ("journal", "0002_field_change_trigger"),
    ]

    operations = [
        TrackHistory("registry_party", skip=("name_key",)),
        TrackHistory("registry_partyrole"),
        TrackHistory("registry_contactpoint", skip=("key_version",), secret=SEALED),
    ]
