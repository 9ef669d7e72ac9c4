"""Slots: what has been claimed when a drain begins is waited for, even where it has not started yet."""

import asyncio

from bot.pipeline.slots import Slots


async def test_a_drain_waits_for_what_was_claimed_and_starts_after_it_began():
    """A claim takes a moment in the database; what it brings ends before the drain does."""
    slots, claimed, ended = Slots(2), asyncio.Event(), []

    async def work() -> None:
        await asyncio.sleep(0)
        ended.append("work")

    async def fill() -> None:
        async with slots.filling:
            await claimed.wait()
            slots.start(work(), name="work")

    filling = asyncio.create_task(fill())
    await asyncio.sleep(0)
    draining = asyncio.create_task(slots.drain(5.0))
    await asyncio.sleep(0)
    claimed.set()

    await draining

    assert (ended, slots.busy, slots.free) == (["work"], 0, 0)
    await filling


async def test_a_drain_cancels_what_does_not_end_in_time():
    """Work beyond the time given is cancelled, and a claim that hangs is not waited for longer."""
    slots = Slots(2)
    slots.start(asyncio.sleep(60), name="slow")
    await slots.filling.acquire()

    await slots.drain(0.05)

    assert slots.busy == 0


async def test_fewer_free_slots_than_a_batch_are_announced_as_well():
    """While slow work fills the rest, whoever starts more work is told of the one slot that is free."""
    told = asyncio.Event()
    slots = Slots(2, freed=told.set, batch=2)
    slots.start(asyncio.sleep(60), name="slow")
    slots.start(asyncio.sleep(0), name="quick")

    await asyncio.wait_for(told.wait(), 30)

    assert slots.free == 1
    await slots.drain(0.0)
