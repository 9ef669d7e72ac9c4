"""One alert, then a second one, to many channels at the platforms' own limits: `python -m tests.bench.fanout [CHANNELS] [SLACK CHANNELS]`.

The real outbox with the real Discord and Slack clients against emulators that count as strictly as can be: 50 requests in any second for a
Discord bot, a post a second and channel and 300 in any minute for a Slack workspace. One channel in a hundred is gone, and slows nobody.
"""

import asyncio
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from bot.clock import SystemClock
from bot.jobs.embedded import EmbeddedJobs
from bot.jobs.job import Job
from bot.model.alert import Destination
from bot.model.ids import stable_id
from bot.ops.log import configure_logging
from bot.pipeline.outbox import Outbox
from bot.platforms.discord.adapter import DiscordPlatform
from bot.platforms.slack.adapter import SlackPlatform
from bot.ports import Platform, Store, Tables
from bot.store.open import open_store
from handlers.registry import COMMANDS
from tests.contracts.platform_suite import RecordingDesk
from tests.emulators.discord import Discord
from tests.emulators.slack import SlackEmulator
from tests.emulators.slack_state import Channel
from tests.fakes import Counted, destination, follow, queue

A_SECOND, A_MINUTE = 50, 300
DEAD = 100
"""Every so manieth channel is gone."""
WHERE = tuple[str, str]


@dataclass(frozen=True)
class FanOut:
    """What came of it."""

    platform: str
    channels: int
    posts: int
    missing: int
    seconds: float
    allowed: float
    """Seconds that the limit itself takes for as many requests."""
    refused: int
    """429 answers."""
    disordered: int
    """Channels in which the second alert stands above the first."""

    @property
    def share(self) -> float:
        """Return the rate as a share of what is allowed."""
        return self.allowed / self.seconds


async def discord(count: int) -> FanOut:
    """Post to Discord channels, ten to a server."""
    async with Discord() as server:
        server.a_second = A_SECOND
        places = [destination(str(9_300_000 + n), platform="discord", workspace=str(9_100_000 + n // 10)) for n in range(count)]
        for place in places:
            server.world.add_guild(place.workspace)
        for place in _alive(places):
            server.world.add_channel(place.channel, place.workspace)
        platform = DiscordPlatform(token=server.token, commands=(), api_base=server.api_base, gateway=server.gateway_url)
        async with _outbox("discord", platform, places) as store:
            before = len(server.requests)
            began = time.monotonic()
            await _told(store, 2 * len(_alive(places)))
        asked = [request for request in server.requests[before:] if request.path.endswith("/messages")]
        seconds = time.monotonic() - began
        seen = [(line["channel"], line["content"]) for line in server.world.journal]
        refused = sum(request.status == 429 for request in server.requests)
    return _result("discord", places, seen, seconds, (len(asked) - A_SECOND) / A_SECOND, refused)


async def slack(count: int) -> FanOut:
    """Post to the channels of one Slack workspace."""
    async with SlackEmulator(interval=0.95, a_minute=A_MINUTE) as server:
        places = [destination(f"C{n:05}", platform="slack", workspace="T01") for n in range(count)]
        for place in _alive(places):
            server.space.channels[place.channel] = Channel(id=place.channel, name="deals")
        platform = SlackPlatform(
            bot_token=server.space.bot_token,
            app_token=server.space.app_token,
            api_base=server.api_base,
            commands=COMMANDS,
            clock=SystemClock(),
        )
        async with _outbox("slack", platform, places) as store:
            began = time.monotonic()
            await _told(store, 2 * len(_alive(places)))
        seconds = time.monotonic() - began
        posts = [request for request in server.space.requests if request.method == "chat.postMessage"]
        seen = [(message.channel, str(message.arguments)) for message in server.space.accepted]
        refused = len(posts) - len(seen) - 2 * (count - len(_alive(places)))
    windows, rest = divmod(len(posts) - 1, A_MINUTE)
    return _result("slack", places, seen, seconds, max(1.0, 60.0 * windows + rest / 50), max(0, refused))


def _alive(places: Sequence[Destination]) -> list[Destination]:
    return [place for number, place in enumerate(places) if (number + 1) % DEAD]


def _result(name: str, places: Sequence[Destination], seen: Sequence[WHERE], seconds: float, allowed: float, refused: int) -> FanOut:
    told = defaultdict(list)
    for channel, words in seen:
        told[channel].append(1 if "Event 1" in words else 2)
    alive = _alive(places)
    return FanOut(
        platform=name,
        channels=len(places),
        posts=len(seen),
        missing=sum(sorted(told[place.channel]) != [1, 2] for place in alive),
        seconds=seconds,
        allowed=allowed,
        refused=refused,
        disordered=sum(told[place.channel] == [2, 1] for place in alive),
    )


@asynccontextmanager
async def _outbox(name: str, platform: Platform, places: Sequence[Destination]) -> AsyncIterator[Store]:
    """Run an outbox over two alerts for each place."""
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as folder:
        store, jobs = open_store(f"sqlite:///{folder}/fanout.db", clock=clock), EmbeddedJobs(clock)
        await platform.start(RecordingDesk())
        outbox = Outbox(store, {name: platform}, clock=clock, owner="bench", meter=Counted(), wake=lambda: jobs.wake("deliver"))
        await store.write(lambda tables: _queue(tables, places, clock))
        jobs.add(Job(name="deliver", every=1.0, run=outbox.deliver_due))
        await jobs.start()
        try:
            yield store
        finally:
            await jobs.stop(outbox.drain)
            await platform.stop()
            await store.close()


def _queue(tables: Tables, places: Sequence[Destination], clock: SystemClock) -> None:
    now = clock.now()
    for place in places:
        follow(tables, replace(place, id=stable_id("d", place.platform, place.workspace, place.channel)))
    for number in (1, 2):
        for place in places:
            queue(tables, number, place, now)


async def _told(store: Store, posts: int) -> None:
    """Wait until so many posts are sent; what the dead channels wait for stays."""
    while await store.read(lambda tables: sum(n for (_, state), n in tables.deliveries.counts().items() if state == "sent")) < posts:
        await asyncio.sleep(0.05)


def report(results: Sequence[FanOut]) -> Iterator[str]:
    """Return the rows of the benchmarks' table."""
    for one in results:
        yield (
            f"| two alerts to {one.channels:,} {one.platform.title()} channels: share of the allowed rate · 429s · missing · out of order | "
            f"{one.share:.2f} in {one.seconds:.1f} s · {one.refused} · {one.missing} · {one.disordered} | ≥ 0.95 · 0 · 0 · 0 |"
        )


def measure(many: int, few: int) -> list[FanOut]:
    """Measure both platforms, one after the other; a thousand channels take 41 s on Discord and six minutes on Slack."""
    return [asyncio.run(discord(many)), *([asyncio.run(slack(few))] if few else [])]


def main() -> None:
    """Print the rows."""
    configure_logging("json", "error")
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    for row in report(measure(many, int(sys.argv[2]) if len(sys.argv) > 2 else many)):
        print(row)


if __name__ == "__main__":
    main()
