"""`why` for what a digest tells, what the cap held back, and what waits for the end of quiet hours."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.alert import Mode, Subscription
from bot.model.delivery import DeliveryState
from bot.model.digest import DigestedStory
from bot.model.ids import stable_id
from bot.model.story import Outcome
from bot.pipeline.alert import silence
from handlers.outcome import outcome_of
from tests.contracts.store_facts import member, reading, story
from tests.fakes import alert as some_alert
from tests.fakes import delivery, destination
from tests.unit.handlers.conftest import NOW

HERE = destination("deals")
FOLLOWS = Subscription(id=stable_id("u", HERE.id), tenant=HERE.tenant, destination_id=HERE.id, storylines=("*",), zone="Europe/Berlin")
EVENT, READING = story(), reading()


async def why(store, post, subscription, told=None):
    """Store an event whose post stands so, and ask what became of its entry."""

    def work(t):
        t.places.put_destination(HERE)
        t.places.put_subscription(subscription)
        t.entries.add([READING])
        t.stories.put(EVENT)
        t.stories.join(member(EVENT, READING))
        t.alerts.put(replace(some_alert(1, HERE, NOW), story_id=EVENT.id))
        t.deliveries.add([post])
        if told:
            t.digests.tell([told])

    await store.write(work)
    return await store.read(lambda t: outcome_of(t, READING, HERE, NOW, silence))


def post(**more):
    """The event's post."""
    return replace(delivery(some_alert(1, HERE, NOW), HERE, NOW), **more)


@pytest.mark.parametrize(
    ("reason", "mode", "told", "outcome", "words"),
    [
        ("waits for the digest", Mode.DAILY, None, Outcome.DIGESTED, "next digest. That comes Tue 3 Mar, 08:00 Europe/Berlin."),
        ("waits for the digest", Mode.DAILY, "a1", Outcome.DIGESTED, "A digest told it, made 07:00 UTC."),
        ("waits for the digest", Mode.DAILY, "", Outcome.DIGESTED, "no longer stood"),
        ("rate capped", Mode.LIVE, None, Outcome.RATE_CAPPED, "Too many alerts came at once"),
        ("rate capped", Mode.LIVE, "a1", Outcome.RATE_CAPPED, "Too many alerts came at once, so a digest told it, made 07:00 UTC."),
        ("too old to be posted alone", Mode.LIVE, None, Outcome.DIGESTED, "too old to be posted alone"),
    ],
)
async def test_what_a_digest_tells_is_said_with_its_time(store, reason, mode, told, outcome, words):
    """Digested or rate capped, with when the digest was made or when the next one comes."""
    row = post(state=DeliveryState.DIGESTED, reason=reason)
    seen = NOW - timedelta(hours=2)
    kept = None if told is None else DigestedStory(destination_id=HERE.id, story_id=EVENT.id, tenant=HERE.tenant, alert_id=told, at=seen)

    verdict = await why(store, row, replace(FOLLOWS, mode=mode), kept)

    assert verdict.outcome is outcome
    assert words in verdict.words


async def test_a_post_in_quiet_hours_says_until_when(store):
    """What came in quiet hours says when they end, in the channel's own zone."""
    row = post(next_at=NOW + timedelta(hours=21))

    verdict = await why(store, row, replace(FOLLOWS, quiet="22:00-07:00"))

    assert verdict.outcome is Outcome.QUIET_HOURS
    assert "They end Tue 3 Mar, 07:00 Europe/Berlin." in verdict.words
