"""Forms of executions: they read what was typed; the commands decide."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from femida.firm.staff.models import Employee
from femida.firm.staff.queries import on_duty
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.screens.money_field import MoneyField
from femida.practice.contracts.models import ContractLine
from femida.practice.execution.models import (
    ActionType,
    ActionTypeService,
    Execution,
    ReturnReason,
    WorkStage,
)
from femida.practice.services.models import Service
from femida.practice.services.queries import today

MOMENT = "%Y-%m-%dT%H:%M"


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def _long(label: Any, *, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def lawyers(office_id: int | None) -> Any:
    """The people of the office's execution and court departments who work now."""
    people: list[int] = []
    if office_id is not None:
        people = [*on_duty(office_id, "execution"), *on_duty(office_id, "court")]
    return Employee.objects.filter(pk__in=people).order_by("name_key", "pk")


class LawyerForm(forms.Form):
    """Who leads the work."""

    lawyer = forms.ModelChoiceField(Employee.objects.none(), label=_("Lawyer"))

    def __init__(self, *args: Any, office_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lawyer"].queryset = lawyers(office_id)  # type: ignore[attr-defined]


class HandOverForm(LawyerForm):
    """To whom, and what execution should know."""

    note = forms.CharField(label=_("Note for execution"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lawyer = self.fields["lawyer"]
        lawyer.required = False
        lawyer.empty_label = _("Choose by load")  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    """What is wrong, and what to put right."""

    reason = forms.ModelChoiceField(
        ReturnReason.objects.filter(is_active=True).order_by("order", "name"), label=_("Reason")
    )
    text = forms.CharField(label=_("What to put right"), max_length=500)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class FinishForm(forms.Form):
    """The four answers for the client."""

    happened = _long(_("What happened"), max_length=2000)
    needed = _long(
        _("What is needed from you"),
        max_length=2000,
        help_text=_("The client reads it; “nothing” is an answer."),
    )
    next_step = _long(_("What is next"), max_length=2000)
    next_news_on = _day(_("When the next news is"))
    starts_next = forms.BooleanField(label=_("Begin the next stage"), required=False, initial=True)

    def __init__(self, *args: Any, is_for_client: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_for_client:
            for name in ("happened", "needed", "next_step", "next_news_on"):
                del self.fields[name]


class StageForm(forms.Form):
    """Extra work."""

    name = forms.CharField(label=_("What is to be done"), max_length=160)
    reason = forms.CharField(label=_("Why it is needed"), max_length=500)
    norm_business_hours = forms.IntegerField(
        label=_("Norm time, business hours"), min_value=1, max_value=20_000, required=False
    )
    planned_expense = MoneyField(label=_("Planned expense"), required=False)
    is_for_client = forms.BooleanField(label=_("Shown to the client"), required=False, initial=True)


class GiveStageForm(forms.Form):
    """Who does the stage."""

    employee = forms.ModelChoiceField(Employee.objects.none(), label=_("Who does it"))

    def __init__(self, *args: Any, office_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employee"].queryset = lawyers(office_id)  # type: ignore[attr-defined]


class ExpenseForm(forms.Form):
    """What was spent."""

    amount = MoneyField(label=_("Amount"))
    what_for = forms.CharField(label=_("What for"), max_length=200)
    spent_on = _day(_("Spent on"), initial=today)
    file = forms.FileField(label=_("Receipt or order"), required=False, max_length=1000)


def _now() -> datetime:
    return timezone.localtime().replace(second=0, microsecond=0)


class ActionForm(forms.Form):
    """What was done on the contract; the short one stands in the composer."""

    type = forms.ModelChoiceField(ActionType.objects.none(), label=_("Type"))
    text = _long(_("What was done"))
    result = forms.CharField(label=_("Result"), max_length=2000, required=False)
    happened_at = forms.DateTimeField(
        label=_("When"),
        initial=_now,
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    minutes = forms.IntegerField(label=_("Minutes spent"), min_value=1, max_value=1440, required=False)
    stage = forms.ModelChoiceField(
        WorkStage.objects.none(), label=_("Work stage"), required=False, empty_label=_("none")
    )
    portal = forms.ChoiceField(
        label=_("For the client portal"),
        choices=[("", _("as the type says")), ("yes", _("yes")), ("no", _("no"))],
        required=False,
    )
    portal_text = _long(
        _("What the client reads"), rows=2, required=False, help_text=_("Empty: the words of the type.")
    )

    def __init__(
        self, *args: Any, actor: Actor, execution: Execution, is_short: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_short:
            for name in ("result", "happened_at", "portal_text"):
                del self.fields[name]
        sold = ContractLine.objects.filter(contract=execution.contract_id).values("service")
        tied = ActionTypeService.objects.values("type")
        fitting = ActionTypeService.objects.filter(service__in=sold).values("type")
        types = ActionType.objects.filter(~Q(pk__in=tied) | Q(pk__in=fitting), is_active=True)
        stages = visible(actor, WorkStage).filter(execution=execution.pk).order_by("order")
        self.fields["type"].queryset = types.order_by("order", "pk")  # type: ignore[attr-defined]
        self.fields["stage"].queryset = stages  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the command takes."""
        read = self.cleaned_data
        return {
            "type_id": read["type"].pk,
            "text": read["text"],
            "result": read.get("result", ""),
            "happened_at": read.get("happened_at"),
            "minutes": read["minutes"],
            "stage_id": read["stage"].pk if read["stage"] else None,
            "is_ready": {"yes": True, "no": False}.get(read["portal"]),
            "portal_text": read.get("portal_text") or None,
        }


class PortalForm(forms.Form):
    """What the client will read."""

    portal_text = _long(_("What the client reads"), max_length=4000)


class CertificateForm(forms.Form):
    """A certificate over a part of the contract."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    amount = MoneyField(label=_("Amount"))
    stage = forms.ModelChoiceField(
        WorkStage.objects.none(), label=_("Work stage"), required=False, empty_label=_("the whole work")
    )
    what_for = forms.CharField(
        label=_("What for"), max_length=300, required=False, help_text=_("Empty: the stage or the services.")
    )
    dated_on = _day(_("Date"), initial=today)

    def __init__(self, *args: Any, actor: Actor, execution_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = visible(actor, WorkStage).filter(execution=execution_id).order_by("order")
        self.fields["stage"].queryset = stages  # type: ignore[attr-defined]


class SignForm(forms.Form):
    """When the client signed."""

    signed_on = _day(_("Signed on"), initial=today)


class ActionTypeForm(forms.Form):
    """A new type of actions."""

    name = forms.CharField(label=_("Name"), max_length=120)
    is_public = forms.BooleanField(
        label=_("Shown in the client portal"),
        required=False,
        help_text=_("Actions of this type are ready for the portal unless the lawyer says otherwise."),
    )
    notice_text = _long(_("Text for the client"), required=False, max_length=4000)
    services = forms.ModelMultipleChoiceField(
        Service.objects.none(),
        label=_("For which services"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None marked: for all."),
    )
    order = forms.IntegerField(label=_("Order"), min_value=0, max_value=10_000, initial=100)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = visible(actor, Service).filter(is_active=True).order_by("name_key")
        self.fields["services"].queryset = offered  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the commands take."""
        read = dict(self.cleaned_data)
        services = read.pop("services")
        return {**read, "service_ids": [service.pk for service in services]}


class ActionTypeEditForm(ActionTypeForm):
    """A type that is there already."""

    is_active = forms.BooleanField(label=_("In use"), required=False)
