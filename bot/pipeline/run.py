"""Run: the passes by name and rhythm, for whoever wakes them (`bot.jobs`), and how they end together.

jobs = EmbeddedJobs(clock)
outbox = Outbox(…, wake=lambda: jobs.wake(DELIVER))
poller = Poller(…, pending=lambda: jobs.wake(DELIVER), wake=lambda: jobs.wake(POLL))
for beat in beats(poller, outbox):
    jobs.add(Job(name=beat.name, every=beat.every, run=beat.run))
await jobs.start()
…
await jobs.stop(lambda seconds: drain(poller, outbox, seconds))
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.pipeline.outbox import Outbox
from bot.pipeline.poll import Poller

POLL, DELIVER, REAP, RENEW = "poll", "deliver", "reap", "renew"
DIGEST, WATCH, RETAIN, PROBE = "digest", "watch", "retain", "probe"
DIGEST_SECONDS = 20.0


@dataclass(frozen=True, kw_only=True)
class Beat:
    """A pass with its name and the seconds between two of its runs."""

    name: str
    every: float
    run: Callable[[], Awaitable[object]]


def beats(poller: Poller, outbox: Outbox, *, poll_seconds: float = 5.0) -> tuple[Beat, ...]:
    """Return the passes: what is due stands in the database, so none of them minds being woken late or too often."""
    return (
        Beat(name=POLL, every=poll_seconds, run=poller.poll_due),
        Beat(name=DELIVER, every=1.0, run=outbox.deliver_due),
        Beat(name=REAP, every=2.0, run=outbox.reap),
        Beat(name=RENEW, every=4.0, run=poller.renew),
    )


async def drain(poller: Poller, outbox: Outbox, seconds: float) -> None:
    """Claim nothing more; let sends and polls end within so many seconds, and leave the rest as the next start can pick it up."""
    await asyncio.gather(poller.drain(seconds), outbox.drain(seconds))
