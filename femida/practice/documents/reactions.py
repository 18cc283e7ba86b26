"""What documents do because of facts from below."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from femida.platform.core.actor import Actor
from femida.platform.core.errors import UnableTo
from femida.platform.files.events import FileRemoved
from femida.platform.reactions.core import reacts
from femida.practice.documents.models import DocumentVersion, TemplateVersion


class UnableToRemoveFile(UnableTo):
    """The file is a version of a document or of a template: versions are kept."""

    code = "unable_to_remove_file"


@reacts(FileRemoved, inside=True)
def keep_files_of_versions(_actor: Actor, event: FileRemoved) -> None:
    """Files of versions go away only with their document: refuse to take one out from under it."""
    of_versions = DocumentVersion.objects.filter(Q(file=event.file_id) | Q(pdf=event.file_id))
    if of_versions.exists() or TemplateVersion.objects.filter(file=event.file_id).exists():
        raise UnableToRemoveFile(
            _("This file is a version of a document and is kept. Remove the document itself.")
        )
