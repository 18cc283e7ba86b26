"""Faults of a web process at the door of enquiries: it dies too late, or says thanks too early."""

import itertools
import os
import signal
import threading
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from tests.faults.switches.apps import said

DIE_STORED = "die_stored"
"""Says n: each process dies right after it has stored its n-th enquiry, before it answers."""

ANSWER_EARLY = "answer_early"
"""Says seconds: an enquiry is answered at once and stored so much later."""

Answerer = Callable[[HttpRequest], HttpResponse]
stored = itertools.count(1)


def at_the_door(get_response: Answerer) -> Answerer:
    """The middleware."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not request.path.startswith("/intake/web/"):
            return get_response(request)
        pause = said(ANSWER_EARLY)
        if pause is not None:
            return _answer_early(request, get_response, float(pause))
        response = get_response(request)
        after = said(DIE_STORED)
        if after is not None and response.status_code == 202 and next(stored) >= int(after):
            os.kill(os.getpid(), signal.SIGKILL)
        return response

    return answer


def _answer_early(request: HttpRequest, get_response: Answerer, pause: float) -> HttpResponse:
    # read while the sender is still there
    _ = request.body

    def store() -> None:
        time.sleep(pause)
        get_response(request)

    threading.Thread(target=store).start()
    return JsonResponse({"receipt": f"early-{time.monotonic_ns()}", "state": "accepted"}, status=202)
