"""Fault 100: a state machine of commands, polls, faults and restarts, held to a model that knows only who followed when what came out."""

import asyncio
import os
import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from bot.model.command import CommandCall
from bot.model.delivery import RetryLater, SendResult
from bot.pipeline.outbox import Outbox
from bot.pipeline.poll import PollRules
from bot.store import open_store
from handlers.context import Context
from handlers.desk import CommandDesk
from handlers.registry import COMMANDS, HANDLERS
from tests.fakes import LOST, Counted, FilePlatform
from tests.faults.guards import is_off
from tests.faults.polling import Pollers, polling, rss
from tests.unit.pipeline.news import CATALOGUE, reading

START = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
CHANNELS = ("C1", "C2", "C3")


class Distinct:
    """A reader for whom each item is an event of its own."""

    def read(self, entry):
        """Return a reading worth an alert, of two parties that no other item has."""
        name = entry.title.split()[0]
        if name.startswith("old"):
            return replace(reading(entry.id, storyline=None, parties=(), alert=False), entry=entry)
        return replace(reading(entry.id, parties=(f"buyer-{name}", f"seller-{name}")), entry=entry)


class World(RuleBasedStateMachine):
    """One feed, three channels, a platform that fails on demand, and a process that dies."""

    runner: asyncio.Runner
    made: Pollers
    folder: Path
    runs = 0

    @initialize()
    def begin(self) -> None:
        """Learn the feed."""
        World.runs += 1
        self.clock = self.made.clock
        self.clock.set(START)
        self.database = f"sqlite:///{self.folder}/model{World.runs}.db"
        self.store = open_store(self.database, clock=self.clock)
        self.chance, self.items, self.faults = random.Random(7), ["old0"], []
        self.platform = FilePlatform(
            self.folder / f"channel{World.runs}", before=self._before, after=self._after, now=lambda: self.clock.now().timestamp()
        )
        self.words = {"old0": "weather"}
        self.following: set[str] = set()
        self.unread: list[str] = []
        self.owed: set[tuple[str, str]] = set()
        self.perhaps: set[tuple[str, str]] = set()
        self._start()
        (self.feed,) = self.runner.run(self.made.feeds(1, self.store))
        self.poll()
        self.subscribe(CHANNELS[0])

    async def _before(self, _order) -> SendResult | None:
        return RetryLater(reason="limited", after=2.0) if self.faults and self.faults.pop() == "refused" else None

    async def _after(self, _order) -> SendResult | None:
        return LOST if self.faults and self.faults.pop() == "lost" else None

    def _start(self) -> None:
        """Start a process: everything that it remembers is in the database."""
        self.poller = self.made.poller(self.store, rules=PollRules(alert_cap=0))
        self.poller.use(CATALOGUE, Distinct())
        self.outbox = Outbox(self.store, {"slack": self.platform}, clock=self.clock, owner=f"w{self.chance.random()}", meter=Counted())
        context = Context(
            store=self.store, catalogue=CATALOGUE, clock=self.clock, commands=COMMANDS, handlers=HANDLERS, commands_a_minute=10**6
        )
        self.desk = CommandDesk(context)

    def _say(self, channel: str, text: str) -> str:
        call = CommandCall(
            tenant="slack:T1", platform="slack", workspace="T1", channel=channel, user="U1", is_admin=True, text=text, at=self.clock.now()
        )  # fmt: skip
        return self.runner.run(self.desk.answer(call)).card.title

    @rule(channel=st.sampled_from(CHANNELS))
    def subscribe(self, channel: str) -> None:
        """Somebody follows."""
        assert "not work" not in self._say(channel, "subscribe quill-harrow")
        self.following.add(channel)

    @rule(channel=st.sampled_from(CHANNELS))
    def unsubscribe(self, channel: str) -> None:
        """Somebody follows no more: what was owed may have been sent or not."""
        assert "not work" not in self._say(channel, "unsubscribe")
        self.following.discard(channel)
        gone = {pair for pair in self.owed if pair[0] == channel}
        self.owed, self.perhaps = self.owed - gone, self.perhaps | gone

    @rule(count=st.integers(1, 3))
    def publish(self, count: int) -> None:
        """A paper reports events."""
        for _ in range(count):
            name = self._word()
            self.items.insert(0, name)
            self.words[name] = " ".join(self._word() for _ in range(6))
            self.unread.append(name)

    def _word(self) -> str:
        """Return a word that no other item has."""
        return "".join(self.chance.choice("bdfgklmnprstvz") + self.chance.choice("aeiou") for _ in range(5))

    @rule()
    def poll(self) -> None:
        """The feed is read."""
        items = "".join(
            f"<item><guid>{n}</guid><link>https://paper.example/{n}</link><title>{n} {self.words[n]}</title></item>" for n in self.items
        )
        self.made.server.put("feed0", rss().replace("</channel>", items + "</channel>"), content_type="application/rss+xml")
        self.clock.advance(20)
        self.runner.run(self.store.write(lambda t: t.feeds.poll_now([self.feed.id], self.clock.now())))
        self.runner.run(self.poller.poll_all())
        self.owed |= {(channel, name) for channel in self.following for name in self.unread}
        self.unread.clear()

    @rule(kinds=st.lists(st.sampled_from(["refused", "lost", ""]), max_size=6))
    def fail(self, kinds: list[str]) -> None:
        """The platform's next calls go wrong."""
        self.faults = kinds

    @rule(seconds=st.integers(1, 60))
    def deliver(self, seconds: int) -> None:
        """Time passes, and what is due is sent."""
        self.clock.advance(seconds)
        if not is_off("100"):
            self.runner.run(self.outbox.reap())
        self.runner.run(self.outbox.deliver_all())

    @precondition(lambda self: self.following)
    @rule(limit=st.integers(1, 5))
    def die(self, limit: int) -> None:
        """The process is killed while it holds rows; the next one starts on the same file."""
        self.publish(1)
        self.poll()
        self.clock.advance(120)  # past the wait for siblings
        now = self.clock.now()
        self.runner.run(self.store.write(lambda t: t.deliveries.claim("slack", now, owner="dead", lease_seconds=18, limit=limit)))
        self.runner.run(self.store.close())
        self.store = open_store(self.database, clock=self.clock)
        self._start()

    def teardown(self) -> None:
        """Let everything end, then compare."""
        if not hasattr(self, "outbox"):
            return
        self.faults = []
        for _ in range(12):
            self.deliver(60)
        posts = [(line.place, line.title) for line in self.platform.posts()]
        kept = self.runner.run(self.store.read(lambda t: {place.id: place.channel for place in t.places.destinations("slack:T1")}))
        told = [(kept[place], next(name for name in self.items if name in title)) for place, title in posts]
        self.runner.run(self.store.close())
        assert len(told) == len(set(told)), "told twice"
        assert self.owed <= set(told), f"never told: {sorted(self.owed - set(told))}"
        assert set(told) <= self.owed | self.perhaps, f"told to who did not follow: {sorted(set(told) - self.owed - self.perhaps)}"


def test_f100_the_bot_against_a_model(tmp_path: Path):
    """Whatever commands, polls, faults and deaths come in whatever order: each event once to each channel that followed. Guard: the reaper."""
    with asyncio.Runner() as runner:
        stage = polling(START)
        World.made = runner.run(stage.__aenter__())
        World.runner, World.folder = runner, tmp_path
        checks = [HealthCheck.too_slow, HealthCheck.filter_too_much]
        try:
            run_state_machine_as_test(
                World,
                settings=settings(
                    max_examples=int(os.environ.get("EXAMPLES", "20")),
                    stateful_step_count=15,
                    deadline=None,
                    suppress_health_check=checks,
                    phases=[Phase.generate],
                    derandomize="EXAMPLES" not in os.environ,
                    database=None,
                ),
            )
        finally:
            World.made.stores.clear()
            runner.run(stage.__aexit__(None, None, None))
    print(f"{World.runs} runs")
