"""Quotas: what one workspace may use of the bot, held against the work before it happens. Real feeds, real chat clients, real counts."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.model.alert import Destination
from bot.model.feed import Feed
from bot.model.quota import Quotas, Use
from bot.pipeline.deliver import DeliveryRules
from bot.pipeline.poll import PollRules
from bot.ports import Store
from tests.fakes import destination
from tests.faults.polling import Pollers, polling
from tests.faults.wires import DISCORD, SLACK, SLACK_TOO, START, Wires, wired

OWN, OTHER = "slack:T01", "slack:T02"
OPS = replace(destination("C02", workspace="T01"), kind="ops")


def asked(made: Pollers, feed: Feed) -> int:
    """Return how often a feed was fetched."""
    return sum(feed.url.endswith(path) for path, _ in made.server.requests)


async def used(store: Store, use: Use) -> int:
    """Return what the workspace has used in the first window."""
    return (await store.read(lambda tables: tables.usage.of(OWN, now=START)))[use]


async def told(store: Store, place: Destination) -> list[str]:
    """Return what was told in a place for trouble."""
    return [row.card.title for row in await store.read(lambda tables: tables.deliveries.of_destination(place.id, since=START))]


@contextmanager
def statements() -> Iterator[Counter[str]]:
    """Count statements on the table of uses, by their first word."""
    seen = Counter[str]()

    def note(_connection, _cursor, statement: str, *_rest: object) -> None:
        seen[statement.split(maxsplit=1)[0]] += " usage " in f" {statement} "

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
async def wires():
    async with wired() as connected:
        yield connected


async def test_messages_beyond_the_quota_wait_for_the_next_hour(wires: Wires):
    """None is lost, each comes once and says that it is late; that they wait is told once an hour, and others are sent meanwhile."""
    await wires.store.write(lambda t: t.places.put_destination(OPS))
    rows = [await wires.queue(number, SLACK) for number in range(5)]
    other = await wires.queue(9, DISCORD)
    outbox = wires.outbox(rules=DeliveryRules(quotas=Quotas(messages_an_hour=2)))

    await wires.run(outbox, 3_000, step=60)
    first = (len(wires.posts(SLACK)), await wires.state(other))
    await wires.run(outbox, 7_200, step=60)

    assert first == (2, "sent")
    assert sorted(wires.posts(SLACK)) == sorted(row.id for row in rows)
    assert await told(wires.store, OPS) == [
        f"slack:T01 has used its 2 messages of this hour: the others go out from {hour}:00 UTC. If that is too little, raise messages_an_hour under [quotas]."
        for hour in (13, 14)
    ]
    assert len(wires.posts(OPS)) == 2
    assert sum("Late" in str(message.arguments) for message in wires.slack.space.channels[SLACK.channel].messages) == 3


async def test_a_backlog_beyond_the_quota_keeps_nobody_waiting(wires: Wires):
    """Hundreds of rows that wait for their window are not claimed one by one before another workspace's younger row."""
    rows = [await wires.queue(number, place) for number, place in enumerate(wires.slack_channels(150))]
    await wires.store.write(lambda t: t.usage.count({(OWN, Use.MESSAGES): 1}, now=START))
    rules = DeliveryRules(quotas=Quotas(messages_an_hour=1))
    outbox = wires.outbox(rules=rules)

    await outbox.deliver_due()
    found = [row for told in rows for row in await wires.store.read(lambda t, told=told: t.deliveries.of_alert(told.alert_id))]

    assert sum(row.first_attempt_at is not None for row in found) == rules.slots
    assert {row.next_at for row in found} == {START + timedelta(hours=1)}


async def test_a_message_that_is_tried_again_counts_once(wires: Wires):
    """What waits for its turn, or is asked to come back later, uses up no quota until it is sent."""
    rows = [await wires.queue(number, SLACK) for number in range(6)]
    wires.slack.inject("chat.postMessage", "ratelimited", times=2, value="1")

    await wires.run(wires.outbox(rules=DeliveryRules(quotas=Quotas(messages_an_hour=6))), 300)

    assert sorted(wires.posts(SLACK)) == sorted(row.id for row in rows)
    assert await used(wires.store, Use.MESSAGES) == 6


async def test_what_is_never_sent_counts_for_nothing(wires: Wires):
    """Alerts too old to be posted go into the digest, and use up no quota of what is posted now."""
    old = [await wires.queue(number, SLACK) for number in range(3)]
    wires.clock.advance(7 * 3_600)
    fresh = await wires.queue(7, SLACK_TOO)

    await wires.run(wires.outbox(rules=DeliveryRules(quotas=Quotas(messages_an_hour=3))), 60)

    assert [await wires.state(row) for row in (*old, fresh)] == ["digested"] * 3 + ["sent"]
    uses = await wires.store.read(lambda t: t.usage.of(OWN, now=wires.clock.now()))
    assert uses[Use.MESSAGES] == 1


async def test_trouble_is_told_whatever_the_quota(wires: Wires):
    """A notice in the place for trouble counts for nothing."""
    await wires.queue(1, SLACK)
    notice = await wires.queue(2, OPS)

    await wires.run(wires.outbox(rules=DeliveryRules(quotas=Quotas(messages_an_hour=1))), 60)

    assert await wires.state(notice) == "sent"
    assert await used(wires.store, Use.MESSAGES) == 1


@pytest.mark.parametrize(("use", "quotas"), [(Use.POLLS, Quotas(polls_an_hour=2)), (Use.BYTES, Quotas(megabytes_a_day=1))])
async def test_polls_beyond_the_quota_wait_for_the_next_window(use: Use, quotas: Quotas):
    """A workspace's own feeds are put off before anything is fetched; shared feeds and those of others are read meanwhile, and later nothing is missing."""
    async with polling(START) as made:
        store = made.store()
        shared, *own, foreign = await made.feeds(5)
        owned = [shared, *(replace(feed, tenant=OWN) for feed in own), replace(foreign, tenant=OTHER)]
        await store.write(lambda t: [t.feeds.add(feed, START) for feed in owned])
        if use is Use.BYTES:
            await store.write(lambda t: t.usage.count({(OWN, Use.BYTES): 1_000_000}, now=START))
        poller = made.poller(store, rules=PollRules(quotas=quotas))

        await poller.poll_all()
        before = [asked(made, feed) for feed in owned]
        for _ in range(25 * 6):
            made.clock.advance(600)
            await poller.poll_all()
        after = [asked(made, feed) for feed in owned]

    assert before[0] == before[-1] == 1
    assert sum(before[1:-1]) == (2 if use is Use.POLLS else 0)
    assert min(after) > 10


async def test_a_day_without_bytes_is_told_once():
    """Feeds that come due in one hour after another meet the same quota of the day; two workers and a restart tell it once."""
    async with polling(START) as made:
        store = made.store()
        own = [replace(feed, tenant=OWN) for feed in await made.feeds(3)]

        def prepare(tables) -> None:
            tables.places.put_destination(OPS)
            tables.usage.count({(OWN, Use.BYTES): 1_000_000}, now=START)

        await store.write(prepare)
        for number, feed in enumerate(own):
            await store.write(lambda t, feed=feed: t.feeds.add(feed, made.clock.now()))
            await made.poller(store, owner=f"worker {number}", rules=PollRules(quotas=Quotas(megabytes_a_day=1))).poll_all()
            made.clock.advance(3_600)

        assert made.server.requests == []
        assert await told(store, OPS) == [
            "slack:T01 has used its 1 MB for its own feeds of this day: they are polled again from 00:00 UTC. If that is too little, raise megabytes_a_day under [quotas]."
        ]


async def test_every_body_is_counted():
    """News, what has not changed since, and what is too large to be read: all of it was fetched; shared feeds count for nobody."""
    async with polling(START) as made:
        store = made.store()
        shared, feed = await made.feeds(2)
        for one in (shared, feed):
            made.server.pages[one.url.rpartition("/")[2]].validators = False
        size = len(made.server.pages["feed1"].body)
        owned = replace(feed, tenant=OWN)
        await store.write(lambda t: [t.feeds.add(one, START) for one in (shared, owned)])
        poller, seen = made.poller(store), []
        for _ in range(2):
            await store.write(lambda t: t.feeds.poll_now([shared.id, owned.id], made.clock.now()))
            await poller.poll_all()
            seen.append(await used(store, Use.BYTES))
            made.clock.advance(60)
        made.server.put("feed1", b"x" * 6_000_000, packed=True)
        await store.write(lambda t: t.feeds.poll_now([owned.id], made.clock.now()))
        await poller.poll_all()

        assert seen == [size, 2 * size]
        assert await used(store, Use.BYTES) > 5_000_000


async def test_a_quota_costs_polling_one_statement_for_many_feeds():
    """One for a claim, one for what came of it, however many workspaces and feeds; none at all for shared feeds."""
    async with polling(START) as made:
        store = made.store()
        feeds = await made.feeds(12)
        await store.write(lambda t: [t.feeds.add(feed, START) for feed in feeds])
        poller = made.poller(store)
        with statements() as shared:
            await poller.poll_all()
        owned = [replace(feed, tenant=(OWN, OTHER)[number % 2]) for number, feed in enumerate(feeds)]
        await store.write(lambda t: [t.feeds.add(feed, made.clock.now()) for feed in owned])
        with statements() as own:
            await poller.poll_due()
        await poller.poll_all()

    assert shared.total() == 0
    assert own.total() == own["INSERT"] == 1
