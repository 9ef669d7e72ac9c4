"""Faults 25, 32, 33, 47 and 94 to 96 of delivery and polling: holds, stalls, poison, stops and clocks that jump."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.pipeline.deliver import DeliveryRules
from tests.fakes import alert, delivery, destination, follow
from tests.faults.guards import guarded, is_off
from tests.faults.wires import SLACK, SLACK_TOO, Wires, wired
from tests.faults.workbench import Workbench

DISCORD = destination("wire", platform="discord", workspace="g1")


@pytest.fixture
async def wires() -> AsyncIterator[Wires]:
    async with wired() as stage:
        yield stage


async def test_f25_reports_that_come_together_are_one_message(wires: Wires):
    """While an alert waits for sibling reports it only grows; what is posted when the wait ends says it all. Guard: the hold."""
    now = wires.clock.now()
    told = alert(1, SLACK, now, hold_until=guarded("25", now + timedelta(seconds=60), None))
    row = delivery(told, SLACK, now)
    await wires.store.write(lambda tables: (follow(tables, SLACK), tables.alerts.put(told), tables.deliveries.add([row])))
    outbox = wires.outbox()

    for number in range(200):
        card = replace(row.card, title=f"Event 1, by {number + 2} papers")
        await wires.store.write(lambda tables, card=card: tables.deliveries.update_card(row.id, replace(row, card=card)))
        if number % 50 == 0:
            wires.clock.advance(10)
            await outbox.deliver_all()
    early = wires.calls(SLACK)
    await wires.run(outbox, 30)

    assert early == 0
    assert wires.posts(SLACK) == [row.id]
    assert "by 201 papers" in str(wires.slack.space.channels["C01"].messages[0].arguments)


async def test_f32_a_loop_that_stalls_past_its_lease(tmp_path: Path):
    """A worker whose loop stands still during a send past its lease posts nothing twice where the platform knows the key. Guard: the nonce."""
    bench = Workbench(tmp_path)
    rows = await bench.queue(1, DISCORD)
    how = {"discord": {"resend_safe": 60.0, "nonce": guarded("32", 60.0, 0.0)}}
    stalled = tmp_path / "stalled"

    first = await bench.start(stall=[str(stalled), 8.0], owner="one", platforms=how)
    for _ in range(1200):
        if stalled.exists():
            break
        await asyncio.sleep(0.05)
    await bench.run(owner="two", platforms=how)
    async with asyncio.timeout(60):
        await first.communicate()

    assert [line.key for line in bench.lines("discord")] == [row.id for row in rows]
    assert await bench.states(*rows) == ["sent"]


async def test_f33_a_row_that_kills_the_process(wires: Wires):
    """A row that many workers did not survive waits between attempts, and the others go on. Guard: attempts are counted before the work."""
    rules = guarded("33", DeliveryRules(), DeliveryRules(crashes=10**9))
    poison = await wires.queue(1, SLACK)
    for crash in range(rules.crashes + 1 if rules.crashes < 100 else 9):
        now = wires.clock.now()
        await wires.store.write(lambda tables, now=now: tables.deliveries.claim("slack", now, owner="dies", lease_seconds=18, limit=1))
        wires.clock.advance(18)
        now = wires.clock.now()
        taken = await wires.store.write(lambda tables, now=now: tables.deliveries.reap(now))
        assert taken == (crash == 0)
    other = await wires.queue(2, SLACK_TOO)
    outbox = wires.outbox(rules=rules)

    await wires.run(outbox, 240)
    quarantined, asked = await wires.state(poison), wires.calls(SLACK)
    await wires.run(outbox, 7200, step=300)

    assert (quarantined, asked) == ("uncertain", 0)
    assert await wires.state(other) == "sent"
    assert await wires.state(poison) == "sent"


@pytest.mark.parametrize("number", [signal.SIGTERM])
async def test_f47_stopped_at_any_moment(tmp_path: Path, number: signal.Signals):
    """Wherever a stop comes, the process ends with 0 in time, and the next one loses and doubles nothing. Guard: the drain."""
    bench = Workbench(tmp_path)
    rows = await bench.queue(80, *[destination(f"c{n}") for n in range(20)])
    slowest = 0.0

    for moment in (0.0, 0.1, 0.3, 0.6):
        worker = await bench.start(latency=0.4, until_idle=False, platforms={"slack": {"may_look": not is_off("47")}})
        before = len(bench.lines())
        for _ in range(1200):
            if len(bench.lines()) > before:
                break
            await asyncio.sleep(0.05)
        await asyncio.sleep(moment)
        begun = time.monotonic()
        worker.send_signal(guarded("47", number, signal.SIGKILL))
        await worker.communicate()
        slowest = max(slowest, time.monotonic() - begun)
        assert worker.returncode == 0
    await bench.run(latency=0.05)

    assert slowest < 10
    assert sorted(line.key for line in bench.lines()) == sorted(row.id for row in rows)


@pytest.mark.parametrize("hours", [1, -1])
async def test_f95_the_clock_jumps(wires: Wires, hours):
    """A wall clock that jumps by an hour floods nobody and loses nothing: each message comes once. Guard: the greatest age, of hours."""
    rows = [await wires.queue(number, SLACK) for number in range(3)]
    outbox = wires.outbox(rules=guarded("95", DeliveryRules(), DeliveryRules(max_age=60.0)))
    await outbox.deliver_due()

    wires.clock.advance(hours * 3600)
    await outbox.reap()
    await wires.run(outbox, 4000, step=60)

    assert sorted(wires.posts(SLACK)) == sorted(row.id for row in rows)
    assert {await wires.state(row) for row in rows} == {"sent"}
