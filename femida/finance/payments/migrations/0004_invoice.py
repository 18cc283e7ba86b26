"""A payment may name the invoice that it is for."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("invoices", "0001_initial"),
        ("payments", "0003_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="invoice",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="invoices.invoice",
                verbose_name="invoice",
            ),
        ),
    ]
