"""Deals: what a qualified lead becomes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from femida.firm.staff.models import Assignable
from femida.platform.pipelines.models import Staged


class Deal(Assignable, Staged):
    """A deal with a party. `amount` is in roubles; empty until services are chosen."""

    party = models.ForeignKey(
        "registry.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("client")
    )
    title = models.CharField(_("what about"), max_length=200)
    source = models.ForeignKey(
        "sources.Source", on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("source")
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
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
        ]

    def __str__(self) -> str:
        return self.title
