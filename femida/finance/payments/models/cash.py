"""The cash desk: where cash lies, the shifts in which it moves, movements that are no payments."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from femida.platform.core import clock


class CashDesk(models.Model):
    """A box of money of one of our firms in one office. `cash` is what should lie in it now, in roubles."""

    name = models.CharField(_("name"), max_length=80)
    office = models.ForeignKey(
        "offices.Office", on_delete=models.PROTECT, related_name="+", verbose_name=_("office")
    )
    legal_entity = models.ForeignKey(
        "offices.LegalEntity", on_delete=models.PROTECT, related_name="+", verbose_name=_("our side")
    )
    cash = models.DecimalField(_("cash"), max_digits=14, decimal_places=2, default=0, editable=False)
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["name", "id"], name="payments_desk_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["office", "name"], name="payments_desk_name_once"),
            models.CheckConstraint(condition=Q(cash__gte=0), name="payments_desk_cash_not_below_zero"),
        ]

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    """The time between opening and closing a desk; one at a time is open. Sums in roubles.

    `…_expected` is what should have lain there, `…_counted` what the cashier counted; where they differ a
    reason is given and the difference is a movement. `business_date` is the day of opening in the office.
    """

    desk = models.ForeignKey(
        CashDesk, on_delete=models.PROTECT, related_name="+", verbose_name=_("cash desk")
    )
    number = models.PositiveIntegerField(_("number"))
    business_date = models.DateField(_("date"))
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        "staff.Employee", on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("cashier")
    )
    opening_expected = models.DecimalField(max_digits=14, decimal_places=2)
    opening_counted = models.DecimalField(_("cash at the beginning"), max_digits=14, decimal_places=2)
    opening_reason = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.ForeignKey("staff.Employee", on_delete=models.PROTECT, related_name="+", null=True)
    closing_expected = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    closing_counted = models.DecimalField(_("cash at the end"), max_digits=14, decimal_places=2, null=True)
    closing_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        indexes = [models.Index(fields=["-opened_at", "-id"], name="payments_shift_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["desk"], condition=Q(closed_at__isnull=True), name="payments_shift_one_open"
            ),
            models.UniqueConstraint(fields=["desk", "number"], name="payments_shift_number_once"),
            models.CheckConstraint(
                condition=Q(opening_counted__gte=0, opening_expected__gte=0),
                name="payments_shift_opening_not_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(opening_counted=F("opening_expected")) | ~Q(opening_reason=""),
                name="payments_shift_opening_explained",
            ),
            models.CheckConstraint(
                condition=Q(
                    closed_at__isnull=True, closing_expected__isnull=True, closing_counted__isnull=True
                )
                | Q(closed_at__gte=F("opened_at"), closing_expected__isnull=False, closing_counted__gte=0),
                name="payments_shift_closed_whole",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | Q(closing_counted=F("closing_expected"))
                | ~Q(closing_reason=""),
                name="payments_shift_closing_explained",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether cash may move in it."""
        return self.closed_at is None

    def __str__(self) -> str:
        return str(self.number)


class CashMovement(models.Model):
    """Cash that came or went without a client; always above zero, the kind says which way."""

    class Kind(models.TextChoices):
        PUT_IN = "put_in", _("put in from the bank account")
        TO_BANK = "to_bank", _("taken to the bank")
        EXPENSE = "expense", _("small expense")
        SHORTAGE = "shortage", _("found missing")
        SURPLUS = "surplus", _("found over")

    COMING = (Kind.PUT_IN.value, Kind.SURPLUS.value)

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    amount = models.DecimalField(_("sum"), max_digits=14, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    moved_by = models.ForeignKey("staff.Employee", on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(_("time"))
    key = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="payments_movement_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_movement_above_zero"),
            models.CheckConstraint(
                condition=Q(kind__in=["put_in", "to_bank", "expense", "shortage", "surplus"]),
                name="payments_movement_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["put_in", "to_bank"]) | ~Q(reason=""),
                name="payments_movement_explained",
            ),
        ]

    @property
    def signed(self) -> object:
        """The sum as it changes the cash of the desk."""
        return self.amount if self.kind in self.COMING else -self.amount
