"""What a table of secret values has, and the marks of the keys they are sealed with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from femida.platform.vault.sealed import Secret, index_pair, open_sealed, seal, tail_index


class KeyMark(models.Model):
    """A key that values in this database were sealed with: by its mark a lost or foreign key is noticed."""

    kind = models.CharField(max_length=16)
    version = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=32)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="vault_keymark_once")]


class VaultValue(models.Model):
    """Base of the tables that keep secret values: read by id or by blind index only.

    The value supports «is set», «equals» and, where `tail_index` is filled, «ends with these four digits»;
    it never sorts, groups or matches a part. Such a table carries B-tree indexes over digests and ids only:
    it is made for row-level security, under which other indexes cannot be used and would leak.
    `VAULT_COLUMNS` are secret in the field history.
    """

    VAULT_COLUMNS: ClassVar[tuple[str, ...]] = ("value_enc", "blind_index", "blind_index_next", "tail_index")

    value_enc = models.BinaryField()
    key_version = models.PositiveSmallIntegerField(editable=False)
    blind_index = models.BinaryField()
    blind_index_next = models.BinaryField(null=True)
    tail_index = models.BinaryField(null=True)

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["blind_index"], name="%(class)s_blind"),
            models.Index(
                fields=["blind_index_next"],
                condition=Q(blind_index_next__isnull=False),
                name="%(class)s_blind_next",
            ),
            models.Index(fields=["tail_index"], condition=Q(tail_index__isnull=False), name="%(class)s_tail"),
        ]

    def vault_purpose(self) -> str:
        """Table and kind of the value: a sealed value moved to another place does not open."""
        raise NotImplementedError

    def put(self, plain: str, *, tail: str = "") -> None:
        """Set all columns of the vault from a normalised value and, where it has one, its last digits."""
        purpose = self.vault_purpose()
        self.value_enc = seal(plain, purpose)
        self.key_version = self.value_enc[0]
        self.blind_index, self.blind_index_next = index_pair(plain, purpose)
        self.tail_index = tail_index(tail, purpose) if tail else None

    def value(self) -> Secret:
        """The value, opened. Raises UnableToOpen."""
        return open_sealed(self.value_enc, self.vault_purpose())
