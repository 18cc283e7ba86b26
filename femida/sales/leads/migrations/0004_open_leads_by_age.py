"""The lists of the day show open leads: a walk past all closed ones took most of their time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leads", "0003_by_day")]

    operations = [
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="leads_lead_open_newest",
            ),
        ),
    ]
