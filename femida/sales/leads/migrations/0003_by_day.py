"""Reports count the leads of some days: those opened and those closed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leads", "0002_history")]

    operations = [
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["business_date"], name="leads_lead_by_day"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["closed_at"], name="leads_lead_closed"),
        ),
    ]
