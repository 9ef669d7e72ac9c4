"""The outbox on its wires: a real database, the real Slack and Discord clients, both emulators, and one clock that a test moves."""

import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

from bot.clock import ManualClock
from bot.model.alert import Act, Alert, Destination
from bot.model.delivery import Delivery, LookBack, Order, PlatformHealth, SendResult
from bot.ops.tell import Herald
from bot.pipeline.deliver import DeliveryRules
from bot.pipeline.outbox import Outbox
from bot.platforms.discord.adapter import DiscordPlatform
from bot.platforms.slack.adapter import SlackPlatform
from bot.ports import Desk, Platform, Store
from bot.store import open_store
from handlers.registry import COMMANDS
from tests.contracts.platform_suite import RecordingDesk
from tests.emulators.discord import CHANNEL, GUILD, Discord
from tests.emulators.slack import SlackEmulator
from tests.emulators.slack_state import Channel
from tests.fakes import Counted, delivery, destination, follow, queue

START = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
SLACK = destination("C01", workspace="T01")
SLACK_TOO = destination("C02", workspace="T01")
DISCORD = destination(CHANNEL, platform="discord", workspace=GUILD)
BOUND = 1.0
"""Seconds of one call, here; twelve in life."""


class Twisted:
    """A platform without one of its guards: what it answers goes through `twist` first."""

    def __init__(self, platform: Platform, twist: Callable[[SendResult], SendResult]) -> None:
        self.name, self.pace = platform.name, platform.pace
        self.settle_seconds, self.resend_safe_seconds = platform.settle_seconds, platform.resend_safe_seconds
        self._platform, self._twist = platform, twist

    async def start(self, desk: Desk) -> None:
        await self._platform.start(desk)

    async def stop(self) -> None:
        await self._platform.stop()

    async def send(self, order: Order) -> SendResult:
        return self._twist(await self._platform.send(order))

    async def look_back(self, order: Order) -> LookBack:
        return await self._platform.look_back(order)

    def health(self) -> PlatformHealth:
        return self._platform.health()


class Wires:
    """What a fault test moves and looks at."""

    def __init__(self, store: Store, slack: SlackEmulator, discord: Discord, clock: ManualClock, platforms: dict[str, Platform]) -> None:
        self.store, self.slack, self.discord, self.clock, self.platforms = store, slack, discord, clock, platforms
        self.meter = Counted()
        self.told: list[str] = []

    def outbox(self, *, rules: DeliveryRules | None = None, owner: str = "one", **platforms: Platform) -> Outbox:
        """Return an outbox on both platforms, or on these instead."""
        return Outbox(
            self.store,
            self.platforms | platforms,
            clock=self.clock,
            owner=owner,
            meter=self.meter,
            rules=rules,
            tell=self._tell,
            tell_used_up=Herald(self.store, {}, clock=self.clock).tell_used_up,
            chance=random.Random(5),
        )

    async def _tell(self, _: str, sentence: str) -> None:
        self.told.append(sentence)

    def slack_channels(self, count: int) -> list[Destination]:
        """Open channels in Slack."""
        for number in range(count):
            self.slack.space.channels[f"C1{number:03}"] = Channel(f"C1{number:03}", f"deals-{number}")
        return [destination(f"C1{number:03}", workspace="T01") for number in range(count)]

    def discord_channels(self, count: int) -> list[Destination]:
        """Open channels in Discord."""
        for number in range(count):
            self.discord.world.add_channel(f"93000000000000{number:04}", GUILD)
        return [destination(f"93000000000000{number:04}", platform="discord", workspace=GUILD) for number in range(count)]

    async def queue(self, number: int, place: Destination) -> Delivery:
        """Store an alert and its pending post for a channel that follows everything."""

        def work(tables) -> Delivery:
            if tables.places.subscription_of(place.id) is None:
                follow(tables, place)
            return queue(tables, number, place, self.clock.now())

        return await self.store.write(work)

    async def act(self, post: Delivery, place: Destination, act: Act, title: str) -> Delivery:
        """Store another act of a post's alert."""

        def work(tables) -> Delivery:
            told: Alert = tables.alerts.get(post.alert_id)
            told = replace(told, revision=told.revision + 1, card=replace(told.card, title=title))
            row = delivery(told, place, self.clock.now(), act=act, revision=told.revision)
            tables.alerts.put(told)
            tables.deliveries.add([row])
            return row

        return await self.store.write(work)

    async def state(self, row: Delivery) -> str:
        """Return a row's state."""
        found = await self.store.read(lambda tables: tables.deliveries.of_alert(row.alert_id))
        return next(other.state.value for other in found if other.id == row.id)

    async def run(self, outbox: Outbox, seconds: float, *, step: float = 5.0) -> None:
        """Deliver while so much time passes."""
        end = self.clock.now().timestamp() + seconds
        await outbox.deliver_all()
        while self.clock.now().timestamp() < end:
            self.clock.advance(step)
            await outbox.reap()
            await outbox.deliver_all()

    def posts(self, place: Destination) -> list[str]:
        """Return the keys or nonces of the messages at a channel's top."""
        if place.platform == "slack":
            found = [m for m in self.slack.space.channels[place.channel].messages if not m.thread_ts]
            return [(m.arguments.get("metadata") or {}).get("event_payload", {}).get("key", "") for m in found]
        return [str(line["nonce"]) for line in self.discord.world.journal if line["channel"] == place.channel]

    def calls(self, place: Destination) -> int:
        """Return how many requests for a message the platform got, whatever it answered."""
        if place.platform == "slack":
            asked = [r for r in self.slack.space.requests if r.method == "chat.postMessage"]
            return sum(r.arguments.get("channel") == place.channel for r in asked)
        return sum(r.method == "POST" and r.path.endswith(f"/channels/{place.channel}/messages") for r in self.discord.requests)


@asynccontextmanager
async def wired(*, nonce_window: float = 300.0, bound: float = BOUND) -> AsyncIterator[Wires]:
    """Connect everything."""
    clock = ManualClock(START)
    store = open_store("sqlite:///:memory:", clock=clock)
    async with SlackEmulator(clock=clock) as slack, Discord(now=clock.now, bucket=(1000, 1.0), nonce_window=nonce_window) as discord:
        platforms: dict[str, Platform] = {
            "slack": SlackPlatform(
                bot_token=slack.space.bot_token,
                app_token=slack.space.app_token,
                api_base=slack.api_base,
                commands=COMMANDS,
                clock=clock,
                bound_seconds=bound,
            ),
            "discord": DiscordPlatform(
                token=discord.token,
                commands=(),
                api_base=discord.api_base,
                gateway=discord.gateway_url,
                clock=clock,
                bound=bound,
            ),
        }
        for platform in platforms.values():
            await platform.start(RecordingDesk())
        try:
            yield Wires(store, slack, discord, clock, platforms)
        finally:
            for platform in platforms.values():
                await platform.stop()
            await store.close()
