"""A started Discord adapter whose desk notes what it is asked, for the test modules beside this one; they import the fixtures."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.clock import ManualClock
from bot.model.alert import Act, Destination
from bot.model.card import Card
from bot.model.command import Access, Command, CommandCall, Completion, Option, OptionKind
from bot.model.delivery import Order, Sent
from bot.platforms.discord.adapter import DiscordPlatform
from tests.contracts.platform_suite import CARD, RecordingDesk
from tests.emulators.discord import CHANNEL, GUILD, Discord

COMMANDS = (
    Command(
        name="latest",
        summary="The newest events",
        options=(
            Option(name="storyline", summary="Which storyline", kind=OptionKind.STORYLINE),
            Option(name="count", summary="How many", kind=OptionKind.NUMBER),
        ),
    ),
    Command(
        name="why",
        summary="Why an alert came",
        options=(Option(name="event", summary="Event or url", kind=OptionKind.EVENT, required=True),),
    ),
    Command(
        name="feedback",
        summary="Say what was wrong",
        options=(Option(name="event", summary="Event", required=True), Option(name="reason", summary="Why")),
    ),
    Command(
        name="feeds add", summary="Add a feed", access=Access.ADMIN, options=(Option(name="url", summary="Its address", required=True),)
    ),
    Command(name="feeds list", summary="All feeds", access=Access.ADMIN),
)
CALLBACK = r"/interactions/\d+/\w+/callback"
ORIGINAL = r"/webhooks/\d+/\w+/messages/@original"


class ManyDesk(RecordingDesk):
    """A desk with a great many suggestions, some of them illegal."""

    async def complete(self, call: CommandCall, option: str, typed: str) -> tuple[Completion, ...]:
        self.calls.append(call)
        odd = (Completion(label="", value=""), Completion(label="x" * 300, value="long"), Completion(label="too long", value="y" * 200))
        return odd + tuple(Completion(label=f"Line {number} @everyone", value=f"{typed}{number}") for number in range(40))


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with Discord(bucket=(50, 1.0)) as running:
        yield running


@pytest.fixture
async def desk() -> ManyDesk:
    return ManyDesk()


@pytest.fixture
async def platform(discord, desk) -> AsyncIterator[DiscordPlatform]:
    clock = ManualClock(datetime(2026, 8, 3, tzinfo=UTC))
    running = DiscordPlatform(token=discord.token, commands=COMMANDS, api_base=discord.api_base, gateway=discord.gateway_url, clock=clock)
    await running.start(desk)
    yield running
    await running.stop()


async def alert(platform: DiscordPlatform, discord: Discord, card: Card = CARD) -> dict:
    """Post an alert and return its message."""
    place = Destination(id="d1", tenant=f"discord:{GUILD}", platform="discord", workspace=GUILD, channel=CHANNEL)
    result = await platform.send(Order(key="x1", destination=place, act=Act.POST, card=card))
    assert isinstance(result, Sent), result
    return discord.world.channels[CHANNEL].messages[result.ref.partition(":")[2]]
