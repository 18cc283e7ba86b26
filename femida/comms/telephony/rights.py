"""Rights of calls and the scope of their rows."""

from django.utils.translation import gettext_lazy as _

from femida.comms.telephony.models import Call
from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Scoped, scope

declare(
    Right("calls.view", _("See calls")),
    Right("calls.record", _("Record calls")),
)

scope(Scoped(Call, "comms.call", "calls.view"))
