"""What every store promises of its transactions."""

import asyncio

import pytest

from tests.contracts.store_facts import NOON, destination, reading


async def test_a_write_is_kept(store):
    """What one transaction wrote, the next one reads."""
    await store.write(lambda t: t.meta.put("key", "value"))

    assert await store.read(lambda t: t.meta.get("key")) == "value"


async def test_a_write_returns_what_its_work_returns(store):
    """The caller gets the result of its own work."""
    results = await asyncio.gather(*(store.write(lambda t, n=n: n) for n in range(50)))

    assert results == list(range(50))


async def test_a_failed_write_keeps_nothing(store):
    """When the work raises, none of it is kept, and the error is the caller's."""

    def work(tables):
        tables.meta.put("first", "1")
        tables.entries.add([reading()])
        raise LookupError("in the middle")

    with pytest.raises(LookupError, match="in the middle"):
        await store.write(work)
    assert await store.read(lambda t: (t.meta.get("first"), t.entries.get(reading().entry.id))) == (None, None)


async def test_a_failed_write_leaves_its_neighbours(store):
    """Writes that are queued together succeed and fail each for itself."""

    def work(tables, n):
        tables.meta.put(f"k{n}", "kept")
        if n % 3 == 0:
            raise LookupError(str(n))

    outcomes = await asyncio.gather(*(store.write(lambda t, n=n: work(t, n)) for n in range(30)), return_exceptions=True)
    kept = await store.read(lambda t: [n for n in range(30) if t.meta.get(f"k{n}")])

    assert [n for n in range(30) if outcomes[n] is None] == kept == [n for n in range(30) if n % 3]


async def test_reading_never_writes(store):
    """A write inside `read` is refused, and later writes work."""
    with pytest.raises(Exception, match="read"):
        await store.read(lambda t: t.meta.put("key", "value"))

    await store.write(lambda t: t.meta.put("other", "value"))
    assert await store.read(lambda t: (t.meta.get("key"), t.meta.get("other"))) == (None, "value")


async def test_a_cancelled_write_hurts_nobody(store):
    """A caller that gives up takes nobody with it."""
    quitter = asyncio.ensure_future(store.write(lambda t: t.meta.put("quitter", "1")))
    await asyncio.sleep(0)
    quitter.cancel()
    await asyncio.gather(quitter, return_exceptions=True)

    await store.write(lambda t: t.meta.put("other", "1"))

    assert await store.read(lambda t: t.meta.get("other")) == "1"


async def test_parallel_writers_lose_no_update(store):
    """Reading and writing in one transaction is one step."""

    def more(tables):
        tables.stories.lock()
        tables.meta.put("count", str(int(tables.meta.get("count") or 0) + 1))

    await asyncio.gather(*(store.write(more) for _ in range(40)))

    assert await store.read(lambda t: t.meta.get("count")) == "40"


async def test_every_string_can_be_stored(store):
    """NUL and lone surrogates, which databases refuse, are left out; all else comes back as it was."""
    place = destination(name="a\x00b\ud800c𝒳 ñ 中\u202e")

    await store.write(lambda t: t.places.put_destination(place))
    found = await store.read(lambda t: t.places.destination(place.id))

    assert found.name == "ab?c𝒳 ñ 中\u202e"


async def test_moments_come_back_exactly(store):
    """Moments keep their microseconds and are in UTC."""
    moment = NOON.replace(microsecond=123457)
    one = reading(seen=moment, published=moment)

    await store.write(lambda t: t.entries.add([one]))
    found = await store.read(lambda t: t.entries.get(one.entry.id))

    assert (found.entry.seen, found.entry.published, found.entry.seen.tzinfo) == (moment, moment, NOON.tzinfo)


async def test_close_finishes_what_is_queued(store):
    """Closing loses nothing that was asked for before it."""
    writes = [asyncio.ensure_future(store.write(lambda t, n=n: t.meta.put(f"k{n}", "1"))) for n in range(20)]
    await asyncio.sleep(0)

    await store.close()

    assert await asyncio.gather(*writes) == [None] * 20
