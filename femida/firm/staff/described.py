"""The field of the person who answers for a row, for the descriptions of the rooms above."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from femida.platform.objects.types import Field, FieldType

RESPONSIBLE_FIELD: Final = Field(
    "responsible",
    _("Responsible"),
    FieldType.PERSON,
    column="responsible_id",
    text="responsible__name",
    to="firm.employee",
    groupable=True,
)
