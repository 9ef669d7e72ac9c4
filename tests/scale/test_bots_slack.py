"""Two real bots on one PostgreSQL and one emulated Slack: events come to any of them, each alert is sent once, whoever dies or restarts."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import postgres
from tests.emulators.discord import wait_until
from tests.emulators.feed_server import FeedServer
from tests.emulators.slack import SlackEmulator
from tests.emulators.slack_checks import shown
from tests.scale.stage import Ledger, configuration, worker

pytestmark = [pytest.mark.skipif(postgres.binaries() is None, reason=postgres.NOT_FOUND), pytest.mark.timeout(240), pytest.mark.slow]
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


class Stage:
    """Two bots that read one paper and post to one channel."""

    def __init__(self, url: str, folder: Path, paper: FeedServer, slack: SlackEmulator) -> None:
        self.slack, self._paper = slack, paper
        self.ledger = Ledger(url)
        self._config = configuration(folder, [paper.put("news", newspaper(0))], grade="primary")
        (self._config / "dealwire.toml").write_text(
            f'[[channels]]\nplatform = "slack"\nworkspace = "{slack.space.team}"\nchannel = "C01"\n'
        )
        settings = {
            "DEALWIRE_SLACK_BOT_TOKEN": slack.space.bot_token,
            "DEALWIRE_SLACK_APP_TOKEN": slack.space.app_token,
            "DEALWIRE_SLACK_API_BASE": slack.api_base,
        }
        self.bots = {folder / name: worker(url, self._config, folder / name, "run", **settings) for name in ("first", "second")}

    async def started(self) -> None:
        """Wait until both are connected and the paper has been seen for the first time."""
        await self.ledger.until_started(*self.bots)
        await wait_until(lambda: len(self.slack.sockets) == 4)
        await self.ledger.until_polled(1, 60.0)

    async def told(self, count: int) -> list[str]:
        """Print one more deal; return what the channel shows once there is as much, within 20 s."""
        messages = self.slack.space.channels["C01"].messages
        self._paper.put("news", newspaper(count))
        await self.ledger.ship(self._config, datetime.now(UTC))
        await self.ledger.make_due()
        await wait_until(lambda: len(messages) >= count, 20.0)
        await asyncio.sleep(3.0)
        return [shown(message.arguments) for message in messages]

    async def answered(self, *commands: str) -> None:
        """Type commands, each of which is answered once."""
        for command in commands:
            exchange = await self.slack.command(command)
            await exchange.answer()
            assert exchange.answers.empty()

    def sender(self) -> subprocess.Popen[bytes]:
        """Return the bot that has sent something."""
        (sender,) = [bot for log, bot in self.bots.items() if '"delivery"' in log.read_text()]
        return sender


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Cluster]:
    with postgres.cluster() as running:
        yield running


@pytest.fixture
async def stage(server: postgres.Cluster, tmp_path: Path) -> AsyncIterator[Stage]:
    async with FeedServer() as paper, SlackEmulator(interval=1.0) as slack:
        made = Stage(server.url(), tmp_path, paper, slack)
        try:
            await made.started()
            yield made
        finally:
            for process in made.bots.values():
                process.kill()
                process.wait()
            await made.ledger.store.close()


async def test_the_bot_that_sends_is_killed(stage: Stage):
    """Commands are answered by whichever bot their envelope came to, an event is told once; the other bot sends within 20 s."""
    await stage.answered(*("latest", "help", "health", "storylines") * 2)  # each socket's turn comes twice
    (message,) = await stage.told(1)
    assert "Foxconn" in message

    sender = stage.sender()
    sender.kill()
    sender.wait()
    await wait_until(lambda: len(stage.slack.sockets) == 2)

    await stage.answered(*["latest"] * 4)
    _, message = await stage.told(2)
    assert "Broadcom" in message


@pytest.mark.parametrize("how", ["fast", "immediate"])
async def test_the_database_restarts(server: postgres.Cluster, stage: Stage, how: str):
    """Both bots live through it; commands are answered and the next event is told once, within 20 s."""
    (message,) = await stage.told(1)
    assert "Foxconn" in message

    await asyncio.to_thread(server.stop, how)
    await asyncio.sleep(2.0)
    await asyncio.to_thread(server.start)

    _, message = await stage.told(2)
    assert "Broadcom" in message
    await stage.answered(*["latest"] * 4)
    assert [bot.poll() for bot in stage.bots.values()] == [None, None]
