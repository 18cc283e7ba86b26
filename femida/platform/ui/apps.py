"""Django's description of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Shell, components, formats; knows nothing of the firm's business."""

    name = "femida.platform.ui"
    label = "ui"
    verbose_name = _("Look and feel")
