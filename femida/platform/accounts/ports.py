"""What the rooms above tell accounts, and what accounts tell them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from femida.platform.core.ports import Port


class SignIn(StrEnum):
    """What has happened at the door."""

    SIGNED_IN = "signed_in"
    FAILED = "failed"
    SIGNED_OUT = "signed_out"


@dataclass(frozen=True, slots=True)
class SignInNote:
    """One happening at the door; `account_id` is None when the login is nobody's."""

    kind: SignIn
    account_id: int | None
    address: str


sign_in_watchers: Port[Callable[[SignInNote], None]] = Port("sign-in watcher")

# Finds the time zone of an account's place of work, or None.
account_zones: Port[Callable[[int], ZoneInfo | None]] = Port("time zone of an account")


def tell(kind: SignIn, account_id: int | None, address: str) -> None:
    """Tell all watchers."""
    for watch in sign_in_watchers:
        watch(SignInNote(kind, account_id, address[:64]))
