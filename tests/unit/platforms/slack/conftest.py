"""An emulated Slack on a clock that stands still, and an adapter connected to it."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.clock import ManualClock
from bot.model.alert import Act, Destination
from bot.model.delivery import Order
from bot.platforms.slack.adapter import SlackPlatform
from handlers.registry import COMMANDS
from tests.contracts.platform_suite import CARD, RecordingDesk
from tests.emulators.slack import SlackEmulator

FAST = {"bound_seconds": 2.5, "ping_seconds": 0.2, "watch_seconds": 0.05, "patience_seconds": 1.5, "drain_seconds": 1.0}


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 3, 10, 12, 0, tzinfo=UTC))


@pytest.fixture
async def slack(clock: ManualClock) -> AsyncIterator[SlackEmulator]:
    async with SlackEmulator(clock=clock) as emulator:
        yield emulator


@pytest.fixture
def desk() -> RecordingDesk:
    return RecordingDesk()


@pytest.fixture
def make(slack: SlackEmulator, clock: ManualClock) -> Callable[..., SlackPlatform]:
    """Make an adapter for the emulator, not started."""

    def make(**changes: Any) -> SlackPlatform:
        given = {
            "bot_token": slack.space.bot_token,
            "app_token": slack.space.app_token,
            "api_base": slack.api_base,
            "commands": COMMANDS,
            "clock": clock,
        }
        return SlackPlatform(**(FAST | given | changes))

    return make


@pytest.fixture
async def platform(make: Callable[..., SlackPlatform], desk: RecordingDesk) -> AsyncIterator[SlackPlatform]:
    """A started adapter."""
    made = make()
    await made.start(desk)
    yield made
    await made.stop()


@pytest.fixture
def order(clock: ManualClock) -> Callable[..., Order]:
    """Make an order to C01, first attempted now."""

    def order(key: str = "x1", act: Act = Act.POST, channel: str = "C01", **changes: Any) -> Order:
        place = Destination(id=f"d{channel}", tenant="slack:T01", platform="slack", workspace="T01", channel=channel)
        given = {"key": key, "destination": place, "act": act, "card": CARD, "first_attempt_at": clock.now()}
        return Order(**(given | changes))

    return order
