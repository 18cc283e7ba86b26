"""Numbers, times and counts of requests: what the log, the metrics and the answer's header say of each."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from femida.platform.core.actor import Actor
from femida.platform.core.trace import Trace, tracing
from femida.platform.health.metrics import count_request
from femida.platform.ui.requests import actor_of

log = logging.getLogger("femida.request")

HEADER = "X-Request-ID"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestWatch:
    """Stands before all other middleware. Writes the name of the route, never the address: addresses hold
    what people typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        with tracing() as trace, connection.execute_wrapper(_counter(trace)):
            response = self.get_response(request)
            seconds = time.perf_counter() - started
            response.headers[HEADER] = trace.id
            route = request.resolver_match.view_name if request.resolver_match else ""
            method = request.method if request.method in METHODS else "other"
            count_request(route=route, method=method, status=response.status_code, seconds=seconds)
            fields = _fields(trace, actor_of(request), route, method, response.status_code, seconds)
            log.info("%s %s %s", method, route or "-", response.status_code, extra={"femida": fields})
        return response


def _fields(
    trace: Trace, actor: Actor, route: str, method: str, status: int, seconds: float
) -> dict[str, Any]:
    return {
        "request": trace.id,
        "acts": trace.acts,
        "actor": actor.kind.value,
        "account": actor.person_id,
        "route": route,
        "method": method,
        "status": status,
        "ms": round(seconds * 1000, 1),
        "queries": trace.statements,
    }


def _counter(trace: Trace) -> Callable[..., Any]:
    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        trace.statements += 1
        return execute(sql, params, many, context)

    return count
