"""Deals: what a qualified lead becomes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from femida.firm.staff.models import Assignable
from femida.platform.pipelines.models import Staged


class RefusalReason(models.Model):
    """Why a deal was refused; `returns_after_days` proposes when to come back to the client."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    returns_after_days = models.PositiveSmallIntegerField(_("returns after days"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    def __str__(self) -> str:
        return self.name


class Deal(Assignable, Staged):
    """A deal with a party.

    `amount` is in roubles and follows the contracts of the deal: the sum of the registered ones or, before
    the first is registered, of the drafts; empty without any. `return_on` is the day on which a refused or a
    deferred deal comes back.
    """

    party = models.ForeignKey(
        "registry.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("client")
    )
    title = models.CharField(_("what about"), max_length=200)
    source = models.ForeignKey(
        "sources.Source", on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("source")
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    refusal_reason = models.ForeignKey(
        RefusalReason,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("reason of refusal"),
    )
    return_on = models.DateField(_("come back on"), null=True, blank=True)
    business_date = models.DateField(_("opened on"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="deals_deal_newest"),
            models.Index(fields=["office", "-created_at", "-id"], name="deals_deal_office"),
            models.Index(fields=["stage", "-stage_since", "-id"], name="deals_deal_stage"),
            models.Index(fields=["party"], name="deals_deal_party"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0), name="deals_deal_amount"
            ),
            models.CheckConstraint(
                condition=models.Q(refusal_reason__isnull=True) | models.Q(closed_at__isnull=False),
                name="deals_deal_refusal_closes",
            ),
        ]

    def __str__(self) -> str:
        return self.title
