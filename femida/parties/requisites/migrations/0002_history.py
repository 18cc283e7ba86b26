from django.db import migrations

from femida.platform.journal.history import TrackHistory

SEALED = ("value_enc", "blind_index", "blind_index_next", "tail_index")


class Migration(migrations.Migration):
    dependencies = [
        ("requisites", "0001_initial"),
        ("journal", "0002_field_change_trigger"),
    ]

    operations = [
        TrackHistory("requisites_requisites", secret=("birth_date", "birth_place", "registered_address")),
        TrackHistory("requisites_identitydocument", skip=("key_version",), secret=SEALED),
        TrackHistory("requisites_bankaccount", skip=("key_version",), secret=SEALED),
        TrackHistory("requisites_namecorrection"),
    ]
