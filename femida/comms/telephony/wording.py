"""How calls read: on time-lines, in panels and in lists."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from femida.comms.telephony.models import Call
from femida.comms.telephony.queries import CallLine
from femida.platform.ui import formats

Result = Call.Result

ICONS: Final = {Call.Direction.IN.value: "phone-incoming", Call.Direction.OUT.value: "phone-outgoing"}
TONES: Final = {Result.ANSWERED.value: "good", Result.MISSED.value: "bad"}


def icon_of(line: CallLine) -> str:
    """The picture of a call's direction, or of a call that failed to connect."""
    return "phone-off" if line.result in (Result.MISSED, Result.FAILED) else ICONS[line.direction]


def title_of(line: CallLine) -> str:
    """«Outgoing call: talked 3 min», «Incoming call: missed»."""
    is_in = line.direction == Call.Direction.IN
    if line.result == Result.ANSWERED:
        title = _("Incoming call: talked %(time)s") if is_in else _("Outgoing call: talked %(time)s")
        return title % {"time": formats.duration(line.talk_seconds)}
    title = _("Incoming call: %(result)s") if is_in else _("Outgoing call: %(result)s")
    return title % {"result": str(Result(line.result).label).lower()}
