"""Rights on contracts and the scopes of their tables."""

from django.utils.translation import gettext_lazy as _

from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Child, Scoped, scope
from femida.practice.contracts.models import (
    Contract,
    ContractLine,
    ContractParty,
    Instalment,
    PlanVersion,
)

declare(
    Right("contracts.view", _("See contracts")),
    Right("contracts.see_amount", _("See the sums of contracts")),
    Right("contracts.draft", _("Draw up contracts")),
    Right("contracts.edit", _("Change drafts, plans of payments and what contracts are about")),
    Right("contracts.discount", _("Give discounts within the limit")),
    Right("contracts.approve_discount", _("Give and approve any discount")),
    Right("contracts.register", _("Register contracts")),
    Right("contracts.void", _("Declare contracts void")),
    Right("contracts.maintain", _("The house's own care of contracts: walls")),
)

scope(Scoped(Contract, "practice.contract", "contracts.view"))
for _model in (ContractLine, ContractParty, PlanVersion):
    scope(Child(_model, "contract", Contract))
scope(Child(Instalment, "plan", PlanVersion))
