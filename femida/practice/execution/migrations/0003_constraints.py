"""What the database holds of single rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("execution", "0002_further_tables"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "signed", "void"])),
                name="execution_cert_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="execution_cert_above_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("number", ""), _negated=True), ("number_order__gte", 1)),
                name="execution_cert_has_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_on__isnull", False), ("was_signed", True)),
                    models.Q(("signed_on__isnull", True), ("was_signed", False)),
                    _connector="OR",
                ),
                name="execution_cert_signed_has_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "signed"), _negated=True), ("was_signed", True), _connector="OR"
                ),
                name="execution_cert_signed_was",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "draft"), _negated=True), ("was_signed", False), _connector="OR"
                ),
                name="execution_cert_draft_was_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "void"), _negated=True),
                    models.Q(("void_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="execution_cert_void_has_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="caseaction",
            index=models.Index(fields=["-happened_at", "-id"], name="execution_action_newest"),
        ),
        migrations.AddIndex(
            model_name="caseaction",
            index=models.Index(fields=["execution", "-happened_at"], name="execution_action_of"),
        ),
        migrations.AddIndex(
            model_name="caseaction",
            index=models.Index(fields=["author", "-happened_at"], name="execution_action_author"),
        ),
        migrations.AddConstraint(
            model_name="caseaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="execution_action_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="caseaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ready_at__isnull", True), ("ready_for_portal", False)),
                    models.Q(
                        ("ready_at__isnull", False),
                        ("ready_for_portal", True),
                        models.Q(("portal_text", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="execution_action_ready_has_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__isnull", True), ("minutes__range", (1, 1440)), _connector="OR"),
                name="execution_action_minutes_sane",
            ),
        ),
    ]
