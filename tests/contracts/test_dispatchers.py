"""What every dispatcher of jobs promises, on each of them: in this process, and over PostgreSQL."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.clock import SystemClock
from bot.jobs.embedded import EmbeddedJobs
from bot.jobs.engine import QUEUE, make_schema, open_engine
from bot.jobs.job import Dispatcher, Job, Where
from bot.jobs.postgres import PostgresJobs
from bot.jobs.sweep import ATTEMPTS, sweep
from tests import postgres

PATIENCE = 30.0


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Cluster | None]:
    if postgres.binaries() is None:
        yield None
        return
    with postgres.cluster() as running:
        yield running


@pytest.fixture(params=["embedded", "postgres"])
async def jobs(request: pytest.FixtureRequest, server: postgres.Cluster | None) -> AsyncIterator[Dispatcher]:
    if request.param == "embedded":
        made: Dispatcher = EmbeddedJobs(SystemClock())
    elif server is None:
        pytest.skip(postgres.NOT_FOUND)
    else:
        made = PostgresJobs(SystemClock(), server.url())
    yield made
    await made.stop(seconds=2.0)


class Pass:
    """A pass that counts its runs and can be held."""

    def __init__(self) -> None:
        self.runs = self.at_once = self.most = 0
        self.ran = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self) -> int:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        self.runs += 1
        self.ran.set()
        await self.gate.wait()
        self.at_once -= 1
        return 0

    async def times(self, count: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.runs < count:
                self.ran.clear()
                await self.ran.wait()


@pytest.mark.parametrize("where", list(Where))
async def test_a_job_runs_at_its_rhythm(jobs: Dispatcher, where: Where):
    """A job is run again and again, whoever of several may run it."""
    work = Pass()
    jobs.add(Job(name="look", every=1.0, run=work, where=where))

    await jobs.start()

    await work.times(3)


async def test_waking_runs_a_job_before_its_rhythm(jobs: Dispatcher):
    """Whoever wrote what is due wakes the job at once."""
    work = Pass()
    jobs.add(Job(name="look", every=50.0, run=work, at_start=False))
    await jobs.start()
    before = work.runs

    jobs.wake("look")

    async with asyncio.timeout(5):
        await work.times(before + 1)


async def test_a_job_never_overlaps_itself_and_no_waking_is_lost(jobs: Dispatcher):
    """Wakings during a run cause one more run, after it."""
    work = Pass()
    work.gate.clear()
    jobs.add(Job(name="look", every=1.0, run=work))
    await jobs.start()
    await work.times(1)

    jobs.wake("look")
    jobs.wake("look")
    await asyncio.sleep(0)
    assert work.runs == 1
    work.gate.set()

    await work.times(2)
    assert work.most == 1


async def test_a_pass_that_fails_costs_that_pass_only(jobs: Dispatcher):
    """What a pass raises is logged, and its next beat comes."""
    work = Pass()

    async def fail() -> None:
        await work()
        raise RuntimeError("this pass is broken")

    jobs.add(Job(name="look", every=1.0, run=fail))

    await jobs.start()

    await work.times(2)


async def test_stopping_drains_and_runs_nothing_more(jobs: Dispatcher):
    """Once stopped, no waking runs anything; what drains has been awaited."""
    work, drained = Pass(), asyncio.Event()
    jobs.add(Job(name="look", every=1.0, run=work))
    await jobs.start()
    await work.times(1)

    async def drain(_seconds: float) -> None:
        drained.set()

    await jobs.stop(drain, seconds=3.0)
    runs = work.runs
    jobs.wake("look")
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(1.5):
            await work.times(runs + 1)

    assert drained.is_set()
    assert work.runs == runs


@pytest.mark.parametrize("waiting", [False, True])
@pytest.mark.parametrize("attempts", [0, ATTEMPTS])
async def test_a_dead_workers_job_runs_once_more(server: postgres.Cluster | None, waiting, attempts):
    """Where its next beat waits in the queue, that one has its turn instead; after three attempts only that one does."""
    if server is None:
        pytest.skip(postgres.NOT_FOUND)
    async with open_engine(server.url()).open_async() as app:
        await make_schema(app)
        beat = app.configure_task("turn", queue=QUEUE, lock="turn", queueing_lock="turn", allow_unknown=True)
        await beat.defer_async()
        died, other = await app.job_manager.register_worker(), await app.job_manager.register_worker()
        held = await app.job_manager.fetch_job([QUEUE], died)
        assert held is not None
        await app.connector.execute_query_async(f"UPDATE procrastinate_jobs SET attempts = {attempts}")
        if waiting:
            await beat.defer_async()
            assert await app.job_manager.fetch_job([QUEUE], other) is None, "the dead worker's job keeps its lock"

        await asyncio.sleep(0.1)
        assert await sweep(app, silent=0.05) == ((0, 1) if attempts else (1, 0))

        following = await app.job_manager.fetch_job([QUEUE], other)
        assert (following is not None) is (waiting or not attempts)
        assert await app.job_manager.fetch_job([QUEUE], other) is None


async def test_a_full_process_passes_the_word_on(server: postgres.Cluster | None):
    """One that is told of work and has no room for it does not keep the word to itself: another hears it long before its own beat."""
    if server is None:
        pytest.skip(postgres.NOT_FOUND)
    full, free, url = Pass(), Pass(), server.url()
    first, second = PostgresJobs(SystemClock(), url), PostgresJobs(SystemClock(), url)
    first.add(Job(name="crowded", every=3_600.0, run=full, at_start=False, full=lambda: not free.runs))
    second.add(Job(name="crowded", every=3_600.0, run=free, at_start=False))
    try:
        await first.start()
        async with open_engine(url).open_async() as app:
            await app.configure_task("any:crowded", queue=QUEUE, queueing_lock="any:crowded", allow_unknown=True).defer_async()
            await full.times(1)
            await second.start()
            await free.times(1)
    finally:
        await first.stop(seconds=2.0)
        await second.stop(seconds=2.0)


async def test_processes_that_start_at_once_make_one_schema(server: postgres.Cluster | None):
    """The first start of several bots and workers on a new database ends for none of them with a refusal."""
    if server is None:
        pytest.skip(postgres.NOT_FOUND)
    url = server.url()

    async def start() -> None:
        async with open_engine(url).open_async() as app:
            await make_schema(app)

    await asyncio.gather(*(start() for _ in range(8)))
