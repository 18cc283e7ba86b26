"""Rights of the journal and the scopes of its tables."""

from django.utils.translation import gettext_lazy as _

from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Open, scope
from femida.platform.journal.models import AccessLog, Fact, FactAnchor, FieldChange

declare(Right("journal.view", _("Read the journal of the firm")))

REASON = "read only through the time-line of an object that has been checked, or with journal.view"
for model in (Fact, FactAnchor, FieldChange, AccessLog):
    scope(Open(model, REASON))
