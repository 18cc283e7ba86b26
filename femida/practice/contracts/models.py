"""Contracts: made of a deal, with priced lines, parties, a plan of payments and a number."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from femida.firm.staff.models import Assignable
from femida.platform.core import clock


class Contract(Assignable):
    """A contract with a client. `amount` is in roubles and always the sum of the lines.

    A draft has no number; registration gives one, and a void contract keeps it. `draft_key` and
    `register_key` are the words under which a repeated press is known. `values` holds what the services
    ask for: service id → key → value. `discount_by` is the employee who let a discount over the limit pass.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        REGISTERED = "registered", _("registered")
        VOID = "void", _("void")

    class Kind(models.TextChoices):
        ONCE = "once", _("single work")
        REGULAR = "regular", _("regular service")

    party = models.ForeignKey(
        "registry.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("client")
    )
    deal = models.ForeignKey("deals.Deal", on_delete=models.PROTECT, related_name="+", verbose_name=_("deal"))
    legal_entity = models.ForeignKey(
        "offices.LegalEntity", on_delete=models.PROTECT, related_name="+", verbose_name=_("our side")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.ONCE)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT)
    number = models.CharField(_("number"), max_length=32, blank=True)
    number_year = models.PositiveSmallIntegerField(null=True, editable=False)
    number_order = models.PositiveIntegerField(null=True, editable=False)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    business_date = models.DateField(_("date of business"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, default=0)
    needs_approval = models.BooleanField(_("the discount waits for approval"), default=False)
    discount_by = models.ForeignKey(
        "staff.Employee", on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    essence = models.TextField(_("essence of the matter"), blank=True)
    legal_actions = models.TextField(_("legal actions"), blank=True)
    expectations = models.TextField(_("what the client expects"), blank=True)
    terms = models.TextField(_("expected terms"), blank=True)
    values = models.JSONField(default=dict, blank=True)
    void_reason = models.CharField(_("why void"), max_length=500, blank=True)
    draft_key = models.UUIDField(null=True, editable=False)
    register_key = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="contracts_newest"),
            models.Index(fields=["office", "-created_at", "-id"], name="contracts_of_office"),
            models.Index(fields=["party"], name="contracts_of_party"),
            models.Index(fields=["deal"], name="contracts_of_deal"),
            GinIndex(fields=["number"], opclasses=["gin_trgm_ops"], name="contracts_number_part"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["draft_key"], name="contracts_drafted_once"),
            models.UniqueConstraint(
                fields=["legal_entity", "office", "number_year", "number_order"],
                condition=Q(number_order__isnull=False),
                name="contracts_number_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "registered", "void"]), name="contracts_state_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=["once", "regular"]), name="contracts_kind_known"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="contracts_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(number="", number_year__isnull=True, number_order__isnull=True)
                # a comparison with nothing is not false, so it must be said that there is something
                | (
                    ~Q(number="")
                    & Q(number_year__isnull=False, number_order__isnull=False, number_order__gte=1)
                ),
                name="contracts_number_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="draft") | Q(number=""), name="contracts_draft_without_number"
            ),
            models.CheckConstraint(
                condition=~Q(state="registered") | (~Q(number="") & Q(signed_on__isnull=False)),
                name="contracts_registered_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(state="registered") | Q(needs_approval=False) | Q(discount_by__isnull=False),
                name="contracts_discount_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | ~Q(void_reason=""), name="contracts_void_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(_("Draft contract"))


class ContractLine(models.Model):
    """A service in a contract, as it was offered: the list of prices may change, the line stays.

    `discount` is in roubles and follows from `discount_percent`; the migration has the database check
    both sums. `vat_percent` is empty without VAT; prices include it.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(
        "services.Service", on_delete=models.PROTECT, related_name="+", verbose_name=_("service")
    )
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=16)
    quantity = models.DecimalField(_("quantity"), max_digits=8, decimal_places=2)
    price = models.DecimalField(_("price"), max_digits=14, decimal_places=2)
    discount_percent = models.DecimalField(_("discount, per cent"), max_digits=5, decimal_places=2)
    discount = models.DecimalField(_("discount"), max_digits=14, decimal_places=2)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    vat_kind = models.CharField(max_length=16)
    vat_percent = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "service"], name="contracts_line_service_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & Q(price__gte=0) & Q(discount_percent__range=(0, 100)),
                name="contracts_line_sane",
            ),
        ]


class ContractParty(models.Model):
    """A further person or organisation of a contract, besides the client."""

    class Role(models.TextChoices):
        PAYER = "payer", _("pays")
        BENEFICIARY = "beneficiary", _("for whose good")
        REPRESENTATIVE = "representative", _("represents the client")

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey("registry.Party", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "party", "role"], name="contracts_party_once"),
            models.CheckConstraint(
                condition=Q(role__in=["payer", "beneficiary", "representative"]),
                name="contracts_party_role_known",
            ),
        ]


class PlanVersion(models.Model):
    """A plan of payments. Plans are never changed: a new version takes the place of the old one.

    The instalments of the current version add up to the contract: a deferred trigger holds it.
    """

    class Way(models.TextChoices):
        EQUAL = "equal", _("equal parts")
        DATES = "dates", _("by dates")
        STAGES = "stages", _("by stages of work")

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=16, choices=Way.choices)
    is_current = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="contracts_plan_version_once"),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(is_current=True), name="contracts_plan_one_current"
            ),
            models.CheckConstraint(
                condition=Q(way__in=["equal", "dates", "stages"]), name="contracts_plan_way_known"
            ),
        ]


class Instalment(models.Model):
    """A payment of a plan, in roubles: due on a day, or when a stage of the work is done."""

    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    stage_name = models.CharField(_("stage of the work"), max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="contracts_instalment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="contracts_instalment_above_zero"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | ~Q(stage_name=""), name="contracts_instalment_is_due"
            ),
        ]
