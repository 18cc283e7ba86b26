"""Types of papers: a list of names that the firm keeps."""

from __future__ import annotations

from django.utils.translation import gettext as _

from femida.platform.commands.core import command, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid
from femida.platform.core.locks import lock_words
from femida.platform.journal.recording import record
from femida.platform.texts.typed import typed_line
from femida.practice.documents.events import TypeSaved
from femida.practice.documents.models import DocumentType

RIGHT = "documents.templates"


@command(right=RIGHT)
def add_type(_actor: Actor, *, name: str, order: int = 100) -> int:
    """Enter a type of papers and return its id. Raises Invalid."""
    made = DocumentType(order=order)
    _name(made, name)
    made.save()
    record(TypeSaved(type_id=made.pk, is_new=True))
    return made.pk


@command(right=RIGHT, on=DocumentType)
def change_type(
    actor: Actor,
    *,
    type_id: int,
    name: str,
    order: int = 100,
    is_active: bool = True,
    version: int | None = None,
) -> None:
    """Change a type; one out of use stays on the documents that have it. Raises Invalid, Stale."""
    row = take(actor, DocumentType, type_id, version=version)
    _name(row, name)
    row.order, row.is_active = order, is_active
    save(row, "name", "order", "is_active")
    record(TypeSaved(type_id=row.pk, is_new=False))


def _name(row: DocumentType, name: str) -> None:
    row.name = typed_line("name", name, longest=120, required=True)
    lock_words("documents.type", row.name)
    if DocumentType.objects.filter(name=row.name).exclude(pk=row.pk).exists():
        raise Invalid({"name": _("This name is taken.")})
