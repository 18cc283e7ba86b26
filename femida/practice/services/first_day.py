"""What services bring to a firm's first day: groups and usual services of a practice, without prices."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from femida.firm.setup.ports import NextStep, Practice, next_steps, practices
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Text
from femida.practice.services.commands import add_group, add_service, add_stage
from femida.practice.services.models import ServicePrice

# (name, norm in business hours)
Stage = tuple[Text, int]

COURT: tuple[Stage, ...] = (
    (_("Study of the papers, position"), 16),
    (_("Drafting the claim"), 24),
    (_("Filing the claim"), 8),
    (_("Hearings"), 160),
    (_("Receiving the judgment"), 40),
)


@dataclass(frozen=True)
class Usual:
    """A usual service of a practice."""

    name: Text
    unit: str = "service"
    stages: tuple[Stage, ...] = field(default=())


LISTS: dict[str, tuple[Text, tuple[Usual, ...]]] = {
    "consultations": (
        _("Consultations"),
        (Usual(_("Consultation by word"), "hour"), Usual(_("Written opinion"), "document")),
    ),
    "family": (
        _("Family cases"),
        (
            Usual(_("Divorce in court"), stages=COURT),
            Usual(_("Division of property"), stages=COURT),
            Usual(_("Recovery of alimony"), stages=COURT),
        ),
    ),
    "inheritance": (
        _("Inheritance"),
        (Usual(_("Entering into inheritance")), Usual(_("Inheritance dispute"), stages=COURT)),
    ),
    "property": (
        _("Real estate"),
        (Usual(_("Support of a purchase")), Usual(_("Dispute with a developer"), stages=COURT)),
    ),
    "bankruptcy": (
        _("Bankruptcy of citizens"),
        (Usual(_("Bankruptcy in court")), Usual(_("Bankruptcy out of court"))),
    ),
    "business": (
        _("Arbitration and business"),
        (
            Usual(_("Recovery of a debt in the arbitration court"), stages=COURT),
            Usual(_("Monthly service of a company"), "month"),
        ),
    ),
    "labour": (
        _("Labour disputes"),
        (Usual(_("Reinstatement at work"), stages=COURT), Usual(_("One hearing"), "hearing")),
    ),
}


def load_list(actor: Actor, key: str, order: int) -> None:
    """Set up the group of a practice with its services; VAT as under the simplified system, changed later."""
    name, usual = LISTS[key]
    group = add_group(actor, name=str(name), order=order)
    for one in usual:
        service = add_service(actor, group_id=group, name=str(one.name), vat="none", unit=one.unit)
        for place, (stage, hours) in enumerate(one.stages, start=1):
            add_stage(actor, service_id=service, name=str(stage), norm_business_hours=hours, order=place * 10)


for _number, (_key, (_name, _usual)) in enumerate(LISTS.items(), start=1):
    practices.register(_key, Practice(_key, _name, partial(load_list, key=_key, order=_number * 10)))


def _has_prices() -> bool:
    return ServicePrice.objects.exists()


next_steps.register(
    "services",
    NextStep(
        "services",
        _("Give the services their prices"),
        _("Each price has the day from which it is in force; check the VAT too."),
        lambda: reverse("services:list"),
        _has_prices,
        order=20,
    ),
)
