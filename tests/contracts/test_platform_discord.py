"""The Discord adapter, with the real discord.py, against the emulated Discord: what every platform promises."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.clock import ManualClock
from bot.model.alert import Destination
from bot.model.command import Access, Command, Option, OptionKind
from bot.platforms.discord.adapter import DiscordPlatform
from tests.contracts.platform_suite import RATE_WAIT, SUITE, Fault, Harness, Heard, RecordingDesk, Seen, name_of
from tests.emulators.discord import CHANNEL, GUILD, Discord, wait_until
from tests.emulators.discord_checks import visible

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
        summary="Why an alert came or not",
        options=(Option(name="event", summary="Event or url", kind=OptionKind.EVENT, required=True),),
    ),
    Command(name="facts", summary="The ledger", options=(Option(name="storyline", summary="Which storyline", kind=OptionKind.STORYLINE),)),
    Command(
        name="feeds add",
        summary="Add a feed",
        access=Access.ADMIN,
        options=(Option(name="url", summary="Its address", required=True),),
    ),
)
MESSAGES = r"/channels/\d+/messages(/\d+)?"
GONE = "929999999999999999"


class EmulatedDiscord:
    """The suite's face of the emulator."""

    def __init__(self, discord: Discord) -> None:
        self.discord = discord

    def seen(self, channel: str) -> list[Seen]:
        world = self.discord.world
        places = [place for place in world.channels.values() if channel in (place.id, place.parent)]
        found = [
            Seen(
                ref=f"{place.id}:{message['id']}",
                text=visible(message),
                root=f"{channel}:{place.id}" if place.parent else _replied_to(message),
                struck="~~" in message["content"],
                broadcast=not place.parent and bool(message.get("message_reference")),
                buttons=tuple(part["label"] for row in message["components"] for part in row["components"]),
            )
            for place in places
            for message in place.messages.values()
        ]
        return sorted(found, key=lambda seen: int(seen.ref.partition(":")[2]))

    def pings(self) -> int:
        return self.discord.rest.pings

    def inject(self, fault: Fault, times: int = 1) -> object:
        inject = self.discord.inject
        match fault:
            case Fault.RATE_LIMITED:
                inject("*", MESSAGES, "429", times, retry_after=float(RATE_WAIT))
            case Fault.SERVER_ERROR:
                inject("*", MESSAGES, "500", times)
            case Fault.LOST_REQUEST:
                inject("POST", MESSAGES, "reset before", times)
            case Fault.LOST_RESPONSE:
                inject("POST", MESSAGES, "reset after", times)
            case Fault.GARBAGE:
                inject("*", MESSAGES, "html", times)
            case Fault.SLOW:
                inject("*", MESSAGES, "slow", times)
            case Fault.BAD_PAYLOAD:
                inject("POST", MESSAGES, "error", times, status=400, code=50035, message="Invalid Form Body")
            case Fault.TOKEN_REVOKED:
                self.discord.token = "another"
            case Fault.NO_HISTORY:
                self.discord.world.channels[CHANNEL].denied.add("READ_MESSAGE_HISTORY")
            case Fault.LATE:
                self.discord.world.late_next += [DiscordPlatform.settle_seconds] * times
            case Fault.UNREACHABLE:
                return self.discord.vanish()
        return None

    def delete(self, channel: str, ref: str) -> None:
        place, _, message = ref.partition(":")
        del self.discord.world.channels[place].messages[message]

    async def say(self, command: str, *, user: str, channel: str) -> Heard:
        name, *words = command.split()
        options = {"storyline": words[0]} if words else {}
        interaction = await self.discord.command("deals", name, options, user=_digits(user), channel=channel)
        await interaction.filled()
        return Heard(text=interaction.text, private=not interaction.public)

    async def press(self, channel: str, ref: str, label: str, *, user: str) -> Heard:
        place, _, message = ref.partition(":")
        interaction = await self.discord.press(self.discord.world.channels[place].messages[message], label, user=_digits(user))
        await interaction.filled()
        return Heard(text=interaction.text, private=not interaction.public)

    async def drop(self) -> None:
        before = self.discord.gateway.resumes
        await self.discord.gateway.abort_all()
        await wait_until(lambda: self.discord.gateway.resumes > before and bool(self.discord.gateway.live))


def _digits(user: str) -> str:
    return re.sub(r"\D", "", user)


def _replied_to(message: dict) -> str:
    reference = message.get("message_reference")
    return f"{reference['channel_id']}:{reference['message_id']}" if reference else ""


@pytest.fixture
async def harness() -> AsyncIterator[Harness]:
    clock = ManualClock(datetime(2026, 8, 3, 14, 52, tzinfo=UTC))
    async with Discord(now=clock.now, bucket=(50, 1.0)) as discord:
        platform = DiscordPlatform(
            token=discord.token, commands=COMMANDS, api_base=discord.api_base, gateway=discord.gateway_url, clock=clock, bound=2.0
        )
        desk = RecordingDesk()
        await platform.start(desk)

        async def settle() -> None:
            clock.advance(platform.settle_seconds)

        place = Destination(id="d1", tenant=f"discord:{GUILD}", platform="discord", workspace=GUILD, channel=CHANNEL)
        gone = Destination(id="d2", tenant=f"discord:{GUILD}", platform="discord", workspace=GUILD, channel=GONE)
        try:
            yield Harness(
                platform=platform,
                emulator=EmulatedDiscord(discord),
                desk=desk,
                destination=place,
                gone=gone,
                now=clock.now,
                settle=settle,
                bound=2.0,
            )
        finally:
            await platform.stop()


@pytest.mark.parametrize("case", SUITE, ids=name_of)
async def test_promise(case, harness):
    """Each promise of the platform suite holds on Discord."""
    await case(harness)
