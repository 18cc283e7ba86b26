"""Where enquiries come from."""

from __future__ import annotations

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from femida.platform.core import clock


class Channel(models.TextChoices):
    """How an enquiry reached the firm: the types of leads of the functional description, 5.2.2."""

    ONLINE = "online", _("Online")
    INBOUND_CALL = "inbound_call", _("Incoming call")
    MISSED_CALL = "missed_call", _("Missed call")
    DROPPED_CALL = "dropped_call", _("Dropped call")
    COLD_CALL = "cold_call", _("Cold call")
    WALK_IN = "walk_in", _("Walked in")
    SOCIAL = "social", _("Social networks")
    MESSENGER = "messenger", _("Messenger")
    WHATSAPP = "whatsapp", _("WhatsApp")
    TELEGRAM = "telegram", _("Telegram")
    MAIL = "mail", _("E-mail")
    CROSS_SALE = "cross_sale", _("Cross-sale")
    PARTNER = "partner", _("Partners")
    PARTNER_PROGRAMME = "partner_programme", _("Partner programme")
    ONLINE_LAWYER = "online_lawyer", _("Online lawyer")
    READY_CLIENT = "ready_client", _("Ready client")
    MARKETING = "marketing", _("Marketing")


def new_source_key() -> str:
    """An unguessable part of an intake address."""
    return secrets.token_urlsafe(18)


class Source(models.Model):
    """An advertising source.

    `key` is the public part of its intake address; `origins` the sites whose pages may post to it from a
    browser (`https://example.ru`); `office` where its enquiries go (the first active office otherwise);
    `per_minute` how many requests one address may send.
    """

    key = models.CharField(_("key"), max_length=64, unique=True, default=new_source_key)
    name = models.CharField(_("name"), max_length=120, unique=True)
    channel = models.CharField(_("type of lead"), max_length=24, choices=Channel.choices)
    information = models.TextField(_("information for work with the client"), blank=True)
    office = models.ForeignKey(
        "offices.Office",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("office"),
    )
    accepts_web = models.BooleanField(_("accepts enquiries from sites"), default=False)
    origins = ArrayField(models.CharField(max_length=200), verbose_name=_("sites"), default=list, blank=True)
    per_minute = models.PositiveSmallIntegerField(_("requests a minute from one address"), default=10)
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(per_minute__range=(1, 600)), name="sources_source_rate_sane"
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=[value for value, _label in Channel.choices]),
                name="sources_source_channel_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name
