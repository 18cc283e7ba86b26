"""Writing templates."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext_lazy as _

from femida.kernel.text import TooLong, clean_line, clean_text
from femida.platform.commands.core import command, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid
from femida.platform.core.locks import lock_words
from femida.platform.journal.recording import record
from femida.platform.objects.types import object_types
from femida.platform.texts.events import TemplateSaved
from femida.platform.texts.models import TextTemplate
from femida.platform.texts.parsing import LARGEST_BODY
from femida.platform.texts.rendering import check_body

LONGEST_TITLE: Final = 120
_KEY: Final = re.compile(r"[a-z0-9_-]{1,64}")


@command(right="texts.change")
def write_template(
    actor: Actor,
    *,
    key: str,
    object_type: str,
    title: str,
    body: str,
    language: str = TextTemplate.Language.RU.value,
) -> int:
    """Write a new template and return its id.

    Raises Invalid for a key that stands already, an unknown object type or language, a placeholder that the
    object type does not have, or a text over 64 KB.
    """
    if object_type not in object_types:
        raise Invalid({"object_type": _("There are no texts about this.")})
    if language not in TextTemplate.Language.values:
        raise Invalid({"language": _("Choose Russian or English.")})
    template = TextTemplate(key=_key(key), language=language, object_type=object_type)
    _put(template, title, body)
    lock_words("texts.template", template.key, language)
    if TextTemplate.objects.filter(key=template.key, language=language).exists():
        raise Invalid({"key": _("A template with this key stands already.")})
    template.save(force_insert=True)
    record(TemplateSaved(template_id=template.pk, is_new=True))
    return template.pk


@command(right="texts.change", on=TextTemplate)
def change_template(
    actor: Actor, *, template_id: int, title: str, body: str, version: int | None = None
) -> None:
    """Change the words of a template. Raises Invalid like `write_template`, and Stale."""
    template = take(actor, TextTemplate, template_id, version=version)
    _put(template, title, body)
    save(template, "title", "body")
    record(TemplateSaved(template_id=template.pk, is_new=False))


def _key(key: str) -> str:
    cleaned = key.strip().lower()
    if not _KEY.fullmatch(cleaned):
        raise Invalid({"key": _("A key has Latin letters, digits, dashes and underscores only.")})
    return cleaned


def _put(template: TextTemplate, title: str, body: str) -> None:
    try:
        template.title = clean_line(title, LONGEST_TITLE)
    except TooLong:
        raise Invalid({"title": _("The title is too long.")}) from None
    if not template.title:
        raise Invalid({"title": _("Please fill this in.")})
    try:
        template.body = clean_text(body, LARGEST_BODY)
    except TooLong:
        raise Invalid({"body": _("The text is too long.")}) from None
    check_body(template.object_type, template.body)
