"""Fields that every row of an office is described with, for the descriptions of the rooms above."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from femida.platform.objects.types import Field, FieldType

OFFICE_FIELD: Final = Field(
    "office",
    _("Office"),
    FieldType.REFERENCE,
    column="office_id",
    text="office__name",
    to="firm.office",
    groupable=True,
)
DEPARTMENT_FIELD: Final = Field(
    "department",
    _("Department"),
    FieldType.REFERENCE,
    column="department_id",
    text="department__name",
    to="firm.department",
    groupable=True,
)
OUR_SIDE_FIELD: Final = Field(
    "legal_entity",
    _("Our side"),
    FieldType.REFERENCE,
    column="legal_entity_id",
    text="legal_entity__short_name",
    to="firm.legal_entity",
    groupable=True,
)
