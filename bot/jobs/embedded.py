"""Embedded jobs: passes inside this process. APScheduler wakes them and does nothing else; it keeps no jobs and no due times."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.jobs.job import Job

log = structlog.get_logger("dealwire")


class EmbeddedJobs:
    """Runs each job whenever it is woken, never twice at the same time; a waking during a run causes one more run.

    `misfire_grace_time=None, coalesce=True`: after a stall or a night asleep every job is woken once, at once (the default of one second
    would skip it). A job that hears nothing for twice its rhythm wakes by itself: APScheduler follows the wall clock, and one that is set
    back an hour would stop it for an hour.
    """

    def __init__(self, clock: Clock, jobs: Sequence[Job] = ()) -> None:
        self._clock = clock
        self._jobs: dict[str, Job] = {}
        self._wanted: dict[str, asyncio.Event] = {}
        self._runners: list[asyncio.Task[None]] = []
        self._scheduler: AsyncIOScheduler | None = None
        self._turns: dict[str, asyncio.Lock] = {}
        self._stopping = False
        for job in jobs:
            self.add(job)

    def add(self, job: Job) -> None:
        """Take on a job; before `start`."""
        self._jobs[job.name] = job
        self._wanted[job.name] = asyncio.Event()
        self._turns[job.name] = asyncio.Lock()

    def wake(self, name: str) -> None:
        """Run the job at once, or once more if it is running; an unknown name is nobody."""
        if name in self._wanted and not self._stopping:
            self._wanted[name].set()

    async def start(self) -> None:
        """Begin to run the jobs."""
        self._scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1})
        for job in self._jobs.values():
            first = {"next_run_time": self._clock.now() + timedelta(seconds=0 if job.at_start else job.every)}
            self._scheduler.add_job(self._ring, "interval", seconds=job.every, args=[job.name], id=job.name, **first)
            self._runners.append(asyncio.create_task(self._run(job), name=f"job {job.name}"))
        self._scheduler.start()

    async def stop(self, drain: Callable[[float], Awaitable[object]] | None = None, *, seconds: float = 8.0) -> None:
        """Wake nobody any more, let running passes and then `drain` end, all within so many seconds."""
        self._stopping = True
        if self._scheduler is not None:
            self._scheduler.pause()
            await asyncio.sleep(0)  # a waking that has begun ends: APScheduler would cancel it, and log that as an error
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
        for event in self._wanted.values():
            event.set()
        begun = asyncio.get_running_loop().time()
        if drain is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await drain(seconds - 1.0)
        left = max(0.2, seconds - (asyncio.get_running_loop().time() - begun))
        if self._runners:
            _, slow = await asyncio.wait(self._runners, timeout=left)
            for task in slow:
                task.cancel()
            if slow:
                await asyncio.wait(slow, timeout=1.0)
        self._runners.clear()

    async def _ring(self, name: str) -> None:
        self.wake(name)

    async def _run(self, job: Job) -> None:
        wanted = self._wanted[job.name]
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(2 * job.every + 1):
                    await wanted.wait()
            if self._stopping:
                return
            wanted.clear()
            await self.run_now(job.name)

    async def run_now(self, name: str) -> object:
        """Run one pass, after the one that is running; return what it returns, None where it raised (which is logged)."""
        job = self._jobs[name]
        async with self._turns[name]:
            try:
                return await job.run()
            except Exception:  # a pass that fails is tried again at its next beat
                log.exception("job.failed", job=job.name)
                return None
