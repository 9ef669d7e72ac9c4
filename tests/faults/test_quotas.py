"""Quotas: what one workspace may use of the bot, held against the work before it happens. Real feeds, real chat clients, real counts."""

from dataclasses import replace

import pytest

from bot.model.feed import Feed
from bot.model.quota import Quotas, Use
from bot.pipeline.deliver import DeliveryRules
from bot.pipeline.poll import PollRules
from tests.fakes import destination
from tests.faults.polling import Pollers, polling
from tests.faults.wires import DISCORD, SLACK, START, Wires, wired

OWN, OTHER = "slack:T01", "slack:T02"


def asked(made: Pollers, feed: Feed) -> int:
    """Return how often a feed was fetched."""
    return sum(feed.url.endswith(path) for path, _ in made.server.requests)


@pytest.fixture
async def wires():
    async with wired() as connected:
        yield connected


async def test_messages_beyond_the_quota_wait_for_the_next_hour(wires: Wires):
    """None is lost, each comes once and says that it is late; the same words say so each time, which are told once an hour, and others are sent meanwhile."""
    rows = [await wires.queue(number, SLACK) for number in range(5)]
    other = await wires.queue(9, DISCORD)
    outbox = wires.outbox(rules=DeliveryRules(quotas=Quotas(messages_an_hour=2)))

    await wires.run(outbox, 3_000, step=60)
    first = (len(wires.posts(SLACK)), await wires.state(other))
    await wires.run(outbox, 7_200, step=60)

    assert first == (2, "sent")
    assert sorted(wires.posts(SLACK)) == sorted(row.id for row in rows)
    assert {words for words in wires.told if "13:00" in words} == {
        "slack:T01 has used its 2 messages of this hour: the others go out from 13:00 UTC. If that is too little, raise messages_an_hour under [quotas]."
    }
    assert sum("Late" in str(message.arguments) for message in wires.slack.space.channels[SLACK.channel].messages) == 3


async def test_a_message_that_is_tried_again_counts_once(wires: Wires):
    """What waits for its turn, or is asked to come back later, uses up no quota until it is sent."""
    rows = [await wires.queue(number, SLACK) for number in range(6)]
    wires.slack.inject("chat.postMessage", "ratelimited", times=2, value="1")

    await wires.run(wires.outbox(rules=DeliveryRules(quotas=Quotas(messages_an_hour=6))), 300)

    assert sorted(wires.posts(SLACK)) == sorted(row.id for row in rows)
    assert await wires.store.read(lambda t: t.usage.used(OWN, Use.MESSAGES, now=START)) == 6


async def test_trouble_is_told_whatever_the_quota(wires: Wires):
    """A notice in the place for trouble counts for nothing."""
    ops = replace(destination("C02", workspace="T01"), kind="ops")
    await wires.queue(1, SLACK)
    notice = await wires.queue(2, ops)

    await wires.run(wires.outbox(rules=DeliveryRules(quotas=Quotas(messages_an_hour=1))), 60)

    assert await wires.state(notice) == "sent"
    assert await wires.store.read(lambda t: t.usage.used(OWN, Use.MESSAGES, now=START)) == 1


@pytest.mark.parametrize("quotas", [Quotas(polls_an_hour=2), Quotas(megabytes_a_day=1)], ids=["polls", "bytes"])
async def test_polls_beyond_the_quota_wait_for_the_next_window(quotas: Quotas):
    """A workspace's own feeds are put off before anything is fetched; shared feeds and those of others are read meanwhile, and later nothing is missing."""
    async with polling(START) as made:
        store = made.store()
        shared, *own, foreign = await made.feeds(5)
        owned = [shared, *(replace(feed, tenant=OWN) for feed in own), replace(foreign, tenant=OTHER)]
        await store.write(lambda t: [t.feeds.add(feed, START) for feed in owned])
        if quotas.megabytes_a_day == 1:
            await store.write(lambda t: t.usage.add(OWN, Use.BYTES, 1_000_000, now=START))
        poller = made.poller(store, rules=PollRules(quotas=quotas))

        await poller.poll_all()
        before = [asked(made, feed) for feed in owned]
        for _ in range(25 * 6):
            made.clock.advance(600)
            await poller.poll_all()
        after = [asked(made, feed) for feed in owned]

    assert before[0] == before[-1] == 1
    assert sum(before[1:-1]) == (2 if quotas.polls_an_hour == 2 else 0)
    assert min(after) > 10
    assert len([words for words in made.told if words.startswith(OWN)]) >= 1
