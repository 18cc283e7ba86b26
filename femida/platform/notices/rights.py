"""Rights of notices and the scope of their rows."""

from django.utils.translation import gettext_lazy as _

from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Personal, scope
from femida.platform.notices.models import Notice

declare(
    Right("notices.read", _("Read one's own notices"), everybody=True),
    Right("notices.purge", _("Remove old notices")),
)

scope(Personal(Notice, "person_id"))
