"""Sockets: two of them, watched; whatever Slack does to them, people are answered."""

import asyncio

from tests.emulators.slack_checks import shown


async def until(condition, seconds: float = 5.0) -> None:
    """Wait on the real network until something holds."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  what is waited for is another process's doing in spirit
            await asyncio.sleep(0.02)


async def test_two_sockets_stand(platform, slack) -> None:
    """Two connections, so that an event always finds one."""
    await until(lambda: len(slack.sockets) == 2)
    await until(lambda: platform.health().detail == "2 of 2 connections")

    assert platform.health().connected


async def test_commands_over_either_socket_are_answered(platform, slack, desk) -> None:
    """An event goes to any one of the sockets; both lead to the desk."""
    await until(lambda: len(slack.sockets) == 2)

    for _ in range(4):
        assert "Ask again" in shown((await (await slack.command("latest")).answer()).arguments)
    assert len(desk.calls) == 4


async def test_a_used_up_address_is_replaced(make, slack, desk) -> None:
    """A failed handshake does not repeat its one-shot address for ever."""
    slack.inject("", "dead_ticket", times=2)
    platform = make(bound_seconds=5.0, patience_seconds=60.0)

    await platform.start(desk)

    assert platform.health().connected
    await platform.stop()


async def test_a_refresh_loses_no_command(platform, slack, desk) -> None:
    """Slack's refresh every few hours leaves one socket at a time."""
    await until(lambda: len(slack.sockets) == 2)
    first = slack.sockets[0]
    await first.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})

    for _ in range(3):
        assert "Ask again" in shown((await (await slack.command("latest")).answer()).arguments)
    await until(lambda: len(slack.sockets) == 2 and first not in slack.sockets)


async def test_both_sockets_come_back_after_a_cut(platform, slack) -> None:
    """When both end at once, both are made anew, each with a fresh address."""
    await until(lambda: len(slack.sockets) == 2)
    before = [*slack.sockets]
    await slack.disconnect(warn=False)

    await until(lambda: len(slack.sockets) == 2 and not set(before) & set(slack.sockets))
    await until(lambda: platform.health().detail == "2 of 2 connections")


async def test_a_refused_connections_open_is_outlived(platform, slack) -> None:
    """Errors while asking for a new address delay the return, and do not end it."""
    await until(lambda: len(slack.sockets) == 2)
    slack.inject("apps.connections.open", "status", times=4, value=500)
    await slack.disconnect(warn=False)

    await until(lambda: platform.health().detail == "2 of 2 connections", 8)


async def test_health_tells_when_slack_was_heard(platform, clock) -> None:
    """The time of the last sign of life is known, and lies within seconds."""
    heard = platform.health().last_heard_at

    assert heard is not None
    assert 0 <= (clock.now() - heard).total_seconds() < 5


async def test_health_is_honest_when_slack_is_gone(platform, slack) -> None:
    """Without a socket nothing is called connected."""
    await slack.stop()

    await until(lambda: not platform.health().connected)
    assert platform.health().detail == "0 of 2 connections"


async def test_a_half_open_socket_is_given_up(platform, slack, desk) -> None:
    """A connection that stands and is dead shows by its missing pongs; health says so, and new ones are made."""
    await until(lambda: len(slack.sockets) == 2)
    slack.deaf = True
    await until(lambda: not platform.health().connected)
    slack.deaf = False

    await until(lambda: platform.health().detail == "2 of 2 connections", 8)
    assert (await (await slack.command("latest")).answer()).private


async def test_stopping_leaves_nothing_behind(make, slack, desk) -> None:
    """After a stop no task of ours or the SDK's goes on, however the sockets stood at that moment."""
    before = asyncio.all_tasks()
    for disturb in (False, True):
        platform = make()
        await platform.start(desk)
        if disturb:
            slack.inject("", "dead_ticket", times=3)
            await slack.disconnect(warn=False)
        await platform.stop()

        await until(lambda: not slack.sockets)
        left = [
            task for task in asyncio.all_tasks() - before if "aiohttp" not in repr(task.get_coro()) and "web_protocol" not in repr(task)
        ]
        assert left == []
