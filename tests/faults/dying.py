"""Processes that die around the end of a transaction; the test runs this in a process of its own.

`python -m tests.faults.dying <count> <before|after> <same|later>` forks so many children, which by turns
store a message or register an enquiry; each kills itself right before or right after its first commit.
`later` is the twin: the job is queued only when the transaction of its cause is over.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django


def main(count: int, moment: str, queueing: str) -> None:
    """Fork the children one after another."""
    django.setup()
    from django.db import connection

    for number in range(count):
        # a child must not share a connection with its parent
        connection.close()
        child = os.fork()
        if child == 0:
            die(number, moment, queueing)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"the child came through: {status}"
        assert os.WTERMSIG(status) == signal.SIGKILL


def die(number: int, moment: str, queueing: str) -> None:
    """Store one message and be killed on the way."""
    from django.db import connections, transaction

    from femida.platform.core.actor import Actor
    from femida.platform.inbox import commands
    from femida.platform.reactions import core as reactions

    wrapper = type(connections["default"])
    real_commit = wrapper._commit
    real_queue = commands.queue
    real_batch = reactions.run_reaction.batch_defer

    def commit(self: Any) -> Any:
        if moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real_commit(self)
        os.kill(os.getpid(), signal.SIGKILL)
        return result

    def later(message_id: int) -> None:
        transaction.on_commit(lambda: real_queue(message_id))

    wrapper._commit = commit
    if queueing == "later":
        commands.queue = later
        reactions.run_reaction.batch_defer = lambda *jobs: transaction.on_commit(lambda: real_batch(*jobs))
    acts: list[Callable[[], object]] = [lambda: _store(number, Actor, commands), lambda: _register(number)]
    acts[number % len(acts)]()
    os._exit(0)


def _store(number: int, actor: Any, commands: Any) -> None:
    commands.store(
        actor.integration(1),
        channel="web",
        source_id=1,
        body=json.dumps({"phone": f"+7999{number:07d}"}).encode(),
        idempotency_key=f"k{number}",
        content_type="application/json",
    )


def _register(number: int) -> None:
    from femida.platform.core.actor import Actor
    from femida.sales.leads.commands import register_enquiry
    from femida.sales.sources.models import Source

    source = Source.objects.get()
    register_enquiry(
        Actor.integration(source.pk), source_id=source.pk, phones=[f"+7999{number:07d}"], text="Помогите"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
