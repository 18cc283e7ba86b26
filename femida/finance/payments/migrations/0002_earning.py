"""Cash without clients; what is earned of what was paid: accepted work, advances, fiscal receipts."""

import django.db.models.deletion
from django.db import migrations, models

import femida.platform.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0004_firm_numbering"),
        ("ledger", "0002_guards"),
        ("payments", "0001_initial"),
        ("staff", "0002_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="CashMovement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("put_in", "put in from the bank account"),
                            ("to_bank", "taken to the bank"),
                            ("expense", "small expense"),
                            ("shortage", "found missing"),
                            ("surplus", "found over"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="sum")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="time")),
                ("key", models.UUIDField(editable=False, null=True)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                    ),
                ),
                (
                    "moved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.employee",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="payments.shift"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="cashmovement",
            constraint=models.UniqueConstraint(fields=("key",), name="payments_movement_once"),
        ),
        migrations.AddConstraint(
            model_name="cashmovement",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="payments_movement_above_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="cashmovement",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["put_in", "to_bank", "expense", "shortage", "surplus"])),
                name="payments_movement_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="cashmovement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["put_in", "to_bank"]),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="payments_movement_explained",
            ),
        ),
        migrations.CreateModel(
            name="Recognition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("certificate_id", models.BigIntegerField(unique=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("vat", models.DecimalField(decimal_places=2, max_digits=14)),
                ("business_date", models.DateField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contract"
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                    ),
                ),
                (
                    "reversal",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FiscalReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("advance", "advance"),
                            ("settlement", "full settlement"),
                            ("offset", "offset of the advance"),
                            ("refund", "refund"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="sum")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_issued", "not issued"),
                            ("sending", "being issued"),
                            ("issued", "issued"),
                            ("failed", "refused by the register"),
                            ("unknown", "the register did not answer"),
                            ("cancelled", "not needed"),
                        ],
                        default="not_issued",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("register", models.CharField(blank=True, max_length=40, verbose_name="fiscal register")),
                ("sign", models.CharField(blank=True, max_length=40, verbose_name="fiscal sign")),
                (
                    "error",
                    models.CharField(blank=True, max_length=300, verbose_name="answer of the register"),
                ),
                ("issued_at", models.DateTimeField(null=True, verbose_name="issued")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=femida.platform.core.clock.now, editable=False, verbose_name="made"
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
                    "payment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payment",
                    ),
                ),
                (
                    "recognition",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.recognition",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Unearned",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="unearned advance"),
                ),
                ("since", models.DateField(verbose_name="unearned since")),
                ("last_paid_on", models.DateField(null=True, verbose_name="last payment")),
                (
                    "contract",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("vat__gte", 0), ("vat__lt", models.F("amount"))),
                name="payments_recognition_sane",
            ),
        ),
        migrations.AddIndex(
            model_name="fiscalreceipt",
            index=models.Index(fields=["-created_at", "-id"], name="payments_fiscal_newest"),
        ),
        migrations.AddIndex(
            model_name="fiscalreceipt",
            index=models.Index(
                condition=models.Q(("state", "issued"), _negated=True),
                fields=["-created_at", "-id"],
                name="payments_fiscal_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="fiscalreceipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("payment__isnull", False), ("recognition__isnull", True)),
                    models.Q(("payment__isnull", True), ("recognition__isnull", False)),
                    _connector="OR",
                ),
                name="payments_fiscal_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="fiscalreceipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="payments_fiscal_above_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="fiscalreceipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["advance", "settlement", "offset", "refund"])),
                name="payments_fiscal_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="fiscalreceipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["not_issued", "sending", "issued", "failed", "unknown", "cancelled"])
                ),
                name="payments_fiscal_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="fiscalreceipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "issued"), _negated=True),
                    models.Q(models.Q(("sign", ""), _negated=True), ("issued_at__isnull", False)),
                    _connector="OR",
                ),
                name="payments_fiscal_issued_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="unearned",
            index=models.Index(fields=["since", "id"], name="payments_unearned_since"),
        ),
        migrations.AddConstraint(
            model_name="unearned",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="payments_unearned_above_zero"
            ),
        ),
    ]
