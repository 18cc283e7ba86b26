"""A deal can be refused with a reason, and comes back on a day."""

import django.db.models.deletion
from django.db import migrations, models

from femida.platform.journal.history import TrackHistory


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("deals", "0002_history"),
        ("offices", "0004_number_counter"),
        ("pipelines", "0003_gate_on_a_way"),
        ("registry", "0002_history"),
        ("sources", "0002_history"),
        ("staff", "0002_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="RefusalReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                (
                    "returns_after_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="returns after days"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=100)),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
        ),
        migrations.AddField(
            model_name="deal",
            name="return_on",
            field=models.DateField(blank=True, null=True, verbose_name="come back on"),
        ),
        migrations.AddField(
            model_name="deal",
            name="refusal_reason",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="deals.refusalreason",
                verbose_name="reason of refusal",
            ),
        ),
        migrations.AddConstraint(
            model_name="deal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("refusal_reason__isnull", True), ("closed_at__isnull", False), _connector="OR"
                ),
                name="deals_deal_refusal_closes",
            ),
        ),
        TrackHistory("deals_refusalreason"),
    ]
