from django.db import migrations


class Migration(migrations.Migration):
    """A whole migration: makes a table and changes rows of another room."""

    initial = True
    dependencies = [("offices", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE TABLE halting_thing (id bigint PRIMARY KEY)"),
        migrations.RunSQL("UPDATE offices_office SET city = 'Переехал'"),
    ]
