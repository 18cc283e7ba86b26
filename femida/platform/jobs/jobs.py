"""The queue's own care: work of dead workers is taken up again, old rows are removed."""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.contrib.django import app

STALLED_AFTER = 30
KEPT_HOURS = 24 * 7


@app.periodic(cron="* * * * *", periodic_id="jobs.rescue")
@app.task(name="jobs.rescue", queueing_lock="jobs.rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  # periodic jobs get it
    """Put jobs whose worker has been silent for half a minute back into the queue."""
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await manager.retry_job(stalled)


@app.periodic(cron="17 3 * * *", periodic_id="jobs.purge")
@app.task(name="jobs.purge", queueing_lock="jobs.purge", pass_context=True)
async def purge(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  # periodic jobs get it
    """Remove finished jobs after a week; failed ones stay for a person."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)
