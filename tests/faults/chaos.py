"""The chaos run: the real bot against both emulators, killed at random moments; what was queued must stand in each channel exactly once.

    python -m tests.faults.chaos SEED=7 KILLS=100 DELIVERIES=5000
    python -m tests.faults.chaos SIGNAL=TERM KILLS=50 DELIVERIES=2000
    python -m tests.faults.chaos LOOKBACK=off …      the harness must then see doubles, else it is blind

The emulators live on while the bot dies: they answer some calls with 500, accept some and cut the answer, and show messages late. What they
accepted stands in their journals, on disk before the answer.
"""

import asyncio
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bot.clock import SystemClock
from bot.model.alert import Destination
from bot.platforms.discord.keys import nonce_of
from bot.ports import Store, Tables
from bot.store.open import open_store
from tests.fakes import destination, follow, queue

ROOT = Path(__file__).resolve().parents[2]
GUILD = "910000000000000001"
UNFINISHED = {"pending", "sending", "uncertain"}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a run does; every chance comes from the seed."""

    seed: int = 7
    kills: int = 100
    deliveries: int = 5000
    slack_share: float = 0.2
    """Slack takes five a second and workspace, Discord fifty."""
    slack_channels: int = 10
    discord_channels: int = 40
    error_rate: float = 0.04
    lost_rate: float = 0.04
    visibility: float = 2.5
    """Seconds until a message can be read back; both platforms wait for longer than that before they look."""
    life: float = 5.0
    """How long a bot lives at most, once it says that it has started, before it is killed."""
    early: float = 0.1
    """The share of kills that come before it has started."""
    look_back: bool = True
    stop: signal.Signals = signal.SIGKILL
    """SIGTERM instead: every stop must then end with 0 within ten seconds."""
    waves: int = 10


@dataclass(kw_only=True)
class Outcome:
    """What a run came to."""

    kills: int = 0
    queued: int = 0
    accepted: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    states: dict[str, int] = field(default_factory=dict)
    bad_stops: list[str] = field(default_factory=list)
    drain_seconds: float = 0.0
    """Of the slowest stop."""
    exit_code: int | None = None
    seconds: float = 0.0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.queued} deliveries, {self.accepted} accepted: {len(self.lost)} lost, {len(self.doubled)} doubled; "
            f"states {self.states}; last exit {self.exit_code}, slowest stop {self.drain_seconds:.1f} s, bad stops {self.bad_stops}; "
            f"{self.seconds:.0f} s in all"
        )


class Chaos:
    """One run."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan = plan
        self.folder = folder
        self.chance = random.Random(plan.seed)
        self.database = f"sqlite:///{folder / 'dealwire.db'}"
        self.outcome = Outcome()
        self._emulators: list[asyncio.subprocess.Process] = []
        self._environment: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        """Delivery id → platform."""
        self._log = (folder / "bot.log").open("ab")
        self._log_from = 0

    async def run(self) -> Outcome:
        """Play it to the end."""
        begun = time.monotonic()
        try:
            places = await self._emulate()
            self._configure()
            await self._kill_often(places)
            await self._finish()
            self._judge()
        finally:
            for process in self._emulators:
                process.terminate()
                await process.wait()
            self._log.close()
        self.outcome.seconds = time.monotonic() - begun
        return self.outcome

    # --- the stage ---

    async def _emulate(self) -> list[Destination]:
        plan = self.plan
        slack = [f"C{number:02}" for number in range(plan.slack_channels)]
        discord = [f"92000000000000{number:04}" for number in range(plan.discord_channels)]
        common = ["--error-rate", str(plan.error_rate), "--lost-rate", str(plan.lost_rate), "--visibility", str(plan.visibility)]
        said = [
            await self._emulator(name, [*common, *[word for channel in channels for word in ("--channel", channel)]])
            for name, channels in (("slack", slack), ("discord", discord))
        ]
        self._environment = {
            "DEALWIRE_SLACK_API_BASE": said[0]["api_base"],
            "DEALWIRE_SLACK_BOT_TOKEN": said[0]["bot_token"],
            "DEALWIRE_SLACK_APP_TOKEN": said[0]["app_token"],
            "DEALWIRE_DISCORD_API_BASE": said[1]["api_base"],
            "DEALWIRE_DISCORD_GATEWAY": said[1]["gateway"],
            "DEALWIRE_DISCORD_TOKEN": said[1]["token"],
        }
        if not plan.look_back:
            await self._forbid_history(said[0]["url"])
        return [
            *[destination(channel, workspace=said[0]["team"]) for channel in slack],
            *[destination(channel, platform="discord", workspace=GUILD) for channel in discord],
        ]

    async def _emulator(self, name: str, options: list[str]) -> dict[str, Any]:
        command = ["-m", f"tests.emulators.{name}", "--journal", str(self.folder / f"{name}.jsonl"), "--seed", str(self.plan.seed)]
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, *options, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=self._log
        )
        self._emulators.append(process)
        assert process.stdout is not None
        async with asyncio.timeout(30):
            return dict(json.loads(await process.stdout.readline()))

    async def _forbid_history(self, url: str) -> None:
        fault = {"do": "inject", "kind": "error", "value": "missing_scope", "times": 10**9}
        async with aiohttp.ClientSession() as session:
            for method in ("conversations.history", "conversations.replies"):
                (await session.post(f"{url}/control", json=fault | {"method": method})).raise_for_status()

    def _configure(self) -> None:
        config = self.folder / "config"
        shutil.copytree(ROOT / "config", config)
        for file in (config / "storylines").glob("*.toml"):
            if file.stem != "openai-foxconn":
                file.unlink()  # a start costs less with fewer examples to prove
        # One feed that nobody serves: polls go on and fail beside the deliveries.
        (config / "feeds.toml").write_text('[[feed]]\nid = "dead"\ntitle = "Dead"\nurl = "http://127.0.0.1:9/feed"\n')
        self._environment |= {
            "DEALWIRE_CONFIG": str(config),
            "DEALWIRE_DATABASE_URL": self.database,
            "DEALWIRE_LOG_FORMAT": "json",
            "DEALWIRE_LOG_LEVEL": "info",
            "DEALWIRE_FETCH_ALLOW": "127.0.0.0/8:*",
        }

    # --- the bot ---

    async def _start(self) -> asyncio.subprocess.Process:
        self._log_from = self._log.seek(0, os.SEEK_END)
        environment = {**os.environ, **self._environment}
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment, stdout=self._log, stderr=self._log
        )

    async def _kill_often(self, places: list[Destination]) -> None:
        plan = self.plan
        for kill in range(plan.kills):
            wave = 1 + kill * plan.waves // plan.kills if kill < plan.kills - 1 else plan.waves
            if (more := plan.deliveries * wave // plan.waves - self.outcome.queued) > 0:
                await self._queue(more, places)
            process = await self._start()
            if self.chance.random() < plan.early:
                await asyncio.sleep(self.chance.uniform(0.2, 3.0))
            else:
                await self._started(process)
                await asyncio.sleep(self.chance.uniform(0.0, plan.life))
            if process.returncode is not None:
                raise RuntimeError(f"the bot ended by itself with {process.returncode}; see {self.folder / 'bot.log'}")
            await self._end(process)
            self.outcome.kills += 1
            if kill % 10 == 9:
                print(f"  {kill + 1} kills, {len(self._accepted())} of {self.outcome.queued} accepted", flush=True)

    async def _started(self, process: asyncio.subprocess.Process) -> None:
        """Wait until the bot's log says that everything runs."""
        with (self.folder / "bot.log").open("rb") as log:
            log.seek(self._log_from)
            async with asyncio.timeout(120):
                while process.returncode is None:
                    if b'"event": "started"' in log.read():
                        return
                    await asyncio.sleep(0.05)

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        begun = time.monotonic()
        process.send_signal(self.plan.stop)
        code = await process.wait()
        took = time.monotonic() - begun
        self.outcome.drain_seconds = max(self.outcome.drain_seconds, took)
        # A signal that comes before the bot listens for it ends it as it ends any process.
        if self.plan.stop is not signal.SIGKILL and (code not in {0, -self.plan.stop} or took > 10):
            self.outcome.bad_stops.append(f"exit {code} after {took:.1f} s")

    async def _queue(self, count: int, places: list[Destination]) -> None:
        slack = [place for place in places if place.platform == "slack"]
        discord = [place for place in places if place.platform == "discord"]
        now, first = SystemClock().now(), self.outcome.queued

        def work(tables: Tables) -> list[tuple[str, str]]:
            for place in places:
                follow(tables, place)
            rows = []
            for number in range(first, first + count):
                place = self.chance.choice(slack if self.chance.random() < self.plan.slack_share else discord)
                rows.append((queue(tables, number, place, now).id, place.platform))
            return rows

        store = open_store(self.database, clock=SystemClock())
        try:
            self._keys.update(await store.write(work))
        finally:
            await store.close()
        self.outcome.queued += count

    async def _finish(self) -> None:
        """Let a last bot send what is left, then end it as a supervisor does."""
        process = await self._start()
        await self._started(process)
        store = open_store(self.database, clock=SystemClock())
        try:
            async with asyncio.timeout(1800):
                while await self._left(store):
                    if process.returncode is not None:
                        raise RuntimeError(f"the bot ended by itself with {process.returncode}; see {self.folder / 'bot.log'}")
                    await asyncio.sleep(1)
        finally:
            begun = time.monotonic()
            process.send_signal(signal.SIGTERM)
            self.outcome.exit_code = await process.wait()
            self.outcome.drain_seconds = max(self.outcome.drain_seconds, time.monotonic() - begun)
            await store.close()

    async def _left(self, store: Store) -> int:
        counts = await store.read(lambda tables: tables.deliveries.counts())
        states = Counter[str]()
        for (_, state), count in counts.items():
            states[state] += count
        self.outcome.states = dict(states)
        return sum(count for state, count in self.outcome.states.items() if state in UNFINISHED)

    # --- the verdict ---

    def _accepted(self) -> list[str]:
        """Return the key of every message that an emulator accepted."""
        nonces = {nonce_of(key): key for key, platform in self._keys.items() if platform == "discord"}
        found = []
        for name in ("slack", "discord"):
            path = self.folder / f"{name}.jsonl"
            for text in path.read_text().splitlines() if path.exists() else []:
                line = json.loads(text)
                found.append(line["key"] if name == "slack" else nonces.get(str(line["nonce"]), f"unknown {line['nonce']}"))
        return found

    def _judge(self) -> None:
        counts = Counter(self._accepted())
        self.outcome.accepted = counts.total()
        self.outcome.lost = sorted(key for key in self._keys if not counts[key])
        self.outcome.doubled = sorted(key for key, count in counts.items() if count > 1 or key not in self._keys)


async def play(plan: Plan, folder: Path) -> Outcome:
    """Play a run in a folder."""
    return await Chaos(plan, folder).run()


def main(words: list[str]) -> int:
    """Read `NAME=value` words, play, print; 0 when the run came out as it must."""
    given = dict(word.split("=", 1) for word in words)
    plan = Plan(
        seed=int(given.get("SEED", "7")),
        kills=int(given.get("KILLS", "100")),
        deliveries=int(given.get("DELIVERIES", "5000")),
        look_back=given.get("LOOKBACK", "on") != "off",
        stop=signal.SIGTERM if given.get("SIGNAL") == "TERM" else signal.SIGKILL,
    )
    folder = Path(tempfile.mkdtemp(prefix="dealwire-chaos-"))
    print(f"seed {plan.seed}, look-back {'on' if plan.look_back else 'off'}, in {folder}", flush=True)
    outcome = asyncio.run(play(plan, folder))
    print(outcome, flush=True)
    if plan.look_back:
        return 0 if not outcome.lost and not outcome.doubled and not outcome.bad_stops and outcome.exit_code == 0 else 1
    return 0 if outcome.doubled else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
