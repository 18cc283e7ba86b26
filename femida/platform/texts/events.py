"""What is recorded about templates."""

from __future__ import annotations

from dataclasses import dataclass

from femida.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class TemplateSaved(Event):
    """A template was written or changed."""

    kind = "texts.template_saved"
    subject = ("texts.template", "template_id")

    template_id: int
    is_new: bool
