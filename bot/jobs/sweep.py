"""The sweep: jobs whose worker died are given to another, and those that outlived no attempt are given up.

procrastinate leaves both to its user: without a sweep such a job stays `doing` for ever, and its own retry ignores every limit.
"""

import procrastinate
import structlog
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status

from bot.jobs.engine import QUEUE

log = structlog.get_logger("dealwire")

SILENT = 10.0
"""Seconds without a heartbeat after which a worker is taken for dead: three times the longest stall of its loop."""
ATTEMPTS = 3
_KEPT_HOURS = 24


async def sweep(app: procrastinate.App, *, silent: float = SILENT) -> tuple[int, int]:
    """Return how many jobs were given to others and how many were given up."""
    again = given_up = 0
    for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=silent):
        if job.attempts >= ATTEMPTS:
            given_up += 1
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
            log.error("job.given_up", job=job.task_name, attempts=job.attempts)
        else:
            again += 1
            await _again(app, job)
            log.warning("job.again", job=job.task_name, attempts=job.attempts)
    return again, given_up


async def _again(app: procrastinate.App, job: Job) -> None:
    """Queue the job, unless its next beat waits in the queue already: the two share a queueing lock, and one of them is enough."""
    try:
        await app.job_manager.retry_job(job)
    except UniqueViolation:
        await app.job_manager.finish_job(job, status=Status.ABORTED, delete_job=True)


async def forget(app: procrastinate.App) -> None:
    """Delete the rows of jobs that ended a day ago: a table of millions makes every start slow."""
    await app.job_manager.delete_old_jobs(
        nb_hours=_KEPT_HOURS, queue=QUEUE, include_failed=True, include_cancelled=True, include_aborted=True
    )
