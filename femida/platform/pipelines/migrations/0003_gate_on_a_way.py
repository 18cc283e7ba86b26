"""A gate may stand on the way to one stage only."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pipelines", "0002_history"),
    ]

    operations = [
        migrations.AddField(
            model_name="gate",
            name="to_stage",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pipelines.stage"
            ),
        ),
    ]
