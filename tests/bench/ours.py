"""dealwire as a contender: `python -m tests.bench.ours COUNT PORT FOLDER`, spoken to like the peers.

The whole bot as `run` starts it, with the farm's feeds instead of the shipped ones: leases, guard, reading children, classification, store,
outbox, and a console for a channel. Each line `FIRST BEYOND` makes those feeds due (new ones are added), and waits until all have been polled and
nothing is unsent.
"""

import asyncio
import contextlib
import io
import os
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console

from bot.app import Application, build
from bot.catalogue import load_catalogue
from bot.model.feed import Feed, Schedule
from bot.ops.garbage import keep_heap_small, settle
from bot.ops.log import configure_logging
from bot.pipeline.run import POLL
from bot.settings import ChannelSetting, Settings
from bot.store.feeds import Feeds
from tests.bench.feeds import address

DAY = 86_400.0
CONFIG = Path(__file__).parents[2] / "config"


class Counted:
    """Passes everything on to the real meter and counts polls."""

    def __init__(self, meter: object) -> None:
        self._meter = meter
        self.polls = 0
        self.wanted = 0
        self.reached = asyncio.Event()

    def poll(self, problem: str, lag: float) -> None:
        self._meter.poll(problem, lag)
        self.polls += 1
        if problem:
            print(f"a feed failed: {problem}", file=sys.stderr)
        if self.polls >= self.wanted:
            self.reached.set()

    def __getattr__(self, name: str) -> object:
        return getattr(self._meter, name)


def application(url: str) -> Application:
    """Return the bot, ready to start, without feeds."""
    settings = Settings(
        config=CONFIG,
        database_url=SecretStr(url),
        fetch_allow=("127.0.0.0/8:*",),
        console=True,
        channels=(ChannelSetting(platform="console"),),
        articles=False,
        alert_cap=0,
    )
    app = build(settings, replace(load_catalogue(CONFIG), feeds=()), console=Console(file=io.StringIO()))
    app.poller._rules = replace(app.poller._rules, schedule=Schedule(shortest=DAY, usual=DAY))  # polled when asked, not while others are
    return app


def farm_feeds(count: int, port: int) -> list[Feed]:
    """Return the feeds of a farm."""
    return [
        Feed(id=f"farm-{feed}", url=f"http://{address(feed)}:{port}/{feed}", title=f"Paper {feed}", grade="press") for feed in range(count)
    ]


async def main(count: int, port: int, url: str) -> None:
    """Poll as often as asked."""
    app = application(url)
    feeds, there = farm_feeds(count, port), 0
    meter = app.poller._meter = Counted(app.poller._meter)
    later = app.clock.now().replace(year=app.clock.now().year + 1)
    print("ready", flush=True)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        first, beyond = map(int, line.split())
        meter.polls, meter.wanted, began = 0, beyond - first, time.perf_counter()
        meter.reached.clear()
        if not there:
            await app.start()
            settle()
        if beyond > there:
            due = partial(Feeds.sync, feeds=feeds[:beyond], now=app.clock.now())
        else:
            due = partial(Feeds.poll_now, feed_ids=[feed.id for feed in feeds[first:beyond]], now=app.clock.now())
        there = max(there, beyond)
        await app.store.write(lambda tables, due=due: due(tables.feeds))
        app.jobs.wake(POLL)
        await meter.reached.wait()
        while await app.store.read(lambda tables: tables.deliveries.oldest_pending(later)):
            await asyncio.sleep(0.01)
        print(time.perf_counter() - began, flush=True)
    await app.stop()


if __name__ == "__main__":
    keep_heap_small()
    runner = asyncio.run
    if not os.environ.get("BENCH_PLAIN_LOOP"):
        with contextlib.suppress(ImportError):
            import uvloop

            runner = uvloop.run
    with Path(os.devnull).open("w") as nowhere:  # lines are written as ever, and kept by nobody
        configure_logging("json", "info", stream=nowhere)
        runner(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
