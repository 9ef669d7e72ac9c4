"""A started Discord adapter on its emulator, for the test modules beside this one; they import the fixture `stage`."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.clock import ManualClock
from bot.model.alert import Act, Destination
from bot.model.delivery import Order, Sent
from bot.platforms.discord.adapter import DiscordPlatform
from tests.contracts.platform_suite import CARD, RecordingDesk
from tests.emulators.discord import CHANNEL, FORUM_CHANNEL, GUILD, Discord
from tests.emulators.discord_world import FORUM

MESSAGES = r"/channels/\d+/messages"
PLACE = Destination(id="d1", tenant=f"discord:{GUILD}", platform="discord", workspace=GUILD, channel=CHANNEL)
BOARD = replace(PLACE, id="d3", channel=FORUM_CHANNEL)


class Stage:
    """A started adapter, its emulator and the clock of both."""

    def __init__(self, platform: DiscordPlatform, discord: Discord, clock: ManualClock) -> None:
        self.platform, self.discord, self.clock = platform, discord, clock

    def order(self, key: str = "x1", act: Act = Act.POST, **more: object) -> Order:
        return replace(Order(key=key, destination=PLACE, act=act, card=CARD, first_attempt_at=self.clock.now()), **more)

    async def post(self, **more: object) -> str:
        result = await self.platform.send(self.order(**more))
        assert isinstance(result, Sent), result
        return result.ref

    def messages(self, channel: str = CHANNEL) -> list[dict]:
        return list(self.discord.world.channels[channel].messages.values())


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    clock = ManualClock(datetime(2026, 8, 3, 14, 52, tzinfo=UTC))
    async with Discord(now=clock.now, bucket=(50, 1.0)) as discord:
        tags = [{"id": "51", "name": "Announced", "moderated": False}, {"id": "52", "name": "Denied", "moderated": False}]
        discord.world.add_channel(FORUM_CHANNEL, GUILD, kind=FORUM, name="deal-board", tags=tags)
        platform = DiscordPlatform(
            token=discord.token, commands=(), api_base=discord.api_base, gateway=discord.gateway_url, clock=clock, bound=3.0
        )
        await platform.start(RecordingDesk())
        try:
            yield Stage(platform, discord, clock)
        finally:
            await platform.stop()
