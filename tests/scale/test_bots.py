"""Two real bots on one PostgreSQL: Discord's shards are split, and whoever dies takes only its own servers away; Slack's events come to any bot."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import postgres
from tests.emulators.discord import Discord, wait_until
from tests.emulators.discord_checks import visible
from tests.emulators.feed_server import FeedServer
from tests.emulators.slack import SlackEmulator
from tests.emulators.slack_checks import shown
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


DEALS = (
    ("Foxconn", "Ohio", "OpenAI and Foxconn sign agreement on AI data center racks in Ohio"),
    ("Broadcom", "Texas", "OpenAI and Broadcom sign agreement on AI accelerators in Texas"),
)


def newspaper(count: int) -> str:
    """Return a feed of a garden show and so many deals, the newest first."""
    deals = [
        f"<item><title>{title}</title><guid>https://paper.example/{partner}</guid><link>https://paper.example/{partner}</link>"
        f"<description>OpenAI and {partner} announced today that they signed an agreement to build AI systems together in {place}.</description></item>"
        for partner, place, title in DEALS[:count]
    ]
    show = "<item><title>Garden show opens</title><guid>https://paper.example/show</guid><link>https://paper.example/show</link></item>"
    return f"<rss version='2.0'><channel><title>Paper</title>{''.join(reversed(deals))}{show}</channel></rss>"


async def test_two_bots_on_one_slack(server: postgres.Cluster, tmp_path: Path):
    """Commands are answered once by whichever bot their envelope came to, an event is told once; the one that sent is killed, and the other sends within 20 s."""
    async with FeedServer() as paper, SlackEmulator(interval=1.0) as slack:
        url, config = server.url(), configuration(tmp_path, [paper.put("news", newspaper(0))], grade="primary")
        (config / "dealwire.toml").write_text(f'[[channels]]\nplatform = "slack"\nworkspace = "{slack.space.team}"\nchannel = "C01"\n')
        settings = {
            "DEALWIRE_SLACK_BOT_TOKEN": slack.space.bot_token,
            "DEALWIRE_SLACK_APP_TOKEN": slack.space.app_token,
            "DEALWIRE_SLACK_API_BASE": slack.api_base,
        }
        ledger = Ledger(url)
        logs = [tmp_path / name for name in ("first", "second")]
        bots = [worker(url, config, log, "run", **settings) for log in logs]
        messages = slack.space.channels["C01"].messages

        async def told(count: int) -> list[str]:
            """Print one more deal in the paper; return what the channel shows once there is as much."""
            paper.put("news", newspaper(count))
            await ledger.ship(config, datetime.now(UTC))
            await ledger.make_due()
            await wait_until(lambda: len(messages) >= count, 20.0)
            await asyncio.sleep(3.0)
            return [shown(message.arguments) for message in messages]

        try:
            await ledger.until_started(*logs)
            await wait_until(lambda: len(slack.sockets) == 4)
            await ledger.until_polled(1, 60.0)
            for command in ("latest", "help", "health", "storylines") * 2:  # each socket's turn comes twice
                exchange = await slack.command(command)
                await exchange.answer()
                assert exchange.answers.empty()

            (message,) = await told(1)
            assert "Foxconn" in message

            (sender,) = [bot for bot, log in zip(bots, logs, strict=True) if '"delivery"' in log.read_text()]
            sender.kill()
            sender.wait()
            await wait_until(lambda: len(slack.sockets) == 2)
            for _ in range(4):
                await (await slack.command("latest")).answer()
            _, message = await told(2)
            assert "Broadcom" in message
        finally:
            for process in bots:
                process.kill()
                process.wait()
            await ledger.store.close()
