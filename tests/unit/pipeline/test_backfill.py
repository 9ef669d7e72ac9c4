"""Backfill: a few of the newest that were learned silently, late and only where they are followed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.alert import Mode
from bot.model.feed import Feed
from bot.pipeline.absorb import absorb
from bot.pipeline.backfill import backfill, learned_events
from bot.pipeline.cluster import StoryIndex
from bot.pipeline.telling import Teller
from tests.unit.pipeline.news import CATALOGUE, CHANNEL, FOLLOWS, NOON, reading, store_with

FEED = Feed(id="f1", url="https://f.example/feed", title="F")
WHATS = ["opens a plant", "hires welders", "buys turbines", "rents halls", "sells glass", "drills wells", "lays cable"]


def shown(n, **more):
    """One event of a feed's first sight, the higher the number the newer."""
    title = f"Alder{n} {WHATS[n]} in Birch{n}"
    facts = {"storyline": f"line-{n}", "parties": (f"p{n}", f"q{n}"), "title": title, "text": f"{title}.", "feed_id": FEED.id}
    return reading(f"n{n}", published=NOON - timedelta(days=9 - n), **facts | more)


async def learned(*readings, subscription=FOLLOWS):
    """Return a store whose feed showed these at first sight."""
    store = await store_with(subscription)
    await store.write(lambda t: absorb(t, readings, now=NOON, catalogue=CATALOGUE, index=StoryIndex(), learned=True))
    return store


async def told(store, count=3, feeds=(FEED,)):
    """Backfill, and return the titles of what is queued for the channel, in order."""
    teller = Teller(catalogue=CATALOGUE, now=NOON + timedelta(hours=2))
    await store.write(lambda t: backfill(t, learned_events(t, feeds, now=teller.now, count=count), teller))
    rows = await store.read(lambda t: t.deliveries.of_destination(CHANNEL.id, since=NOON - timedelta(days=1)))
    await store.close()
    return rows


async def test_the_newest_are_told_oldest_first_and_late():
    """Of seven events the three newest by their dates are queued, oldest first, each marked late."""
    rows = await told(await learned(*(shown(n) for n in range(7))))

    assert [row.card.title for row in rows] == [shown(n).entry.title for n in (4, 5, 6)]
    assert all(row.late for row in rows)


async def test_never_more_than_five():
    """Whatever is asked for, five events are the most."""
    assert len(await told(await learned(*(shown(n) for n in range(7))), count=99)) == 5


async def test_what_is_no_alert_and_what_another_feed_showed_stays_silent():
    """Recaps and other feeds' items are not told."""
    rows = await told(await learned(shown(1), shown(2, alert=False), shown(3, feed_id="other")))

    assert [row.card.title for row in rows] == [shown(1).entry.title]


async def test_twice_tells_the_next_ones():
    """What was told is not told again: a second backfill goes on with what is older."""
    store = await learned(*(shown(n) for n in range(4)))
    teller = Teller(catalogue=CATALOGUE, now=NOON + timedelta(hours=1))
    await store.write(lambda t: backfill(t, learned_events(t, [FEED], now=teller.now, count=2), teller))

    rows = await told(store, count=2)

    assert [row.card.title for row in rows] == [shown(n).entry.title for n in (2, 3, 0, 1)]


@pytest.mark.parametrize("more", [{"mode": Mode.DAILY}, {"muted_until": NOON + timedelta(days=1)}, {"storylines": ("other",)}])
async def test_channels_that_want_none_get_none(more):
    """A channel with digests, a muted one and one that follows something else are left alone."""
    assert await told(await learned(shown(1), subscription=replace(FOLLOWS, **more))) == ()


async def test_an_event_older_than_the_subscription_is_what_was_asked_for():
    """A channel that subscribed after the first sight is told, too."""
    assert len(await told(await learned(shown(1), subscription=replace(FOLLOWS, created_at=NOON + timedelta(days=1))))) == 1
