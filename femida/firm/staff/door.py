"""Keeps sign-ins, failed tries and sign-outs in the register of access."""

from __future__ import annotations

from femida.platform.accounts.ports import SignIn, SignInNote, sign_in_watchers
from femida.platform.core.actor import Actor
from femida.platform.journal.access_log import Kind, log_access

_KINDS = {
    SignIn.SIGNED_IN: Kind.SIGN_IN,
    SignIn.FAILED: Kind.SIGN_IN_FAILED,
    SignIn.SIGNED_OUT: Kind.SIGN_OUT,
}


@sign_in_watchers.adds("register of access")
def keep(note: SignInNote) -> None:
    """One line per happening; of a failed try the account it aimed at, never what was typed."""
    has_failed = note.kind is SignIn.FAILED or note.account_id is None
    actor = Actor.anonymous() if has_failed or note.account_id is None else Actor.person(note.account_id)
    log_access(
        actor,
        _KINDS[note.kind],
        object_type="accounts.user" if note.account_id is not None else "",
        object_id=note.account_id,
        address=note.address,
    )
