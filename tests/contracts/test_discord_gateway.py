"""The gateway: signing in, every way to lose the connection and come back, and health from real signals."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.clock import ManualClock
from bot.errors import ConfigurationError, UnavailableError
from bot.model.alert import Act, Destination
from bot.model.card import Card
from bot.model.delivery import Order, Sent
from bot.platforms.discord import supervisor
from bot.platforms.discord.adapter import DiscordPlatform
from bot.ports import NoticeKind
from tests.contracts.platform_suite import RecordingDesk
from tests.emulators.discord import CHANNEL, GUILD, Discord, wait_until
from tests.emulators.discord_gateway import INVALID, RECONNECT


def made(discord: Discord, **more: object) -> DiscordPlatform:
    clock = ManualClock(datetime(2026, 8, 3, tzinfo=UTC))
    return DiscordPlatform(
        token=discord.token, commands=(), api_base=discord.api_base, gateway=discord.gateway_url, clock=clock, bound=2.0, **more
    )


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with Discord() as running:
        yield running


@pytest.fixture
async def desk() -> RecordingDesk:
    return RecordingDesk()


@pytest.fixture
async def platform(discord, desk) -> AsyncIterator[DiscordPlatform]:
    running = made(discord)
    await running.start(desk)
    yield running
    await running.stop()


async def answers(discord: Discord) -> bool:
    """Tell whether a command is answered."""
    interaction = await discord.command("deals", "latest")
    await interaction.filled()
    return "Ask again later." in interaction.text


async def test_asks_for_guilds_alone(discord, platform):
    """The bot identifies once, with the guilds intent and no privileged one."""
    (identify,) = [frame for frame in discord.gateway.frames if frame["op"] == 2]

    assert identify["d"]["intents"] == 1
    assert platform.health().connected


async def test_wrong_token(discord):
    """A wrong token ends the start with one sentence that names the variable and what to do."""
    platform = made(discord)
    discord.token = "another"

    with pytest.raises(ConfigurationError) as caught:
        await platform.start(RecordingDesk())

    assert str(caught.value).count("\n") == 0
    assert "DEALWIRE_DISCORD_TOKEN" in str(caught.value)
    assert "Developer Portal" in str(caught.value)


@pytest.mark.parametrize("code", [4004, 4014])
async def test_refused_identify(discord, code):
    """A close code that no retry mends ends the start, too."""
    discord.gateway.refuse = code
    platform = made(discord)

    with pytest.raises(ConfigurationError):
        await platform.start(RecordingDesk())

    assert discord.gateway.identifies == 1


async def test_nobody_listens(discord):
    """An address where nobody listens is unavailable: another start may work."""
    await discord.vanish()

    with pytest.raises(UnavailableError, match="again"):
        await made(discord).start(RecordingDesk())


async def test_rest_down_at_boot(discord):
    """A platform that is down at boot is unavailable, in one sentence."""
    discord.inject("GET", "/users/@me", "503", 9)

    with pytest.raises(UnavailableError, match="503"):
        await made(discord).start(RecordingDesk())


async def test_reconnect_when_asked(discord, platform):
    """Operation 7 resumes the session at the address that READY named."""
    await discord.gateway.op(RECONNECT)
    await wait_until(lambda: discord.gateway.resumes == 1)

    assert await answers(discord)
    assert discord.gateway.identifies == 1
    assert any(frame["path"] == "/resume/" for frame in discord.gateway.frames)


async def test_missed_events_are_replayed(discord, platform):
    """What people asked while the connection was down is answered after the resume."""
    await discord.gateway.abort_all()
    interaction = await discord.command("deals", "latest")

    await interaction.filled()

    assert "Ask again later." in interaction.text


async def test_invalid_session_identifies_again(discord, platform):
    """Operation 9 without resume ends in a new session."""
    await discord.gateway.op(INVALID, data=False)
    await wait_until(lambda: discord.gateway.identifies == 2 and bool(discord.gateway.live), 15)

    assert await answers(discord)


async def test_dead_resume_host(discord, platform):
    """A resume host that is down does not hold the bot: a new client identifies at the main address."""
    discord.gateway.resume_host_down = True
    await discord.gateway.abort_all()
    await wait_until(lambda: discord.gateway.identifies == 2 and platform.health().connected)

    assert await answers(discord)


@pytest.mark.parametrize("code", [1000, 1001, 4000, 4007, 4009])
async def test_close_codes(discord, platform, code):
    """Whatever code closes the connection, the bot comes back and answers."""
    await discord.gateway.close_all(code)
    await wait_until(lambda: bool(discord.gateway.live) and platform.health().connected, 15)

    assert await answers(discord)


async def test_outage_and_recovery(discord, platform):
    """While everything is down the bot says so; when it is back, so is the bot, and it did not storm the gateway."""
    await discord.vanish()
    await wait_until(lambda: not platform.health().connected)
    assert platform.health().detail

    await discord.start()
    await wait_until(lambda: platform.health().connected, 15)

    assert await answers(discord)
    assert discord.gateway.identifies <= 3


async def test_zombie_is_noticed(desk):
    """A connection that is open but says nothing is dropped and replaced; before that, health no longer calls it alive."""
    async with Discord(heartbeat_ms=200) as discord:
        platform = made(discord, heartbeat_timeout=0.6)
        await platform.start(desk)

        discord.gateway.acks = False
        await wait_until(lambda: discord.gateway.resumes >= 1)
        discord.gateway.acks = True
        await wait_until(lambda: platform.health().connected)

        assert await answers(discord)
        await platform.stop()


async def test_half_open_connection(desk):
    """A peer that vanished without a word, and never answers a close, holds the bot no longer than its silence is borne."""
    async with Discord(heartbeat_ms=200) as discord:
        platform = made(discord, heartbeat_timeout=0.6)
        await platform.start(desk)

        discord.gateway.frozen = True
        await wait_until(lambda: not platform.health().connected)
        await wait_until(lambda: "tried again" in platform.health().detail)
        discord.gateway.frozen = False
        await wait_until(lambda: platform.health().connected, 15)

        assert await answers(discord)
        await platform.stop()


async def test_quiet_connection_stays(desk):
    """A connection that is quiet between two heartbeats is not taken for dead."""
    async with Discord(heartbeat_ms=500) as discord:
        platform = made(discord, heartbeat_timeout=0.6)
        await platform.start(desk)
        await asyncio.sleep(1.7)

        assert discord.gateway.resumes == 0
        assert platform.health().connected
        await platform.stop()


def test_back_off_spares_the_identifies():
    """At its longest wait, jitter included, a day of failures stays below the 1000 identifies that reset a token."""
    assert 24 * 3600 / (supervisor.LONGEST_WAIT * 0.5) < 1000 * 0.7


async def test_sends_without_a_gateway(discord, platform):
    """Alerts go out while the gateway is down: sending has a client of its own."""
    discord.gateway.resume_host_down = True
    discord.gateway.refuse = 4000
    await discord.gateway.abort_all()
    await wait_until(lambda: not platform.health().connected)

    place = Destination(id="d1", tenant=f"discord:{GUILD}", platform="discord", workspace=GUILD, channel=CHANNEL)
    result = await platform.send(Order(key="x1", destination=place, act=Act.POST, card=Card(title="Still here")))

    assert isinstance(result, Sent)


async def test_notices(discord, platform, desk):
    """Invitations, with a channel for a first word, removals, deleted channels and permissions given back are told, servers known before are not."""
    assert desk.notices == []

    await discord.invite("5", "55")
    await wait_until(lambda: len(desk.notices) == 1)
    await discord.change_channel(CHANNEL, deny={"SEND_MESSAGES"})
    await discord.change_channel(CHANNEL, deny=set())
    await discord.delete_channel("55")
    await discord.kick("5")
    await wait_until(lambda: len(desk.notices) == 4)

    told = [(notice.kind, notice.workspace, notice.channel) for notice in desk.notices]
    assert told == [
        (NoticeKind.INVITED, "5", "55"),
        (NoticeKind.RESTORED, GUILD, CHANNEL),
        (NoticeKind.REMOVED, "5", "55"),
        (NoticeKind.UNINSTALLED, "5", ""),
    ]


async def test_leaves_nothing_behind(discord, desk):
    """After stop no task, thread or connection of the bot is left."""
    before = asyncio.all_tasks()
    platform = made(discord)
    await platform.start(desk)
    await platform.stop()
    await wait_until(lambda: not discord.gateway.connections)

    left = {task for task in asyncio.all_tasks() - before if not task.done() and "web" not in repr(task)}
    assert left == set(), left
