"""The ready pipeline of leads: nobody leaves a client uncalled (source E)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from femida.platform.pipelines.design import AutoDesign, Design, GateDesign, StageDesign

KEY = "leads"
NEW, CALL_AGAIN, CALL_DONE = "new", "call_again", "call_done"
DEFERRED, QUALIFIED, REFUSED = "deferred", "qualified", "refused"

CALLED = {"field": "calls.completed_since", "op": "at_least", "value": 1}
TRIED = {"field": "calls.completed_since", "op": "at_most", "value": 0}

DESIGN = Design(
    key=KEY,
    object_type="sales.lead",
    name=_("Leads"),
    stages=(
        StageDesign(NEW, _("New enquiry"), colour=2, norm_hours=1),
        StageDesign(CALL_AGAIN, _("Call again"), colour=7, norm_hours=4),
        StageDesign(CALL_DONE, _("Call done"), colour=4, norm_hours=8),
        StageDesign(DEFERRED, _("Deferred demand"), kind="waiting", colour=11),
        StageDesign(QUALIFIED, _("Qualified"), kind="won", colour=5),
        StageDesign(REFUSED, _("Refused"), kind="lost", colour=1),
    ),
    ways={
        NEW: (CALL_AGAIN, CALL_DONE, DEFERRED, QUALIFIED, REFUSED),
        CALL_AGAIN: (CALL_DONE, DEFERRED, QUALIFIED, REFUSED),
        CALL_DONE: (CALL_AGAIN, DEFERRED, QUALIFIED, REFUSED),
        DEFERRED: (CALL_AGAIN, QUALIFIED, REFUSED),
        REFUSED: (CALL_AGAIN,),
    },
    gates=(
        GateDesign(
            stages=(NEW, CALL_AGAIN),
            condition=CALLED,
            sentence=_(
                "No call has been made yet. Call the client: after the talk the lead moves by itself."
            ),
            bypass_right="leads.pass_gates",
        ),
    ),
    autos=(
        AutoDesign(NEW, CALL_DONE, "call.recorded", CALLED),
        AutoDesign(NEW, CALL_AGAIN, "call.recorded", TRIED),
        AutoDesign(CALL_AGAIN, CALL_DONE, "call.recorded", CALLED),
    ),
)
