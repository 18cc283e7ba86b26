"""A number without its order was let through: a comparison with NULL is not false."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0004_firm_numbering"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="contract", name="contracts_number_whole"),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=Q(number="", number_year__isnull=True, number_order__isnull=True)
                | (
                    ~Q(number="")
                    & Q(number_year__isnull=False, number_order__isnull=False, number_order__gte=1)
                ),
                name="contracts_number_whole",
            ),
        ),
    ]
