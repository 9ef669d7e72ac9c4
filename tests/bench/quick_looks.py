"""Short measurements beside polling: the item diff, `check`, commands on a large database, from the feed to the message."""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser

from bot.clock import SystemClock
from bot.feeds.body_kind import read_feed
from bot.feeds.xml_feed import spare_feedparser
from bot.model.entry import Entry
from bot.model.ids import SHARED
from bot.model.reading import Reading
from bot.ports import Store, Tables
from bot.store.open import migrate, open_store
from bot.text.query import read_query
from tests.bench import fanout
from tests.bench.feeds import bodies, feed_body
from tests.bench.latency import item_to_message
from tests.postgres import binaries, cluster

ROOT = Path(__file__).parents[2]


def cores() -> set[int]:
    """Return the cores that we may use."""
    return os.sched_getaffinity(0)


def report(*, quick: bool) -> list[str]:
    """Return the table of everything here."""
    entries = 20_000 if quick else 1_000_000
    times = asyncio.run(commands(entries))
    latency = asyncio.run(item_to_message(20 if quick else 200))
    return [
        "## Beside polling\n",
        "| figure | measured | target |",
        "|---|---|---|",
        f"| re-fetched feed with one new item, against plain feedparser | {item_diff():.1f} × | ≥ 11 × |",
        f"| `dealwire check`, CPU seconds · wall | {check_seconds()} | ≤ 0.4 s |",
        *looks_rows(times, entries, "SQLite"),
        *looks_rows(on_postgresql(entries), entries, "PostgreSQL"),
        latency_row(latency),
        *fanout.report(fanout.measure(100, 0) if quick else fanout.measure(1_000, 1_000)),
        "",
    ]


def looks_rows(times: Mapping[str, float], entries: int, engine: str) -> list[str]:
    """Return the rows of the commands' looks."""
    return [f"| {name} at {entries:,} entries on {engine}, p99 | {value * 1000:.0f} ms | ≤ 150 ms |" for name, value in times.items()]


def on_postgresql(entries: int) -> dict[str, float]:
    """Return the looks' times on a PostgreSQL of our own; nothing where its binaries are missing."""
    if binaries() is None:
        return {}
    with cluster() as server:
        return asyncio.run(commands(entries, server.url()))


def latency_row(seconds: list[float]) -> str:
    """Return the row of the way from feed to message."""
    figures = f"{statistics.median(seconds) * 1000:.0f} · {percentile(seconds) * 1000:.0f} ms"
    return f"| item on the feed at the poll → message accepted, p50 · p99 of {len(seconds)} | {figures} | ≤ 150 · 500 ms |"


def percentile(values: list[float], share: float = 0.99) -> float:
    """Return the value below which that share lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def item_diff(feeds: int = 12) -> float:
    """Return how many times less CPU a feed with one new item takes than feedparser takes for it."""
    spare_feedparser()
    before = [read_feed(feed_body(n, 0), content_type="application/rss+xml", url="http://paper.example/", known=()) for n in range(feeds)]
    after = [feed_body(n, 1) for n in range(feeds)]
    ours = cpu(
        lambda: [
            read_feed(body, content_type="application/rss+xml", url="http://paper.example/", known=frozenset(old.item_hashes))
            for body, old in zip(after, before, strict=True)
        ]
    )
    return cpu(lambda: [feedparser.parse(body) for body in after]) / ours


def cpu(work: Callable[[], object]) -> float:
    """Return the least CPU seconds of three runs."""
    taken = []
    for _ in range(3):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def check_seconds() -> str:
    """Return what `check` takes, the best of five."""
    walls, cpus = [], []
    for _ in range(5):
        before, began = os.times(), time.perf_counter()
        subprocess.run([sys.executable, "-m", "bot", "check"], cwd=ROOT, check=True, capture_output=True)
        after = os.times()
        walls.append(time.perf_counter() - began)
        cpus.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return f"{min(cpus):.2f} · {min(walls):.2f} s"


async def commands(count: int, url: str = "") -> dict[str, float]:
    """Fill a database, a file of SQLite's unless another is named, and return the slowest of each kind of look that the commands take, while entries are being written."""
    with tempfile.TemporaryDirectory() as folder:
        if url:
            migrate(url, clock=SystemClock())
        store = open_store(url or f"sqlite:///{folder}/large.db", clock=SystemClock())
        words = [body.decode().removeprefix("<![CDATA[").removesuffix("]]>")[:600] for body in bodies()]
        for start in range(0, count, 2_000):
            await add(store, words, start, min(2_000, count - start))
        since = datetime.now(UTC) - timedelta(days=30)
        query = read_query("harbour garden")
        assert query
        looks: dict[str, Callable[[Tables], object]] = {
            "`search`": lambda tables: tables.entries.search(query, {SHARED}, limit=20),
            "`latest`": lambda tables: tables.stories.latest({SHARED}, storyline=None, limit=20),
            "newest entries": lambda tables: tables.entries.latest({SHARED}, since=since, limit=20),
            "`why`": lambda tables: tables.entries.find("https://paper1.example/1001", {SHARED}),
            "`health`": lambda tables: tables.feeds.health({SHARED}, datetime.now(UTC)),
        }
        busy = asyncio.create_task(keep_writing(store, words, count))
        slowest = {name: await p99(store, look) for name, look in looks.items()}
        busy.cancel()
        await asyncio.gather(busy, return_exceptions=True)
        await store.close()
        return slowest


async def p99(store: Store, look: Callable[[Tables], object], times: int = 100) -> float:
    """Return the 99th percentile of so many looks."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        await store.read(look)
        taken.append(time.perf_counter() - began)
    return percentile(taken)


async def keep_writing(store: Store, words: list[str], start: int) -> None:
    """Write as a poll of many feeds does."""
    while True:
        await add(store, words, start, 20)
        start += 20
        await asyncio.sleep(0.05)


async def add(store: Store, words: list[str], start: int, count: int) -> None:
    """Store entries."""
    now = datetime.now(UTC)
    readings = [
        Reading(
            entry=Entry(
                id=f"e{number}", url=f"https://paper1.example/{number}", title=f"Garden {number} opens", text=words[number % len(words)], seen=now,
                feed_id="f1", identity=str(number), page=f"paper1.example/{number}", publisher="Paper", host="paper1.example",
            )
        )
        for number in range(start, start + count)
    ]  # fmt: skip
    await store.write(lambda tables: tables.entries.add(readings))
