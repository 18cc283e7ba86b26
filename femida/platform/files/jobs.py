"""The store's own care."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from femida.platform.files.models import StoredFile
from femida.platform.files.storage import LocalFolder, storage
from femida.platform.jobs.queue import job

FORGOTTEN_AFTER = timedelta(days=1)


@job("files.sweep", every="41 3 * * *")
def sweep(timestamp: int) -> None:  # noqa: ARG001 - periodic work is told its time
    """Remove what no row names: bytes whose act was rolled back after they had been written."""
    remove_forgotten()


def remove_forgotten() -> int:
    """Remove stored bytes older than a day that no row names; how many were removed."""
    store = storage()
    before = timezone.now() - FORGOTTEN_AFTER
    old = [name for name, written_at in store.names() if written_at < before]
    known = set(StoredFile.objects.filter(blob__in=old).values_list("blob", flat=True))
    forgotten = [name for name in old if name not in known]
    for name in forgotten:
        if name.startswith(".") and isinstance(store, LocalFolder):
            store.remove_draft(name)
        else:
            store.remove(name)
    return len(forgotten)
