"""Turns: so many requests at once to a host; the others wait in line, and what they leave behind is nothing."""

import asyncio

import pytest

from bot.feeds.turns import HostBusyError, Turns

HOST = "paper.example"


async def test_so_many_at_once_the_others_in_their_order():
    """Two of five run together; the rest follow as they came; another host does not care."""
    turns, running, most, order = Turns(2), 0, 0, []

    async def visit(number: int) -> None:
        nonlocal running, most
        async with turns.turn(HOST, 60):
            running += 1
            most = max(most, running)
            order.append(number)
            await asyncio.sleep(0)
            running -= 1

    async with asyncio.TaskGroup() as group, turns.turn("other.example", 60):
        for number in range(5):
            group.create_task(visit(number))

    assert (most, order) == (2, [0, 1, 2, 3, 4])


async def test_who_waits_too_long_is_told_and_others_go_on():
    """A turn that does not come in time raises HostBusyError and takes nobody's place."""
    turns = Turns(1)
    async with turns.turn(HOST, 60):
        with pytest.raises(HostBusyError):
            await turns.turn(HOST, 0.0).__aenter__()

    async with turns.turn(HOST, 0.0):
        assert not turns.take(HOST)
    assert turns.take(HOST)


async def test_a_turn_that_comes_as_its_task_is_cancelled_is_given_back():
    """The turn was handed over and its task cancelled before it ran: nobody holds it afterwards."""
    turns = Turns(1)
    async with turns.turn(HOST, 60):
        waiting = asyncio.create_task(turns.wait(HOST, 60))
        await asyncio.sleep(0)
    waiting.cancel()

    with pytest.raises(asyncio.CancelledError):
        await waiting

    assert turns.take(HOST)
