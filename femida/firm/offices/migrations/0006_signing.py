"""Who signs for an own firm, as contracts print it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("offices", "0005_legal_entity_bank"),
    ]

    operations = [
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
    ]
