"""`femida worker`: runs queued and periodic jobs, and waits for PostgreSQL when it restarts."""

import asyncio
import contextlib
import signal
import time

from femida.cli.children import die_with_parent
from femida.cli.starting import start_django

LONGEST_PAUSE = 15.0
STEADY_AFTER = 30.0
CONCURRENCY = 4
LOOK_EVERY = 2.0
"""Seconds between two looks at whether maintenance stops background work."""

RESTS = "it rests for the time of maintenance"
END_WITHIN = 5.0
"""Seconds a job in work gets when the worker is told to end; after that it is left to the rescue."""


def work() -> int:
    """Run jobs until told to end."""
    die_with_parent()
    start_django()
    return asyncio.run(_work_always())


async def _work_always() -> int:
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ending.set)
    pause = 0.5
    while not ending.is_set():
        if await _rests():
            await _wait(ending, LOOK_EVERY)
            continue
        await asyncio.to_thread(_resume)
        started = time.monotonic()
        failure = await _work_once(ending)
        if ending.is_set() or failure == RESTS:
            continue
        pause = 0.5 if time.monotonic() - started > STEADY_AFTER else min(LONGEST_PAUSE, pause * 2)
        print(f"worker: {failure}; trying again in {pause:.1f} s", flush=True)
        await _wait(ending, pause)
    return 0


async def _wait(ending: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(ending.wait(), timeout=seconds)


async def _rests() -> bool:
    """Whether maintenance stops background work: asked anew, by a thread that gives its connection back."""
    from femida.platform.live.entrance import giving_back_connections
    from femida.platform.maintenance.state import is_closed, look

    return await asyncio.to_thread(giving_back_connections(lambda: look().stops_jobs or is_closed()))


def _resume() -> None:
    """Hand in what was kept while the pages were closed; what fails is tried again at the next start."""
    from femida.platform.live.entrance import giving_back_connections
    from femida.platform.maintenance.ports import resuming

    for resume in resuming:
        try:
            giving_back_connections(resume)()
        except Exception as error:  # noqa: BLE001 - the jobs must not wait for it
            print(f"worker: what was kept could not be handed in ({type(error).__name__})", flush=True)


async def _until_rest() -> None:
    while not await _rests():
        await asyncio.sleep(LOOK_EVERY)


async def _work_once(ending: asyncio.Event) -> str:
    """Work until told to end or until the database is lost; says what happened."""
    from django.conf import settings
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import ProcrastinateException
    from psycopg import Error
    from psycopg_pool import PoolTimeout

    connector = PsycopgConnector(
        conninfo=settings.DATABASE_DIRECT_CONNINFO,
        min_size=1,
        max_size=CONCURRENCY + 3,
        timeout=10,
    )
    try:
        with app.replace_connector(connector) as connected:
            async with connected.open_async():
                running = asyncio.create_task(
                    connected.run_worker_async(
                        concurrency=CONCURRENCY,
                        install_signal_handlers=False,
                        shutdown_graceful_timeout=END_WITHIN,
                    )
                )
                waiting, resting = asyncio.create_task(ending.wait()), asyncio.create_task(_until_rest())
                await asyncio.wait({running, waiting, resting}, return_when=asyncio.FIRST_COMPLETED)
                rests = resting.done() and resting.exception() is None
                waiting.cancel()
                resting.cancel()
                if not running.done():
                    running.cancel()  # the worker takes it as a request to end in good order
                with contextlib.suppress(asyncio.CancelledError):
                    await running
                if rests:
                    return RESTS
    except (ProcrastinateException, Error, PoolTimeout, OSError) as error:
        return f"the database is lost ({type(error).__name__})"
    return "it ended by itself"
