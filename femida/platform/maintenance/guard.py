"""What stands before commands while maintenance is under way."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.commands.core import CommandInfo, gatekeepers
from femida.platform.core.actor import Actor, ActorKind
from femida.platform.core.errors import UnableTo
from femida.platform.maintenance.state import state
from femida.platform.ui.formats import moment


class UnderMaintenance(UnableTo):
    """The function is blocked for the time of maintenance; whoever asked may repeat it afterwards."""

    code = "maintenance"
    # a form keeps what was typed; a program and a whole page are told to come again
    status = 409
    whole_status = 503
    default_sentence = gettext_lazy(
        "Maintenance is under way: this cannot be changed now, everything can be read. Try again later."
    )


@gatekeepers.adds("maintenance")
def let_pass(actor: Actor, info: CommandInfo) -> None:
    """Refuse what is blocked. The house itself goes on: its jobs rest by themselves when everything does."""
    if actor.kind is ActorKind.SYSTEM or info.in_maintenance:
        return
    present = state()
    if not present.blocks(info.name.partition(".")[0]):
        return
    if present.ends_at is not None:
        raise UnderMaintenance(
            _(
                "Maintenance is under way until %(time)s: this cannot be changed now, everything can be "
                "read. Try again later."
            )
            % {"time": moment(present.ends_at)}
        )
    raise UnderMaintenance
