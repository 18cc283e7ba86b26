"""Tables of documents and their templates."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import femida.platform.core.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contracts", "0003_number_counter"),
        ("files", "0002_history"),
        ("services", "0003_vat_rates"),
        ("staff", "0002_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("order", models.PositiveSmallIntegerField(default=100, verbose_name="place in the order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(default=femida.platform.core.clock.now, editable=False)),
            ],
            options={
                "indexes": [models.Index(fields=["order", "id"], name="documents_type_by_order")],
                "constraints": [models.UniqueConstraint(fields=("name",), name="documents_type_name_once")],
            },
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("mutual", "between client and company"),
                            ("client", "of the client"),
                            ("lawyer", "prepared by the lawyer"),
                            ("portal", "published in the portal"),
                            ("sample", "samples"),
                        ],
                        default="mutual",
                        max_length=16,
                        verbose_name="group",
                    ),
                ),
                ("preset", models.CharField(blank=True, editable=False, max_length=40)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(default=femida.platform.core.clock.now, editable=False)),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.documenttype",
                        verbose_name="type of paper",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="name")),
                (
                    "title_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Replace(
                            django.db.models.functions.text.Lower("title"),
                            models.Value("ё"),
                            models.Value("е"),
                        ),
                        output_field=models.CharField(db_collation="C", max_length=200),
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("mutual", "between client and company"),
                            ("client", "of the client"),
                            ("lawyer", "prepared by the lawyer"),
                            ("portal", "published in the portal"),
                            ("sample", "samples"),
                        ],
                        max_length=16,
                        verbose_name="group",
                    ),
                ),
                ("is_published", models.BooleanField(default=False, verbose_name="shown in the portal")),
                ("last_number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("changed_at", models.DateTimeField(verbose_name="made")),
                ("removed_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(default=femida.platform.core.clock.now, editable=False)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.employee",
                        verbose_name="made by",
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
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.documenttype",
                        verbose_name="type of paper",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.template",
                        verbose_name="template",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TemplateService",
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
                    "template",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.template",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TemplateVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("retired", "out of use")],
                        default="draft",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("places", models.JSONField(default=list)),
                ("problems", models.JSONField(default=list)),
                ("made_at", models.DateTimeField(default=femida.platform.core.clock.now)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.employee",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.template",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("missing", models.JSONField(default=list)),
                (
                    "pdf_state",
                    models.CharField(
                        choices=[
                            ("none", "no PDF"),
                            ("waiting", "PDF is being made"),
                            ("ready", "PDF"),
                            ("failed", "no PDF could be made"),
                        ],
                        default="none",
                        max_length=16,
                    ),
                ),
                ("pdf_note", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField(default=femida.platform.core.clock.now)),
                ("key", models.UUIDField(editable=False, null=True)),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.employee",
                    ),
                ),
                (
                    "pdf",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "template_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.templateversion",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="template",
            index=models.Index(fields=["-created_at", "-id"], name="documents_template_newest"),
        ),
        migrations.AddConstraint(
            model_name="template",
            constraint=models.UniqueConstraint(fields=("name",), name="documents_template_name_once"),
        ),
        migrations.AddConstraint(
            model_name="template",
            constraint=models.UniqueConstraint(
                condition=models.Q(("preset", ""), _negated=True),
                fields=("preset",),
                name="documents_template_preset_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="template",
            constraint=models.CheckConstraint(
                condition=models.Q(("group__in", ("mutual", "client", "lawyer", "portal", "sample"))),
                name="documents_template_group_known",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["contract", "group"], name="documents_of_contract"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["-changed_at", "-id"], name="documents_newest"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["title_key"], name="documents_title_part", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("group__in", ("mutual", "client", "lawyer", "portal", "sample"))),
                name="documents_group_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="documents_titled"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_number__gte", 1)), name="documents_has_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="templateservice",
            constraint=models.UniqueConstraint(
                fields=("template", "service"), name="documents_templateservice_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="templateversion",
            constraint=models.UniqueConstraint(
                fields=("template", "number"), name="documents_templateversion_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="templateversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published")),
                fields=("template",),
                name="documents_template_one_published",
            ),
        ),
        migrations.AddConstraint(
            model_name="templateversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("template",),
                name="documents_template_one_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="templateversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "published", "retired"])),
                name="documents_templateversion_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="templateversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    ("published_at__isnull", False),
                    _connector="OR",
                ),
                name="documents_templateversion_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.UniqueConstraint(fields=("document", "number"), name="documents_version_once"),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.UniqueConstraint(fields=("key",), name="documents_made_once"),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("pdf_state__in", ["none", "waiting", "ready", "failed"])),
                name="documents_version_pdf_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pdf__isnull", False), ("pdf_state", "ready")),
                    models.Q(models.Q(("pdf_state", "ready"), _negated=True), ("pdf__isnull", True)),
                    _connector="OR",
                ),
                name="documents_version_pdf_whole",
            ),
        ),
    ]
