"""Moving an object to another stage: dragged on a board or pressed in the chevrons of its card."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from femida.platform.core.errors import FemidaError, NotFound
from femida.platform.objects.types import ObjectType
from femida.platform.screens.boards.cards import draw_one
from femida.platform.screens.boards.columns import board_steps
from femida.platform.screens.ports import board_moves
from femida.platform.screens.refusals import refusal_json
from femida.platform.screens.requests import PageRequest
from femida.platform.ui.answers import trigger
from femida.platform.ui.pages import wanted_target

BOARD_CARD = "board-card"


def move(request: PageRequest, object_type: ObjectType, object_id: int) -> HttpResponse:
    """Run the room's command; a refusal answers with its status and `{"sentence": …}`.

    The board gets the moved card back, drawn anew (nothing when it may no longer be seen); a card that is
    open draws itself again.
    """
    run = board_moves.get(object_type.key)
    if run is None:
        raise NotFound
    from_board = wanted_target(request) == BOARD_CARD
    try:
        run(request.actor, object_id, request.POST.get("to", "")[:100], _version(request))
    except FemidaError as refusal:
        if not from_board:
            raise
        return JsonResponse(refusal_json(refusal), status=refusal.status)
    if from_board:
        steps = board_steps(request.policy, object_type)
        return HttpResponse(draw_one(request, object_type, object_id, steps))
    return trigger(HttpResponse(status=204), "card:changed")


def _version(request: PageRequest) -> int | None:
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 10 else None  # noqa: PLR2004 - an integer column
