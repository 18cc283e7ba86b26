"""Fields of rows about a party, for the descriptions of the rooms above: client and masked contact."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from femida.platform.objects.types import Field, FieldType

CLIENT_FIELD: Final = Field(
    "party", _("Client"), FieldType.REFERENCE, column="party_id", text="party__name", to="parties.party"
)
CONTACT_FIELD: Final = Field(
    "contact", _("Contact"), FieldType.CONTACT, column="party_id", sensitivity="contact"
)
