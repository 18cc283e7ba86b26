"""What the card of a source does beyond showing its fields."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from femida.platform.screens.ports import Action, add_action

add_action(
    Action(
        "sources.edit",
        ("sales.source",),
        _("Change"),
        lambda source: reverse("sources:edit", args=[source.pk]),
        icon="edit",
        needs_right="sources.change",
        dialog=True,
        order=10,
    )
)
