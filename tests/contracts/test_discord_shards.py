"""Several shards over several processes: who hears what, what becomes of one that is lost, and what Discord refuses."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.clock import ManualClock
from bot.errors import ConfigurationError, UnavailableError
from bot.model.shards import Shards
from bot.platforms.discord.adapter import DiscordPlatform
from bot.ports import NoticeKind
from tests.contracts.platform_suite import RecordingDesk
from tests.emulators.discord import Discord, wait_until
from tests.emulators.discord_gateway import INVALID, RECONNECT

SERVERS = tuple(str((4_000_000 + shard) << 22) for shard in range(8))
"""Two servers for each of four shards: the first and fifth belong to shard 0."""


def channel_of(server: str) -> str:
    return str(int(server) + 7)


class Party:
    """One process's adapter and what it was asked."""

    def __init__(self, discord: Discord, split: str, **more: object) -> None:
        self.desk = RecordingDesk()
        self.platform = DiscordPlatform(
            token=discord.token,
            commands=(),
            api_base=discord.api_base,
            gateway=discord.gateway_url,
            clock=ManualClock(datetime(2026, 8, 3, tzinfo=UTC)),
            bound=2.0,
            shards=Shards.parse(split),
            **{"identify_seconds": 0.1, **more},
        )

    async def start(self) -> None:
        await self.platform.start(self.desk)

    @property
    def tenants(self) -> list[str]:
        """Whose commands it was asked to answer, in order."""
        return [call.tenant for call in self.desk.calls]


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with Discord(heartbeat_ms=200, bucket=(50, 1.0)) as running:
        running.world.guilds.clear()
        running.world.channels.clear()
        for server in SERVERS:
            running.world.add_guild(server)
            running.world.add_channel(channel_of(server), server)
        running.gateway.concurrency = 4
        yield running


@pytest.fixture
async def parties(discord) -> AsyncIterator[tuple[Party, Party]]:
    """Two processes that share four shards."""
    both = Party(discord, "0-1/4"), Party(discord, "2-3/4")
    await asyncio.gather(*(party.start() for party in both))
    yield both
    await asyncio.gather(*(party.platform.stop() for party in both))


@pytest.fixture
async def whole(discord) -> AsyncIterator[Party]:
    """One process with four shards, as many as Discord recommends; it bears silence for 1.6 s."""
    discord.gateway.shards = 4
    party = Party(discord, "auto", heartbeat_timeout=0.6)
    await party.start()
    yield party
    await party.platform.stop()


async def answers(discord: Discord, server: str) -> bool:
    """Tell whether a command is answered in a server."""
    interaction = await discord.command("deals", "latest", guild=server, channel=channel_of(server))
    await interaction.filled()
    return "Ask again later." in interaction.text


def identifies(discord: Discord) -> list[list[int]]:
    return [frame["d"]["shard"] for frame in discord.gateway.frames if frame["op"] == 2]


async def test_each_process_answers_its_own_servers(discord, parties):
    """Every command is answered, by the process that holds its server's shard and by no other."""
    first, second = parties

    answered = [await answers(discord, server) for server in SERVERS]

    assert answered == [True] * 8
    assert first.tenants == [f"discord:{SERVERS[place]}" for place in (0, 1, 4, 5)]
    assert second.tenants == [f"discord:{SERVERS[place]}" for place in (2, 3, 6, 7)]
    assert sorted(identifies(discord)) == [[0, 4], [1, 4], [2, 4], [3, 4]]
    assert discord.count("POST", "/callback") == 8


async def test_direct_messages_come_to_the_first_shard(discord, parties):
    """A command in a direct message is answered once, by the process with shard 0."""
    first, second = parties

    interaction = await discord.command("deals", "latest", guild="", channel="333", user="77")
    await interaction.filled()

    assert interaction.text
    assert (first.tenants, second.tenants) == (["discord:@77"], [])


async def test_an_arrival_is_told_once(discord, parties):
    """A server that invites the bot is told by the process that will answer there, servers known before by none; nobody registers commands."""
    first, second = parties
    arrived = str((5_000_000 * 4 + 3) << 22)

    await discord.invite(arrived, channel_of(arrived))
    await wait_until(lambda: bool(second.desk.notices))
    await discord.delete_channel(channel_of(SERVERS[0]))
    await wait_until(lambda: bool(first.desk.notices))

    assert [(notice.kind, notice.workspace) for notice in second.desk.notices] == [(NoticeKind.INVITED, arrived)]
    assert [(notice.kind, notice.workspace) for notice in first.desk.notices] == [(NoticeKind.REMOVED, SERVERS[0])]
    assert discord.count("PUT", "/commands") == 0


async def test_as_many_shards_as_recommended(discord, whole):
    """With `auto` one process opens the number that Discord recommends, and answers everywhere."""
    assert sorted(identifies(discord)) == [[0, 4], [1, 4], [2, 4], [3, 4]]
    assert whole.platform.health().connected
    assert [await answers(discord, server) for server in SERVERS] == [True] * 8


async def test_one_connection_names_no_shard(discord):
    """Without the setting the bot identifies as ever and asks for no advice."""
    party = Party(discord, "1")
    await party.start()
    (identify,) = [frame["d"] for frame in discord.gateway.frames if frame["op"] == 2]
    await party.platform.stop()

    assert "shard" not in identify
    assert discord.count("GET", "/gateway/bot") == 0


async def test_a_lost_shard_comes_back_while_others_answer(discord, whole):
    """A connection that is cut is told and resumed; meanwhile the other shards answer on the connections that they had."""
    discord.gateway.resume_host_down = True
    discord.gateway.refuse = 4000
    others = {shard: discord.gateway.of(shard) for shard in (0, 2, 3)}
    discord.gateway.of(1).abort()
    await wait_until(lambda: not whole.platform.health().connected)

    assert whole.platform.health().detail == "3 of 4 shards connected, 1 is not"
    assert [await answers(discord, SERVERS[shard]) for shard in others] == [True] * 3

    discord.gateway.resume_host_down, discord.gateway.refuse = False, None
    await wait_until(lambda: whole.platform.health().connected)

    assert await answers(discord, SERVERS[1])
    assert {shard: discord.gateway.of(shard) for shard in (0, 2, 3)} == others


@pytest.mark.parametrize("way", ["reconnect", "invalid", 1000, 4000, 4009])
async def test_every_loss_of_one_shard_is_mended(discord, whole, way):
    """Whatever ends one shard's session, that shard comes back and the others notice nothing."""
    lost, other = discord.gateway.of(2), discord.gateway.of(0)
    match way:
        case "reconnect":
            await lost.send({"op": RECONNECT, "d": None})
        case "invalid":
            lost.session.alive = False
            await lost.send({"op": INVALID, "d": False})
        case code:
            lost.session.alive = code != 1000
            await lost.socket.close(code=code)
    await wait_until(lambda: any(c.session.shard[0] == 2 and c is not lost for c in discord.gateway.live))
    await wait_until(lambda: whole.platform.health().connected)

    assert await answers(discord, SERVERS[2])
    assert discord.gateway.of(0) is other


async def test_a_shard_whose_peer_vanished(discord, whole):
    """A half-open connection is given up after the silence that is borne, alone."""
    frozen, other = discord.gateway.of(3), discord.gateway.of(0)
    frozen.frozen = True
    await wait_until(lambda: discord.gateway.of(3) is not frozen and whole.platform.health().connected)

    assert await answers(discord, SERVERS[3])
    assert discord.gateway.of(0) is other


async def test_a_shard_that_stays_away_brings_a_new_client(discord, whole):
    """A shard that cannot be brought back within twice the silence that is borne is no hidden loss: the client is replaced."""
    discord.gateway.resume_host_down = True
    discord.gateway.refuse = 4000
    other = discord.gateway.of(0)
    discord.gateway.of(1).abort()
    await wait_until(lambda: other.socket.closed)
    discord.gateway.resume_host_down, discord.gateway.refuse = False, None
    await wait_until(lambda: whole.platform.health().connected)

    assert await answers(discord, SERVERS[1])


async def test_too_few_shards(discord):
    """Where a shard would hold too many servers, the sentence names the setting."""
    discord.gateway.guilds_per_session = 2

    with pytest.raises(ConfigurationError, match="DEALWIRE_DISCORD_SHARDS: the bot is in too many servers") as caught:
        await Party(discord, "2").start()

    assert "auto" in str(caught.value)


async def test_a_shard_that_is_none(discord):
    """A shard beyond the number ends the start, whichever of them it is."""
    party = Party(discord, "4")
    party.platform._shards = Shards(count=4, ids=(0, 4))

    with pytest.raises(ConfigurationError, match="DEALWIRE_DISCORD_SHARDS: Discord refuses the shards"):
        await party.start()


async def test_a_fatal_code_of_one_shard_later(discord, whole):
    """When Discord refuses one shard after the start, the bot says what to set and does not storm the gateway."""
    discord.gateway.guilds_per_session = 1
    discord.gateway.of(1).session.alive = False
    discord.gateway.of(1).abort()
    await wait_until(lambda: "DEALWIRE_DISCORD_SHARDS" in whole.platform.health().detail)

    assert not whole.platform.health().connected
    assert len(identifies(discord)) <= 5


async def test_no_more_sessions_today(discord):
    """Where Discord allows fewer sign-ins than there are shards, none is spent: too many reset the token."""
    discord.gateway.remaining = 3

    with pytest.raises(UnavailableError, match="3 more times"):
        await Party(discord, "4").start()

    assert discord.gateway.identifies == 0


async def test_identifies_keep_their_pace(discord):
    """Shards of different buckets identify at once, which five seconds between any two would not; of one bucket they keep what Discord asks."""
    discord.gateway.paced = True
    party = Party(discord, "4", identify_seconds=5.0)
    began = asyncio.get_running_loop().time()

    await party.start()
    took = asyncio.get_running_loop().time() - began
    await party.platform.stop()

    assert took < 5.0
    assert discord.gateway.identifies == 4


async def test_a_stop_between_two_turns(discord):
    """Who is stopped while shards still wait for their turn leaves no connection and no task."""
    before = asyncio.all_tasks()
    discord.gateway.concurrency = 1
    party = Party(discord, "4", identify_seconds=30.0)
    starting = asyncio.create_task(party.start())
    await wait_until(lambda: len(discord.gateway.connections) == 2)

    starting.cancel()
    await party.platform.stop()
    await wait_until(lambda: not discord.gateway.connections)

    def left() -> set[asyncio.Task[object]]:
        return {task for task in asyncio.all_tasks() - before - {starting} if not task.done() and "web" not in repr(task)}

    await wait_until(lambda: left() == set(), 1.0)
    assert identifies(discord) == [[0, 4]]
