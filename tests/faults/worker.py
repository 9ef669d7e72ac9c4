"""A worker that can be killed: the real outbox and jobs on a database file, with a platform whose channel is a file.

    python -m tests.faults.worker DATABASE CHANNEL '{"die": "after", …}'

Ends with 0 when nothing is left to do (`until_idle`) or at SIGTERM; dies by its own SIGKILL where `die` says so.
"""

import asyncio
import itertools
import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from bot.clock import SystemClock
from bot.jobs.embedded import EmbeddedJobs
from bot.jobs.job import Job
from bot.model.delivery import Order, Pace, RetryLater, SendResult
from bot.ops.metrics import Metrics
from bot.pipeline.deliver import DeliveryRules, OnUncertain
from bot.pipeline.digest import DigestPass
from bot.pipeline.outbox import Outbox
from bot.ports import Tables
from bot.store.open import open_store
from tests.fakes import FAST, LOST, FilePlatform
from tests.unit.pipeline.news import CATALOGUE

UNFINISHED = {"pending", "sending", "uncertain"}


class Faults:
    """What the platform does wrong, and where the process dies."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._die = options.get("die", "")
        self._error_rate = options.get("error_rate", 0.0)
        self._lost_rate = options.get("lost_rate", 0.0)
        self._latency = options.get("latency", 0.0)
        self._stall = options.get("stall")
        self._stop_after = options.get("stop_after", "")
        self._chance = random.Random(options.get("seed", 0))

    async def before(self, order: Order) -> SendResult | None:
        """Run before the message stands."""
        if self._stall:
            path, seconds = self._stall
            os.close(os.open(path, os.O_CREAT))
            self._stall = None
            time.sleep(seconds)  # noqa: ASYNC251  a loop that stands still is what is wanted
        if self._die == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        await asyncio.sleep(self._latency * self._chance.random())
        return RetryLater(reason="503") if self._chance.random() < self._error_rate else None

    async def after(self, order: Order) -> SendResult | None:
        """Run when the message stands."""
        if self._die == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        if self._stop_after:
            await asyncio.sleep(0.5)  # a transaction under way ends first: a stopped process that holds the database is another fault
            os.close(os.open(self._stop_after, os.O_CREAT))
            os.kill(os.getpid(), signal.SIGSTOP)
        await asyncio.sleep(self._latency * self._chance.random())
        return LOST if self._chance.random() < self._lost_rate else None


async def work(database: str, channel: Path, options: dict[str, Any]) -> None:
    """Deliver until there is nothing left, or until told to stop."""
    clock, metrics = SystemClock(), Metrics()
    store = open_store(f"sqlite:///{database}", clock=clock)
    faults = Faults(options)
    lag, chance = options.get("visible_after", 0.0), random.Random()
    names = options.get("platforms", {"slack": {}})
    platforms = {
        name: FilePlatform(
            channel.with_name(f"{channel.name}.{name}"),
            name=name,
            pace=Pace(**how["pace"]) if "pace" in how else FAST,
            settle_seconds=how.get("settle", 0.5),
            resend_safe_seconds=how.get("resend_safe", 0.0),
            nonce_seconds=how.get("nonce", how.get("resend_safe", 0.0)),
            visible_after=lambda: lag * (1.0 if options.get("visible_fixed") else chance.random()),
            before=faults.before,
            after=faults.after,
            may_look=how.get("may_look", True),
        )
        for name, how in names.items()
    }
    rules = DeliveryRules(
        lease=options.get("lease", 2.0),
        send_limit=options.get("send_limit", 1.0),
        turn_limit=options.get("turn_limit", 0.5),
        on_uncertain=OnUncertain(options.get("on_uncertain", "resend")),
    )
    jobs = EmbeddedJobs(clock)
    outbox = Outbox(
        store,
        platforms,
        clock=clock,
        owner=options.get("owner", f"worker-{os.getpid()}"),
        meter=metrics,
        rules=rules,
        wake=lambda: jobs.wake("deliver"),
    )
    if options.get("digests"):
        jobs.add(Job(name="digests", every=0.1, run=DigestPass(store, clock=clock, catalogue=CATALOGUE).run))
    if at := options.get("die_at_statement"):
        statements = itertools.count(1)
        event.listen(Engine, "before_cursor_execute", lambda *_: next(statements) == at and os.kill(os.getpid(), signal.SIGKILL))
    jobs.add(Job(name="deliver", every=0.1, run=outbox.deliver_due))
    if options.get("reap", True):
        jobs.add(Job(name="reap", every=0.1, run=outbox.reap))
    stopped = asyncio.Event()
    if "seconds" in options:
        asyncio.get_running_loop().call_later(options["seconds"], stopped.set)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    await jobs.start()
    while not stopped.is_set():
        try:
            async with asyncio.timeout(0.1):
                await stopped.wait()
        except TimeoutError:
            if options.get("until_idle", True) and not await store.read(left):
                break
    await jobs.stop(outbox.drain)
    await store.close()
    sys.stdout.buffer.write(metrics.text())


def left(tables: Tables) -> int:
    """Return how many rows are not finished."""
    return sum(count for (_, state), count in tables.deliveries.counts().items() if state in UNFINISHED)


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3])))
