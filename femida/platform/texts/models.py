"""Templates of messages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from femida.platform.core import clock


class TextTemplate(models.Model):
    """A text with placeholders, about one kind of object, in one language.

    `key` is its name for programs. The body is plain text; all it can do is to name placeholders.
    """

    class Language(models.TextChoices):
        RU = "ru", _("Russian")
        EN = "en", _("English")

    key = models.SlugField(_("key"), max_length=64)
    language = models.CharField(_("language"), max_length=5, choices=Language.choices, default=Language.RU)
    object_type = models.CharField(_("about"), max_length=64)
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"))
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "language"], name="texts_texttemplate_key_once"),
            models.CheckConstraint(
                condition=models.Q(language__in=["ru", "en"]), name="texts_texttemplate_language_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title
