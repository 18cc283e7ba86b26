"""What the room hangs into the frame."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from femida.platform.screens.ports import PaletteCommand, palette_commands

palette_commands.register(
    "help",
    PaletteCommand(
        label=_("Help"),
        icon="help-circle",
        url=lambda: reverse("help:index"),
        words=_("guide how to instruction"),
        keys="F1",
        group="go",
        order=900,
    ),
)
