"""Backfill: tell the newest of what was learned silently, a few events at most, because somebody asked for it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.model.alert import Act, Destination, Mode, Subscription
from bot.model.delivery import Delivery
from bot.model.feed import Feed
from bot.model.ids import SHARED
from bot.model.reading import Reading
from bot.model.story import Story, StoryState
from bot.pipeline.alert import act, new_alert, quiet_until, silence
from bot.pipeline.telling import Teller, card_of
from bot.ports import Tables

MOST = 5
"""Events that are told at once: more would be the flood that learning silently prevents."""
LOOK_BACK = timedelta(days=90)
_LOOKED_AT = 5_000


def learned_events(tables: Tables, feeds: Sequence[Feed], *, now: datetime, count: int) -> list[Story]:
    """Return the newest events that the feeds showed at first sight, that are worth an alert, and that nobody was told of, newest first."""
    count = max(0, min(count, MOST))
    ids = {feed.id for feed in feeds}
    found: dict[str, tuple[datetime, Story]] = {}
    for reading in tables.entries.latest({SHARED, *(feed.tenant for feed in feeds)}, since=now - LOOK_BACK, limit=_LOOKED_AT):
        if reading.entry.feed_id not in ids or not reading.alert or not tables.entries.is_learned(reading.entry.id):
            continue
        story = tables.stories.story_of(reading.entry.id)
        if story is None or story.state is not StoryState.OPEN or tables.alerts.of_story(story.id):
            continue
        at = _dated(reading)
        if story.id not in found or found[story.id][0] < at:
            found[story.id] = (at, story)
    newest = sorted(found.values(), key=lambda pair: (pair[0], pair[1].id), reverse=True)
    return [story for _, story in newest[:count]]


def backfill(tables: Tables, stories: Sequence[Story], teller: Teller) -> int:
    """Queue the posts of these events, the oldest first, in every channel that follows them; return how many posts.

    Each says that it is late. Channels that asked for digests, or are muted, are left alone; mutes, floors and quiet hours hold as ever.
    """
    posts: list[Delivery] = []
    for story in reversed(stories):
        for subscription, destination in tables.places.following(story.storylines or (story.storyline or "",)):
            if not _is_told(subscription, destination, story, teller.now):
                continue
            card = card_of(tables, story, teller, late=True)
            alert = next((one for one in tables.alerts.of_story(story.id) if one.tenant == destination.tenant), None)
            if alert is None:
                alert = new_alert(destination.tenant, story, card, teller.now, primary=True)
                tables.alerts.put(alert)
            posts.append(act(alert, destination, Act.POST, card, teller.now, at=quiet_until(subscription, teller.now), late=True))
    return tables.deliveries.add(posts)


def _dated(reading: Reading) -> datetime:
    """Return when an entry was published, as far as it says: all that is learned at first sight is seen at one moment."""
    return reading.entry.published or reading.entry.seen


def _is_told(subscription: Subscription, destination: Destination, story: Story, now: datetime) -> bool:
    if destination.tenant != subscription.tenant or story.tenant not in (SHARED, subscription.tenant):
        return False
    anew = replace(subscription, created_at=None)  # that the event is older than the subscription is what was asked for
    return subscription.mode is Mode.LIVE and silence(anew, story, now) is None
