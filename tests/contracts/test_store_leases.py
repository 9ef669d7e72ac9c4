"""Leases of feeds kept alive and ended together, on each database."""

from dataclasses import replace

from tests.contracts.store_facts import NOON, at, feed

LEASE = 15.0
NAMES = ("alpha", "beta", "gamma")


async def claimed(store, *, owner="first", when=NOON):
    return await store.write(lambda tables: tables.feeds.claim_due(when, owner=owner, lease_seconds=LEASE, limit=10))


async def three_feeds(store):
    await store.write(lambda tables: tables.feeds.sync([feed(name) for name in NAMES], NOON))


async def test_a_renewed_lease_outlives_its_first_end(store):
    """A worker that lives keeps its feeds; they are another's as soon as it stops renewing."""
    await three_feeds(store)
    leases = await claimed(store)

    assert await store.write(lambda tables: tables.feeds.renew(leases, at(25))) == len(NAMES)

    assert await claimed(store, owner="second", when=at(16)) == ()
    assert len(await claimed(store, owner="second", when=at(26))) == len(NAMES)


async def test_a_lost_lease_is_not_renewed(store):
    """Renewing takes nothing back from the worker that has the feed now."""
    await three_feeds(store)
    leases = await claimed(store)
    await claimed(store, owner="second", when=at(16))

    assert await store.write(lambda tables: tables.feeds.renew(leases, at(99))) == 0


async def test_many_polls_end_together(store):
    """Their states are stored and their leases freed, as one by one."""
    await three_feeds(store)
    finished = [(lease, replace(lease.state, next_poll_at=at(600), etag=f'"{lease.feed.id}"')) for lease in await claimed(store)]

    held = await store.write(lambda tables: tables.feeds.finish_all(finished))

    assert held == {lease.feed.id for lease, _ in finished}
    for _, state in finished:
        assert await store.read(lambda tables, name=state.feed_id: tables.feeds.state(name)) == state
    assert await claimed(store, when=at(599)) == ()
    assert len(await claimed(store, when=at(600))) == len(NAMES)


async def test_polls_that_change_little_and_much_end_together(store):
    """A state of which only the times moved and one of which everything changed are both stored whole, twice over."""
    await three_feeds(store)
    for round_, when in enumerate((at(0), at(600))):
        first, *others = await claimed(store, when=when)
        told = replace(
            first.state, next_poll_at=at(600), body_hash=f"b{round_}", moved_to="https://new.example", item_hashes=f"h1 h{round_}"
        )
        finished = [(first, told), *((one, replace(one.state, next_poll_at=at(600), interval=900.5, last_ok_at=when)) for one in others)]

        held = await store.write(lambda tables, finished=finished: tables.feeds.finish_all(finished))

        assert len(held) == len(NAMES)
        for _, state in finished:
            assert await store.read(lambda tables, name=state.feed_id: tables.feeds.state(name)) == state


async def test_of_polls_that_end_together_a_lost_lease_stores_nothing(store):
    """The one that another worker holds by now keeps that worker's state; its siblings are stored."""
    await three_feeds(store)
    finished = [(lease, replace(lease.state, next_poll_at=at(600), failures=7)) for lease in await claimed(store)]
    lost = finished[0][0].feed.id
    await store.write(lambda tables: tables.feeds.finish_all(finished[1:]))
    await claimed(store, owner="second", when=at(16))

    held = await store.write(lambda tables: tables.feeds.finish_all(finished[:1]))

    assert held == frozenset()
    assert (await store.read(lambda tables: tables.feeds.state(lost))).failures == 0


async def test_a_poll_that_was_given_back_ends_once(store):
    """Whoever was cut off has freed its feed: that its poll still ends afterwards stores nothing, beside siblings that are stored."""
    await three_feeds(store)
    leases = await claimed(store)
    back = leases[0]
    again = replace(back.state, next_poll_at=at(1))
    await store.write(lambda tables: tables.feeds.finish(back, again))

    ended = [(lease, replace(lease.state, next_poll_at=at(600))) for lease in leases]
    held = await store.write(lambda tables: tables.feeds.finish_all(ended))

    assert held == {lease.feed.id for lease in leases[1:]}
    assert await store.read(lambda tables: tables.feeds.state(back.feed.id)) == again
