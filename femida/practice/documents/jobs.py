"""Background work of documents: PDFs."""

from __future__ import annotations

from femida.platform.core.actor import Actor
from femida.platform.jobs.queue import job


@job("documents.pdf")
def make_pdf(*, version_id: int) -> None:
    """Make the PDF of a version. Safe to run twice: a version that no longer waits is left alone."""
    from femida.practice.documents.converting import convert_version

    convert_version(Actor.system("documents.pdf"), version_id)
