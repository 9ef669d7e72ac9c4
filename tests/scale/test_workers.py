"""Several real workers on a real PostgreSQL: one is killed and its work is done by the other; what is wrong at the start is said in a sentence."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from tests import postgres
from tests.emulators.feed_server import FeedServer
from tests.scale.stage import ROOT, Ledger, configuration, worker

pytestmark = [pytest.mark.skipif(postgres.binaries() is None, reason=postgres.NOT_FOUND), pytest.mark.timeout(240)]
FEEDS = 12
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Cluster]:
    with postgres.cluster() as running:
        yield running


def paper(place: int) -> str:
    """Return a feed of two items."""
    items = "".join(
        f"<item><title>Garden show {place}-{number} opens</title><guid>https://paper{place}.example/{number}</guid>"
        f"<link>https://paper{place}.example/{number}</link></item>"
        for number in range(2)
    )
    return f"<rss version='2.0'><channel><title>Paper {place}</title>{items}</channel></rss>"


async def test_a_killed_workers_feeds_are_read_by_another_within_20_seconds(server: postgres.Cluster, tmp_path: Path):
    """kill -9 in the middle of fetches: the feeds' leases run out, the other worker reads them, and each item is stored once."""
    async with FeedServer() as farm:
        urls = [farm.put(f"{place}", paper(place), delay=600.0) for place in range(FEEDS)]
        url, config = server.url(), configuration(tmp_path, urls)
        ledger = Ledger(url)
        await ledger.ship(config, datetime.now(UTC) + timedelta(hours=1))
        workers = {name: worker(url, config, tmp_path / name) for name in ("first", "second")}
        try:
            await ledger.until_started(*(tmp_path / name for name in workers))
            await ledger.make_due()
            async with asyncio.timeout(30):
                while len(farm.requests) < 2:  # two at once to one host; the others wait with their leases taken
                    await asyncio.sleep(0.05)
            for page in farm.pages.values():
                page.delay = 0.0
            holders = ledger.lease_owners(url)
            victim = next(process for process in workers.values() if any(owner.endswith(f":{process.pid}") for owner in holders))

            victim.kill()
            seconds = await ledger.until_polled(FEEDS, 60.0)

            assert seconds <= 20.0
            found = await ledger.store.read(lambda tables: tables.entries.latest({"shared"}, since=LONG_AGO, limit=100))
            assert len({reading.entry.url for reading in found}) == len(found) == 2 * FEEDS
        finally:
            for process in workers.values():
                process.kill()
                process.wait()
            await ledger.store.close()


async def test_two_workers_share_and_end_in_time(server: postgres.Cluster, tmp_path: Path):
    """Feeds are read once each, by whoever claims them; SIGTERM ends a worker within ten seconds with exit code 0."""
    async with FeedServer() as farm:
        urls = [farm.put(f"{place}", paper(place)) for place in range(FEEDS)]
        url, config = server.url(), configuration(tmp_path, urls)
        ledger = Ledger(url)
        workers = [worker(url, config, tmp_path / f"{name}.log") for name in ("first", "second")]
        try:
            await ledger.until_polled(FEEDS, 120.0)
            assert sorted(path for path, _ in farm.requests) == sorted(f"/{place}" for place in range(FEEDS))
            await ledger.until_started(*(tmp_path / f"{name}.log" for name in ("first", "second")))
            for process in workers:
                process.send_signal(signal.SIGTERM)
            assert [await asyncio.to_thread(process.wait, 12) for process in workers] == [0, 0]
        finally:
            for process in workers:
                process.kill()
                process.wait()
            await ledger.store.close()


def ended(url: str, command: str = "worker") -> tuple[int, str]:
    """Run a worker that is to end at once; return its exit code and what it said."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "bot", command], env=environment | {"DEALWIRE_DATABASE_URL": url}, cwd=ROOT, capture_output=True, text=True,
        check=False, timeout=100,
    )  # fmt: skip
    return done.returncode, done.stderr.strip()


def test_an_unreachable_database_is_one_sentence_and_exit_1(tmp_path: Path):
    """A supervisor tries again later."""
    code, said = ended(f"postgresql://dealwire@/nowhere?host={tmp_path}")

    assert code == 1
    assert said.count("\n") == 0
    assert "cannot" in said


def test_a_worker_without_postgresql_is_one_sentence_and_exit_2(tmp_path: Path):
    """One database file has one process."""
    code, said = ended(f"sqlite:///{tmp_path}/dealwire.db")

    assert code == 2
    assert said.startswith("DEALWIRE_DATABASE_URL: ")
    assert said.count("\n") == 0


async def test_a_database_of_a_newer_version_is_one_sentence_and_exit_2(server: postgres.Cluster, tmp_path: Path):
    """A worker of an older version touches nothing."""
    url = server.url()
    await Ledger(url).store.close()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    code, said = await asyncio.to_thread(ended, url)

    assert code == 2
    assert said.count("\n") == 0


def test_jobs_tables_of_another_engine_are_one_sentence_and_exit_2(server: postgres.Cluster):
    """The engine's tables say who made them."""
    url = server.url()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA dealwire_jobs")
        connection.execute("COMMENT ON SCHEMA dealwire_jobs IS 'procrastinate 2.0'")

    code, said = ended(url)

    assert code == 2
    assert "procrastinate 2.0" in said.splitlines()[-1]
