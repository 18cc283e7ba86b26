"""Numbers of documents and accounts: sealed at once, shown one at a time for a recorded reason."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from django.utils.translation import gettext_lazy as _

from femida.kernel import identifiers
from femida.parties.registry.models import Party
from femida.parties.requisites.events import (
    BankAccountAdded,
    BankAccountOutdated,
    IdentityDocumentAdded,
    IdentityDocumentOutdated,
)
from femida.parties.requisites.models import (
    ACCOUNT_PURPOSE,
    BankAccount,
    IdentityDocument,
    Requisites,
    identity_purpose,
)
from femida.parties.requisites.reading import (
    DOCUMENTS,
    check_issue,
    display,
    identifier,
    line,
    reason_line,
)
from femida.platform.commands.core import command, take
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid, NotFound, UnableTo
from femida.platform.journal.access_log import Kind as AccessKind
from femida.platform.journal.access_log import log_access
from femida.platform.journal.recording import record
from femida.platform.vault.lookups import equals

LONGEST_ISSUER: Final = 200
LONGEST_BANK: Final = 160
LONGEST_REASON: Final = 200

What = Literal["document", "account"]
_TABLES: Final[dict[What, type[IdentityDocument] | type[BankAccount]]] = {
    "document": IdentityDocument,
    "account": BankAccount,
}


class UnableToAddDocument(UnableTo):
    """The party has this very document already, or is not a person."""

    code = "document_refused"
    default_sentence = _("This document is here already.")


class UnableToAddAccount(UnableTo):
    """The party has this account already."""

    code = "account_present"
    default_sentence = _("This account is here already.")


@command(right="requisites.change", on=Party)
def add_identity_document(
    actor: Actor,
    *,
    party_id: int,
    kind: str,
    number: str,
    issuer: str = "",
    issued_on: date | None = None,
    unit_code: str = "",
) -> int:
    """Write down a passport, SNILS or INN of a person and return its id; the former of the kind is outdated.

    Issuer, day and unit are of passports. Raises UnableToAddDocument, Invalid at the field.
    """
    if kind not in DOCUMENTS:
        raise Invalid({"kind": _("There is no such kind of document.")})
    value = identifier("number", DOCUMENTS[kind], number, required=True)
    document = IdentityDocument(party_id=party_id, kind=kind)
    if kind == IdentityDocument.Kind.PASSPORT:
        document.issuer = line("issuer", issuer, longest=LONGEST_ISSUER, required=True, digits=False)
        document.unit_code = identifier("unit_code", identifiers.validate_passport_unit, unit_code)
        document.issued_on = issued_on
    party = take(actor, Party, party_id)
    if party.kind != Party.Kind.PERSON:
        raise UnableToAddDocument(_("Only people have identity documents."))
    if kind == IdentityDocument.Kind.PASSPORT:
        check_issue(issued_on, _born(party_id))
    former = IdentityDocument.objects.filter(party_id=party_id, kind=kind, outdated_at__isnull=True)
    if former.filter(equals(value, identity_purpose(kind))).exists():
        raise UnableToAddDocument
    for row in former:
        _outdate(row)
    document.put(value)
    document.save(force_insert=True)
    record(IdentityDocumentAdded(party_id=party_id, document_id=document.pk, document_kind=kind))
    return document.pk


@command(right="requisites.change", on=Party)
def add_bank_account(
    actor: Actor, *, party_id: int, bic: str, bank_name: str, account: str, corr_account: str = ""
) -> int:
    """Write down a bank account of a party and return its id. Raises UnableToAddAccount, Invalid."""
    bank = identifier("bic", identifiers.validate_bic, bic, required=True)
    value = identifier(
        "account", lambda text: identifiers.validate_account(text, bank), account, required=True
    )
    row = BankAccount(
        party_id=party_id,
        bic=bank,
        bank_name=line("bank_name", bank_name, longest=LONGEST_BANK, required=True, digits=False),
        corr_account=identifier(
            "corr_account", lambda text: identifiers.validate_corr_account(text, bank), corr_account
        ),
    )
    take(actor, Party, party_id)
    present = BankAccount.objects.filter(party_id=party_id, bic=bank, outdated_at__isnull=True)
    if present.filter(equals(value, ACCOUNT_PURPOSE)).exists():
        raise UnableToAddAccount
    row.put(value)
    row.save(force_insert=True)
    record(BankAccountAdded(party_id=party_id, account_id=row.pk))
    return row.pk


@command(right="requisites.change", on=Party)
def mark_outdated(actor: Actor, *, what: What, row_id: int) -> None:
    """Take a document or an account out of use; it stays for what was signed with it. Raises NotFound."""
    take(actor, Party, _in_use(what, row_id).party_id)
    # once more, now that nobody else can take it out of use
    _outdate(_in_use(what, row_id))


@command(right="requisites.reveal", on=Party, in_maintenance=True)
def reveal_identity(actor: Actor, *, what: What, row_id: int, reason: str) -> str:
    """The whole number of one document or account, for reading; the reason is kept in the access log.

    Raises NotFound, Invalid at `reason`.
    """
    why = reason_line(reason, LONGEST_REASON)
    row = _in_use(what, row_id)
    take(actor, Party, row.party_id)
    log_access(
        actor,
        AccessKind.REVEAL,
        object_type=row._meta.label_lower,
        object_id=row.pk,
        right="requisites.reveal",
        reason=why,
    )
    value = row.value().reveal()
    return display(row.kind, value) if isinstance(row, IdentityDocument) else value


def _in_use(what: What, row_id: int) -> IdentityDocument | BankAccount:
    row = _TABLES[what].objects.filter(pk=row_id, outdated_at__isnull=True).first()
    if row is None:
        raise NotFound
    return row


def _outdate(row: IdentityDocument | BankAccount) -> None:
    row.outdated_at = clock.now()
    row.save(update_fields=["outdated_at"])
    if isinstance(row, IdentityDocument):
        record(IdentityDocumentOutdated(party_id=row.party_id, document_id=row.pk, document_kind=row.kind))
    else:
        record(BankAccountOutdated(party_id=row.party_id, account_id=row.pk))


def _born(party_id: int) -> date | None:
    return Requisites.objects.filter(party_id=party_id).values_list("birth_date", flat=True).first()
