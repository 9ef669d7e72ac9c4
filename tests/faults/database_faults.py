"""What the database faults share."""

import asyncio

from bot.clock import ManualClock
from tests.contracts.store_facts import NOON, alert, delivery, destination

CLOCK = ManualClock(NOON)


def raw(tables, sql):
    """Run SQL on the store's own connection."""
    return tables.meta._connection.exec_driver_sql(sql)


async def until(true):
    """Wait for something that another process or task brings about."""
    while not true():  # noqa: ASYNC110  it has no event of ours
        await asyncio.sleep(0.01)


async def fill(store, count=1):
    """Store alerts with a pending delivery each, all for one channel per alert."""

    def work(t):
        for n in range(count):
            one, place = alert(f"s{n}"), destination(f"C{n}")
            t.places.put_destination(place)
            t.alerts.put(one)
            t.deliveries.add([delivery(one, place)])

    await store.write(work)
