"""The ready pipeline of deals: the stages of a small firm's set-up (source E)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from femida.platform.pipelines.design import Design, StageDesign

KEY = "deals"

DESIGN = Design(
    key=KEY,
    object_type="sales.deal",
    name=_("Deals"),
    stages=(
        StageDesign("offer", _("Send an offer"), colour=2, norm_hours=8),
        StageDesign("decision", _("Awaiting the decision"), colour=3, norm_hours=24),
        StageDesign("contact_again", _("Contact again"), colour=7, norm_hours=8),
        StageDesign("signing", _("Signing the contract"), colour=4, norm_hours=16),
        StageDesign("deferred", _("Deferred"), kind="waiting", colour=11),
        StageDesign("won", _("Contract signed"), kind="won", colour=5),
        StageDesign("lost", _("Refused"), kind="lost", colour=1),
    ),
    ways={
        "offer": ("decision", "contact_again", "deferred"),
        "decision": ("contact_again", "signing", "deferred"),
        "contact_again": ("offer", "decision", "signing", "deferred"),
        "signing": ("decision", "contact_again", "deferred"),
        "deferred": ("contact_again",),
    },
)
