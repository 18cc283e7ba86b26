"""The groups a new firm begins with: one per role of a law firm, with its rights and how far they reach.

A preset speaks of rights of rooms that stand above this one, so it holds their keys as words; only those
that are declared are granted, and a test fails on a word that no room knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from femida.firm.staff.administrators import RIGHT
from femida.firm.staff.events import GroupAdded
from femida.platform.access.models import Group, GroupGrant
from femida.platform.access.policy import forget_policies
from femida.platform.access.rights import Scope, rights
from femida.platform.commands.core import command
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Text
from femida.platform.journal.recording import record


@dataclass(frozen=True, slots=True)
class Preset:
    """One group: `grants` maps a scope to the keys of rights, written as one line of words."""

    key: str
    name: Text
    grants: Mapping[Scope, str]

    def pairs(self) -> list[tuple[str, Scope]]:
        """(right, scope) of every grant."""
        return [(right, scope) for scope, words in self.grants.items() for right in words.split()]


# What everybody in the firm may look up: who works where, what is sold and for how much.
HOUSE = "staff.view offices.view services.view"

LEADS = "leads.view leads.open leads.move leads.refuse leads.qualify leads.edit"
LEADS_OF_A_HEAD = f"{LEADS} leads.reassign leads.take leads.pass_gates"
DEALS = "deals.view deals.open deals.move deals.refuse deals.see_amount"
CONTRACTS = (
    "contracts.view contracts.see_amount contracts.draft contracts.edit contracts.register contracts.discount"
)
DOCUMENTS = "documents.view documents.make documents.file documents.publish"
CONTRACTS_OF_A_HEAD = f"{CONTRACTS} contracts.approve_discount contracts.void"
INVOICES = "invoices.view invoices.draft invoices.issue"
INVOICES_OF_A_HEAD = f"{INVOICES} invoices.void"
EXECUTION = (
    "execution.view execution.accept execution.work execution.see_expenses certificates.draw_up "
    "certificates.sign"
)
EXECUTION_OF_A_HEAD = f"{EXECUTION} execution.assign execution.terminate certificates.void"
PARTIES = "parties.view parties.register parties.change contacts.change notes.add files.attach"
FINDING = "contacts.find_by_number contacts.find_by_tail"
REQUISITES = "requisites.view requisites.change requisites.reveal"
CALLS = "calls.view calls.record"
RECEIVABLES = "receivables.view receivables.plan"
PAYING = "payments.view payments.take payments.refund payments.reverse cash.view cash.shift"
REPORTS = "reports.view reports.export"
TASKS = "tasks.view tasks.add tasks.finish tasks.edit"

PRESETS = (
    Preset(
        "director",
        _("Director"),
        {
            Scope.FIRM: f"{HOUSE} {LEADS_OF_A_HEAD} leads.change_reasons {DEALS} deals.reassign {PARTIES} "
            f"parties.assign parties.close contacts.reveal files.remove {FINDING} {CALLS} {TASKS} "
            f"{CONTRACTS_OF_A_HEAD} {INVOICES_OF_A_HEAD} {DOCUMENTS} documents.templates {REQUISITES} "
            f"{EXECUTION_OF_A_HEAD} execution.hand_over execution.change_types {RECEIVABLES} "
            "payments.view payments.refund payments.reverse advances.view cash.view "
            "services.change sources.view sources.change pipelines.change texts.change journal.view "
            f"intake.view ledger.view {REPORTS} reports.share",
        },
    ),
    Preset(
        "administrator",
        _("Administrator"),
        {
            Scope.FIRM: f"{HOUSE} staff.change offices.change access.change access.break_wall "
            "services.change sources.view sources.change pipelines.change texts.change leads.change_reasons "
            "execution.change_types leads.view parties.view contracts.view documents.templates journal.view "
            "intake.view intake.retry maintenance.change health.view",
            Scope.OWN: TASKS,
        },
    ),
    Preset(
        "head_of_sales",
        _("Head of sales"),
        {
            Scope.OFFICE: f"{LEADS_OF_A_HEAD} {DEALS} deals.reassign {PARTIES} parties.assign "
            f"files.remove contacts.reveal {FINDING} {CALLS} {TASKS} {CONTRACTS_OF_A_HEAD} "
            f"{INVOICES_OF_A_HEAD} {DOCUMENTS} {REQUISITES} {RECEIVABLES} payments.view execution.view "
            f"execution.hand_over {REPORTS} ledger.view",
            Scope.FIRM: f"{HOUSE} services.change documents.templates sources.view",
        },
    ),
    Preset(
        "manager",
        _("Sales manager"),
        {
            Scope.OWN: f"{LEADS} {DEALS} {PARTIES} {CONTRACTS} {INVOICES} {DOCUMENTS} contacts.reveal "
            f"{FINDING} {REQUISITES} {CALLS} {TASKS} execution.view execution.hand_over receivables.view "
            "payments.view",
            Scope.OFFICE: "leads.take",
            Scope.FIRM: f"{HOUSE} sources.view",
        },
    ),
    Preset(
        "head_of_call_centre",
        _("Head of the call centre"),
        {
            Scope.OFFICE: f"{LEADS_OF_A_HEAD} {PARTIES} {FINDING} {CALLS} {TASKS} {REPORTS}",
            Scope.FIRM: f"{HOUSE} sources.view",
        },
    ),
    Preset(
        "operator",
        _("Operator"),
        {
            Scope.OWN: f"{LEADS} parties.view parties.register notes.add files.attach {CALLS} {TASKS}",
            Scope.OFFICE: "leads.take",
            Scope.FIRM: f"{HOUSE} sources.view",
        },
    ),
    Preset(
        "head_of_practice",
        _("Head of the lawyers"),
        {
            Scope.OFFICE: f"deals.view deals.see_amount contracts.view contracts.see_amount {PARTIES} "
            f"files.remove contacts.reveal {FINDING} {REQUISITES} {EXECUTION_OF_A_HEAD} {CALLS} {TASKS}",
            Scope.FIRM: f"{HOUSE} execution.change_types",
        },
    ),
    Preset(
        "lawyer",
        _("Lawyer"),
        {
            Scope.OWN: "deals.view deals.see_amount contracts.view contracts.see_amount invoices.view "
            "parties.view parties.change contacts.change contacts.reveal notes.add files.attach "
            f"payments.view {REQUISITES} {EXECUTION} {CALLS} {TASKS} {DOCUMENTS} {RECEIVABLES}",
            Scope.FIRM: HOUSE,
        },
    ),
    Preset(
        "court_representative",
        _("Court representative"),
        {
            Scope.OWN: "deals.view contracts.view documents.view documents.file parties.view notes.add "
            f"files.attach execution.view execution.work {CALLS} {TASKS}",
            Scope.FIRM: HOUSE,
        },
    ),
    Preset(
        "reception",
        _("Reception"),
        {
            Scope.OFFICE: "parties.view parties.register contacts.find_by_number notes.add files.attach "
            "leads.view leads.open",
            Scope.OWN: f"{CALLS} {TASKS}",
            Scope.FIRM: f"{HOUSE} sources.view",
        },
    ),
    Preset(
        "head_of_finance",
        _("Head of finance"),
        {
            Scope.FIRM: f"{HOUSE} {INVOICES_OF_A_HEAD} deals.view deals.see_amount contracts.view "
            "contracts.see_amount parties.view requisites.view calls.view execution.view "
            f"execution.see_expenses {RECEIVABLES} {PAYING} cash.set_up advances.view "
            f"ledger.view ledger.open ledger.close {REPORTS}",
            Scope.OWN: TASKS,
        },
    ),
    Preset(
        "cashier",
        _("Cashier"),
        {
            Scope.OFFICE: "deals.view deals.see_amount contracts.view contracts.see_amount documents.view "
            f"invoices.view parties.view requisites.view receivables.view {PAYING} cash.start",
            Scope.OWN: TASKS,
            Scope.FIRM: HOUSE,
        },
    ),
)


def unknown_rights() -> dict[str, list[str]]:
    """Keys of presets that no room declares, by group."""
    found = {preset.key: [key for key, _ in preset.pairs() if key not in rights] for preset in PRESETS}
    return {key: words for key, words in found.items() if words}


@command(right=RIGHT)
def load_presets(_actor: Actor, *, add_new_rights: bool = False) -> dict[str, int]:
    """Make the groups that are missing, and return the ids of all preset groups by key.

    A group that exists stays as the firm has made it; with `add_new_rights` it also gets the rights of its
    preset that it has no line of.
    """
    ids = {}
    for preset in PRESETS:
        group, is_new = Group.objects.get_or_create(key=preset.key, defaults={"name": str(preset.name)})
        ids[preset.key] = group.pk
        if is_new or add_new_rights:
            GroupGrant.objects.bulk_create(
                (
                    GroupGrant(group=group, right=right, scope=scope.value)
                    for right, scope in preset.pairs()
                    if right in rights
                ),
                ignore_conflicts=True,
            )
        if is_new:
            record(GroupAdded(group_id=group.pk))
    forget_policies()
    return ids
