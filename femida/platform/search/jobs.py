"""The care of the search: what two acts at the same moment left behind is put right each night."""

from __future__ import annotations

from femida.platform.jobs.queue import job
from femida.platform.search.building import rebuild_all


@job("search.mend", every="41 3 * * *")
def mend() -> None:
    """Write the entries that differ from their rows anew.

    An act that files a contract while another renames its client may have read the old name.
    """
    rebuild_all()
