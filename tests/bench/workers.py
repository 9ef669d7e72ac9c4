"""Two workers against one: `python -m tests.bench.workers [FEEDS] [LATENCY MS]`.

Real worker processes on a PostgreSQL of our own poll feeds that take a while to answer; all are made due at once, and it is measured how long
they take from the first feed to the last (the wait for the next beat is no work) and what CPU the workers spend, database and farm left out.
Nothing where PostgreSQL's binaries are missing.
"""

import asyncio
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from bot.clock import SystemClock
from bot.ops.log import configure_logging
from bot.store.open import migrate
from tests.bench.contenders import install
from tests.bench.feeds import address
from tests.bench.measured import Cost, cpu_seconds, running
from tests.postgres import NOT_FOUND, binaries, cluster
from tests.scale.stage import Ledger, configuration, worker

ROUNDS = 3
APART = 16.0
"""Seconds between rounds: longer than connections are kept, as polls are in life; else one worker alone finds its own again."""


async def measure(workers: int, feeds: int, port: int, url: str, folder: Path) -> Cost:
    """Return the best round's seconds and CPU seconds for all feeds, unchanged since the first sight."""
    migrate(url, clock=SystemClock())
    config = configuration(folder, [f"http://{address(feed)}:{port}/{feed}" for feed in range(feeds)])
    ledger = Ledger(url)
    await ledger.ship(config, datetime(2100, 1, 1, tzinfo=UTC))
    logs = [folder / f"worker{number}.log" for number in range(workers)]
    processes = [worker(url, config, log) for log in logs]
    try:
        await ledger.until_started(*logs)
        await _round(ledger, url, feeds, 600)  # first sight
        costs = []
        for _ in range(ROUNDS):
            await asyncio.sleep(APART)
            before = sum(cpu_seconds(process.pid) for process in processes)
            seconds = await _round(ledger, url, feeds, 120)
            costs.append(Cost(seconds, sum(cpu_seconds(process.pid) for process in processes) - before))
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)
        await ledger.store.close()
    return min(costs, key=lambda cost: cost.seconds)


async def _round(ledger: Ledger, url: str, feeds: int, most: float) -> float:
    """Make every feed due; return the seconds from the first that was polled to the last."""
    moment = datetime.now(UTC)
    await ledger.make_due()
    with psycopg.connect(url, autocommit=True) as connection:
        async with asyncio.timeout(most):
            while True:
                polled, taken = connection.execute(_READ, [int(moment.timestamp() * 1_000_000)]).fetchone() or (0, 0)
                if polled == feeds:
                    return taken / 1_000_000
                await asyncio.sleep(0.05)


_READ = "SELECT count(*), max(last_ok_at) - min(last_ok_at) FROM feed_states WHERE last_ok_at >= %s"


def main() -> None:
    """Print both and their ratios."""
    configure_logging("json", "error")
    if binaries() is None:
        sys.exit(NOT_FOUND)
    feeds = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000
    latency = sys.argv[2] if len(sys.argv) > 2 else "100"
    costs = []
    for workers in (1, 2):
        with (
            cluster() as server,
            tempfile.TemporaryDirectory() as folder,
            running([str(install()), "tests/bench/farm.py", str(feeds), latency]) as farm,
        ):
            costs.append(asyncio.run(measure(workers, feeds, int(farm.greeting), server.url(), Path(folder))))
        print(
            f"{workers} workers, {feeds:,} feeds that answer after {latency} ms: {feeds / costs[-1].seconds:,.0f} feeds a second, {1000 * costs[-1].cpu / feeds:.2f} ms of CPU a feed"
        )
    one, two = costs
    print(f"two against one: throughput {one.seconds / two.seconds:.2f} × (≥ 1.8), CPU a feed {two.cpu / one.cpu:.2f} × (≤ 1.15)")


if __name__ == "__main__":
    main()
