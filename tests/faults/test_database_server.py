"""Faults of PostgreSQL: not there, killed under load, busy, and many workers at once."""

import asyncio
import itertools
from contextlib import suppress

import pytest
from sqlalchemy import create_engine, event, make_url

from bot.errors import UnavailableError
from bot.model.delivery import DeliveryState
from bot.store import open_store
from bot.store.open import migrate
from bot.store.postgres import PostgresStore
from tests.contracts.store_facts import NOON, alert, at, delivery, destination, feed, reading
from tests.faults.database_faults import CLOCK, raw, until
from tests.faults.guards import is_off
from tests.postgres import NOT_FOUND, binaries, cluster


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL cluster that the test may kill."""
    if binaries() is None:
        pytest.skip(NOT_FOUND)
    with cluster() as running:
        yield running


def test_unreachable_server(tmp_path):
    """Fault 34: a server that is not there is one sentence without the password."""
    for url in (f"postgresql://me:secret@/news?host={tmp_path}", "postgresql://me:secret@127.0.0.1:9/news"):
        with pytest.raises(UnavailableError, match=r"^The database news at .* cannot be reached: check that .*\.$") as caught:
            open_store(url, clock=CLOCK)
        assert "secret" not in str(caught.value)


def test_missing_database(server):
    """A name that the server does not know is told as such."""
    url = server.url().replace("/test_", "/other_")
    with pytest.raises(UnavailableError, match="there is no database of that name"):
        open_store(url, clock=CLOCK)


async def test_two_workers_never_claim_one_place(server):
    """Fault 28: with many workers on one outbox, each row is claimed once and each place has one row in flight."""
    url = server.url()
    stores = [open_store(url, clock=CLOCK) for _ in range(3)]
    places, alerts = [destination(f"C{n}") for n in range(5)], [alert(f"s{n}") for n in range(12)]

    def work(t):
        for place in places:
            t.places.put_destination(place)
        for one in alerts:
            t.alerts.put(one)
        t.deliveries.add([delivery(one, place, seconds=n) for n, one in enumerate(alerts) for place in places])

    await stores[0].write(work)
    claimed, flying, sent = [], set(), {}

    async def worker(store, name):
        idle = 0
        while idle < 9:
            rows = await store.write(lambda t: t.deliveries.claim("slack", at(999), owner=name, lease_seconds=600, limit=3))
            idle = 0 if rows else idle + 1
            for row, place in rows:
                assert place.id not in flying
                flying.add(place.id)
                claimed.append(row.id)
                sent.setdefault(place.id, []).append(row.created_at)
            await asyncio.sleep(0.002)
            for row, place in rows:
                flying.remove(place.id)
                assert await store.write(lambda t, row=row: t.deliveries.settle(row, DeliveryState.SENT, now=at(999), message_ref="m"))

    await asyncio.gather(*(worker(store, f"w{n}") for n, store in enumerate(stores) for _ in range(2)))

    assert len(claimed) == len(set(claimed)) == 60
    assert all(moments == sorted(moments) for moments in sent.values())
    for store in stores:
        await store.close()


async def test_feeds_are_leased_once_over_workers(server):
    """Workers that ask at the same time share the due feeds, none twice."""
    url = server.url()
    stores = [open_store(url, clock=CLOCK) for _ in range(2)]
    await stores[0].write(lambda t: t.feeds.sync([feed(f"f{n}") for n in range(100)], NOON))

    claims = await asyncio.gather(
        *(store.write(lambda t: t.feeds.claim_due(NOON, owner="w", lease_seconds=60, limit=20)) for store in stores * 5)
    )

    ids = [lease.feed.id for leases in claims for lease in leases]
    assert len(ids) == len(set(ids)) == 100
    for store in stores:
        await store.close()


def open_careless(url, set_up="", **how):
    """Open a store whose connections are set up otherwise, or come from an engine of another make."""
    migrate(url, clock=CLOCK)
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), **how)
    if set_up:
        event.listen(engine, "connect", lambda connection, _: (connection.execute(set_up), connection.commit()))
    return PostgresStore(engine)


async def test_f34_server_killed_under_load(server):
    """A server that crashes and comes back costs sentences, and no write that was told to be kept. Guard: commits written before they are told."""
    url = server.url()
    store = open_careless(url, "SET synchronous_commit = off") if is_off("34") else open_store(url, clock=CLOCK)
    kept, refused, stop = [], [], asyncio.Event()

    async def writer(name):
        n = 0
        while not stop.is_set():
            n += 1
            one = reading(f"{name}-{n}")
            try:
                await store.write(lambda t, one=one: t.entries.add([one]))
                kept.append(one.entry.id)
            except UnavailableError as error:
                refused.append(str(error))
                await asyncio.sleep(0.05)

    writers = [asyncio.ensure_future(writer(f"w{n}")) for n in range(4)]
    for _ in range(2):
        before = len(kept) + 50
        await until(lambda before=before: len(kept) >= before)
        await asyncio.to_thread(server.stop)
        await asyncio.sleep(0.5)
        await asyncio.to_thread(server.start)
    before = len(kept) + 50
    await until(lambda: len(kept) >= before)
    stop.set()
    await asyncio.gather(*writers)

    there = await store.read(lambda t: [t.entries.get(entry_id) is not None for entry_id in kept])
    await store.close()
    assert all(there)
    assert refused
    assert all(words.startswith("The database ") and words.endswith(".") for words in refused)


async def test_f35_server_killed_between_claim_and_finish(server):
    """A row is finished whole or not at all, whenever the server dies; what was claimed comes back and is finished. Guard: one transaction."""
    url = server.url()
    store = open_careless(url, isolation_level="AUTOCOMMIT") if is_off("35") else open_store(url, clock=CLOCK)
    places, moments = [destination(f"C{n}") for n in range(4)], itertools.count(1)

    def work(t):
        for place in places:
            t.places.put_destination(place)
        for n in range(60):
            t.alerts.put(alert(f"s{n}"))
            t.deliveries.add([delivery(alert(f"s{n}"), place) for place in places])

    def finish(t, row):
        if t.deliveries.settle(row, DeliveryState.SENT, now=NOON, message_ref="m"):
            raw(t, "SELECT pg_sleep(0.02)")
            t.meta.put(f"finished {row.id}", "1")

    async def worker(name):
        while True:
            now = at(1000 * next(moments))  # every lease has run out at the next look
            with suppress(UnavailableError):
                await store.write(lambda t, now=now: t.deliveries.reap(now))
                rows = await store.write(lambda t, now=now: t.deliveries.claim("slack", now, owner=name, lease_seconds=600, limit=2))
                for row, _ in rows:
                    await store.write(lambda t, row=row: finish(t, row))
            await asyncio.sleep(0.01)

    def states(t):
        sent = [row.id for n in range(60) for row in t.deliveries.of_alert(alert(f"s{n}").id) if row.state is DeliveryState.SENT]
        return sent, [row_id for row_id in sent if t.meta.get(f"finished {row_id}") is None]

    async def until_sent(least):
        while len((found := await store.read(states))[0]) < least:  # noqa: ASYNC110  rows are no event
            await asyncio.sleep(0.05)
        return found

    await store.write(work)
    workers = [asyncio.ensure_future(worker(f"w{n}")) for n in range(4)]
    for least in (20, 60, 100):
        await until_sent(least)
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(server.start)
    _, unfinished = await until_sent(240)
    for one in workers:
        one.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    await store.close()

    assert unfinished == []


async def test_more_callers_than_connections(server):
    """Fault 36: when every connection is busy, callers wait their turn and nobody is lost. Guard: a connection for each thread."""
    url = server.url()
    store = open_careless(url, pool_size=2, max_overflow=0, pool_timeout=0.005) if is_off("36") else open_store(url, clock=CLOCK)

    async def one(n):
        await store.write(lambda t: (raw(t, "SELECT pg_sleep(0.01)"), t.meta.put(f"k{n}", "1")))
        return await store.read(lambda t: t.meta.get(f"k{n}"))

    assert await asyncio.gather(*(one(n) for n in range(100))) == ["1"] * 100
    await store.close()


async def test_transactions_that_collide_run_again(server):
    """Two transactions that lock each other out are told apart by the server; the loser runs again."""
    store = open_store(server.url(), clock=CLOCK)
    await store.write(lambda t: (t.meta.put("a", "0"), t.meta.put("b", "0")))

    def cross(t, first, second):
        for key in (first, second):
            raw(t, f"UPDATE meta SET value = (value::int + 1)::text WHERE key = '{key}'")
            raw(t, "SELECT pg_sleep(0.05)")

    await asyncio.gather(*(store.write(lambda t, p=pair: cross(t, *p)) for pair in ("ab", "ba") * 3))

    assert await store.read(lambda t: (t.meta.get("a"), t.meta.get("b"))) == ("6", "6")
    await store.close()


async def test_workers_start_on_an_empty_database_at_once(server):
    """Fault 45: several workers that start together make the tables once."""
    url = server.url()

    states = await asyncio.gather(*(asyncio.to_thread(migrate, url, clock=CLOCK) for _ in range(4)))

    assert sorted(found.state.value for found in states) == ["current", "current", "current", "empty"]
