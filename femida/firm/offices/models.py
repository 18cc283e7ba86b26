"""Where the firm works: its legal entities, offices, departments and positions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from femida.platform.core import clock

# Days of `Office.hours`, Monday first.
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class LegalEntity(models.Model):
    """An own firm: the party on our side of contracts and invoices.

    `head_basis` is what the head acts by, in the genitive, as contracts say it: «Устава». `account` is where
    clients pay to; with it stand the bank, its BIC and its correspondent account, which banks of the treasury
    lack. The account is printed on every contract: it is not sealed, unlike those of parties.
    """

    name = models.CharField(_("full name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=120)
    inn = models.CharField(_("INN"), max_length=12, blank=True)
    kpp = models.CharField(_("KPP"), max_length=9, blank=True)
    ogrn = models.CharField(_("OGRN"), max_length=15, blank=True)
    address = models.CharField(_("registered address"), max_length=300, blank=True)
    head_name = models.CharField(_("name of the head"), max_length=200, blank=True)
    head_position = models.CharField(_("post of the head"), max_length=120, blank=True)
    head_basis = models.CharField(_("acts on the basis of"), max_length=200, blank=True)
    bank_name = models.CharField(_("bank"), max_length=160, blank=True)
    bic = models.CharField(_("BIC"), max_length=9, blank=True)
    account = models.CharField(_("account in the bank"), max_length=20, blank=True)
    corr_account = models.CharField(_("correspondent account"), max_length=20, blank=True)
    accountant_name = models.CharField(_("chief accountant"), max_length=200, blank=True)
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
            models.CheckConstraint(
                condition=Q(account="", bic="", bank_name="", corr_account="")
                | (
                    Q(account__regex=r"^\d{5}[0-9A-Z]\d{14}$")
                    & Q(bic__regex=r"^\d{9}$")
                    & Q(corr_account__regex=r"^(\d{5}[0-9A-Z]\d{14})?$")
                    & ~Q(bank_name="")
                ),
                name="offices_legalentity_bank_whole",
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
