"""What is recorded about reports."""

from __future__ import annotations

from dataclasses import dataclass

from femida.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class ReportSaved(Event):
    """A variant of a report was saved, or saved anew under its name."""

    kind = "report.saved"
    subject = ("reports.saved_report", "saved_id")

    saved_id: int
    report: str
    is_shared: bool


@dataclass(frozen=True, kw_only=True)
class ReportRemoved(Event):
    """A saved variant was removed."""

    kind = "report.removed"
    subject = ("reports.saved_report", "saved_id")

    saved_id: int
    report: str
