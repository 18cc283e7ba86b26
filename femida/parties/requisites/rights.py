"""Rights of requisites and the scopes of their tables."""

from django.utils.translation import gettext_lazy as _

from femida.parties.registry.models import Party
from femida.parties.requisites.models import BankAccount, IdentityDocument, NameCorrection, Requisites
from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Child, scope

declare(
    Right("requisites.view", _("See requisites, with hidden numbers of documents and accounts")),
    Right("requisites.change", _("Fill in requisites, documents and bank accounts")),
    Right("requisites.reveal", _("See a whole number of a document or account, with a recorded reason")),
)

scope(Child(Requisites, "party", Party))
scope(Child(IdentityDocument, "party", Party))
scope(Child(BankAccount, "party", Party))
scope(Child(NameCorrection, "party", Party))
