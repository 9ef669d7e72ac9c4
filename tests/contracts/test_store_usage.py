"""What every store promises of the counts that quotas are held against, and of what waits for a quota."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.clock import ManualClock
from bot.model.delivery import DeliveryState
from bot.model.quota import Use
from bot.store import open_store
from tests.contracts.store_facts import NOON, TENANT, alert, at, delivery, destination

OTHER = "slack:T2"


async def test_uses_add_up_and_are_seen_at_once(store):
    """Many workspaces and uses at a time; 0 only looks, less gives back, and nothing asked is nothing."""
    uses = {(TENANT, Use.POLLS): 3, (OTHER, Use.POLLS): 1, (TENANT, Use.BYTES): 5_000_000_000}

    first = await store.write(lambda t: t.usage.count(uses, now=NOON))
    second = await store.write(lambda t: t.usage.count({(TENANT, Use.POLLS): -2, (OTHER, Use.POLLS): 4, (OTHER, Use.BYTES): 0}, now=NOON))

    assert first == uses
    assert second == {(TENANT, Use.POLLS): 1, (OTHER, Use.POLLS): 5, (OTHER, Use.BYTES): 0}
    assert await store.write(lambda t: t.usage.count({}, now=NOON)) == {}
    assert await store.read(lambda t: t.usage.of(TENANT, now=NOON)) == {Use.POLLS: 1, Use.BYTES: 5_000_000_000, Use.MESSAGES: 0}


async def test_the_next_window_begins_with_nothing(store):
    """Hours and days are counted apart."""
    await store.write(lambda t: t.usage.count(dict.fromkeys(((TENANT, use) for use in Use), 7), now=NOON))

    assert await store.read(lambda t: t.usage.of(TENANT, now=at(3_599))) == dict.fromkeys(Use, 7)
    assert await store.read(lambda t: t.usage.of(TENANT, now=at(3_600))) == {Use.POLLS: 0, Use.BYTES: 7, Use.MESSAGES: 0}
    assert await store.read(lambda t: t.usage.of(TENANT, now=at(12 * 3_600))) == dict.fromkeys(Use, 0)


async def test_workers_share_one_count(database_url):
    """Two workers that count at the same time never count less than both, and never wait for each other for good."""
    stores = [open_store(database_url, clock=ManualClock(NOON)) for _ in range(2 if "memory" not in database_url else 1)]
    try:
        both = {(tenant, use): 1 for tenant in (OTHER, TENANT) for use in Use}
        counts = [dict(items) for items in (both.items(), reversed(both.items()))] * 10
        work = [
            stores[number % len(stores)].write(lambda t, uses=uses: t.usage.count(uses, now=NOON)) for number, uses in enumerate(counts)
        ]
        seen = await asyncio.wait_for(asyncio.gather(*work), 20)
    finally:
        for store in stores:
            await store.close()

    assert sorted(one[TENANT, Use.POLLS] for one in seen) == list(range(1, 21))


async def test_what_is_due_waits_for_the_next_window(store):
    """All that is due for a workspace waits as if it had been tried, but what is being sent, what is in doubt, notices of trouble, and other workspaces."""
    news, ops = [destination(name) for name in ("C1", "C2")], replace(destination("C3"), kind="ops")
    theirs, until = destination(tenant=OTHER), at(3_600)

    def prepare(t):
        for place in (*news, ops, theirs):
            t.places.put_destination(place)
        for number, place in enumerate([*news, *news, ops, theirs]):
            told = alert(f"s{number}", tenant=place.tenant)
            t.alerts.put(told)
            t.deliveries.add([delivery(told, place)])
        sending = t.deliveries.claim("slack", NOON, owner="w", lease_seconds=60, limit=1)
        return sending[0][0].id

    sending = await store.write(prepare)
    count = await store.write(lambda t: t.deliveries.put_off(TENANT, until, now=NOON, reason="beyond"))
    rows = [
        row for place in (*news, ops, theirs) for row in await store.read(lambda t, p=place: t.deliveries.of_destination(p.id, since=NOON))
    ]

    waiting = [row for row in rows if row.next_at == until]
    assert count == len(waiting) == 3
    assert {(row.tenant, row.state, row.reason, row.attempts) for row in waiting} == {(TENANT, DeliveryState.PENDING, "beyond", 1)}
    assert sending not in {row.id for row in waiting}
    assert not {row.destination_id for row in waiting} & {ops.id, theirs.id}
    assert await store.write(lambda t: t.deliveries.put_off(TENANT, at(9_999), now=NOON, reason="beyond")) == 0


async def test_counts_are_forgotten(store):
    """With their workspace at once, and after a quarter anyway."""
    await store.write(lambda t: t.usage.count({(TENANT, Use.POLLS): 1, (OTHER, Use.POLLS): 1}, now=NOON))

    gone = await store.write(lambda t: t.retention.forget_tenant(TENANT))
    kept = await store.write(lambda t: t.retention.prune(rows_before=NOON - timedelta(days=1), texts_before=NOON))
    old = await store.write(lambda t: t.retention.prune(rows_before=NOON + timedelta(days=1), texts_before=NOON))

    assert (gone, kept, old) == (1, 0, 1)
