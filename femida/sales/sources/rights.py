"""Rights on sources."""

from django.utils.translation import gettext_lazy as _

from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Scoped, scope
from femida.sales.sources.models import Source

declare(
    Right("sources.view", _("See advertising sources"), everybody=False),
    Right("sources.change", _("Set up advertising sources")),
)

scope(Scoped(Source, "sales.source", "sources.view", department="", wall=""))
