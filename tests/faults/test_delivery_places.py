"""Faults 15 to 24 and 27 to 30: places that are gone, messages that are refused, and who may send. Real clients, a real database."""

import asyncio
import shutil
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.model.alert import Act
from bot.model.catalogue import Catalogue
from bot.model.delivery import Rejected, RetryLater, SendResult
from bot.pipeline.deliver import DeliveryRules, OnDeleted
from bot.pipeline.outbox import Outbox
from bot.ports import Notice, NoticeKind
from bot.store import open_store
from handlers.context import Context
from handlers.desk import CommandDesk
from tests.fakes import Counted, FilePlatform, alert, delivery, destination, follow
from tests.faults.guards import guarded, is_off
from tests.faults.naive_platforms import only_embeds
from tests.faults.wires import DISCORD, SLACK, SLACK_TOO, Twisted, Wires, wired
from tests.faults.workbench import Workbench

HOURS = 3600.0


@pytest.fixture
async def wires() -> AsyncIterator[Wires]:
    async with wired() as stage:
        yield stage


def stubborn(result: SendResult) -> SendResult:
    """Take a refusal for a hiccup."""
    return RetryLater(reason=result.reason) if isinstance(result, Rejected) else result


async def test_f15_the_channel_was_deleted(wires: Wires):
    """A channel that is gone costs one request, whatever waits for it, and its owner is told once. Guard: parking."""
    gone = destination("C99", workspace="T01")
    rows = [await wires.queue(number, gone) for number in range(4)]
    slack = wires.platforms["slack"]

    await wires.run(wires.outbox(slack=guarded("15", slack, Twisted(slack, stubborn))), 300, step=20)

    assert wires.calls(gone) == 1
    assert await wires.state(rows[0]) == "parked"
    assert len(wires.told) == 1


async def test_f16_archived_then_unarchived(wires: Wires):
    """An archived channel is parked; unarchived it goes on, and what is stale by then is left to the digest. Guard: the greatest age."""
    wires.slack.space.channels["C01"].archived = True
    old = [await wires.queue(number, SLACK) for number in range(2)]
    outbox = wires.outbox(rules=guarded("16", DeliveryRules(), DeliveryRules(max_age=1e9)))
    await wires.run(outbox, 60)
    assert wires.calls(SLACK) == 1

    wires.clock.advance(8 * HOURS)
    new = await wires.queue(9, SLACK)
    wires.slack.space.channels["C01"].archived = False
    desk = CommandDesk(Context(store=wires.store, catalogue=Catalogue(), clock=wires.clock, commands=()))
    await desk.notice(Notice(kind=NoticeKind.RESTORED, platform="slack", workspace="T01", channel="C01"))
    await wires.run(outbox, 60)

    assert wires.posts(SLACK) == [new.id]
    assert {await wires.state(row) for row in old} == {"digested"}


@pytest.mark.parametrize("code", ["account_inactive", "team_access_not_granted"])
async def test_f17_thrown_out_of_the_workspace(wires: Wires, code):
    """Who is thrown out of a workspace leaves all of its channels alone; another platform goes on. Guard: parking by workspace."""
    places = [SLACK, SLACK_TOO]
    for number, place in enumerate(places):
        await wires.queue(number, place)
    other = await wires.queue(9, DISCORD)
    wires.slack.inject("chat.postMessage", "error", times=1, value=code)
    slack = wires.platforms["slack"]

    await wires.run(wires.outbox(slack=guarded("17", slack, Twisted(slack, stubborn)), rules=DeliveryRules(slots=1)), 120)

    kept = await wires.store.read(lambda tables: tables.places.destinations(SLACK.tenant))
    assert all(place.parked_reason for place in kept)
    assert wires.calls(SLACK) + wires.calls(SLACK_TOO) == 1
    assert await wires.state(other) == "sent"


async def test_f18_the_token_was_revoked(wires: Wires):
    """A revoked token is used once and then no more. Guard: parking by workspace."""
    wires.slack.space.revoked = True
    for number in range(6):
        await wires.queue(number, SLACK)
    slack = wires.platforms["slack"]

    await wires.run(wires.outbox(slack=guarded("18", slack, Twisted(slack, stubborn))), 2 * HOURS, step=300)

    assert wires.calls(SLACK) == 1


async def test_f20_no_permission_for_embeds(wires: Wires):
    """Where Discord takes no embeds from the bot, the message comes as text. Guard: the form without embeds."""
    wires.discord.world.channels[DISCORD.channel].denied.add("EMBED_LINKS")
    row = await wires.queue(1, DISCORD)

    await wires.run(wires.outbox(discord=guarded("20", wires.platforms["discord"], only_embeds(wires.discord))), 30)

    assert await wires.state(row) == "sent"
    (line,) = [line for line in wires.discord.world.journal if line["channel"] == DISCORD.channel]
    assert "Event 1" in line["content"]


@pytest.mark.parametrize("place", [SLACK, DISCORD], ids=["slack", "discord"])
async def test_f21_a_form_that_is_refused(wires: Wires, place):
    """A refused form is tried once as plain text; refused again it is given up, and the next message is sent. Guard: giving up."""
    bad = await wires.queue(1, place)
    good = await wires.queue(2, place)
    if place is SLACK:
        wires.slack.inject("chat.postMessage", "error", times=2, value="msg_too_long")
    else:
        wires.discord.inject("POST", r"/channels/\d+/messages", "error", times=2, status=400, code=50035, message="Invalid Form Body")
    plain = wires.platforms[place.platform]

    await wires.run(wires.outbox(**{place.platform: guarded("21", plain, Twisted(plain, stubborn))}), 60)

    assert await wires.state(bad) == "dead"
    assert await wires.state(good) == "sent"
    assert wires.calls(place) == 3


async def test_f22_one_dead_place_of_many(tmp_path: Path):
    """A channel whose calls hang delays none of the others. Guard: sends side by side."""
    store = open_store("sqlite:///:memory:", clock=SystemClock())
    places = [destination(f"c{number}") for number in range(300)]
    now = SystemClock().now()

    async def hang(order) -> None:
        if order.destination.channel == "c0":
            await asyncio.Event().wait()

    def fill(tables) -> None:
        for number, place in enumerate(places):
            follow(tables, place)
            told = alert(number, place, now)
            tables.alerts.put(told)
            tables.deliveries.add([delivery(told, place, now)])

    await store.write(fill)
    platform = FilePlatform(tmp_path / "channel", before=hang)
    rules = DeliveryRules(slots=guarded("22", 32, 1), send_limit=20.0, lease=30.0)
    outbox = Outbox(store, {"slack": platform}, clock=SystemClock(), owner="one", meter=Counted(), rules=rules)

    try:
        async with asyncio.timeout(15):
            while len(platform.posts()) < 299:
                await outbox.deliver_due()
                await asyncio.sleep(0.01)
    finally:
        await outbox.drain(0.1)
        await store.close()

    assert {line.place for line in platform.posts()} == {place.id for place in places[1:]}


async def test_f23_a_platform_is_down_for_a_working_day(wires: Wires):
    """After a long outage the stale posts are counted and left to the digest, and only the young ones are posted. Guard: the greatest age."""
    old = [await wires.queue(number, SLACK) for number in range(30)]
    outbox = wires.outbox(rules=guarded("23", DeliveryRules(), DeliveryRules(max_age=1e9)))
    wires.slack.inject("chat.postMessage", "status", times=10_000, value=503)
    await wires.run(outbox, 7 * HOURS, step=600)
    young = [await wires.queue(100 + number, SLACK) for number in range(3)]

    wires.slack.space.faults.clear()
    await wires.run(outbox, HOURS, step=60)

    assert wires.posts(SLACK) == [row.id for row in young]
    assert {await wires.state(row) for row in old} == {"digested"}
    assert wires.meter.deliveries.count(("slack", "digested")) == 30


async def test_f24_two_rules_lead_to_one_channel(wires: Wires):
    """An alert that two rules send to one channel is one row and one message. Guard: the row's unique place."""
    row = await wires.queue(1, SLACK)
    told = await wires.store.read(lambda tables: tables.alerts.get(row.alert_id))
    twin = delivery(told, SLACK, wires.clock.now(), revision=guarded("24", 0, 1))

    added = await wires.store.write(lambda tables: tables.deliveries.add([replace(twin, id="x-another")]))
    await wires.run(wires.outbox(), 30)

    assert added == 0
    assert len(wires.posts(SLACK)) == 1


async def test_f27_an_alert_grows_and_its_message_is_deleted(wires: Wires):
    """A grown alert edits its message; where somebody deleted that, the edit is dropped. Guard: who deletes does not want it back."""
    post = await wires.queue(1, SLACK)
    outbox = wires.outbox(rules=guarded("27", DeliveryRules(), DeliveryRules(on_deleted=OnDeleted.POST)))
    await wires.run(outbox, 10)
    await wires.act(post, SLACK, Act.EDIT, "Event 1, by two papers")
    await wires.run(outbox, 10)
    channel = wires.slack.space.channels["C01"]
    assert "by two papers" in str(channel.messages[0].arguments)

    channel.messages.clear()
    late = await wires.act(post, SLACK, Act.EDIT, "Event 1, by three papers")
    await wires.run(outbox, 60)

    assert wires.posts(SLACK) == []
    assert await wires.state(late) == "cancelled"


async def test_f28_two_workers_and_one_outbox(tmp_path: Path):
    """Two processes on one database send each row once. Guard: the lease."""
    bench = Workbench(tmp_path)
    rows = await bench.queue(60, *[destination(f"c{number}") for number in range(20)])
    second = Workbench(tmp_path)
    if is_off("28"):
        second.database = shutil.copy(bench.database, tmp_path / "copy.db")

    await asyncio.gather(bench.run(owner="one", latency=0.05), second.run(owner="two", latency=0.05))

    assert sorted(line.key for line in bench.lines()) == sorted(row.id for row in rows)


async def test_f29_a_worker_sleeps_past_its_lease(tmp_path: Path):
    """A worker that is stopped after its message stands, and wakes when another has found it, changes nothing. Guard: the look-back."""
    bench = Workbench(tmp_path)
    (row,) = await bench.queue(1)
    how = {"slack": {"may_look": not is_off("29")}}
    asleep = tmp_path / "asleep"
    sleeper = await bench.start(stop_after=str(asleep), owner="one", platforms=how)
    for _ in range(1200):
        if asleep.exists():
            break
        await asyncio.sleep(0.05)

    await bench.run(owner="two", platforms=how)
    sleeper.send_signal(signal.SIGCONT)
    async with asyncio.timeout(60):
        said = b"".join(await sleeper.communicate())

    assert [line.key for line in bench.lines()] == [row.id]
    assert await bench.states(row) == ["sent"]
    assert b"delivery.lost" in said


async def test_f30_unsubscribed_while_it_waits(wires: Wires):
    """What waits for a channel when it unsubscribes is not sent. Guard: the second look at the subscription."""
    row = await wires.queue(1, SLACK)
    if not is_off("30"):
        subscription = await wires.store.read(lambda tables: tables.places.subscription_of(SLACK.id))
        await wires.store.write(lambda tables: tables.places.remove_subscription(subscription.id))

    await wires.run(wires.outbox(), 30)

    assert wires.calls(SLACK) == 0
    assert await wires.state(row) == "cancelled"
