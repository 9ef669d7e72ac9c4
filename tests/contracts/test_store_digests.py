"""What every store promises of digests."""

from dataclasses import replace
from datetime import timedelta

from bot.model.alert import Mode
from bot.model.delivery import DeliveryState
from bot.model.digest import Digest, DigestedStory
from tests.contracts.store_facts import NOON, TENANT, alert, at, delivery, destination, subscription

HERE, THERE = destination("C1"), destination("C2")
ONE, TWO = alert("one"), alert("two")
DIGEST = Digest(destination_id=HERE.id, slot="2026-03-01", tenant=TENANT, at=NOON, digest_at="08:00", alert_id="a1")
LONG_AGO = NOON - timedelta(days=9)


def folded(of, where, **more):
    """A post that was folded into a digest."""
    return replace(delivery(of, where), state=DeliveryState.DIGESTED, settled_at=NOON, **more)


async def put(store, *rows):
    """Put two places, two alerts and these rows."""

    def work(t):
        for place in (HERE, THERE):
            t.places.put_destination(place)
        for one in (ONE, TWO):
            t.alerts.put(one)
        t.deliveries.add(rows)

    await store.write(work)


async def waiting(store, place=HERE):
    """Return the ids of stories that wait for a digest."""
    return [story for story, _ in await store.read(lambda t: t.digests.waiting(place.id, since=LONG_AGO))]


async def test_a_slot_has_one_digest(store):
    """The second digest of a channel's day is refused, another channel's is not."""
    again = replace(DIGEST, alert_id="a2")
    elsewhere = replace(DIGEST, destination_id=THERE.id)

    opened = await store.write(lambda t: [t.digests.open(one) for one in (DIGEST, again, elsewhere)])

    assert opened == [True, False, True]
    assert await store.read(lambda t: t.digests.of(HERE.id, "2026-03-01")) == DIGEST
    assert await store.read(lambda t: t.digests.of(HERE.id, "2026-03-02")) is None


async def test_a_silent_digest_gives_way_to_another_time_only(store):
    """A day with nothing to tell at eight may have a digest at three, once; never a second one at eight."""
    silent = replace(DIGEST, alert_id="")
    later = replace(DIGEST, digest_at="15:00")

    opened = await store.write(
        lambda t: [t.digests.open(one) for one in (silent, silent, DIGEST, later, replace(later, digest_at="16:00"))]
    )

    assert opened == [True, False, False, True, False]


async def test_what_was_folded_waits_until_it_is_told(store):
    """Folded posts wait in order, each place for itself, until a digest tells their story."""
    await put(store, folded(ONE, HERE), folded(TWO, HERE), folded(ONE, THERE), delivery(TWO, THERE))
    told = DigestedStory(destination_id=HERE.id, story_id=ONE.story_id, tenant=TENANT, alert_id="gone", at=NOON, mark="announced")

    assert await waiting(store) == [ONE.story_id, TWO.story_id]
    assert await store.read(lambda t: t.digests.places_waiting(since=LONG_AGO)) == tuple(sorted((HERE.id, THERE.id)))
    await store.write(lambda t: t.digests.tell([told]))

    assert await waiting(store) == [TWO.story_id]
    assert await waiting(store, THERE) == [ONE.story_id]
    assert await store.read(lambda t: t.digests.told_of(HERE.id, ONE.story_id)) == told
    assert await store.read(lambda t: t.digests.told_of(THERE.id, ONE.story_id)) is None


async def test_a_digest_that_was_never_posted_has_told_nothing(store):
    """Where the digest itself was folded, its stories wait again, and the digest does not wait as a story."""
    digest = replace(alert("digest"), story_id="digest:x:2026-03-01")
    await put(store, folded(ONE, HERE))
    await store.write(lambda t: (t.alerts.put(digest), t.deliveries.add([delivery(digest, HERE)])))
    told = DigestedStory(destination_id=HERE.id, story_id=ONE.story_id, tenant=TENANT, alert_id=digest.id, at=NOON)
    await store.write(lambda t: t.digests.tell([told]))
    assert await waiting(store) == []

    (row,) = [row for row, _ in await store.write(lambda t: t.deliveries.claim("slack", at(1), owner="w", lease_seconds=9, limit=1))]
    await store.write(lambda t: t.deliveries.settle(row, DeliveryState.DIGESTED, now=at(2)))

    assert await waiting(store) == [ONE.story_id]


async def test_told_again_replaces(store):
    """A story has one row in a channel: the last thing that was told of it."""
    first = DigestedStory(destination_id=HERE.id, story_id="s1", tenant=TENANT, alert_id="a1", at=NOON, mark="reported")
    later = replace(first, alert_id="a2", at=at(60), mark="announced")

    await store.write(lambda t: (t.digests.tell([first]), t.digests.tell([later])))

    assert await store.read(lambda t: t.digests.told(HERE.id, since=NOON)) == (later,)
    assert await store.read(lambda t: t.digests.told(HERE.id, since=at(61))) == ()


async def test_places_by_mode_and_by_kind(store):
    """Channels that asked for digests are found with their subscriptions, and so are places for trouble."""
    ops = replace(THERE, kind="ops")
    daily = subscription(HERE, "*", mode=Mode.DAILY)
    await store.write(lambda t: (t.places.put_destination(HERE), t.places.put_destination(ops), t.places.put_subscription(daily)))

    assert await store.read(lambda t: t.places.in_modes([Mode.DAILY, Mode.WEEKLY])) == ((daily, HERE),)
    assert await store.read(lambda t: t.places.in_modes([Mode.LIVE])) == ()
    assert await store.read(lambda t: t.places.of_kind("ops")) == (ops,)


async def test_a_crowd_of_late_posts_is_folded(store):
    """More late posts than asked for are folded, place by place; young ones, those not due and digests themselves are left."""
    crowd = [alert(f"s{n}") for n in range(4)]
    digest = replace(alert("digest"), story_id="digest:x:2026-03-01")

    def work(t):
        for place in (HERE, THERE):
            t.places.put_destination(place)
        for one in (*crowd, digest):
            t.alerts.put(one)
        t.deliveries.add([*(delivery(one, HERE) for one in crowd[:3]), *(delivery(one, THERE) for one in crowd[:2])])
        t.deliveries.add([delivery(crowd[3], HERE, seconds=850), delivery(digest, HERE), delivery(crowd[3], THERE, next_at=at(9000))])

    await store.write(work)
    fold = lambda t: t.deliveries.fold(at(1000), older_than=at(100), most=2)  # noqa: E731

    assert [await store.write(fold), await store.write(fold)] == [3, 0]
    rows = await store.read(lambda t: t.deliveries.of_destination(HERE.id, since=LONG_AGO))
    assert [row.state for row in rows] == [DeliveryState.DIGESTED] * 3 + [DeliveryState.PENDING] * 2
    assert {row.reason for row in rows[:3]} == {"too many late alerts at once"}


async def test_values_are_found_by_the_beginning_of_their_key(store):
    """All that is kept under one beginning comes back, and nothing else."""
    await store.write(lambda t: [t.meta.put(key, key[-1]) for key in ("trouble:a", "trouble:b", "troublez", "untold:c")])

    assert await store.read(lambda t: t.meta.beginning("trouble:")) == {"trouble:a": "a", "trouble:b": "b"}
