"""Case actions: what was done on a contract, and what of it the client may read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower, Replace
from django.utils.translation import gettext_lazy as _

from femida.platform.core import clock
from femida.practice.execution.models.executions import Execution
from femida.practice.execution.models.work import WorkStage


class ActionType(models.Model):
    """A type of actions: what the client is told by default, whether she is, and for which services.

    A type without services fits every contract.
    """

    name = models.CharField(_("name"), max_length=120)
    name_key = models.GeneratedField(
        expression=Replace(Lower("name"), Value("ё"), Value("е")),
        output_field=models.CharField(max_length=120, db_collation="C"),
        db_persist=True,
    )
    notice_text = models.TextField(_("text for the client"), blank=True)
    is_public = models.BooleanField(_("shown in the client portal"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["order", "id"], name="execution_type_by_order")]
        constraints = [
            models.UniqueConstraint(fields=["name_key"], name="execution_type_name_once"),
            models.CheckConstraint(
                condition=Q(is_public=False) | ~Q(notice_text=""), name="execution_type_public_has_text"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ActionTypeService(models.Model):
    """A service that a type of actions fits."""

    type = models.ForeignKey(ActionType, on_delete=models.CASCADE, related_name="+", db_index=False)
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["type", "service"], name="execution_type_service_once")
        ]


class CaseAction(models.Model):
    """One action of a lawyer on a contract.

    `text` and `result` are for the firm; `portal_text` is what the client will read, once it is marked ready.
    """

    execution = models.ForeignKey(
        Execution, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("execution")
    )
    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.PROTECT, related_name="+", verbose_name=_("contract")
    )
    party = models.ForeignKey(
        "registry.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("client")
    )
    type = models.ForeignKey(ActionType, on_delete=models.PROTECT, related_name="+", verbose_name=_("type"))
    author = models.ForeignKey(
        "staff.Employee", on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("who")
    )
    stage = models.ForeignKey(
        WorkStage, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("work stage")
    )
    happened_at = models.DateTimeField(_("when"))
    text = models.TextField(_("what was done"))
    result = models.TextField(_("result"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes spent"), null=True, blank=True)
    ready_for_portal = models.BooleanField(_("ready for the portal"), default=False)
    ready_at = models.DateTimeField(null=True)
    portal_text = models.TextField(_("what the client reads"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["-happened_at", "-id"], name="execution_action_newest"),
            models.Index(fields=["execution", "-happened_at"], name="execution_action_of"),
            models.Index(fields=["author", "-happened_at"], name="execution_action_author"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="execution_action_says_what"),
            models.CheckConstraint(
                condition=Q(ready_for_portal=False, ready_at__isnull=True)
                | (Q(ready_for_portal=True, ready_at__isnull=False) & ~Q(portal_text="")),
                name="execution_action_ready_has_text",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__range=(1, 1440)),
                name="execution_action_minutes_sane",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
