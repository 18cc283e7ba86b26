"""Rights on invoices and the scopes of their tables."""

from django.utils.translation import gettext_lazy as _

from femida.finance.invoices.models import Invoice, InvoiceInstalment, InvoiceLine, Subscription
from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Child, Scoped, scope
from femida.practice.contracts.models import Contract

declare(
    Right("invoices.view", _("See invoices")),
    Right("invoices.draft", _("Draw up invoices and set monthly ones")),
    Right("invoices.issue", _("Issue invoices and note that they were sent")),
    Right("invoices.void", _("Declare invoices void")),
    Right("invoices.maintain", _("The house's own care of invoices: walls, payments, monthly invoices")),
)

scope(Scoped(Invoice, "finance.invoice", "invoices.view"))
for _model in (InvoiceLine, InvoiceInstalment):
    scope(Child(_model, "invoice", Invoice))
scope(Child(Subscription, "contract", Contract))
