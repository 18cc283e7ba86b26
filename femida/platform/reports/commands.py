"""Writes on reports: variants under a name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from femida.platform.access.policy import policy_of
from femida.platform.commands.core import command
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, NotFound
from femida.platform.core.locks import lock_words
from femida.platform.journal.recording import record
from femida.platform.reports.described import reports
from femida.platform.reports.events import ReportRemoved, ReportSaved
from femida.platform.reports.models import SavedReport
from femida.platform.texts.typed import typed_line

VIEW = "reports.view"
SHARE = "reports.share"
LONGEST_ADDRESS = 2000


@command(right=VIEW)
def save_report(actor: Actor, *, report: str, name: str, address: str, is_shared: bool = False) -> int:
    """Keep a way to look at a report under a name; the same name of the same person is written over.

    Raises Invalid without a name, NotFound for an unknown report, Denied to share without the right.
    """
    if actor.person_id is None:
        raise Denied(right=VIEW)
    if report not in reports:
        raise NotFound
    if is_shared:
        policy_of(actor).require(SHARE)
    name = typed_line("name", name, longest=80, required=True)
    if len(address) > LONGEST_ADDRESS:
        raise Invalid({"name": _("This variant has too many filters to be saved.")})
    lock_words("reports.saved", str(actor.person_id), report, name)
    saved, _is_new = SavedReport.objects.update_or_create(
        owner_id=actor.person_id,
        report=report,
        name=name,
        defaults={"address": address, "is_shared": is_shared},
    )
    record(ReportSaved(saved_id=saved.pk, report=report, is_shared=is_shared))
    return saved.pk


@command(right=VIEW)
def remove_saved_report(actor: Actor, *, saved_id: int) -> str:
    """Remove a variant of one's own, or a shared one with the right to share; returns its report's key.

    Raises NotFound, Denied.
    """
    saved = SavedReport.objects.select_for_update().filter(pk=saved_id).first()
    is_own = saved is not None and saved.owner_id == actor.person_id
    if saved is None or not (is_own or saved.is_shared):
        raise NotFound
    if not is_own:
        policy_of(actor).require(SHARE)
    saved.delete()
    record(ReportRemoved(saved_id=saved_id, report=saved.report))
    return saved.report
