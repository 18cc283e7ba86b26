"""Requisites of parties for contracts: what a document says of a person, a sole trader, an organisation."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from femida.kernel.name_cases import Case, Gender
from femida.platform.core import clock
from femida.platform.vault.models import VaultValue

GENDERS: Final = [(Gender.MALE.value, _("male")), (Gender.FEMALE.value, _("female"))]
CASES: Final = [
    (Case.GENITIVE.value, _("genitive (of whom)")),
    (Case.DATIVE.value, _("dative (to whom)")),
    (Case.ACCUSATIVE.value, _("accusative (whom)")),
    (Case.INSTRUMENTAL.value, _("instrumental (by whom)")),
    (Case.PREPOSITIONAL.value, _("prepositional (about whom)")),
]


class Requisites(models.Model):
    """The requisites of one party that are not sealed; which of them apply depends on the party's kind.

    `inn` is of organisations only (it is public): the INN of a person is an `IdentityDocument`. `head_basis`
    is what the head acts by, in the genitive, as contracts say it: «Устава».
    """

    party = models.OneToOneField("registry.Party", on_delete=models.PROTECT, related_name="+")
    gender = models.CharField(
        _("grammatical gender"),
        max_length=8,
        blank=True,
        choices=GENDERS,
    )
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    birth_place = models.CharField(_("place of birth"), max_length=200, blank=True)
    registered_address = models.CharField(_("address of registration"), max_length=300, blank=True)
    ogrnip = models.CharField(_("OGRNIP"), max_length=15, blank=True)
    full_name = models.CharField(_("full name"), max_length=300, blank=True)
    short_name = models.CharField(_("short name"), max_length=160, blank=True)
    inn = models.CharField(_("INN"), max_length=10, blank=True)
    kpp = models.CharField(_("KPP"), max_length=9, blank=True)
    ogrn = models.CharField(_("OGRN"), max_length=13, blank=True)
    legal_address = models.CharField(_("legal address"), max_length=300, blank=True)
    head_name = models.CharField(_("name of the head"), max_length=200, blank=True)
    head_position = models.CharField(_("position of the head"), max_length=120, blank=True)
    head_basis = models.CharField(_("acts on the basis of"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["inn"], condition=~Q(inn=""), name="requisites_by_inn"),
            models.Index(fields=["ogrn"], condition=~Q(ogrn=""), name="requisites_by_ogrn"),
            models.Index(fields=["ogrnip"], condition=~Q(ogrnip=""), name="requisites_by_ogrnip"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(gender__in=["", "male", "female"]), name="requisites_gender_known"
            ),
            models.CheckConstraint(condition=Q(inn__regex=r"^(\d{10})?$"), name="requisites_inn_shape"),
            models.CheckConstraint(
                condition=Q(kpp__regex=r"^(\d{4}[0-9A-Z]{2}\d{3})?$"), name="requisites_kpp_shape"
            ),
            models.CheckConstraint(condition=Q(ogrn__regex=r"^(\d{13})?$"), name="requisites_ogrn_shape"),
            models.CheckConstraint(condition=Q(ogrnip__regex=r"^(\d{15})?$"), name="requisites_ogrnip_shape"),
        ]


class IdentityDocument(VaultValue):
    """A number by which the state knows a person. Sealed; a new one of a kind makes the former outdated.

    Issuer, day of issue and code of the unit are of passports only.
    """

    class Kind(models.TextChoices):
        PASSPORT = "passport", _("Passport")
        SNILS = "snils", _("SNILS")
        INN = "inn", _("INN")

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey("registry.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    unit_code = models.CharField(_("code of the unit"), max_length=7, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    outdated_at = models.DateTimeField(null=True, editable=False)

    class Meta(VaultValue.Meta):
        indexes = [
            *VaultValue.Meta.indexes,
            models.Index(fields=["party", "kind"], name="requisites_identity_of_party"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "kind"],
                condition=Q(outdated_at__isnull=True),
                name="requisites_identity_one_in_use",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["passport", "snils", "inn"]), name="requisites_identity_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="passport", issued_on__isnull=False)
                | (~Q(kind="passport") & Q(issued_on__isnull=True, issuer="", unit_code="")),
                name="requisites_identity_whole",
            ),
        ]

    @override
    def vault_purpose(self) -> str:
        return identity_purpose(self.kind)


class BankAccount(VaultValue):
    """An account of a party in a bank. The number is sealed, the bank's own numbers are public."""

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey("registry.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    bic = models.CharField(_("BIC"), max_length=9)
    bank_name = models.CharField(_("bank"), max_length=160)
    corr_account = models.CharField(_("correspondent account"), max_length=20, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    outdated_at = models.DateTimeField(null=True, editable=False)

    class Meta(VaultValue.Meta):
        indexes = [
            *VaultValue.Meta.indexes,
            models.Index(fields=["party"], name="requisites_account_of_party"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "bic", "blind_index"],
                condition=Q(outdated_at__isnull=True),
                name="requisites_account_once",
            ),
            models.CheckConstraint(condition=Q(bic__regex=r"^\d{9}$"), name="requisites_account_bic"),
        ]

    @override
    def vault_purpose(self) -> str:
        return ACCOUNT_PURPOSE


class NameCorrection(models.Model):
    """A form of a word of a party's name that a person has put right: stronger than every rule."""

    party = models.ForeignKey("registry.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    word = models.CharField(_("word of the name"), max_length=80)
    case = models.CharField(
        _("grammatical case"),
        max_length=16,
        choices=CASES,
    )
    form = models.CharField(_("right form"), max_length=80)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "word", "case"], name="requisites_correction_once"),
            models.CheckConstraint(condition=~Q(form="") & ~Q(word=""), name="requisites_correction_whole"),
        ]


ACCOUNT_PURPOSE = "requisites_bankaccount.account"


def identity_purpose(kind: str) -> str:
    """The vault's purpose of identity documents of a kind."""
    return f"requisites_identitydocument.{kind}"
