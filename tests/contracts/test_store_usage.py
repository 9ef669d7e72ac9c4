"""What every store promises of the counts that quotas are held against."""

from datetime import timedelta

from bot.model.quota import Quotas, Use
from tests.contracts.store_facts import NOON, TENANT

FEW = Quotas(messages_an_hour=5, megabytes_a_day=1)


async def test_no_more_is_taken_than_is_left(store):
    """A use is counted before it happens; what the window has no room for is neither allowed nor counted."""

    def take(count):
        return lambda t: t.usage.take(TENANT, Use.MESSAGES, count, quotas=FEW, now=NOON)

    assert [await store.write(take(count)) for count in (3, 4, 1)] == [3, 2, 0]
    assert await store.read(lambda t: t.usage.used(TENANT, Use.MESSAGES, now=NOON)) == 5


async def test_the_next_window_begins_with_nothing(store):
    """Hours and days are counted apart, and so are workspaces; 0 allows any number."""
    later = NOON + timedelta(hours=1)
    await store.write(lambda t: (t.usage.add(TENANT, Use.MESSAGES, 5, now=NOON), t.usage.add(TENANT, Use.BYTES, 700_000, now=NOON)))

    assert await store.write(lambda t: t.usage.take(TENANT, Use.MESSAGES, 9, quotas=FEW, now=later)) == 5
    assert await store.write(lambda t: t.usage.take("slack:other", Use.MESSAGES, 2, quotas=FEW, now=NOON)) == 2
    assert await store.read(lambda t: t.usage.used(TENANT, Use.BYTES, now=later)) == 700_000
    assert await store.write(lambda t: t.usage.take(TENANT, Use.MESSAGES, 999, quotas=Quotas(messages_an_hour=0), now=later)) == 999


async def test_counts_are_forgotten(store):
    """With their workspace at once, and after a quarter anyway."""
    await store.write(lambda t: (t.usage.add(TENANT, Use.POLLS, 1, now=NOON), t.usage.add("slack:other", Use.POLLS, 1, now=NOON)))

    gone = await store.write(lambda t: t.retention.forget_tenant(TENANT))
    kept = await store.write(lambda t: t.retention.prune(rows_before=NOON - timedelta(days=1), texts_before=NOON))
    old = await store.write(lambda t: t.retention.prune(rows_before=NOON + timedelta(days=1), texts_before=NOON))

    assert (gone, kept, old) == (1, 0, 1)
