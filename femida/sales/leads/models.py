"""Leads: enquiries of parties that wait to be qualified."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from femida.firm.staff.models import Assignable
from femida.platform.core import clock
from femida.platform.pipelines.models import Staged
from femida.sales.sources.models import Channel


class RefusalReason(models.Model):
    """Why a lead was refused; `returns_after_days` proposes when to come back to the party."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    returns_after_days = models.PositiveSmallIntegerField(_("returns after days"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    def __str__(self) -> str:
        return self.name


class Lead(Assignable, Staged):
    """A lead: at most one open for a party, so that two people never work on one client unknowingly.

    `text` is what the party wrote or said first; phone numbers and addresses in it stand masked, the
    real ones are contact points of the party.
    """

    party = models.ForeignKey(
        "registry.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("client")
    )
    source = models.ForeignKey(
        "sources.Source", on_delete=models.PROTECT, related_name="+", verbose_name=_("source")
    )
    channel = models.CharField(_("type"), max_length=24, choices=Channel.choices)
    subject = models.CharField(_("what about"), max_length=200, blank=True)
    text = models.TextField(_("enquiry"), blank=True)
    enquiries = models.PositiveIntegerField(_("enquiries"), default=1)
    last_enquiry_at = models.DateTimeField(_("last enquiry"), default=clock.now)
    refusal_reason = models.ForeignKey(
        RefusalReason,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("reason of refusal"),
    )
    return_on = models.DateField(_("come back on"), null=True, blank=True)
    deal = models.OneToOneField(
        "deals.Deal",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("deal"),
    )
    business_date = models.DateField(_("opened on"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="leads_lead_newest"),
            models.Index(fields=["office", "-created_at", "-id"], name="leads_lead_office"),
            # the lists of the day show open leads only, a thirtieth of all after some years
            models.Index(
                fields=["-created_at", "-id"],
                condition=models.Q(closed_at__isnull=True),
                name="leads_lead_open_newest",
            ),
            models.Index(fields=["stage", "-stage_since", "-id"], name="leads_lead_stage"),
            models.Index(fields=["party"], name="leads_lead_party"),
            # reports count the leads of some days
            models.Index(fields=["business_date"], name="leads_lead_by_day"),
            models.Index(fields=["closed_at"], name="leads_lead_closed"),
            models.Index(
                fields=["office", "created_at"],
                condition=models.Q(responsible__isnull=True, closed_at__isnull=True),
                name="leads_lead_waiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=models.Q(closed_at__isnull=True), name="leads_lead_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(deal__isnull=True) | models.Q(closed_at__isnull=False),
                name="leads_lead_deal_closes",
            ),
            models.CheckConstraint(
                condition=models.Q(refusal_reason__isnull=True) | models.Q(closed_at__isnull=False),
                name="leads_lead_refusal_closes",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or f"#{self.pk}"


class Enquiry(models.Model):
    """One enquiry of a party: several may belong to one lead. `message_id` is the raw one in the inbox."""

    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey("sources.Source", on_delete=models.PROTECT, related_name="+")
    message_id = models.BigIntegerField(null=True, unique=True)
    received_at = models.DateTimeField(default=clock.now)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    page = models.CharField(_("page of the site"), max_length=500, blank=True)
    campaign = models.JSONField(_("advertising marks"), default=dict)
    consent = models.BooleanField(_("agreed to the processing of personal data"), default=False)

    class Meta:
        indexes = [models.Index(fields=["lead", "-received_at"], name="leads_enquiry_lead")]
