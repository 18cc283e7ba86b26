"""Where the firm works: its legal entities, offices, departments and positions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from femida.platform.core import clock

# Days of `Office.hours`, Monday first.
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class LegalEntity(models.Model):
    """An own firm: the party on our side of contracts and invoices."""

    name = models.CharField(_("full name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=120)
    inn = models.CharField(_("INN"), max_length=12, blank=True)
    kpp = models.CharField(_("KPP"), max_length=9, blank=True)
    ogrn = models.CharField(_("OGRN"), max_length=15, blank=True)
    address = models.CharField(_("registered address"), max_length=300, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["short_name"], name="offices_legalentity_name_once"),
            models.UniqueConstraint(
                fields=["inn", "kpp"], condition=~Q(inn=""), name="offices_legalentity_inn_once"
            ),
            models.CheckConstraint(
                condition=Q(inn__regex=r"^(\d{10}|\d{12})?$")
                & Q(kpp__regex=r"^(\d{4}[0-9A-Z]{2}\d{3})?$")
                & Q(ogrn__regex=r"^(\d{13}|\d{15})?$"),
                name="offices_legalentity_numbers_shape",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name


class Office(models.Model):
    """A place where clients are received.

    `hours` maps a weekday (`mon` … `sun`) to the local times of opening and closing, `["09:00", "18:00"]`;
    a missing day is a day off. `phone` is the firm's own number, shown to clients: no personal value.
    """

    name = models.CharField(_("name"), max_length=120)
    legal_entity = models.ForeignKey(
        LegalEntity, on_delete=models.PROTECT, related_name="+", verbose_name=_("legal entity")
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Moscow")
    city = models.CharField(_("city"), max_length=120)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone shown to clients"), max_length=32, blank=True)
    hours = models.JSONField(_("working hours"), default=dict, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="offices_office_name_once")]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A department of one office, or of the whole firm when it names none."""

    class Kind(models.TextChoices):
        SALES = "sales", _("Sales")
        CALL_CENTRE = "call_centre", _("Call centre")
        EXECUTION = "execution", _("Execution of contracts")
        COURT = "court", _("Court representation")
        RECEPTION = "reception", _("Reception")
        FINANCE = "finance", _("Finance")
        MANAGEMENT = "management", _("Management")

    name = models.CharField(_("name"), max_length=120)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("office")
    )
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["order", "id"], name="offices_department_by_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"], name="offices_department_name_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[
                    "sales", "call_centre", "execution", "court", "reception", "finance", "management",
                ]),
                name="offices_department_kind_known",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Position(models.Model):
    """What a person is employed as; says nothing about rights."""

    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="offices_position_name_once")]

    def __str__(self) -> str:
        return self.name


class NumberCounter(models.Model):
    """The last number given in a series by one of our firms in one office in one year."""

    series = models.CharField(max_length=64)
    legal_entity = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "legal_entity", "office", "year"], name="offices_counter_once"
            )
        ]
