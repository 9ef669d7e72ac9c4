"""Outbox: claims, sends and stores, on a real database in memory and a platform whose channels are a file."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.model.alert import Act
from bot.model.delivery import DeliveryState, Pace, Reach, Refusal, Rejected, RetryLater
from bot.pipeline.deliver import DeliveryRules
from bot.pipeline.outbox import Outbox
from bot.pipeline.probe import ProbePass
from bot.ports import Store
from bot.store.open import open_store
from tests.fakes import LOST, Counted, FilePlatform, always, answers, delivery, destination, follow, queue

START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DEALS = destination("deals")


class Desk:
    """Everything a delivery needs, with a clock that is moved by hand."""

    def __init__(self, store: Store, path: Path, clock: ManualClock) -> None:
        self.store, self.path, self.clock = store, path, clock
        self.meter = Counted()
        self.told: list[tuple[str, str]] = []

    def platform(self, **how) -> FilePlatform:
        return FilePlatform(self.path, now=lambda: self.clock.now().timestamp(), **how)

    def outbox(self, *platforms: FilePlatform, owner: str = "one", rules: DeliveryRules | None = None) -> Outbox:
        return Outbox(
            self.store,
            {platform.name: platform for platform in platforms},
            clock=self.clock,
            owner=owner,
            meter=self.meter,
            rules=rules,
            tell=self.tell,
            chance=random.Random(7),
        )

    async def tell(self, tenant: str, sentence: str) -> None:
        self.told.append((tenant, sentence))

    async def queue(self, number: int, place=DEALS):
        await self.store.write(lambda tables: follow(tables, place))
        return await self.store.write(lambda tables: queue(tables, number, place, self.clock.now()))

    async def rows(self, *rows):
        found = [await self.store.read(lambda tables, row=row: tables.deliveries.of_alert(row.alert_id)) for row in rows]
        return [row for some in found for row in some]

    async def state(self, row) -> DeliveryState:
        return next(found.state for found in await self.rows(row) if found.id == row.id)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    clock = ManualClock(START)
    store = open_store("sqlite:///:memory:", clock=clock)
    yield Desk(store, tmp_path / "channel", clock)
    await store.close()


async def test_what_is_due_is_sent_and_its_reference_kept(desk: Desk):
    """A pending post is sent once, and the platform's name of it is stored."""
    row = await desk.queue(1)
    platform = desk.platform()

    count = await desk.outbox(platform).deliver_all()

    assert count == 1
    (kept,) = await desk.rows(row)
    assert (kept.state, kept.message_ref) == (DeliveryState.SENT, platform.posts()[0].ref)


async def test_a_backlog_of_one_channel_goes_out_in_order(desk: Desk):
    """A channel's alerts come in the order in which they were made, one at a time."""
    for number in range(20):
        await desk.queue(number)
        desk.clock.advance(0.001)
    platform = desk.platform()

    await desk.outbox(platform).deliver_all()

    assert [line.title for line in platform.posts()] == [f"Event {number}" for number in range(20)]


async def test_an_edit_waits_for_its_post_and_names_it(desk: Desk):
    """An edit goes out after its post, with the reference of the message."""
    row = await desk.queue(1)
    told = await desk.store.read(lambda tables: tables.alerts.get(row.alert_id))
    edit = delivery(told, DEALS, desk.clock.now(), act=Act.EDIT, revision=1)
    await desk.store.write(lambda tables: tables.deliveries.add([edit]))
    platform = desk.platform()

    await desk.outbox(platform).deliver_all()

    assert [order.act for order in platform.orders] == [Act.POST, Act.EDIT]
    assert platform.orders[1].root_ref == platform.posts()[0].ref


async def test_a_wait_of_one_channel_delays_no_other(desk: Desk):
    """Retry-After of one channel is kept to the second; the others go on."""
    slow, quick = destination("slow"), destination("quick")
    first = await desk.queue(1, slow)
    second = await desk.queue(2, slow)
    other = await desk.queue(3, quick)
    platform = desk.platform(before=answers(RetryLater(reason="ratelimited", after=30.0)))
    outbox = desk.outbox(platform)

    await outbox.deliver_all()
    assert [await desk.state(row) for row in (first, second, other)] == ["pending", "pending", "sent"]
    desk.clock.advance(29.5)
    await outbox.deliver_all()
    assert platform.sends == 2
    desk.clock.advance(5)
    await outbox.deliver_all()
    desk.clock.advance(5)
    await outbox.deliver_all()

    assert [await desk.state(row) for row in (first, second)] == ["sent", "sent"]


async def test_a_wait_of_the_platform_stops_the_platform_only(desk: Desk):
    """A global wait of Discord pauses every Discord channel and leaves Slack alone."""
    slack_row = await desk.queue(1)
    rows = [await desk.queue(number, destination(f"c{number}", platform="discord", workspace=f"g{number}")) for number in range(2, 6)]
    discord = desk.platform(name="discord", before=answers(*[RetryLater(reason="global", after=20.0, reach=Reach.PLATFORM)] * 4))
    outbox = desk.outbox(discord, desk.platform())

    await outbox.deliver_all()
    await desk.queue(6, destination("c6", platform="discord", workspace="g6"))
    sends = discord.sends
    await outbox.deliver_all()

    assert await desk.state(slack_row) is DeliveryState.SENT
    assert discord.sends == sends
    desk.clock.advance(60)
    for _ in range(6):
        await outbox.deliver_all()
        desk.clock.advance(3)
    assert [await desk.state(row) for row in rows] == ["sent"] * 4


async def test_pace_is_kept(desk: Desk):
    """Five messages to a channel that takes one a second take four seconds."""
    for number in range(5):
        await desk.queue(number)
    pace = Pace(per_destination=1.0, per_workspace=100.0, per_platform=100.0, burst=1.0)
    platform = desk.platform(pace=pace)

    await desk.outbox(platform).deliver_all()

    assert len(platform.posts()) == 5
    assert 4.0 <= (desk.clock.now() - START).total_seconds() < 5.0


async def test_pace_is_kept_over_workers_and_restarts(desk: Desk):
    """Whoever sends next counts what was sent in the last minute by others: no minute has more than it may."""
    places = [destination(f"c{number}") for number in range(8)]
    for number, place in enumerate(places):
        await desk.queue(number, place)
    pace = Pace(per_destination=9.0, per_workspace=0.05, per_platform=9.0, burst=9.0, crowd=9.0, seconds=60.0)
    platform = desk.platform(pace=pace)

    counts = []
    for number, seconds in enumerate((0, 1, 61, 60)):
        desk.clock.advance(seconds)
        await desk.queue(20 + number, destination(f"later{number}"))
        await desk.outbox(platform).deliver_due()
        for _ in range(20):
            await asyncio.sleep(0.01)
        counts.append(len(platform.posts()))

    assert counts[:2] == [3, 3]
    assert 3 < counts[2] <= 6
    assert counts[2] < counts[3] <= counts[2] + 3


async def test_a_lost_response_is_looked_up(desk: Desk):
    """A post whose answer was lost is found after the settle delay and not sent again."""
    row = await desk.queue(1)
    platform = desk.platform(after=answers(LOST))
    outbox = desk.outbox(platform)

    await outbox.deliver_all()
    assert await desk.state(row) is DeliveryState.UNCERTAIN
    desk.clock.advance(5)
    await outbox.deliver_all()

    assert await desk.state(row) is DeliveryState.SENT
    assert len(platform.posts()) == 1


async def test_a_dead_channel_is_parked_and_its_owner_told_once(desk: Desk):
    """A channel that is gone costs one request, then none."""
    rows = [await desk.queue(number) for number in range(3)]
    platform = desk.platform(before=always(Rejected(refusal=Refusal.DESTINATION_GONE, reason="channel_not_found")))

    await desk.outbox(platform).deliver_all()

    assert platform.sends == 1
    assert await desk.state(rows[0]) is DeliveryState.PARKED
    assert [tenant for tenant, _ in desk.told] == [DEALS.tenant]
    assert "#deals" in desk.told[0][1]


async def test_a_dead_channel_is_tried_again_once_a_day_for_a_week(desk: Desk):
    """Nobody says that a permission was given back: the next day's try finds out; each failed one is silent, and after a week there is none."""
    await desk.queue(0)
    dead = desk.platform(before=always(Rejected(refusal=Refusal.DESTINATION_GONE, reason="not_in_channel")))
    probe = ProbePass(desk.store, clock=desk.clock)
    await desk.outbox(dead).deliver_all()

    tried = []
    for hour in range(9 * 24):
        desk.clock.advance(3600)
        await desk.store.write(lambda tables, hour=hour: queue(tables, hour + 1, DEALS, desk.clock.now()))
        tried.append(await probe.run())
        await desk.outbox(dead).deliver_all()

    assert sum(tried) == 7
    assert dead.sends == 8
    assert [tenant for tenant, _ in desk.told] == [DEALS.tenant]


async def test_a_channel_that_takes_posts_again_gets_what_waits(desk: Desk):
    """What waited goes out with the next day's try, and its owner hears that it does, once."""
    row = await desk.queue(0)
    await desk.outbox(desk.platform(before=always(Rejected(refusal=Refusal.DESTINATION_GONE, reason="not_in_channel")))).deliver_all()
    well = desk.platform()
    desk.clock.advance(86_400)

    await ProbePass(desk.store, clock=desk.clock).run()
    fresh = await desk.store.write(lambda tables: queue(tables, 1, DEALS, desk.clock.now()))
    await desk.outbox(well).deliver_all()

    assert await desk.state(fresh) is DeliveryState.SENT
    assert await desk.state(row) in (DeliveryState.SENT, DeliveryState.DIGESTED, DeliveryState.EXPIRED)
    assert [sentence for _, sentence in desk.told][1:] == ["#deals can be posted to again."]
    assert await ProbePass(desk.store, clock=desk.clock).run() == 0


async def test_a_revoked_token_parks_every_channel_of_the_workspace(desk: Desk):
    """A workspace that threw the bot out is left alone altogether; another workspace is not."""
    ours, theirs = [destination(f"c{n}") for n in range(3)], destination("c9", workspace="T2")
    for number, place in enumerate([*ours, theirs]):
        await desk.queue(number, place)
    platform = desk.platform(
        before=always(Rejected(refusal=Refusal.TENANT_GONE, reason="token_revoked"), channels=frozenset({"c0", "c1", "c2"}))
    )

    await desk.outbox(platform, rules=DeliveryRules(slots=1)).deliver_all()

    places = await desk.store.read(lambda tables: tables.places.destinations(ours[0].tenant))
    assert platform.sends == 2
    assert all(place.parked_reason for place in places)
    assert [line.place for line in platform.posts()] == [theirs.id]


async def test_what_nobody_follows_any_more_is_cancelled(desk: Desk):
    """A post that waits when its channel unfollows the storyline is not sent."""
    row = await desk.queue(1)
    await desk.store.write(lambda tables: follow(tables, DEALS, "openai-broadcom"))
    platform = desk.platform()

    await desk.outbox(platform).deliver_all()

    assert platform.sends == 0
    assert await desk.state(row) is DeliveryState.CANCELLED


async def test_an_exception_of_an_adapter_is_a_doubtful_send(desk: Desk):
    """A bug in an adapter leaves the row in doubt, for nobody knows what was sent; its siblings are delivered."""

    async def broken(order):
        raise KeyError(order.key)

    row = await desk.queue(1)
    other = await desk.queue(2, destination("elsewhere", platform="discord"))
    outbox = desk.outbox(desk.platform(after=broken), desk.platform(name="discord"))

    await outbox.deliver_all()

    assert await desk.state(row) is DeliveryState.UNCERTAIN
    assert await desk.state(other) is DeliveryState.SENT


async def test_a_dead_worker_s_row_is_taken_back_after_its_lease(desk: Desk):
    """What a worker had claimed when it died is in doubt once its lease has run out, and due after the settle delay."""
    row = await desk.queue(1)
    await desk.store.write(lambda tables: tables.deliveries.claim("slack", START, owner="dead", lease_seconds=18, limit=5))
    platform = desk.platform()
    outbox = desk.outbox(platform)

    assert await outbox.reap() == 0
    desk.clock.advance(18)
    assert await outbox.reap() == 1
    await outbox.deliver_all()
    assert platform.sends == 0
    desk.clock.advance(5)
    await outbox.deliver_all()

    assert await desk.state(row) is DeliveryState.SENT


async def test_nothing_is_taken_back_while_a_send_of_our_own_is_past_its_lease(desk: Desk):
    """When the machine slept during a send, nobody looks back before that send has ended."""
    row = await desk.queue(1)
    gate, begun = asyncio.Event(), asyncio.Event()

    async def slow(_):
        begun.set()
        await gate.wait()

    outbox = desk.outbox(desk.platform(before=slow))
    await outbox.deliver_due()
    await begun.wait()

    desk.clock.advance(3600)
    taken = await outbox.reap()
    gate.set()
    await outbox.deliver_all()

    assert taken == 0
    assert await desk.state(row) is DeliveryState.SENT


async def test_a_worker_that_lost_its_row_stores_nothing(desk: Desk):
    """A completion that comes after another worker claimed the row is refused."""
    row = await desk.queue(1)
    gate, begun = asyncio.Event(), asyncio.Event()

    async def slow(_):
        begun.set()
        await gate.wait()

    outbox = desk.outbox(desk.platform(before=slow, after=answers(RetryLater(reason="late news"))))
    await outbox.deliver_due()
    await begun.wait()
    desk.clock.advance(30)
    now = desk.clock.now()
    await desk.store.write(lambda tables: tables.deliveries.reap(now))
    await desk.store.write(lambda tables: tables.deliveries.claim("slack", now, owner="two", lease_seconds=18, limit=5))

    gate.set()
    await outbox.deliver_all()

    (kept,) = await desk.rows(row)
    assert (kept.state, kept.lease_owner) == (DeliveryState.UNCERTAIN, "two")


async def test_draining_finishes_what_is_being_sent_and_claims_no_more(desk: Desk):
    """A stop lets the running send end and starts no other."""
    rows = [await desk.queue(number) for number in range(2)]
    gate, begun = asyncio.Event(), asyncio.Event()

    async def slow(_):
        begun.set()
        await gate.wait()

    platform = desk.platform(before=slow)
    outbox = desk.outbox(platform)
    await outbox.deliver_due()
    await begun.wait()

    stopping = asyncio.create_task(outbox.drain(5.0))
    await asyncio.sleep(0)
    gate.set()
    await stopping

    assert await outbox.deliver_due() == 0
    assert [await desk.state(row) for row in rows] == [DeliveryState.SENT, DeliveryState.PENDING]


async def test_a_send_that_outlives_the_drain_is_left_in_doubt(desk: Desk):
    """A send that is cut off by the stop is looked up after the restart, not sent blindly."""
    row = await desk.queue(1)
    begun = asyncio.Event()

    async def endless(_):
        begun.set()
        await asyncio.Event().wait()

    platform = desk.platform(after=endless)
    outbox = desk.outbox(platform)
    await outbox.deliver_due()
    await begun.wait()

    await outbox.drain(0.05)

    assert await desk.state(row) is DeliveryState.UNCERTAIN
    desk.clock.advance(10)
    again = desk.platform()
    await desk.outbox(again, owner="two").deliver_all()
    assert await desk.state(row) is DeliveryState.SENT
    assert len(again.posts()) == 1


async def test_a_platform_that_fails_everywhere_is_left_alone_then_probed(desk: Desk):
    """After five failures over three channels sends stop; one probe decides when they go on."""
    rows = [await desk.queue(number, destination(f"c{number}")) for number in range(12)]
    platform = desk.platform(before=answers(*[RetryLater(reason="503")] * 6))
    outbox = desk.outbox(platform, rules=DeliveryRules(slots=3))

    await outbox.deliver_all()
    assert platform.sends in {5, 6}
    desk.clock.advance(1)
    assert await outbox.deliver_all() == 0
    desk.clock.advance(120)
    await outbox.deliver_due()
    assert platform.sends <= 7
    for _ in range(10):
        await outbox.deliver_all()
        desk.clock.advance(60)

    assert {await desk.state(row) for row in rows} == {DeliveryState.SENT}


async def test_posts_older_than_six_hours_are_left_to_the_digest(desk: Desk):
    """After a long outage nobody gets a flood of stale posts."""
    old = await desk.queue(1)
    desk.clock.advance(timedelta(hours=7).total_seconds())
    young = await desk.queue(2)
    await desk.store.write(lambda tables: tables.deliveries.claim("slack", START, owner="x", lease_seconds=1, limit=1))
    outbox = desk.outbox(desk.platform(may_look=True))

    await outbox.reap()
    for _ in range(3):
        desk.clock.advance(6)
        await outbox.deliver_all()

    assert [await desk.state(row) for row in (old, young)] == [DeliveryState.DIGESTED, DeliveryState.SENT]
    assert ("slack", "digested") in desk.meter.deliveries
