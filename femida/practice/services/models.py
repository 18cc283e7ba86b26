"""What the firm sells: services in groups, with dated prices and dated VAT, their work stages and fields."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower, Replace
from django.utils.translation import gettext_lazy as _

from femida.platform.core import clock


class ServiceGroup(models.Model):
    """A group of services: family law, bankruptcy, property."""

    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["order", "id"], name="services_group_by_order")]
        constraints = [models.UniqueConstraint(fields=["name"], name="services_group_name_once")]

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """A service of the firm. It is never deleted: out of use it stays in old contracts.

    `norm_days` is how many days the work takes as a rule, in working days. The version counts changes of
    its prices, VAT, stages and fields too: they are edited as one thing.
    """

    class Unit(models.TextChoices):
        SERVICE = "service", _("service")
        HOUR = "hour", _("hour")
        MONTH = "month", _("month")
        DOCUMENT = "document", _("document")
        HEARING = "hearing", _("hearing")

    group = models.ForeignKey(
        ServiceGroup, on_delete=models.PROTECT, related_name="+", verbose_name=_("group")
    )
    name = models.CharField(_("name"), max_length=200)
    name_key = models.GeneratedField(
        expression=Replace(Lower("name"), Value("ё"), Value("е")),
        output_field=models.CharField(max_length=200, db_collation="C"),
        db_persist=True,
    )
    unit = models.CharField(_("unit"), max_length=16, choices=Unit.choices, default=Unit.SERVICE)
    norm_days = models.PositiveSmallIntegerField(_("norm time, working days"), null=True, blank=True)
    description = models.TextField(_("description"), blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["name_key", "id"], name="services_service_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["name_key"], name="services_service_name_once"),
            models.CheckConstraint(
                condition=Q(unit__in=["service", "hour", "month", "document", "hearing"]),
                name="services_service_unit_known",
            ),
            models.CheckConstraint(
                condition=Q(norm_days__isnull=True) | Q(norm_days__range=(1, 3650)),
                name="services_service_norm_sane",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ClientKind(models.TextChoices):
    """Whom a special price is for."""

    PERSON = "person", _("people")
    ORGANISATION = "organisation", _("organisations")


class ServicePrice(models.Model):
    """The price of a service from a day on, in roubles, until a newer one.

    `office` and `client_kind` narrow it; empty they mean every office and every client. A narrow price
    without a sum says that from this day the wider one applies again.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey(
        "offices.Office",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("office"),
    )
    client_kind = models.CharField(
        _("for whom"), max_length=16, choices=ClientKind.choices, blank=True, default=""
    )
    price = models.DecimalField(_("price"), max_digits=14, decimal_places=2, null=True, blank=True)
    valid_from = models.DateField(_("from"))
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "office", "client_kind", "valid_from"],
                name="services_price_once_a_day",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price__gte=0), name="services_price_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=False) | Q(office__isnull=False) | ~Q(client_kind=""),
                name="services_price_base_has_a_sum",
            ),
            models.CheckConstraint(
                condition=Q(client_kind__in=["", "person", "organisation"]),
                name="services_price_client_known",
            ),
        ]


class VatKind(models.TextChoices):
    """How a service is taxed; the rate of a kind depends on the day."""

    NONE = "none", _("without VAT")
    ZERO = "zero", _("zero rate")
    REDUCED = "reduced", _("reduced rate")
    STANDARD = "standard", _("standard rate")


class VatRate(models.Model):
    """A rate of value-added tax from a day on, in per cent, until a newer one of its kind.

    Legal source: article 164 of the Tax Code of the Russian Federation; zero rate by clause 1, 10 % by
    clause 2, the standard rate by clause 3. From 2019-01-01 the standard rate was 20 % (Federal Law 303-FZ
    of 03.08.2018), from 2026-01-01 it is 22 % (Federal Law 425-FZ of 28.11.2025). The rows are loaded by a
    migration: they change with the law, not with the firm.
    """

    kind = models.CharField(max_length=16, choices=VatKind.choices)
    percent = models.PositiveSmallIntegerField()
    valid_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="services_vatrate_once_a_day"),
            models.CheckConstraint(
                condition=Q(kind="zero", percent=0)
                | Q(kind__in=["reduced", "standard"], percent__range=(1, 99)),
                name="services_vatrate_sane",
            ),
        ]


class ServiceVat(models.Model):
    """How a service is taxed from a day on, until a newer line."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("VAT"), max_length=16, choices=VatKind.choices)
    valid_from = models.DateField(_("from"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "valid_from"], name="services_vat_once_a_day"),
            models.CheckConstraint(
                condition=Q(kind__in=["none", "zero", "reduced", "standard"]), name="services_vat_kind_known"
            ),
        ]


class WorkStageTemplate(models.Model):
    """A stage of the work that every contract on the service goes through.

    `norm_business_hours` is its norm time in business hours, `planned_expense` what it is expected to cost
    the firm, in roubles. Out of use it is not taken into new contracts.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    name = models.CharField(_("name"), max_length=160)
    norm_business_hours = models.PositiveIntegerField(_("norm time, business hours"), null=True, blank=True)
    planned_expense = models.DecimalField(_("planned expense"), max_digits=14, decimal_places=2, default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "name"], name="services_stage_name_once"),
            models.CheckConstraint(
                condition=Q(planned_expense__gte=0), name="services_stage_expense_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(norm_business_hours__isnull=True) | Q(norm_business_hours__range=(1, 20_000)),
                name="services_stage_norm_sane",
            ),
        ]


class ServiceField(models.Model):
    """A value that contracts on the service ask for.

    `key` names the value in contracts and documents and never changes, nor does `kind`.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        NUMBER = "number", _("numeric value")
        DATE = "date", _("date")
        YES_NO = "yes_no", _("yes or no")
        CHOICE = "choice", _("choice from a list")

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(_("key for documents"), max_length=40)
    label = models.CharField(_("name of the field"), max_length=120)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    options = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name=_("choices")
    )
    is_required = models.BooleanField(_("must be filled in"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "key"], name="services_field_key_once"),
            models.CheckConstraint(
                condition=Q(key__regex=r"^[a-z][a-z0-9_]{0,39}$"), name="services_field_key_shape"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["text", "number", "date", "yes_no"], options__len=0)
                | Q(kind="choice", options__len__gte=2),
                name="services_field_options_fit",
            ),
        ]


__all__ = [
    "ClientKind",
    "Service",
    "ServiceField",
    "ServiceGroup",
    "ServicePrice",
    "ServiceVat",
    "VatKind",
    "VatRate",
    "WorkStageTemplate",
]
