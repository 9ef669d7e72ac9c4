"""Faults of a SQLite file: full and read-only disks, damage, locks, kill -9."""

import asyncio
import multiprocessing
import os
import signal
import sqlite3
from contextlib import closing

import aiohttp
import pytest
from sqlalchemy import create_engine

from bot.clock import SystemClock
from bot.errors import UnavailableError
from bot.ops.health import HealthServer
from bot.ops.lag import LoopLag
from bot.ops.metrics import Metrics
from bot.store import open_store
from bot.store.migrate import upgrade
from tests.contracts.store_facts import reading
from tests.faults.database_faults import CLOCK, raw, until
from tests.faults.guards import guarded, is_off

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def file(tmp_path):
    """Where the SQLite database lies."""
    return tmp_path / "data" / "dealwire.db"


@pytest.fixture
async def store(file):
    """A store in that file."""
    opened = open_store(f"sqlite:///{file}", clock=CLOCK)
    yield opened
    await opened.close()


async def test_full_disk(store):
    """Fault 42: a full disk is one sentence, loses nothing that was kept, and reading and later writing go on."""
    await store.write(lambda t: t.entries.add([reading("kept")]))
    await store.write(lambda t: raw(t, f"PRAGMA max_page_count={raw(t, 'PRAGMA page_count').scalar() + 2}"))
    big = [reading(f"big{n}", text="x" * 50_000) for n in range(20)]

    outcomes = await asyncio.gather(*(store.write(lambda t, one=one: t.entries.add([one])) for one in big), return_exceptions=True)

    refused = [outcome for outcome in outcomes if outcome is not None]
    assert refused
    assert {type(error) for error in refused} == {UnavailableError}
    assert "the disk is full" in str(refused[0])
    assert await store.read(lambda t: t.entries.get(reading("kept").entry.id)) == reading("kept")
    await store.write(lambda t: raw(t, "PRAGMA max_page_count=1000000"))
    stored = await store.read(lambda t: [t.entries.get(one.entry.id) is not None for one in big])
    assert stored == [outcome is None for outcome in outcomes]
    await store.write(lambda t: t.entries.add(big))
    assert all(await store.read(lambda t: [t.entries.get(one.entry.id) for one in big]))


def open_plainly(url, *, clock):
    """Open a database as SQLAlchemy does."""
    assert clock
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            upgrade(connection, url)
    finally:
        engine.dispose()


@pytest.mark.parametrize("damage", ["garbage", "truncated", "torn"])
async def test_damaged_file(file, store, damage):
    """Fault 43: a damaged file is one sentence that says what to do, and is not written to. Guard: errors told as sentences."""
    await store.write(lambda t: t.entries.add([reading(f"n{n}", text="x" * 5000) for n in range(50)]))
    await store.close()
    whole = file.read_bytes()
    broken = {
        "garbage": os.urandom(8192),
        "truncated": whole[: len(whole) // 3],
        "torn": whole[:100] + b"\0" * (len(whole) - 100),
    }[damage]
    file.write_bytes(broken)

    opened = guarded("43", open_store, open_plainly)
    with pytest.raises(UnavailableError, match=r"damaged; restore a backup with `dealwire restore FILE`\.$"):
        opened(f"sqlite:///{file}", clock=CLOCK)
    assert file.read_bytes() == broken


class OnlyLooks:
    """A store of which health asks no write."""

    def __init__(self, store):
        self._store = store

    async def write(self, _work):
        """Look instead."""
        await self._store.read(lambda t: t.meta.get("created_at"))


async def test_f42_not_ready_when_nothing_can_be_written(store):
    """While the file takes no write the process is neither healthy nor ready, though reading works. Guard: health that writes."""
    looked_at = guarded("42", store, OnlyLooks(store))
    lag = LoopLag()
    server = HealthServer("127.0.0.1:0", store=looked_at, clock=CLOCK, metrics=Metrics(), lag=lag, platforms=dict)
    server.started = True
    await server.start()

    async def said():
        async with aiohttp.ClientSession() as session:
            found = []
            for path in ("/healthz", "/readyz"):
                async with session.get(f"http://127.0.0.1:{server.port}{path}") as answer:
                    found.append(answer.status)
            return found

    before = await said()
    await store.write(lambda t: raw(t, "PRAGMA query_only=ON"))
    after = await said()
    await server.stop()

    assert (before, after) == ([200, 200], [503, 503])


def hold(file, held, release_it):
    """Keep the file locked until told otherwise."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        held.set()
        release_it.wait()
        connection.execute("COMMIT")


async def test_locked_by_another_process(file, store):
    """Fault 41: a write waits for a process that holds the file, and is kept. Guard: the time that SQLite waits."""
    await store.write(lambda t: t.meta.put("before", "yes"))
    if is_off("41"):
        await store.write(lambda t: raw(t, "PRAGMA busy_timeout=0"))
    held, release_it = SPAWN.Event(), SPAWN.Event()
    other = SPAWN.Process(target=hold, args=(file, held, release_it))
    other.start()
    held.wait()

    write = asyncio.ensure_future(store.write(lambda t: t.meta.put("waited", "yes")))
    meanwhile = await store.read(lambda t: (t.meta.get("before"), t.meta.get("waited")))
    done_early = write.done()
    release_it.set()
    await write
    other.join()

    assert (meanwhile, done_early) == (("yes", None), False)
    assert await store.read(lambda t: t.meta.get("waited")) == "yes"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere; the entry point is tried as nobody elsewhere")
def test_read_only_folder(tmp_path):
    """Fault 42: a folder that may not be written is one sentence."""
    tmp_path.chmod(0o500)
    with pytest.raises(UnavailableError, match="cannot be"):
        open_store(f"sqlite:///{tmp_path / 'data' / 'x.db'}", clock=CLOCK)


def test_a_folder_that_cannot_be_made(tmp_path):
    """A path through a file is one sentence."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UnavailableError, match=r"The folder .* cannot be made"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'x.db'}", clock=CLOCK)


def write_until_killed(url, started):
    """Store one row after another, telling each that was kept."""

    async def work():
        store = open_store(url, clock=SystemClock())
        for n in range(1_000_000):
            await store.write(lambda t, n=n: (t.meta.put("last", str(n)), t.entries.add([reading(f"n{n}")])))
            started.value = n

    asyncio.run(work())


@pytest.mark.parametrize("seed", range(3))
async def test_kill_in_the_middle_of_writing(file, seed):
    """Fault 40: what was told to be kept is there after kill -9, and every transaction is whole or absent."""
    kept = SPAWN.Value("i", -1)
    worker = SPAWN.Process(target=write_until_killed, args=(f"sqlite:///{file}", kept))
    worker.start()
    await until(lambda: kept.value >= 20 + 37 * seed)
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()

    store = open_store(f"sqlite:///{file}", clock=CLOCK)
    last = int(await store.read(lambda t: t.meta.get("last")))
    there = await store.read(lambda t: [t.entries.get(reading(f"n{n}").entry.id) is not None for n in range(last + 2)])
    await store.close()

    assert last >= kept.value
    assert there == [True] * (last + 1) + [False]


async def test_a_transaction_that_vanishes_takes_its_group_along(store):
    """When the database undoes a whole transaction, nobody whose write was in it is told that it was kept."""

    def vanish(tables):
        raw(tables, "ROLLBACK")
        raise LookupError("gone")

    works = [lambda t, n=n: t.meta.put(f"k{n}", "1") for n in range(9)]
    outcomes = await asyncio.gather(*map(store.write, [*works[:5], vanish, *works[5:]]), return_exceptions=True)

    stored = await store.read(lambda t: [t.meta.get(f"k{n}") is not None for n in range(9)])
    assert [outcome is None for outcome in outcomes[:5] + outcomes[6:]] == stored
    assert isinstance(outcomes[5], LookupError)
