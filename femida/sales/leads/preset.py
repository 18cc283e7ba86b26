"""What a new firm's sales start with: pipelines and reasons of refusal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from femida.platform.commands.core import command
from femida.platform.core.actor import Actor
from femida.platform.pipelines.design import load_design
from femida.sales.deals.models import RefusalReason as DealRefusalReason
from femida.sales.deals.pipeline import DESIGN as DEALS
from femida.sales.leads.models import RefusalReason
from femida.sales.leads.pipeline import DESIGN as LEADS

REASONS = (
    (_("Not our practice"), None),
    (_("Too expensive"), 90),
    (_("Chose another firm"), 180),
    (_("Will think it over"), 30),
    (_("Solves it alone"), 60),
    (_("No legal prospects"), None),
    (_("Not reached after several calls"), 14),
    (_("Wrong number"), None),
    (_("Spam"), None),
)

DEAL_REASONS = (
    (_("Too expensive"), 90),
    (_("Chose another firm"), 180),
    (_("Will think it over"), 30),
    (_("The matter has settled itself"), None),
    (_("No legal prospects"), None),
    (_("Conflict of interest"), None),
    (_("No answer to the offer"), 14),
)


@command(right="pipelines.change")
def load_sales_preset(actor: Actor) -> None:
    """Load the ready pipelines and reasons in the language now active; what exists is left alone."""
    load_design(LEADS)
    load_design(DEALS)
    for model, reasons in ((RefusalReason, REASONS), (DealRefusalReason, DEAL_REASONS)):
        for order, (name, days) in enumerate(reasons, start=1):
            model._default_manager.get_or_create(
                name=str(name), defaults={"returns_after_days": days, "order": order * 10}
            )
