"""Rights of the register of parties and the scopes of its tables."""

from django.utils.translation import gettext_lazy as _

from femida.parties.registry.models import ContactPoint, Party, PartyRole
from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Child, Scoped, scope

declare(
    Right("parties.view", _("See people and organisations")),
    Right("parties.register", _("Register people and organisations"), integrations=True),
    Right("parties.change", _("Change people and organisations and their roles")),
    Right("parties.assign", _("Name the person responsible for a party")),
    Right("parties.close", _("Close a matter to all but named people, and open it again")),
    Right("contacts.change", _("Add and remove contacts")),
    Right("contacts.reveal", _("See a whole number or address, with a recorded reason")),
    Right("contacts.find_by_number", _("Find a party by the whole number or address")),
    Right("contacts.find_by_tail", _("See the last four digits and find a party by them")),
)

scope(Scoped(Party, "parties.party", "parties.view"))
scope(Child(PartyRole, "party", Party))
scope(Child(ContactPoint, "party", Party))
