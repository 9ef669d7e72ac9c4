"""Embedded jobs: woken in time, at once, and never twice at the same time."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

from bot.clock import SystemClock
from bot.jobs.embedded import EmbeddedJobs
from bot.jobs.job import Job


@contextlib.asynccontextmanager
async def running(*jobs: Job) -> AsyncIterator[EmbeddedJobs]:
    embedded = EmbeddedJobs(SystemClock(), jobs)
    await embedded.start()
    try:
        yield embedded
    finally:
        await embedded.stop(seconds=2.0)


class Counter:
    def __init__(self) -> None:
        self.runs = 0
        self.ran = asyncio.Event()

    async def __call__(self) -> None:
        self.runs += 1
        self.ran.set()

    async def next(self) -> None:
        self.ran.clear()
        async with asyncio.timeout(5):
            await self.ran.wait()


async def test_a_job_runs_at_the_start_and_at_its_rhythm():
    """A job is woken at once and then at intervals."""
    count = Counter()

    async with running(Job(name="poll", every=0.05, run=count)):
        await count.next()
        await count.next()

    assert count.runs >= 2


async def test_waking_runs_a_job_long_before_its_rhythm():
    """Whoever wrote pending rows wakes delivery at once."""
    count = Counter()

    async with running(Job(name="deliver", every=3600, run=count, at_start=False)) as jobs:
        jobs.wake("deliver")
        await count.next()

    assert count.runs == 1


async def test_wakings_during_a_run_cause_one_more():
    """Many wakings are one, a run never overlaps itself, and none that came during a run is forgotten."""
    at_once, most, runs = 0, 0, 0
    begun, gate, finished = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        nonlocal at_once, most, runs
        at_once, runs = at_once + 1, runs + 1
        most = max(most, at_once)
        begun.set()
        await gate.wait()
        at_once -= 1
        if runs == 2:
            finished.set()

    async with running(Job(name="deliver", every=3600, run=work, at_start=False)) as jobs:
        jobs.wake("deliver")
        await begun.wait()
        for _ in range(5):
            jobs.wake("deliver")
        gate.set()
        async with asyncio.timeout(5):
            await finished.wait()

    assert (runs, most) == (2, 1)


async def test_a_pass_that_raises_is_run_again():
    """A failed pass costs that pass only."""
    count = Counter()

    async def work() -> None:
        await count()
        raise RuntimeError("a pass failed")

    async with running(Job(name="poll", every=0.05, run=work)):
        await count.next()
        await count.next()

    assert count.runs >= 2


async def test_f97_a_stall_of_the_loop_wakes_a_job_once_and_at_once():
    """After the loop stood still for many beats the job runs once, at once: it is neither skipped as misfired nor run for each beat."""
    count = Counter()

    async with running(Job(name="poll", every=0.6, run=count)):
        await count.next()
        time.sleep(2.0)  # noqa: ASYNC251  the stall is what is tested
        stalled = count.runs
        begun = time.monotonic()
        await count.next()
        took = time.monotonic() - begun
        await asyncio.sleep(0.05)

        assert took < 0.5
        assert count.runs == stalled + 1


async def test_stopping_waits_for_the_pass_and_cancels_one_that_does_not_end():
    """A stop lets a running pass end, and ends it itself when it takes too long."""
    ended: list[str] = []

    async def endless() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            ended.append("cancelled")

    embedded = EmbeddedJobs(SystemClock(), [Job(name="slow", every=3600, run=endless)])
    await embedded.start()
    await asyncio.sleep(0.05)

    begun = time.monotonic()
    await embedded.stop(seconds=0.3)

    assert ended == ["cancelled"]
    assert time.monotonic() - begun < 1.5


async def test_nothing_is_woken_after_the_stop():
    """A job that is woken while the process drains does not run."""
    count = Counter()
    embedded = EmbeddedJobs(SystemClock(), [Job(name="deliver", every=3600, run=count, at_start=False)])
    await embedded.start()

    await embedded.stop(seconds=0.5)
    embedded.wake("deliver")
    await asyncio.sleep(0.02)

    assert count.runs == 0
