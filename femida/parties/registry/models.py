"""People and organisations the firm ever met, their roles and the ways to reach them."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower, Replace
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from femida.firm.staff.models import Assignable
from femida.platform.core import clock
from femida.platform.vault.models import VaultValue


class Party(Assignable):
    """A person or an organisation: the root of the business.

    `name` is composed from the parts by `names.compose`; only when nothing is known of the name it is the
    words for that, and `name_known` is false.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.PERSON)
    surname = models.CharField(_("surname"), max_length=80, blank=True)
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=80, blank=True)
    legal_name = models.CharField(_("name of the organisation"), max_length=240, blank=True)
    name = models.CharField(_("name of the party"), max_length=300, editable=False)
    name_known = models.BooleanField(default=True, editable=False)
    name_key = models.GeneratedField(
        expression=Replace(Lower("name"), Value("ё"), Value("е")),
        output_field=models.CharField(max_length=300, db_collation="C"),
        db_persist=True,
    )

    class Meta:
        indexes = [
            GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="registry_party_name_part"),
            models.Index(fields=["name_key", "id"], name="registry_party_by_name"),
            models.Index(fields=["-created_at", "-id"], name="registry_party_newest"),
            models.Index(fields=["office", "-created_at", "-id"], name="registry_party_of_office"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["person", "organisation"]), name="registry_party_kind_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="registry_party_named"),
        ]

    @override
    def __str__(self) -> str:
        return self.name


class PartyRole(models.Model):
    """What a party is to the firm because of an object: client by a contract, opponent in a case."""

    class Role(models.TextChoices):
        CLIENT = "client", _("client")
        COUNTERPARTY = "counterparty", _("counterparty")
        OPPONENT = "opponent", _("opponent")
        REFERRER = "referrer", _("referrer")
        DEBTOR = "debtor", _("debtor")
        SUPPLIER = "supplier", _("supplier")
        CONTACT_PERSON = "contact_person", _("contact person")

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(_("role"), max_length=24, choices=Role.choices)
    object_type = models.CharField(max_length=64, blank=True)
    object_id = models.BigIntegerField(null=True)
    since = models.DateTimeField(_("since"), default=clock.now)
    until = models.DateTimeField(_("until"), null=True)

    class Meta:
        indexes = [
            models.Index(fields=["party", "role"], name="registry_role_of_party"),
            models.Index(fields=["object_type", "object_id"], name="registry_role_of_object"),
            models.Index(
                fields=["role", "party"], condition=Q(until__isnull=True), name="registry_role_open"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "role", "object_type", "object_id"],
                condition=Q(until__isnull=True),
                name="registry_role_open_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="registry_role_in_order"
            ),
            models.CheckConstraint(
                condition=Q(object_type="", object_id__isnull=True)
                | (~Q(object_type="") & Q(object_id__isnull=False)),
                name="registry_role_object_whole",
            ),
        ]


class ContactPoint(VaultValue):
    """A way to reach a party. The value is sealed; the row is marked, not deleted, when it is removed."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone")
        EMAIL = "email", _("E-mail")
        TELEGRAM = "telegram", _("Telegram")
        WHATSAPP = "whatsapp", _("WhatsApp")
        VK = "vk", _("VK")
        MAX = "max", _("MAX")

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    label = models.CharField(_("label"), max_length=60, blank=True)
    extension = models.CharField(_("extension"), max_length=7, blank=True)
    is_primary = models.BooleanField(_("main"), default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta(VaultValue.Meta):
        indexes = [
            *VaultValue.Meta.indexes,
            models.Index(fields=["party", "kind"], name="registry_contact_of_party"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "kind", "blind_index"],
                condition=Q(removed_at__isnull=True),
                name="registry_contact_once",
            ),
            models.UniqueConstraint(
                fields=["party", "kind"],
                condition=Q(is_primary=True, removed_at__isnull=True),
                name="registry_contact_one_main",
            ),
        ]

    @override
    def vault_purpose(self) -> str:
        return purpose_of(self.kind)


def purpose_of(kind: str) -> str:
    """The vault's purpose of contact points of a kind."""
    return f"registry_contactpoint.{kind}"
