"""kill -9 at random moments of a whole run: feeds over HTTP in, both emulators out, processes that die twenty times.

One bot on a database file; two bots and two workers on PostgreSQL, of which one dies at a time while the others go on.
"""

import asyncio
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.demo.server import NewsroomServer
from bot.model.alert import Act
from bot.model.delivery import Delivery, DeliveryState
from bot.ports import Store, Tables
from bot.store import open_store
from tests import postgres
from tests.acceptance.newsroom_maker import make
from tests.emulators.discord import CHANNEL, GUILD, Discord
from tests.emulators.discord_checks import visible
from tests.emulators.slack_checks import shown
from tests.emulators.slack_process import UnreliableSlack

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("KILLS", "20"))
UNFINISHED = {DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNCERTAIN}


def configure(folder: Path, server: NewsroomServer) -> Path:
    """Write a configuration folder: the shipped one with the newsroom's feeds and one channel on each platform."""
    config = folder / "config"
    shutil.copytree(ROOT / "config", config)
    feeds = [
        f'[[feed]]\nid = "{feed.id}"\ntitle = "{feed.title}"\nurl = "{feed.url}"\ngrade = "{feed.grade}"\naggregator = {str(feed.aggregator).lower()}\n'
        for feed in server.feeds
    ]
    (config / "feeds.toml").write_text("\n".join(feeds))
    channels = [
        f'[[channels]]\nplatform = "{platform}"\nworkspace = "{workspace}"\nchannel = "{channel}"\nstorylines = ["*"]\n'
        for platform, workspace, channel in (("slack", "T01", "C01"), ("discord", GUILD, CHANNEL))
    ]
    (config / "dealwire.toml").write_text("articles = false\npoll_seconds = 0.5\n" + "\n".join(channels))
    return config


async def rows_of(store: Store) -> list[Delivery]:
    """Return the whole outbox."""

    def work(tables: Tables) -> list[Delivery]:
        stories = tables.stories.latest({"shared"}, storyline=None, limit=1000)
        alerts = [alert for story in stories for alert in tables.alerts.of_story(story.id)]
        return [row for alert in alerts for row in tables.deliveries.of_alert(alert.id)]

    return await store.read(work)


async def poll_now(store: Store, server: NewsroomServer) -> None:
    """Make every feed due."""
    now = SystemClock().now()
    await store.write(lambda tables: tables.feeds.poll_now([feed.id for feed in server.feeds], now))


async def calm(store: Store, items: int, *, seconds: float = 300) -> tuple[list[Delivery], int]:
    """Wait until every item is read and nothing is on its way; return all posts and replies, and how many stories there are to tell."""
    told: list[Delivery] = []
    stories = quiet = 0
    end = time.monotonic() + seconds
    while quiet < 3 and time.monotonic() < end:
        await asyncio.sleep(2)
        told = [row for row in await rows_of(store) if row.act in {Act.POST, Act.REPLY}]
        stories = len(await store.read(lambda tables: tables.stories.latest({"shared"}, storyline=None, limit=1000)))
        posts = sum(row.act is Act.POST for row in told)
        settled = await read_items(store) == items and posts == 2 * stories and all(row.state not in UNFINISHED for row in told)
        quiet = quiet + 1 if settled else 0
    return told, stories


async def read_items(store: Store) -> int:
    """Return how many items were read."""
    since = SystemClock().now() - timedelta(days=1)
    return len(await store.read(lambda tables: tables.entries.latest({"shared"}, since=since, limit=10_000)))


@contextmanager
def database(folder: Path, crew: tuple[str, ...]) -> Iterator[str]:
    """Return the address of a new database that the crew can share."""
    if len(crew) == 1:
        yield f"sqlite:///{folder / 'dealwire.db'}"
    elif postgres.binaries() is None:
        pytest.skip(postgres.NOT_FOUND)
    else:
        with postgres.cluster() as server:
            yield server.url()


class Process:
    """`python -m bot` with a command, started again and again with one log."""

    def __init__(self, command: str, log: Path, environment: dict[str, str]) -> None:
        self._command, self._path, self._environment = command, log, environment
        self._log = log.open("ab")
        self._from = 0
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, unless it runs."""
        if self._process is not None and self._process.returncode is None:
            return
        self._from = self._log.seek(0, os.SEEK_END)
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", self._command, cwd=ROOT, env=self._environment, stdout=self._log, stderr=self._log
        )

    async def started(self) -> None:
        """Wait until it says in its log that everything runs."""
        async with asyncio.timeout(120):
            while b'"event": "started"' not in self.last_words().encode():
                assert self._process is not None
                assert self._process.returncode is None, self.last_words()
                await asyncio.sleep(0.05)

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        assert self._process is not None
        self._process.send_signal(number)

    async def end(self, number: signal.Signals) -> int | None:
        """End it, unless it has ended; return its exit code."""
        if self._process is None:
            return None
        if self._process.returncode is None:
            self._process.send_signal(number)
        return await self._process.wait()

    def close(self) -> None:
        """Close its log."""
        self._log.close()

    def last_words(self) -> str:
        """Return what it has logged since it was started."""
        with self._path.open("rb") as log:
            log.seek(self._from)
            return log.read().decode(errors="replace")


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("crew", [("run",), ("run", "run", "worker", "worker")], ids=["one", "several"])
async def test_twenty_kills_lose_nothing_and_double_nothing(tmp_path: Path, crew: tuple[str, ...]):
    """Whenever a process dies, every item is read once, each story has one root message in each channel, each key was accepted once."""
    seed = int(os.environ.get("SEED", "0")) or random.SystemRandom().randrange(1, 10_000)
    print(f"SEED={seed} KILLS={KILLS}")
    chance = random.Random(seed)
    newsroom, _ = make(seed)
    server = NewsroomServer(newsroom)
    await server.start()
    slack = UnreliableSlack(seed=seed, error_rate=0.04, lost_rate=0.04, visibility=2.5)
    await slack.start()
    discord = Discord(bucket=(1000, 1.0), late=2.0)
    discord.chance = {"500": 0.04, "reset after": 0.04}
    discord.dice = random.Random(seed)
    await discord.start()
    environment = {
        **os.environ,
        "DEALWIRE_CONFIG": str(configure(tmp_path, server)),
        "DEALWIRE_LOG_FORMAT": "json",
        "DEALWIRE_FETCH_ALLOW": "127.0.0.0/8:*",
        "DEALWIRE_SLACK_API_BASE": slack.api_base,
        "DEALWIRE_SLACK_BOT_TOKEN": slack.space.bot_token,
        "DEALWIRE_SLACK_APP_TOKEN": slack.space.app_token,
        "DEALWIRE_DISCORD_API_BASE": discord.api_base,
        "DEALWIRE_DISCORD_GATEWAY": discord.gateway_url,
        "DEALWIRE_DISCORD_TOKEN": discord.token,
    }
    with database(tmp_path, crew) as url:
        store = open_store(url, clock=SystemClock())
        environment["DEALWIRE_DATABASE_URL"] = url
        bots = crew.count("run")
        processes = [
            Process(command, tmp_path / f"{number}.log", environment | {"DEALWIRE_DISCORD_SHARDS": f"{number % bots}/{bots}"})
            for number, command in enumerate(crew)
        ]
        try:
            for kill in range(KILLS):
                server.edition = min(newsroom.editions, 4 * kill // KILLS)
                await poll_now(store, server)
                await asyncio.gather(*(process.start() for process in processes))
                if chance.random() > 0.1:
                    await asyncio.gather(*(process.started() for process in processes))
                await asyncio.sleep(chance.uniform(0.0, 6.0))
                victim = chance.choice(processes)
                assert await victim.end(signal.SIGKILL) == -signal.SIGKILL, victim.last_words()
            server.edition = newsroom.editions
            await poll_now(store, server)
            await asyncio.gather(*(process.start() for process in processes))
            told, stories = await calm(store, len(newsroom.items))
            items = await read_items(store)
            begun = time.monotonic()
            codes = await asyncio.gather(*(process.end(signal.SIGTERM) for process in processes))
            took = time.monotonic() - begun
        finally:
            for process in processes:
                await process.end(signal.SIGKILL)
                process.close()
            await store.close()

    keys = Counter((m.arguments.get("metadata") or {}).get("event_payload", {}).get("key", "") for m in slack.space.accepted)
    nonces = Counter(str(line["nonce"]) for line in discord.world.journal)
    slack_roots = [shown(m.arguments) for m in slack.space.channels["C01"].messages if not m.thread_ts]
    discord_roots = [visible(m) for m in discord.world.channels[CHANNEL].messages.values()]
    print(f"{KILLS} kills, {len(told)} posts and replies, {keys.total() + nonces.total()} accepted; stopped with {codes} in {took:.1f} s")
    await slack.stop()
    await discord.vanish()
    await server.stop()
    assert [key for key, count in (keys + nonces).items() if count > 1] == []
    assert {row.state for row in told} == {DeliveryState.SENT}
    assert items == len(newsroom.items)
    assert stories > 0
    assert (len(slack_roots), len(discord_roots)) == (stories, stories)
    assert (codes, took < 10) == ([0] * len(crew), True)
