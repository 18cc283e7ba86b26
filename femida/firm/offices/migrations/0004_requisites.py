"""Who signs for an own firm, and its account in a bank: what contracts and invoices print."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("offices", "0003_department_order"),
    ]

    operations = [
        migrations.AddField(
            model_name="legalentity",
            name="account",
            field=models.CharField(blank=True, max_length=20, verbose_name="account"),
        ),
        migrations.AddField(
            model_name="legalentity",
            name="bank_name",
            field=models.CharField(blank=True, max_length=160, verbose_name="bank"),
        ),
        migrations.AddField(
            model_name="legalentity",
            name="bic",
            field=models.CharField(blank=True, max_length=9, verbose_name="BIC"),
        ),
        migrations.AddField(
            model_name="legalentity",
            name="corr_account",
            field=models.CharField(blank=True, max_length=20, verbose_name="correspondent account"),
        ),
        migrations.AddField(
            model_name="legalentity",
            name="head_basis",
            field=models.CharField(blank=True, max_length=200, verbose_name="acts on the basis of"),
        ),
        migrations.AddField(
            model_name="legalentity",
            name="head_name",
            field=models.CharField(blank=True, max_length=200, verbose_name="name of the head"),
        ),
        migrations.AddField(
            model_name="legalentity",
            name="head_position",
            field=models.CharField(blank=True, max_length=120, verbose_name="post of the head"),
        ),
        migrations.AddConstraint(
            model_name="legalentity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("bic__regex", "^(\\d{9})?$"),
                    ("account__regex", "^(\\d{20})?$"),
                    ("corr_account__regex", "^(\\d{20})?$"),
                    models.Q(("account", ""), models.Q(("bic", ""), _negated=True), _connector="OR"),
                ),
                name="offices_legalentity_bank_shape",
            ),
        ),
    ]
