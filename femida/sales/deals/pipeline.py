"""The ready pipeline of deals: the stages of a small firm's set-up (source E)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from femida.platform.pipelines.design import Design, GateDesign, StageDesign

KEY = "deals"
CONTACT_AGAIN, SIGNING, DEFERRED, WON, LOST = "contact_again", "signing", "deferred", "won", "lost"

# Counted by the room of contracts above, which knows them.
SIGNED = {"field": "contracts.registered", "op": "at_least", "value": 1}

DESIGN = Design(
    key=KEY,
    object_type="sales.deal",
    name=_("Deals"),
    stages=(
        StageDesign("offer", _("Send an offer"), colour=2, norm_hours=8),
        StageDesign("decision", _("Awaiting the decision"), colour=3, norm_hours=24),
        StageDesign(CONTACT_AGAIN, _("Contact again"), colour=7, norm_hours=8),
        StageDesign(SIGNING, _("Signing the contract"), colour=4, norm_hours=16),
        StageDesign(DEFERRED, _("Deferred"), kind="waiting", colour=11),
        StageDesign(WON, _("Contract signed"), kind="won", colour=5),
        StageDesign(LOST, _("Refused"), kind="lost", colour=1),
    ),
    ways={
        "offer": ("decision", CONTACT_AGAIN, DEFERRED, WON, LOST),
        "decision": (CONTACT_AGAIN, SIGNING, DEFERRED, WON, LOST),
        CONTACT_AGAIN: ("offer", "decision", SIGNING, DEFERRED, WON, LOST),
        SIGNING: ("decision", CONTACT_AGAIN, DEFERRED, WON, LOST),
        DEFERRED: (CONTACT_AGAIN, WON, LOST),
        LOST: (CONTACT_AGAIN,),
    },
    gates=(
        GateDesign(
            stages=("offer", "decision", CONTACT_AGAIN, SIGNING, DEFERRED),
            to=WON,
            condition=SIGNED,
            sentence=_("The contract is not registered yet. Register it, and the deal moves by itself."),
        ),
    ),
)
