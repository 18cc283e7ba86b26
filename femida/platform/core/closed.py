"""Where the mark lies that closes the pages of this machine; plain Python, read before Django is up."""

from pathlib import Path

CLOSED_MARK = Path("run") / "closed"
"""In the data folder. Stands while an upgrade takes the database apart: nothing is asked of it meanwhile."""
