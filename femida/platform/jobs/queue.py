"""Background work on PostgreSQL: queued in the transaction of its cause, run at least once.

Every job may therefore safely run twice. Arguments are ids, never personal values: they are stored in
plain text in the queue's table.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import close_old_connections, connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from femida.platform.access.policy import one_policy_per_actor

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


def job(
    name: str,
    *,
    every: str | None = None,
    queue: str = "default",
    retry: bool = True,
    lock: str | None = None,
) -> Callable[[Callable[..., None]], Task[Any, Any, Any]]:
    """Make a function a job: `name.defer(id=…)` inside a command queues it with the command.

    `every` is a cron line for periodic work (the function then takes no arguments). Failures are tried
    again with growing pauses when `retry`; what fails for good stays in the queue as `failed` and shows
    in `femida doctor`. Jobs with the same `lock` never run side by side.
    """

    def decorate(function: Callable[..., None]) -> Task[Any, Any, Any]:
        @wraps(function)
        def run(*args: Any, **kwargs: Any) -> None:
            if not connection.in_atomic_block:
                close_old_connections()
            if every is not None:
                kwargs.pop("timestamp", None)
            with one_policy_per_actor():
                function(*args, **kwargs)

        task = app.task(name=name, queue=queue, retry=RETRY if retry else False, lock=lock)(run)
        if every is not None:
            task = app.periodic(cron=every, periodic_id=name)(task)
        return task

    return decorate
