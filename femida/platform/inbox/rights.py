"""Rights of the inbox and the scope of its table."""

from django.utils.translation import gettext_lazy as _

from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Scoped, scope
from femida.platform.inbox.models import Message

declare(
    Right("intake.view", _("See what came from outside and how it was handled")),
    Right("intake.store", _("Store what comes from outside"), integrations=True),
    Right("intake.handle", _("Handle what came from outside")),
    Right("intake.retry", _("Handle a failed message again")),
    Right("intake.purge", _("Remove old messages from outside")),
)

# Messages stand in no office: only a grant for the whole firm reaches them.
scope(Scoped(Message, "inbox.message", "intake.view", office="", department="", wall=""))
