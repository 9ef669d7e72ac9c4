"""The soak: deliveries by the hundred thousand through the real outbox and database, one in twenty going wrong, by a clock that we move.

python -m tests.faults.soak DELIVERIES=1000000 SEED=7
"""

import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bot.clock import ManualClock
from bot.model.delivery import LookBack, NotFound, Order, PlatformHealth, RetryLater, SendResult, Sent, Uncertain
from bot.ops.log import configure_logging
from bot.ops.metrics import Metrics
from bot.pipeline.outbox import Outbox
from bot.ports import Desk
from bot.store import open_store
from tests.fakes import FAST, destination, follow, queue
from tests.faults.wires import START

FAULTS = 0.05
BATCH = 1_000
PLACES = 50


class Virtual:
    """A platform in memory: one call in twenty is refused, lost on its way, or done and not answered."""

    name, pace, settle_seconds, resend_safe_seconds = "slack", FAST, 5.0, 0.0

    def __init__(self, chance: random.Random, rate: float) -> None:
        self._chance, self._rate = chance, rate
        self.posted: Counter[str] = Counter()
        self.calls = 0

    async def start(self, desk: Desk) -> None:
        """Nothing to connect."""

    async def stop(self) -> None:
        """Nothing to close."""

    async def send(self, order: Order) -> SendResult:
        """Post, or not, and say so, or not."""
        self.calls += 1
        await asyncio.sleep(0)
        thrown = self._chance.random()
        if thrown < self._rate / 3:
            return RetryLater(reason="limited", after=1.0)
        if thrown < 2 * self._rate / 3:
            return Uncertain(reason="reset before it was read")
        self.posted[order.key] += 1
        return Uncertain(reason="reset after it was read") if thrown < self._rate else Sent(ref=order.key)

    async def look_back(self, order: Order) -> LookBack:
        """Look."""
        await asyncio.sleep(0)
        return Sent(ref=order.key) if self.posted[order.key] else NotFound()

    def health(self) -> PlatformHealth:
        """Always there."""
        return PlatformHealth(name=self.name, connected=True)


@dataclass(kw_only=True)
class Soaked:
    """What came of it."""

    deliveries: int = 0
    calls: int = 0
    died: int = 0
    """Rows whose worker vanished while it held them."""
    lost: int = 0
    doubled: int = 0
    memory: list[int] = field(default_factory=list)
    """Kilobytes after each tenth."""
    descriptors: list[int] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def growth(self) -> int:
        """Return by how many kilobytes memory grew from the third tenth to the last."""
        return self.memory[-1] - self.memory[min(2, len(self.memory) - 1)]


async def soak(deliveries: int, folder: Path, *, seed: int = 7, batch: int = BATCH, reap: bool = True) -> Soaked:
    """Deliver so many in batches; each batch also loses a worker that held some rows, and ends when nothing is left of it."""
    clock, chance, found = ManualClock(START), random.Random(seed), Soaked()
    store = open_store(f"sqlite:///{folder}/soak.db", clock=clock)
    platform = Virtual(chance, FAULTS)
    places = [destination(f"c{number}") for number in range(PLACES)]
    await store.write(lambda tables: [follow(tables, place) for place in places])
    outbox, begun = Outbox(store, {"slack": platform}, clock=clock, owner="one", meter=Metrics(), chance=chance), time.monotonic()
    tenth = max(1, deliveries // batch // 10)

    for number in range(deliveries // batch):
        now = clock.now()
        first = number * batch
        rows = await store.write(
            lambda t, first=first, now=now: [queue(t, n, places[n % PLACES], now).id for n in range(first, first + batch)]
        )
        dead = await store.write(lambda t, now=now: t.deliveries.claim("slack", now, owner="dies", lease_seconds=18, limit=10))
        found.died += len(dead)
        for _ in range(400):
            await outbox.deliver_all()
            counts = await store.read(lambda t: t.deliveries.counts())
            if not sum(count for (_, state), count in counts.items() if state in {"pending", "sending", "uncertain"}):
                break
            clock.advance(5)
            if reap:
                await outbox.reap()
        found.deliveries += batch
        found.lost += sum(platform.posted[row] == 0 for row in rows)
        found.doubled += sum(platform.posted[row] > 1 for row in rows)
        platform.posted.clear()
        if (number + 1) % tenth == 0:
            found.memory.append(resident())
            found.descriptors.append(descriptors())
            if deliveries > 50_000:
                print(f"{found.deliveries} delivered, {found.memory[-1] // 1024} MB, {found.descriptors[-1]} descriptors", flush=True)
    found.calls, found.seconds = platform.calls, time.monotonic() - begun
    await store.close()
    return found


def resident() -> int:
    """Return this process's memory in kilobytes."""
    return int(next(row for row in Path("/proc/self/status").read_text().splitlines() if row.startswith("VmRSS")).split()[1])


def descriptors() -> int:
    """Return how many files and sockets this process holds."""
    return len(list(Path("/proc/self/fd").iterdir()))


def main(words: list[str]) -> int:
    """Soak, print the figures; 1 where something was lost or doubled, or memory or descriptors grew."""
    configure_logging(level="error")
    given = dict(word.split("=", 1) for word in words if word.split("=", 1)[1:] != [""])
    with tempfile.TemporaryDirectory(prefix="dealwire-soak-") as folder:
        found = asyncio.run(soak(int(given.get("DELIVERIES", "1000000")), Path(folder), seed=int(given.get("SEED", "7"))))
    print(
        f"{found.deliveries} deliveries, {found.calls} calls, {found.died} rows of workers that died: {found.lost} lost, {found.doubled} doubled; "
        f"memory +{found.growth} kB after the third tenth, descriptors {found.descriptors[0]} to {found.descriptors[-1]}; {found.seconds:.0f} s"
    )
    flat = found.growth < 20_000 and found.descriptors[-1] <= found.descriptors[0] + 2
    return 0 if not found.lost and not found.doubled and flat else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
