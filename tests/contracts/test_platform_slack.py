"""The platform contract, kept by the Slack adapter with the real slack-bolt client against the emulated Slack."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.clock import ManualClock
from bot.model.alert import Destination
from bot.platforms.slack.adapter import SlackPlatform
from handlers.registry import COMMANDS
from tests.contracts.platform_suite import RATE_WAIT, SUITE, Fault, Harness, Heard, RecordingDesk, Seen, name_of
from tests.emulators.slack import SlackEmulator
from tests.emulators.slack_checks import is_struck, shown, texts
from tests.emulators.slack_state import Exchange

POSTS = ("chat.postMessage", "chat.update")


class EmulatedSlack:
    """The neutral face of the emulator."""

    def __init__(self, slack: SlackEmulator, platform: SlackPlatform) -> None:
        self._slack = slack
        self._platform = platform

    def seen(self, channel: str) -> list[Seen]:
        found = []
        for message in self._slack.space.channels[channel].messages:
            buttons = [t["text"] for b in message.arguments.get("blocks") or [] if b["type"] == "actions" for t in texts(b)]
            root = f"{channel}:{message.thread_ts}" if message.thread_ts else ""
            found.append(
                Seen(
                    ref=f"{channel}:{message.ts}",
                    text=shown(message.arguments),
                    root=root,
                    struck=is_struck(message.arguments),
                    broadcast=message.broadcast,
                    buttons=tuple(buttons),
                )
            )
        return found

    def pings(self) -> int:
        return self._slack.space.mentions

    async def inject(self, fault: Fault, times: int = 1) -> None:
        slack = self._slack
        kinds = {
            Fault.RATE_LIMITED: ("ratelimited", RATE_WAIT),
            Fault.SERVER_ERROR: ("status", 500),
            Fault.LOST_REQUEST: ("reset_before", None),
            Fault.LOST_RESPONSE: ("reset_after", None),
            Fault.GARBAGE: ("html", None),
            Fault.SLOW: ("slow", 5),
            Fault.BAD_PAYLOAD: ("error", "invalid_blocks"),
            Fault.TOKEN_REVOKED: ("error", "token_revoked"),
        }
        match fault:
            case Fault.NO_HISTORY:
                slack.space.scopes -= {"channels:history", "groups:history"}
            case Fault.LATE:
                slack.inject("chat.postMessage", "late", value=4.0)
            case Fault.UNREACHABLE:
                await slack.stop()
            case _:
                kind, value = kinds[fault]
                slack.inject("chat.postMessage", kind, times, value)

    def delete(self, channel: str, ref: str) -> None:
        held = self._slack.space.channels[channel]
        message = held.find(ref.split(":")[1])
        assert message is not None
        held.messages.remove(message)

    async def say(self, command: str, *, user: str, channel: str) -> Heard:
        return await _heard(await self._slack.command(command, user=user, channel=channel))

    async def press(self, channel: str, ref: str, label: str, *, user: str) -> Heard:
        return await _heard(await self._slack.press(channel, ref.split(":")[1], label, user=user))

    async def drop(self) -> None:
        await self._slack.disconnect(warn=False)


async def _heard(exchange: Exchange) -> Heard:
    answer = await exchange.answer()
    return Heard(text=shown(answer.arguments), private=answer.private)


@pytest.fixture
async def harness() -> AsyncIterator[Harness]:
    """An adapter connected to an emulator, both on one clock that stands still."""
    clock = ManualClock(datetime(2026, 3, 10, 12, 0, tzinfo=UTC))
    desk = RecordingDesk()
    async with SlackEmulator(clock=clock) as slack:
        platform = SlackPlatform(
            bot_token=slack.space.bot_token,
            app_token=slack.space.app_token,
            api_base=slack.api_base,
            commands=COMMANDS,
            clock=clock,
            bound_seconds=2.5,
            ping_seconds=0.3,
            watch_seconds=0.1,
        )
        await platform.start(desk)

        async def settle() -> None:
            clock.advance(platform.settle_seconds)

        def place(channel: str) -> Destination:
            return Destination(id=f"d{channel}", tenant="slack:T01", platform="slack", workspace="T01", channel=channel)

        yield Harness(
            platform=platform,
            emulator=EmulatedSlack(slack, platform),
            desk=desk,
            destination=place("C01"),
            gone=place("C99"),
            now=clock.now,
            settle=settle,
            bound=2.5,
        )
        await platform.stop()


@pytest.mark.parametrize("case", SUITE, ids=name_of)
async def test_slack_keeps_the_platform_contract(case, harness: Harness) -> None:
    """Every promise of a platform holds for Slack."""
    await case(harness)
