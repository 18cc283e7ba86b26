"""What the services of a contract ask for: reading and checking the values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from femida.platform.core.errors import Invalid, Text
from femida.platform.texts.typed import typed_line
from femida.practice.contracts.models import ContractLine
from femida.practice.services.models import ServiceField

Kind = ServiceField.Kind


def name_of(field: ServiceField) -> str:
    """The name of a field in forms and refusals."""
    return f"field_{field.service_id}_{field.key}"


def asked_of(contract_id: int) -> list[ServiceField]:
    """The fields in use of the services of a contract, in their order."""
    services = ContractLine.objects.filter(contract_id=contract_id).values("service_id")
    asked = ServiceField.objects.filter(service__in=services, is_active=True)
    return list(asked.order_by("service_id", "order", "pk"))


def checked_values(contract_id: int, values: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The values of the fields that are asked for, ready for storing. Raises Invalid at `name_of` a field.

    A required field may stay empty in a draft: registration asks for it. Unknown keys are left out.
    """
    cleaned: dict[str, dict[str, Any]] = {}
    wrong: dict[str, Text] = {}
    for field in asked_of(contract_id):
        given = values.get(str(field.service_id), {}).get(field.key)
        if given is None or given == "":
            continue
        try:
            value = _checked(field, given)
        except Invalid as refusal:
            wrong |= refusal.fields
            continue
        cleaned.setdefault(str(field.service_id), {})[field.key] = value
    if wrong:
        raise Invalid(wrong)
    return cleaned


def missing(contract_id: int, values: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The labels of required fields without a value."""
    return [
        field.label
        for field in asked_of(contract_id)
        if field.is_required and values.get(str(field.service_id), {}).get(field.key) is None
    ]


def _checked(field: ServiceField, given: Any) -> str | bool:
    name = name_of(field)
    match field.kind:
        case Kind.YES_NO:
            if not isinstance(given, bool):
                raise Invalid({name: _("Say yes or no.")})
            return given
        case Kind.DATE:
            return _day(name, given)
        case Kind.NUMBER:
            return _number(name, given)
        case Kind.CHOICE if given not in field.options:
            raise Invalid({name: _("Choose from the list.")})
    return typed_line(name, str(given), longest=500)


def _day(name: str, given: Any) -> str:
    try:
        return date.fromisoformat(str(given)).isoformat()
    except ValueError:
        raise Invalid({name: _("There is no such day.")}) from None


def _number(name: str, given: Any) -> str:
    try:
        number = Decimal(str(given).replace(" ", "").replace(",", "."))
    except InvalidOperation:
        raise Invalid({name: _("Give a number.")}) from None
    if not number.is_finite() or abs(number) > Decimal(10) ** 15:
        raise Invalid({name: _("Give a number.")})
    return f"{number:f}"
