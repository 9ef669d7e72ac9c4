"""Faults 26, 31, 37 to 40, 46, 94 and 96 to 98: mutes, workers that die or come late, old rows, clocks. Real processes, feeds and databases."""

import asyncio
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import ManualClock, SystemClock
from bot.jobs.embedded import EmbeddedJobs
from bot.jobs.job import Job
from bot.model.alert import Mode, Subscription
from bot.model.feed import Schedule
from bot.pipeline.absorb import absorb
from bot.pipeline.cluster import StoryIndex
from bot.pipeline.deliver import DeliveryRules
from bot.pipeline.digest import DigestPass
from bot.pipeline.poll import PollRules
from bot.pipeline.retain import RetentionPass
from bot.ports import Store
from bot.store import open_store
from tests.fakes import destination
from tests.faults.guards import guarded, is_off
from tests.faults.polling import polling, rss
from tests.faults.wires import START
from tests.faults.workbench import ROOT, Workbench
from tests.unit.pipeline.news import CATALOGUE, CHANNEL, FOLLOWS, NOON, reading, store_with

REAP_EVERY = 2.0


async def posts(store: Store) -> int:
    """Return how many posts wait."""
    counts = await store.read(lambda tables: tables.deliveries.counts())
    return sum(count for (_, state), count in counts.items() if state == "pending")


async def test_f26_a_muted_channel():
    """While a channel is muted its stories and their siblings wake nobody; the first event after it is told. Guard: the mute's rule."""
    store = await store_with(guarded("26", replace(FOLLOWS, muted_until=NOON + timedelta(hours=1)), FOLLOWS))
    index = StoryIndex()

    async def take(one) -> int:
        await store.write(lambda tables: absorb(tables, [one], now=one.entry.seen, catalogue=CATALOGUE, index=index))
        return await posts(store)

    assert await take(reading("a")) == 0
    assert await take(reading("b", minutes=10)) == 0
    other = {
        "title": "Osprey buys a thousand gallium wafers of Tern Chips",
        "text": "The wafers are grown at a lake.",
        "parties": ("osprey", "tern"),
    }
    assert await take(reading("c", minutes=120, **other)) == 1
    await store.close()


@pytest.mark.slow
async def test_f31_a_worker_killed_at_its_work(tmp_path: Path):
    """What a killed worker held is sent by another within twenty seconds of default leases. Guard: the reaper."""
    bench, rules = Workbench(tmp_path), DeliveryRules()
    rows = await bench.queue(1)
    await bench.run(die="before", lease=rules.lease, send_limit=rules.send_limit, owner="one")
    killed = time.time()

    await bench.run(reap=not is_off("31"), seconds=25, lease=rules.lease, send_limit=rules.send_limit, owner="two")

    assert [line.key for line in bench.lines()] == [row.id for row in rows]
    assert bench.lines()[0].posted_at - killed <= rules.lease + REAP_EVERY <= 20


async def test_f37_a_hundred_thousand_old_rows(tmp_path: Path):
    """A database full of old rows opens and claims at once, and retention takes them away. Guard: retention."""
    bench = Workbench(tmp_path)
    (row,) = await bench.queue(1, now=START)
    with sqlite3.connect(bench.database) as database:
        names = [
            name
            for _, name, *_ in database.execute("PRAGMA table_info(deliveries)")
            if name not in {"sequence", "id", "revision", "state", "act"}
        ]
        database.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
            f"INSERT INTO deliveries (id, revision, state, act, {', '.join(names)}) "
            f"SELECT 'old' || i, i, 'sent', 'edit', {', '.join(names)} FROM deliveries, n"
        )
        database.execute("UPDATE deliveries SET settled_at = created_at WHERE state = 'sent'")
    begun = time.monotonic()

    store = open_store(f"sqlite:///{bench.database}", clock=SystemClock())
    claimed = await store.write(lambda t: t.deliveries.claim("slack", SystemClock().now(), owner="w", lease_seconds=9, limit=32))
    took = time.monotonic() - begun
    if not is_off("37"):
        await RetentionPass(store, clock=ManualClock(START + timedelta(days=400))).run()
    left = sum((await store.read(lambda t: t.deliveries.counts())).values())
    await store.close()

    assert [held.id for held, _ in claimed] == [row.id]
    assert took < 5
    assert left <= 1


class Ticks:
    """A job that counts."""

    def __init__(self) -> None:
        self.at: list[float] = []

    async def __call__(self) -> None:
        self.at.append(time.monotonic())


async def stalled(every: float, seconds: float, *, guard: bool, **plain) -> list[float]:
    """Run a job at a rhythm through a stall of the loop; return how long after the stall each run came, within half a second."""
    ticks = Ticks()
    jobs, scheduler = (
        EmbeddedJobs(SystemClock(), [Job(name="tick", every=every, run=ticks, at_start=False)]),
        AsyncIOScheduler(timezone="UTC"),
    )
    if guard:
        await jobs.start()
    else:
        scheduler.add_job(ticks, "interval", seconds=every, **plain)
        scheduler.start()
    await asyncio.sleep(0)
    time.sleep(seconds)  # noqa: ASYNC251  a loop that stands still is what is wanted
    over = time.monotonic()
    await asyncio.sleep(0.3)
    if guard:
        await jobs.stop(seconds=1.0)
    else:
        scheduler.shutdown(wait=False)
    return [moment - over for moment in ticks.at]


async def test_f38_every_worker_was_down():
    """After an outage each pass runs once, and each feed is asked once, however many times it was due. Guard: runs are made one."""
    runs = await stalled(1.0, 2.4, guard=not is_off("38"), misfire_grace_time=None, coalesce=False, max_instances=99)
    async with polling(START) as made:
        store = made.store()
        await made.feeds(3, store)
        await made.poller(store).poll_all()
        made.clock.advance(3600 * 3)
        await made.poller(store).poll_all()
        asked = Counter(path for path, _ in made.server.requests)

    assert len(runs) == 1
    assert set(asked.values()) == {2}


async def test_f39_three_workers_and_one_feed(tmp_path: Path):
    """Three workers that are woken at once ask each feed once. Guard: the feed's lease."""
    async with polling(START) as made:
        stores = [made.store(f"sqlite:///{tmp_path}/{guarded('39', 0, number)}.db") for number in range(3)]
        await made.feeds(10, *(stores[:1] if not is_off("39") else stores))

        await asyncio.gather(*(made.poller(store, f"w{n}").poll_all() for n, store in enumerate(stores)))

        asked = Counter(path for path, _ in made.server.requests)
    assert set(asked.values()) == {1}
    assert len(asked) == 10


async def test_f40_a_poll_that_cannot_be_stored_whole(tmp_path: Path):
    """When the post of a new item cannot be stored, neither is the item nor that it was seen: the next poll tells it. Guard: one transaction."""
    async with polling(START) as made:
        store = made.store(f"sqlite:///{tmp_path}/a.db")
        (feed,) = await made.feeds(1, store)
        await store.write(lambda t: (t.places.put_destination(CHANNEL), t.places.put_subscription(FOLLOWS)))
        poller = made.poller(store)
        await poller.poll_all()
        made.server.put("feed0", rss("new", "old0"), content_type="application/rss+xml")

        async def again() -> None:
            made.clock.advance(3600)
            await store.write(lambda t: t.feeds.poll_now([feed.id], made.clock.now()))
            await poller.poll_all()

        with sqlite3.connect(tmp_path / "a.db") as database:
            fault = guarded("40", "ABORT, 'full'", "IGNORE")
            database.execute(f"CREATE TRIGGER full BEFORE INSERT ON deliveries BEGIN SELECT RAISE({fault}); END")
        await again()
        before = await posts(store)
        with sqlite3.connect(tmp_path / "a.db") as database:
            database.execute("DROP TRIGGER full")
        await again()

        assert (before, await posts(store)) == (0, 1)


async def test_f46_two_processes_side_by_side(tmp_path: Path):
    """While a new process takes over from an old one, both send from one database, and nothing is lost or doubled. Guard: the lease."""
    bench, second = Workbench(tmp_path), Workbench(tmp_path)
    rows = await bench.queue(60, *[destination(f"c{number}") for number in range(20)])
    if is_off("46"):
        second.database = tmp_path / "copy.db"
        second.database.write_bytes(bench.database.read_bytes())
    old = await bench.start(latency=0.3, until_idle=False, owner="old")
    for _ in range(600):
        if bench.lines():
            break
        await asyncio.sleep(0.05)

    new = await second.start(latency=0.3, owner="new")
    await asyncio.sleep(1.0)
    old.terminate()
    await asyncio.gather(old.communicate(), new.communicate())
    await bench.run(latency=0.05)

    assert sorted(line.key for line in bench.lines()) == sorted(row.id for row in rows)


class Striking:
    """A digest that is made whenever the local clock shows its time: once too often in autumn, not at all in spring."""

    def __init__(self, subscription: Subscription, clock: ManualClock) -> None:
        self._subscription, self._clock = subscription, clock

    async def run(self) -> int:
        local = self._clock.now().astimezone(ZoneInfo(self._subscription.zone))
        return int(f"{local:%H:%M}" == self._subscription.digest_at)


@pytest.mark.parametrize("at", ["01:30", "02:30"])
@pytest.mark.parametrize("change", [datetime(2031, 3, 30, 1, tzinfo=UTC), datetime(2031, 10, 26, 1, tzinfo=UTC)], ids=["spring", "autumn"])
async def test_f94_the_clocks_change(at, change):
    """A digest at 01:30 or 02:30 comes once each local day through both changes of the clocks. Guard: slots by local day."""
    daily = replace(FOLLOWS, mode=Mode.DAILY, digest_at=at, zone="Europe/Berlin", created_at=change - timedelta(days=3))
    store, clock, index = await store_with(daily), ManualClock(change - timedelta(hours=50)), StoryIndex()
    digests = guarded("94", DigestPass(store, clock=clock, catalogue=CATALOGUE), Striking(daily, clock))
    made: Counter[str] = Counter()
    chance = random.Random(94)

    for step in range(6 * 100):
        clock.advance(600)
        now = clock.now()
        if step % 36 == 0:
            words = [f"{chance.choice('bdfgklmnprst')}{chance.choice('aeiou')}{chance.getrandbits(40):x}" for _ in range(12)]
            parties = (("quill", "harrow"), ("osprey", "tern"), ("quill", "tern"), ("osprey", "harrow"))[step // 36 % 4]
            found = reading(f"n{step}", title=" ".join(words[:6]), text=f"{' '.join(words)}.", parties=parties)
            one = replace(found, entry=replace(found.entry, seen=now))
            await store.write(lambda t, one=one, now=now: absorb(t, [one], now=now, catalogue=CATALOGUE, index=index))
        if count := await digests.run():
            made[f"{now.astimezone(ZoneInfo(daily.zone)):%Y-%m-%d}"] += count
    await store.close()

    days = sorted(made)
    assert set(made.values()) == {1}
    assert len(days) >= 3
    assert (datetime.fromisoformat(days[-1]) - datetime.fromisoformat(days[0])).days == len(days) - 1


async def test_f96_asleep_for_an_hour():
    """A machine that wakes asks each feed once, and the next polls are spread. Guard: the jitter."""
    async with polling(START) as made:
        store = made.store()
        rules = PollRules(schedule=guarded("96", Schedule(), Schedule(jitter=0.0)))
        feeds = await made.feeds(20, store)
        poller = made.poller(store, rules=rules)
        await poller.poll_all()
        made.clock.advance(3600)

        await poller.poll_all()

        asked = Counter(path for path, _ in made.server.requests)
        states = await store.read(lambda tables: [tables.feeds.state(feed.id) for feed in feeds])
    assert set(asked.values()) == {2}
    assert len({state.next_poll_at for state in states}) > 10


@pytest.mark.slow
async def test_f97_a_loop_that_stood_still():
    """A tick that fell due during a stall of 7.5 s runs when it is over, and is not left out. Guard: no grace that ends."""
    runs = await stalled(5.0, 7.5, guard=not is_off("97"))

    assert len(runs) == 1
    assert runs[0] < 0.3


def test_f98_a_machine_without_time_zones():
    """Where no zone data are found digests are due by UTC, and nothing raises. Guard: the fallback to UTC."""
    ask = guarded("98", "zone_of(s)", "zoneinfo.ZoneInfo(s.zone)")
    script = (
        "import sys, zoneinfo; sys.modules['tzdata'] = None; zoneinfo.reset_tzpath([]); "
        "from bot.text.digest_days import zone_of, due_slot; from bot.model.alert import Subscription, Mode; from datetime import datetime, UTC; "
        "s = Subscription(id='s', tenant='t', destination_id='d', storylines=('*',), mode=Mode.DAILY, zone='Europe/Berlin', digest_at='08:00'); "
        f"print({ask}, due_slot(s, datetime(2026, 3, 2, 9, tzinfo=UTC)).at.isoformat())"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)

    assert run.stdout.split()[-1:] == ["2026-03-02T08:00:00+00:00"], run.stderr[-500:]
