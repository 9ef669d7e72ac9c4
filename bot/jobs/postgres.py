"""Jobs over several processes: procrastinate tells them when to look, and nothing more; what is due stands in our own tables.

Each beat is deferred once over all processes. A pass that found work says so to the next process, until one finds nothing; one that has no room
for more passes the word on. Waking a job here runs it here. Should the engine fall silent, each process still looks by itself, at a slower
rhythm: an engine's fault costs time, no alert.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import structlog
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from bot.clock import Clock
from bot.jobs.embedded import EmbeddedJobs
from bot.jobs.engine import QUEUE, explained, make_schema, open_engine
from bot.jobs.job import Job, Where
from bot.jobs.sweep import SILENT, forget, sweep

log = structlog.get_logger("dealwire")

SLOWER = 4
"""Without the engine each process looks that many times more rarely."""
TURN = 60.0
"""Seconds that one process keeps a job that runs alone."""
PAUSE = 1.0
"""Seconds between two such turns: rates are counted by the second."""
HAND_ON = 0.1
"""Seconds that a full process keeps the word to itself: the next to hear it may be itself again."""
SWEEP_SECONDS = 3.0
_HEARTBEAT = 1.0
_FETCH = 2.0
_FORGET_SECONDS = 3_600.0
_DIVISORS = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30)


class PostgresJobs:
    """Runs jobs as `EmbeddedJobs` does, beside other processes on the same database."""

    def __init__(self, clock: Clock, url: str, jobs: Sequence[Job] = (), *, silent: float = SILENT) -> None:
        self._local = EmbeddedJobs(clock)
        self._app = open_engine(url)
        self._silent = silent
        self._alone: dict[str, Job] = {}
        self._called: dict[str, asyncio.Event] = {}
        self._stopping = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        for job in jobs:
            self.add(job)

    def add(self, job: Job) -> None:
        """Take on a job; before `start`."""
        if job.where is Where.EACH:
            self._local.add(job)
            return
        seat = job.seat if job.where is Where.ALONE else ""
        lock = f"{job.where.value}:{seat or job.name}"
        if job.where is Where.ALONE:
            self._alone[job.name] = job
            self._called[job.name] = asyncio.Event()
            task = self._app.task(name=lock, queue=QUEUE, lock=lock, queueing_lock=lock, pass_context=False)(self._turn_of(job))
        else:
            self._local.add(replace(job, every=SLOWER * job.every))
            task = self._app.task(name=lock, queue=QUEUE, queueing_lock=lock, pass_context=False)(self._look_of(job))
        self._app.periodic(cron=cron_of(job.every))(task)

    def wake(self, name: str) -> None:
        """Run the job here at once; one that runs alone, where its turn is ours."""
        if name in self._called:
            self._called[name].set()
        else:
            self._local.wake(name)

    async def start(self) -> None:
        """Begin to run the jobs; raise UnavailableError or SchemaVersionError, with nothing begun."""
        async with explained():
            await self._app.open_async()
        try:
            await make_schema(self._app)
        except BaseException:
            await self._app.close_async()
            raise
        await self._local.start()
        self._tasks = [
            asyncio.create_task(self._work(), name="jobs engine"),
            asyncio.create_task(self._every(SWEEP_SECONDS, self._sweep), name="jobs sweep"),
            asyncio.create_task(self._every(_FORGET_SECONDS, self._forget), name="jobs forget"),
        ]

    async def stop(self, drain: Callable[[float], Awaitable[object]] | None = None, *, seconds: float = 8.0) -> None:
        """Take no more from the engine, let running passes and then `drain` end, all within so many seconds."""
        self._stopping.set()
        for event in self._called.values():
            event.set()
        for task in self._tasks:
            task.cancel()
        await self._local.stop(drain, seconds=seconds)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2.0)
            self._tasks = []
            with contextlib.suppress(ConnectorException, TimeoutError):
                async with asyncio.timeout(2.0):
                    await self._app.close_async()

    # --- what the engine runs ---

    def _look_of(self, job: Job) -> Callable[..., Awaitable[None]]:
        async def look(**_beat: object) -> None:
            found = await self._local.run_now(job.name)
            if full := not found and job.full():
                await asyncio.sleep(HAND_ON)
            if (found or full) and not self._stopping.is_set():
                await self._tell_others(f"{job.where.value}:{job.name}")

        return look

    async def _tell_others(self, task: str) -> None:
        with contextlib.suppress(AlreadyEnqueued):
            await self._app.configure_task(task, queue=QUEUE, queueing_lock=task).defer_async()

    def _turn_of(self, job: Job) -> Callable[..., Awaitable[None]]:
        async def turn(**_beat: object) -> None:
            loop, called = asyncio.get_running_loop(), self._called[job.name]
            await asyncio.sleep(PAUSE)
            until = loop.time() + TURN
            while loop.time() < until and not self._stopping.is_set():
                called.clear()
                try:
                    await job.run()
                except Exception:
                    log.exception("job.failed", job=job.name)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(job.every):
                        await called.wait()

        return turn

    # --- the engine ---

    async def _work(self) -> None:
        """Keep a worker of the engine running: it ends when the database goes away, and is started again."""
        while not self._stopping.is_set():
            try:
                await self._app.run_worker_async(
                    queues=[QUEUE],
                    concurrency=2 + len(self._alone),
                    install_signal_handlers=False,
                    delete_jobs="successful",
                    shutdown_graceful_timeout=2.0,
                    fetch_job_polling_interval=_FETCH,
                    update_heartbeat_interval=_HEARTBEAT,
                    stalled_worker_timeout=self._silent,
                )
            except Exception as error:  # noqa: BLE001  whatever it is, looking goes on without it meanwhile
                log.warning("jobs.engine", error=type(error).__name__)
            await asyncio.sleep(1.0)

    async def _every(self, seconds: float, run: Callable[[], Awaitable[Any]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await run()
            except Exception as error:  # noqa: BLE001  the database is away; the next time may find it
                log.warning("jobs.sweep", error=type(error).__name__)

    async def _sweep(self) -> None:
        await sweep(self._app, silent=self._silent)

    async def _forget(self) -> None:
        await forget(self._app)


def cron_of(seconds: float) -> str:
    """Return the rhythm as cron has it, with seconds last: the next shorter one that divides a minute, at least a second."""
    if seconds >= 60:
        return f"*/{min(59, int(seconds // 60))} * * * *"
    return f"* * * * * */{max(divisor for divisor in _DIVISORS if divisor <= max(1.0, seconds))}"
