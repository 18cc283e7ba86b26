"""The tables of execution."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import femida.platform.core.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("contracts", "0004_firm_numbering"),
        ("files", "0002_history"),
        ("offices", "0004_number_counter"),
        ("pipelines", "0003_gate_on_a_way"),
        ("registry", "0002_history"),
        ("services", "0003_vat_rates"),
        ("staff", "0002_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReturnReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                ("order", models.PositiveSmallIntegerField(default=100)),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
        ),
        migrations.CreateModel(
            name="ActionType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "name_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Replace(
                            django.db.models.functions.text.Lower("name"),
                            models.Value("ё"),
                            models.Value("е"),
                        ),
                        output_field=models.CharField(db_collation="C", max_length=120),
                    ),
                ),
                ("notice_text", models.TextField(blank=True, verbose_name="text for the client")),
                ("is_public", models.BooleanField(default=False, verbose_name="shown in the client portal")),
                ("order", models.PositiveSmallIntegerField(default=100, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(default=femida.platform.core.clock.now, editable=False)),
            ],
            options={
                "indexes": [models.Index(fields=["order", "id"], name="execution_type_by_order")],
                "constraints": [
                    models.UniqueConstraint(fields=("name_key",), name="execution_type_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_public", False),
                            models.Q(("notice_text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="execution_type_public_has_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Execution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage_since",
                    models.DateTimeField(
                        default=femida.platform.core.clock.now, verbose_name="in the stage since"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=femida.platform.core.clock.now, editable=False, verbose_name="created"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="services")),
                ("attempt", models.PositiveSmallIntegerField(default=1, verbose_name="times handed over")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                ("end_reason", models.CharField(blank=True, max_length=500, verbose_name="why terminated")),
                ("business_date", models.DateField(verbose_name="handed over on")),
                (
                    "contract",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.employee",
                        verbose_name="created by",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
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
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.employee",
                        verbose_name="responsible",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pipelines.stage",
                        verbose_name="stage",
                    ),
                ),
                (
                    "wall",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.wall",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note for execution")),
                ("handed_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "waiting"),
                            ("accepted", "accepted"),
                            ("returned", "returned"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "reason_text",
                    models.CharField(blank=True, max_length=500, verbose_name="what to put right"),
                ),
                ("business_seconds", models.PositiveBigIntegerField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.employee",
                    ),
                ),
                (
                    "execution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="execution.execution",
                    ),
                ),
                (
                    "handed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.employee",
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="execution.returnreason",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WorkStage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                (
                    "norm_business_hours",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="norm time, business hours"
                    ),
                ),
                ("planned_from", models.DateField(blank=True, null=True, verbose_name="planned from")),
                ("planned_until", models.DateField(blank=True, null=True, verbose_name="planned until")),
                (
                    "planned_expense",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="planned expense"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits"),
                            ("in_work", "in work"),
                            ("done", "done"),
                            ("skipped", "left out"),
                        ],
                        default="waiting",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("started_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("is_extra", models.BooleanField(default=False, verbose_name="extra work")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("is_for_client", models.BooleanField(default=True, verbose_name="shown to the client")),
                ("happened", models.TextField(blank=True, verbose_name="what happened")),
                ("needed", models.TextField(blank=True, verbose_name="what is needed from the client")),
                ("next_step", models.TextField(blank=True, verbose_name="what is next")),
                (
                    "next_news_on",
                    models.DateField(blank=True, null=True, verbose_name="when the next news is"),
                ),
                (
                    "execution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="execution.execution",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.employee",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.service",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.workstagetemplate",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StageExpense",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("what_for", models.CharField(max_length=200, verbose_name="what for")),
                ("spent_on", models.DateField(verbose_name="spent on")),
                ("created_at", models.DateTimeField(default=femida.platform.core.clock.now, editable=False)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.CharField(blank=True, max_length=200, verbose_name="why cancelled")),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.employee",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="execution.workstage",
                    ),
                ),
            ],
        ),
    ]
