"""Rights on leads."""

from django.utils.translation import gettext_lazy as _

from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Child, Open, Scoped, scope
from femida.sales.leads.models import Enquiry, Lead, RefusalReason

declare(
    Right("leads.view", _("See leads")),
    Right("leads.open", _("Enter leads by hand")),
    Right("leads.register_enquiry", _("Take in enquiries from outside"), integrations=True),
    Right("leads.take", _("Take waiting leads of the office")),
    Right("leads.edit", _("Put into words what a lead is about")),
    Right("leads.move", _("Move leads through the stages")),
    Right("leads.qualify", _("Qualify leads")),
    Right("leads.refuse", _("Refuse leads")),
    Right("leads.reassign", _("Give leads to other people")),
    Right("leads.pass_gates", _("Move leads past a closed gate")),
    Right("leads.change_reasons", _("Set up reasons of refusal")),
    Right("leads.maintain", _("The house's own care of leads: walls, notices, timers")),
)

scope(Scoped(Lead, "sales.lead", "leads.view"))
scope(Child(Enquiry, "lead", Lead))
scope(Open(RefusalReason, "a reference book of the firm"))
