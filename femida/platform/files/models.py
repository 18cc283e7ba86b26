"""Which files there are, and on what they hang."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from femida.platform.core import clock


class StoredFile(models.Model):
    """A file attached to an object. Its bytes lie encrypted in the store, its key here, sealed."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(_("name of the file"), max_length=160)
    size = models.BigIntegerField(_("size"))
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    blob = models.CharField(max_length=32, unique=True)
    key_enc = models.BinaryField()
    object_type = models.CharField(max_length=64)
    object_id = models.BigIntegerField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["object_type", "object_id", "-id"],
                condition=Q(removed_at__isnull=True),
                name="files_file_of_object",
            )
        ]
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="files_file_not_empty")]

    @override
    def __str__(self) -> str:
        return self.name
