"""Entries that stay on top of a time-line."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the moment of pinning to the anchors."""

    dependencies = [("journal", "0003_rights_history")]

    operations = [
        migrations.AddField("factanchor", "pinned_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "factanchor",
            models.Index(
                condition=models.Q(("pinned_at__isnull", False)),
                fields=["object_type", "object_id", "-pinned_at"],
                name="journal_anchor_pinned",
            ),
        ),
    ]
