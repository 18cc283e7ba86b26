"""Further tables of execution."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import femida.platform.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("execution", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=32, verbose_name="number")),
                ("number_year", models.PositiveSmallIntegerField(editable=False)),
                ("number_order", models.PositiveIntegerField(editable=False)),
                ("dated_on", models.DateField(verbose_name="date")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("what_for", models.CharField(max_length=300, verbose_name="what for")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "not signed yet"), ("signed", "signed"), ("void", "void")],
                        default="draft",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                ("was_signed", models.BooleanField(default=False, editable=False)),
                ("void_reason", models.CharField(blank=True, max_length=500, verbose_name="why void")),
                ("draft_key", models.UUIDField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(default=femida.platform.core.clock.now, editable=False)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "legal_entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.legalentity",
                        verbose_name="our side",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
                        verbose_name="office",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.party",
                        verbose_name="client",
                    ),
                ),
                (
                    "execution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="execution.execution",
                        verbose_name="execution",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="execution.workstage",
                        verbose_name="work stage",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("happened_at", models.DateTimeField(verbose_name="when")),
                ("text", models.TextField(verbose_name="what was done")),
                ("result", models.TextField(blank=True, verbose_name="result")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes spent"),
                ),
                ("ready_for_portal", models.BooleanField(default=False, verbose_name="ready for the portal")),
                ("ready_at", models.DateTimeField(null=True)),
                ("portal_text", models.TextField(blank=True, verbose_name="what the client reads")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(default=femida.platform.core.clock.now, editable=False)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.employee",
                        verbose_name="who",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.party",
                        verbose_name="client",
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="execution.actiontype",
                        verbose_name="type",
                    ),
                ),
                (
                    "execution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="execution.execution",
                        verbose_name="execution",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="execution.workstage",
                        verbose_name="work stage",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ActionTypeService",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="services.service"
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="execution.actiontype",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("type", "service"), name="execution_type_service_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(fields=["-created_at", "-id"], name="execution_newest"),
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(fields=["office", "-created_at", "-id"], name="execution_of_office"),
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(fields=["stage", "-stage_since", "-id"], name="execution_of_stage"),
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(fields=["party"], name="execution_of_party"),
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["responsible", "due_at"],
                name="execution_open_of_lawyer",
            ),
        ),
        migrations.AddConstraint(
            model_name="execution",
            constraint=models.CheckConstraint(
                condition=models.Q(("end_reason", ""), ("closed_at__isnull", False), _connector="OR"),
                name="execution_reason_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="execution",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_at__isnull", True), ("due_at__isnull", True), _connector="OR"),
                name="execution_closed_is_not_due",
            ),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(fields=["handed_at"], name="execution_handover_by_time"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                fields=("execution", "number"), name="execution_handover_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")),
                fields=("execution",),
                name="execution_handover_one_waits",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["", "accepted", "returned", "withdrawn"])),
                name="execution_handover_outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("outcome", "")),
                    models.Q(
                        models.Q(("outcome", ""), _negated=True),
                        ("answered_at__gte", models.F("handed_at")),
                        ("business_seconds__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="execution_handover_answer_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "returned"), _negated=True),
                    models.Q(("reason__isnull", False), models.Q(("reason_text", ""), _negated=True)),
                    _connector="OR",
                ),
                name="execution_handover_return_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="workstage",
            index=models.Index(
                condition=models.Q(("state", "in_work")),
                fields=["execution", "due_at"],
                name="execution_stage_under_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="workstage",
            constraint=models.UniqueConstraint(
                fields=("execution", "order"), name="execution_stage_order_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="workstage",
            constraint=models.UniqueConstraint(
                fields=("execution", "template"), name="execution_stage_template_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="workstage",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "in_work", "done", "skipped"])),
                name="execution_stage_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="workstage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("finished_at__isnull", True), ("started_at__isnull", True), ("state", "waiting")
                    ),
                    models.Q(
                        ("finished_at__isnull", True), ("started_at__isnull", False), ("state", "in_work")
                    ),
                    models.Q(
                        ("finished_at__isnull", False), ("started_at__isnull", False), ("state", "done")
                    ),
                    models.Q(("finished_at__isnull", False), ("state", "skipped")),
                    _connector="OR",
                ),
                name="execution_stage_dates_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="workstage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_extra", False), models.Q(("state", "skipped"), _negated=True)),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="execution_stage_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="workstage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    ("is_for_client", False),
                    models.Q(
                        models.Q(("happened", ""), _negated=True),
                        models.Q(("needed", ""), _negated=True),
                        models.Q(("next_step", ""), _negated=True),
                        ("next_news_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="execution_stage_four_answers",
            ),
        ),
        migrations.AddConstraint(
            model_name="workstage",
            constraint=models.CheckConstraint(
                condition=models.Q(("planned_expense__gte", 0)), name="execution_stage_expense_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="stageexpense",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="execution_expense_above_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="stageexpense",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancel_reason", ""), ("cancelled_at__isnull", True)),
                    models.Q(("cancelled_at__isnull", False), models.Q(("cancel_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="execution_expense_cancelled_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["-created_at", "-id"], name="execution_cert_newest"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(fields=("draft_key",), name="execution_cert_drawn_up_once"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                fields=("legal_entity", "office", "number_year", "number_order"),
                name="execution_cert_number_once",
            ),
        ),
    ]
