"""Rights of notes. Who sees a party sees what was noted about it."""

from django.utils.translation import gettext_lazy as _

from femida.parties.notes.models import Note
from femida.parties.registry.models import Party
from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Child, scope

declare(Right("notes.add", _("Write notes")))
scope(Child(Note, "party", Party))
