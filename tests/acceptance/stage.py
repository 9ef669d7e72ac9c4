"""The whole bot on stage: a newsroom's feeds over HTTP, the emulated Slack and Discord, the real clients, a clock that the test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import SecretStr

from bot.app import Application, build
from bot.catalogue import load_catalogue
from bot.clock import ManualClock
from bot.demo.newsroom import Newsroom
from bot.demo.server import NewsroomServer
from bot.settings import ChannelSetting, Settings
from tests.emulators.discord import CHANNEL, GUILD, Discord
from tests.emulators.discord_checks import visible
from tests.emulators.slack import SlackEmulator
from tests.emulators.slack_checks import shown

CONFIG = Path(__file__).resolve().parents[2] / "config"


@dataclass(kw_only=True)
class Stage:
    """What a test moves and looks at."""

    application: Application
    server: NewsroomServer
    newsroom: Newsroom
    clock: ManualClock
    slack: SlackEmulator
    discord: Discord

    async def play(self, *, settle: int = 4) -> None:
        """Play every edition: poll all feeds, let the clock pass the sibling wait and the edit pause, deliver."""
        for edition in range(self.newsroom.editions + 1):
            self.server.edition = edition
            self.clock.set(max(self.clock.now(), self.newsroom.edition_at(edition)))
            await self.poll()
            await self.deliver(settle)

    async def poll(self) -> None:
        """Poll every feed once."""
        now = self.clock.now()
        await self.application.store.write(lambda tables: tables.feeds.poll_now([feed.id for feed in self.server.feeds], now))
        await self.application.poller.poll_all()

    async def deliver(self, times: int = 4) -> None:
        """Let a minute and a half pass a few times, and deliver what is due each time."""
        for _ in range(times):
            self.clock.advance(90)
            await self.application.outbox.deliver_all()

    def slack_roots(self, channel: str = "C01") -> list[str]:
        """All root messages of a Slack channel, as a reader sees them."""
        return [shown(m.arguments) for m in self.slack.space.channels[channel].messages if not m.thread_ts]

    def discord_roots(self, channel: str = CHANNEL) -> list[str]:
        """All root messages of a Discord channel."""
        return [visible(m) for m in self.discord.world.channels[channel].messages.values()]

    async def ask_slack(self, text: str, *, user: str = "U7", channel: str = "C01") -> str:
        """Type a command in Slack; return what its user sees."""
        exchange = await self.slack.command(text, user=user, channel=channel)
        answer = await exchange.answer()
        assert answer.private
        return shown(answer.arguments)

    async def ask_discord(self, sub: str, options: dict | None = None, *, root: str = "deals", permissions: int = 0) -> str:
        """Use a command in Discord; return what its user sees."""
        interaction = await self.discord.command(root, sub, options, permissions=permissions)
        await interaction.filled()
        assert not interaction.public
        return interaction.text


@asynccontextmanager
async def staged(newsroom: Newsroom, folder: Path, *, subscribed: bool = True, **more: object) -> AsyncIterator[Stage]:
    """Build and connect everything, with `more` settings; the passes run when the test says so."""
    clock = ManualClock(newsroom.edition_at(0))
    server = NewsroomServer(newsroom)
    await server.start()
    async with SlackEmulator(clock=clock) as slack, Discord(now=clock.now, bucket=(1_000, 1.0)) as discord:
        channels = (
            ChannelSetting(platform="slack", workspace=slack.space.team, channel="C01"),
            ChannelSetting(platform="discord", workspace=GUILD, channel=CHANNEL),
        )
        settings = Settings(
            config=CONFIG,
            database_url=SecretStr(f"sqlite:///{folder}/bot.db"),
            slack_bot_token=SecretStr(slack.space.bot_token),
            slack_app_token=SecretStr(slack.space.app_token),
            slack_api_base=slack.api_base,
            discord_token=SecretStr(discord.token),
            discord_api_base=discord.api_base,
            discord_gateway=discord.gateway_url,
            fetch_allow=("127.0.0.0/8:*",),
            articles=False,
            channels=channels if subscribed else (),
            **more,
        )
        catalogue = load_catalogue(CONFIG)
        catalogue = replace(catalogue, feeds=server.feeds, grades={**catalogue.grades, **newsroom.grades})
        application = build(settings, catalogue, clock=clock)
        try:
            await application.store.write(application.ship)
            for platform in application.platforms.values():
                await platform.start(application.desk)
            yield Stage(application=application, server=server, newsroom=newsroom, clock=clock, slack=slack, discord=discord)
        finally:
            for platform in application.platforms.values():
                await platform.stop()
            await application.release()
            await server.stop()
