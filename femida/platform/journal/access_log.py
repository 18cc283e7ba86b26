"""The register of who saw what: reveals, exports, sign-ins, openings, refusals."""

from __future__ import annotations

from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.journal.models import AccessLog

Kind = AccessLog.Kind


def log_access(
    actor: Actor,
    kind: Kind,
    *,
    object_type: str = "",
    object_id: int | None = None,
    right: str = "",
    command: str = "",
    reason: str = "",
    address: str = "",
) -> None:
    """Write one line. Never put a personal value into `reason`: it is read by heads."""
    AccessLog.objects.create(
        at=clock.now(),
        kind=kind,
        actor_kind=actor.kind.value,
        actor_id=actor.id,
        object_type=object_type,
        object_id=object_id,
        right=right,
        command=command,
        reason=reason[:300],
        address=address[:64],
    )
