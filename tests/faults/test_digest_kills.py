"""A process that dies while it makes a digest. Real processes, a real database file, kill -9 at statement after statement."""

import shutil
import signal
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.model.alert import Mode
from bot.model.card import Card
from bot.model.delivery import DeliveryState
from bot.pipeline.absorb import absorb
from bot.pipeline.cluster import StoryIndex
from bot.store.open import open_store
from tests.faults.workbench import Workbench
from tests.unit.pipeline.news import CATALOGUE, CHANNEL, FOLLOWS, reading

EVER = datetime(2020, 1, 1, tzinfo=UTC)
KILLED = -signal.SIGKILL
TITLES = ("Gallium wafers grow at a lake", "Turbines hum beside the canal", "A quarry lends its cooling pond")
PAIRS = (("quill", "harrow"), ("osprey", "tern"), ("quill", "tern"))
CONSOLE = {"console": {"resend_safe": 60.0}}


@pytest.mark.slow
async def test_a_digest_comes_once_wherever_its_process_is_killed(tmp_path: Path):
    """Killed at any statement between the look for due digests and the end of their sending, the next process tells each event in one digest."""
    began = tmp_path / "began"
    began.mkdir()
    await _news(Workbench(began))
    kills = 0
    for at in range(2, 200, 5):
        bench = Workbench(tmp_path / f"at{at}")
        shutil.copytree(began, bench.database.parent)

        died, _ = await bench.run(digests=True, platforms=CONSOLE, until_idle=False, seconds=2.0, die_at_statement=at)
        told = len(bench.lines("console"))
        await bench.run(digests=True, platforms=CONSOLE, until_idle=False, seconds=2.0)

        assert len(bench.lines("console")) == 1
        told_in = str((await _card(bench)).sections)
        assert all(told_in.count(words) == 1 for words in TITLES), told_in
        kills += died == KILLED
        if told:
            break  # the message stood already when it died: what follows is the outbox's own

    assert kills > 5


async def _news(bench: Workbench) -> None:
    """Store a channel whose digest is due, and what it has to tell."""
    now = SystemClock().now()
    store, index = open_store(f"sqlite:///{bench.database}", clock=SystemClock()), StoryIndex()
    daily = replace(
        FOLLOWS, mode=Mode.DAILY, digest_at=f"{now - timedelta(minutes=2):%H:%M}", zone="UTC", created_at=now - timedelta(days=2)
    )
    found = [
        reading(f"e{n}", title=title, text=f"{title}, it was said.", parties=parties)
        for n, (title, parties) in enumerate(zip(TITLES, PAIRS, strict=True))
    ]
    readings = [replace(one, entry=replace(one.entry, seen=now - timedelta(hours=3 - n))) for n, one in enumerate(found)]
    await store.write(lambda tables: (tables.places.put_destination(CHANNEL), tables.places.put_subscription(daily)))
    for one in readings:
        await store.write(lambda tables, one=one: absorb(tables, [one], now=one.entry.seen, catalogue=CATALOGUE, index=index))
    await store.close()


async def _card(bench: Workbench) -> Card:
    """Return what the only post tells."""
    store = open_store(f"sqlite:///{bench.database}", clock=SystemClock())
    try:
        (post,) = await store.read(lambda tables: tables.deliveries.of_destination(CHANNEL.id, since=EVER, states=[DeliveryState.SENT]))
        alert = await store.read(lambda tables: tables.alerts.get(post.alert_id))
    finally:
        await store.close()
    return alert.card
