"""The ready pipeline of executions: from the hand-over to the end of the work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from femida.platform.pipelines.design import Design, GateDesign, StageDesign

KEY = "execution"
HANDED_OVER, RETURNED, IN_WORK = "handed_over", "returned", "in_work"
WAITING_CLIENT, WAITING_COURT = "waiting_client", "waiting_court"
DONE, TERMINATED = "done", "terminated"
UNDER_WAY = (IN_WORK, WAITING_CLIENT, WAITING_COURT)

DESIGN = Design(
    key=KEY,
    object_type="practice.execution",
    name=_("Execution of contracts"),
    stages=(
        StageDesign(HANDED_OVER, _("Waits for acceptance"), colour=2, norm_hours=8),
        StageDesign(RETURNED, _("Returned to sales"), colour=7, norm_hours=16),
        StageDesign(IN_WORK, _("In work"), colour=4),
        StageDesign(WAITING_CLIENT, _("Waiting for the client"), kind="waiting", colour=8, norm_hours=24),
        StageDesign(WAITING_COURT, _("Waiting for the court"), kind="waiting", colour=11),
        StageDesign(DONE, _("Work finished"), kind="won", colour=5),
        StageDesign(TERMINATED, _("Terminated"), kind="lost", colour=1),
    ),
    ways={
        HANDED_OVER: (RETURNED, IN_WORK, TERMINATED),
        RETURNED: (HANDED_OVER, TERMINATED),
        IN_WORK: (WAITING_CLIENT, WAITING_COURT, DONE, TERMINATED),
        WAITING_CLIENT: (IN_WORK, WAITING_COURT, DONE, TERMINATED),
        WAITING_COURT: (IN_WORK, WAITING_CLIENT, DONE, TERMINATED),
    },
    rights={
        HANDED_OVER: "execution.hand_over",
        RETURNED: "execution.accept",
        TERMINATED: "execution.terminate",
    },
    gates=(
        GateDesign(
            stages=UNDER_WAY,
            to=DONE,
            condition={"field": "work.open_stages", "op": "at_most", "value": 0},
            sentence=_("Some stages are not finished yet. Finish them or leave them out with a reason."),
        ),
    ),
)
