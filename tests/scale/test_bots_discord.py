"""Two real bots on one PostgreSQL and one emulated Discord: the shards are split, and whoever dies takes only its own servers away."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.emulators.discord import Discord, wait_until
from tests.emulators.discord_checks import visible
from tests.scale.stage import Ledger, configuration, worker

pytestmark = [pytest.mark.skipif(postgres.binaries() is None, reason=postgres.NOT_FOUND), pytest.mark.timeout(240), pytest.mark.slow]
SERVERS = tuple(str((4_000_000 + shard) << 22) for shard in range(4))


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Cluster]:
    with postgres.cluster() as running:
        yield running


def channel_of(guild: str) -> str:
    return str(int(guild) + 7)


async def answered(discord: Discord, guild: str) -> bool:
    """Tell whether a command is answered in a server, and once."""
    before = discord.count("POST", "/callback")
    interaction = await discord.command("deals", "latest", guild=guild, channel=channel_of(guild))
    try:
        await interaction.filled(seconds=3.0)
    except TimeoutError:
        return False
    return discord.count("POST", "/callback") == before + 1


async def test_two_bots_share_four_shards(server: postgres.Cluster, tmp_path: Path):
    """Each server's commands are answered by one of the bots, a new server is greeted once, and a killed bot's servers wait for its return."""
    discord = Discord(bucket=(50, 1.0))
    discord.world.guilds.clear()
    for guild in SERVERS:
        discord.world.add_guild(guild)
        discord.world.add_channel(channel_of(guild), guild)
    discord.gateway.concurrency = 4
    await discord.start()
    url, config = server.url(), configuration(tmp_path, [])
    settings = {
        "DEALWIRE_DISCORD_TOKEN": discord.token,
        "DEALWIRE_DISCORD_API_BASE": discord.api_base,
        "DEALWIRE_DISCORD_GATEWAY": discord.gateway_url,
    }

    def bot(split: str, log: str):
        return worker(url, config, tmp_path / log, "run", **settings, DEALWIRE_DISCORD_SHARDS=split)

    ledger = Ledger(url)
    first, second = bot("0-1/4", "first"), bot("2-3/4", "second")
    bots = [first, second]
    try:
        await ledger.until_started(tmp_path / "first", tmp_path / "second")
        assert [await answered(discord, guild) for guild in SERVERS] == [True] * 4

        arrived = str((5_000_000 + 3) << 22)
        await discord.invite(arrived, channel_of(arrived))
        greeted = discord.world.channels[channel_of(arrived)].messages
        await wait_until(lambda: bool(greeted), 70.0)
        await asyncio.sleep(1.0)
        assert len(greeted) == 1, [visible(message) for message in greeted.values()]

        second.kill()
        second.wait()
        await wait_until(lambda: len(discord.gateway.live) == 2)
        assert [await answered(discord, guild) for guild in SERVERS] == [True, True, False, False]

        bots.append(bot("2-3/4", "third"))
        await ledger.until_started(tmp_path / "third")
        assert [await answered(discord, guild) for guild in SERVERS] == [True] * 4
    finally:
        for process in bots:
            process.kill()
            process.wait()
        await ledger.store.close()
        await discord.stop()
