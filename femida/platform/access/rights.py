"""Rights: declared in code, granted to groups and people with a scope."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from django.utils.translation import gettext_lazy as _

from femida.platform.core.errors import Text
from femida.platform.core.ports import Port


class Scope(IntEnum):
    """Whose rows a granted right reaches, from the narrowest to the widest."""

    DENIED = 0
    OWN = 10
    SUBORDINATES = 20
    DEPARTMENT = 30
    DIRECTION = 40
    OFFICE = 50
    FIRM = 60


@dataclass(frozen=True, slots=True)
class Right:
    """One thing a person may be allowed to do.

    `key` is `<plural>.<verb>`; `integrations` lets outside sources with a key do it too;
    `everybody` gives it to each signed-in employee without a grant.
    """

    key: str
    label: Text
    integrations: bool = False
    everybody: bool = False


rights: Port[Right] = Port("right")


def declare(*new: Right) -> None:
    """Declare the rights of a room (called in its `rights.py`)."""
    for right in new:
        rights.register(right.key, right)


declare(
    Right("access.change", _("Change groups, rights and walls")),
    Right("access.break_wall", _("Open a closed matter with a recorded reason")),
)
