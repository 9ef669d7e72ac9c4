"""A day of two channels, scripted: news on loopback feeds, people who type, and what stands in Slack and Discord after each step."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.demo.newsroom import NewsItem, Newsroom, NewsroomFeed
from bot.model.feed import Grade
from tests.acceptance.stage import Stage
from tests.emulators.discord import CHANNEL, GUILD
from tests.emulators.discord_checks import visible
from tests.emulators.discord_world import PERMISSIONS, THREAD
from tests.emulators.slack_checks import is_struck, shown

OPENS = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DIGESTS = "920000000000000009"
"""The second channel in Discord; in Slack it is C02."""
NAMES = {"C01": "#deals", "C02": "#news", CHANNEL: "#deals", DIGESTS: "#news"}


def _item(edition: int, feed: str, host: str, at: datetime, title: str, text: str) -> NewsItem:
    return NewsItem(feed=feed, edition=edition, title=title, text=text, url=f"https://{host}/{edition}", published=at)


FOXCONN = (
    "OpenAI and Foxconn said on Monday that they will design and build AI data center racks together, at Foxconn's plant in Ohio. "
    "The agreement is worth $4 billion.\n\nFirst racks are due in 2027, the two companies said."
)
NEWSROOM = Newsroom(
    title="A day",
    opens=OPENS,
    feeds=(
        NewsroomFeed(id="official", title="Newsroom of OpenAI", format="atom", grade=Grade.PRIMARY),
        NewsroomFeed(id="wire", title="Morning Wire", format="rss", grade=Grade.WIRE),
        NewsroomFeed(id="trade", title="Rack Weekly", format="rdf", grade=Grade.TRADE),
    ),
    items=(
        _item(0, "wire", "wire.example", OPENS - timedelta(days=3), "OpenAI and CoreWeave extend AI cloud agreement by $2 billion",
              "OpenAI and CoreWeave said they have extended their agreement for AI cloud capacity. The extension is worth $2 billion."),
        _item(1, "wire", "wire.example", OPENS + timedelta(hours=1), "OpenAI and Foxconn to build AI data center racks in Ohio", FOXCONN),
        _item(2, "trade", "rackweekly.example", OPENS + timedelta(hours=2), "Foxconn will build AI racks for OpenAI in Ohio under $4 billion deal",
              "Foxconn has signed an agreement with OpenAI to make racks for AI data centers at its Ohio plant. The contract has a value of $4 "
              "billion, and the first racks ship in 2027."),
        _item(3, "official", "official.example", OPENS + timedelta(hours=3), "OpenAI and Foxconn to design and build AI data center racks in Ohio",
              "OpenAI and Foxconn today announced an agreement to design and build AI data center racks together at Foxconn's plant in Ohio. The "
              "agreement is worth $6 billion.\n\nFirst racks are due in 2027."),
        _item(4, "wire", "wire.example", OPENS + timedelta(hours=14), "OpenAI signs 2-gigawatt AI data center agreement with Oracle in Texas",
              "OpenAI has signed an agreement with Oracle for 2 gigawatts of AI data center capacity in Texas, both companies said. The agreement "
              "is valued at $11 billion.\n\nThe first halls open in 2028."),
    ),
    grades={"official.example": Grade.PRIMARY, "wire.example": Grade.WIRE, "rackweekly.example": Grade.TRADE},
)  # fmt: skip


@dataclass(kw_only=True)
class Diary:
    """Writes down what a step changed in each channel of both platforms, as a reader sees it."""

    stage: Stage
    lines: list[str] = field(default_factory=list)
    _seen: dict[tuple[str, str], str] = field(default_factory=dict)

    async def step(self, title: str, says: str, act: Callable[[], Awaitable[object]]) -> None:
        """Do something and write what it changed."""
        at = self.stage.clock.now()
        self.lines += [f"## {at:%a} {at.day} {at:%b, %H:%M} UTC · {title}", "", says, ""]
        told = await act()
        if isinstance(told, str):
            self.lines += [told, ""]
        changed = self._changes()
        self.lines += changed if changed or isinstance(told, str) else ["*Nothing is posted anywhere.*", ""]

    def look(self) -> None:
        """Take what stands there now as known."""
        self._changes()

    def _changes(self) -> list[str]:
        rows: list[str] = []
        for key, (where, text) in self._messages().items():
            before = self._seen.get(key)
            if before != text:
                self._seen[key] = text
                rows += [f"**{where}**{', edited' if before is not None else ''}:", "", *(f"> {row}  " for row in text.splitlines()), ""]
        return rows

    def _messages(self) -> dict[tuple[str, str], tuple[str, str]]:
        found: dict[tuple[str, str], tuple[str, str]] = {}
        for channel in self.stage.slack.space.channels.values():
            for message in channel.messages:
                where = f"Slack {NAMES.get(channel.id, channel.id)}{', in the thread' if message.thread_ts else ''}"
                text = shown(message.arguments)
                found["slack", message.ts] = (where, f"{text}\n(struck through)" if is_struck(message.arguments) else text)
        for place in self.stage.discord.world.channels.values():
            parent = place.parent if place.type == THREAD else place.id
            where = f"Discord {NAMES.get(parent, parent)}{', in the thread' if place.type == THREAD else ''}"
            for ref, message in place.messages.items():
                struck = "~~" in (message.get("content") or "")
                found["discord", ref] = (where, f"{visible(message)}\n(struck through)" if struck else visible(message))
        return found


@dataclass(kw_only=True)
class Day:
    """The script."""

    stage: Stage
    diary: Diary

    async def play(self) -> None:
        """Play the whole day and the next morning."""
        step = self.diary.step
        await step("the first look", "The feeds are read for the first time. What they show is learned silently.", lambda: self.news(0))
        await step("two channels are set", "Ann, an admin, sets what each channel gets; the answers are for her eyes only.", self.settle)
        self.until(hours=1, minutes=5)
        await step("an alert", "A wire service reports a deal. After a minute for sibling reports #deals is told.", lambda: self.news(1))
        self.until(hours=2, minutes=5)
        await step("coverage", "A trade paper reports the same event: the message is edited, nobody is notified.", lambda: self.news(2))
        self.until(hours=3, minutes=5)
        await step("a change", "The company itself gives another figure: old and new stand in the thread.", lambda: self.news(3))
        self.until(hours=14, minutes=5)
        await step("quiet hours", "It is 23:05 in Berlin. A second deal is announced, and #deals is left asleep.", lambda: self.news(4))
        await step("why?", "Ann is awake and asks why #deals was not told.", lambda: self.ask("why https://wire.example/4"))
        self.until(hours=22, minutes=1)
        await step("the end of quiet hours", "07:01 in Berlin.", self.pass_time)
        self.until(hours=23, minutes=1)
        await step("the digest", "08:01 in Berlin: #news gets its one message for all that happened.", self.pass_time)
        self.until(hours=26)
        await step("a retraction", "Ann takes the second deal back in both workspaces.", self.retract)
        self.until(hours=47, minutes=1)
        await step("the next digest", "It tells only what changed since the last one.", self.pass_time)
        self.until(hours=71, minutes=1)
        await step("a day without news", "Nothing changed, so there is no digest.", self.pass_time)

    def until(self, **after: float) -> None:
        """Let it be so long after the morning of the first day."""
        self.stage.clock.set(OPENS + timedelta(**after))

    async def news(self, edition: int) -> None:
        """Let an edition come out and be read."""
        self.stage.server.edition = edition
        await self.stage.poll()
        await self.pass_time()

    async def pass_time(self) -> None:
        """Let all that is due within four minutes happen."""
        for seconds in (0, 61, 125, 5):
            self.stage.clock.advance(seconds)
            await self.stage.application.digests.run()
            await self.stage.application.outbox.deliver_all()

    async def settle(self) -> str:
        """Set both channels on both platforms; return what Ann is answered in Slack."""
        told = []
        for channel, lines in (
            ("C01", ("subscribe all", "quiet 22:00-07:00 Europe/Berlin")),
            ("C02", ("subscribe all mode=daily", "digest 08:00 daily Europe/Berlin")),
        ):
            told += [f"`/deals {line}` in {NAMES[channel]}:\n\n{_quoted(await self.slack(line, channel))}\n" for line in lines]
        await self.discord("subscribe", {"storylines": "all"}, CHANNEL)
        await self.discord("quiet", {"hours": "22:00-07:00", "zone": "Europe/Berlin"}, CHANNEL)
        await self.discord("subscribe", {"storylines": "all", "mode": "daily"}, DIGESTS)
        await self.discord("digest", {"time": "08:00", "days": "daily", "zone": "Europe/Berlin"}, DIGESTS)
        return "\n".join(told)

    async def ask(self, line: str) -> str:
        """Ask in Slack; return the question and its answer."""
        return f"`/deals {line}`:\n\n{_quoted(await self.slack(line))}\n"

    async def retract(self) -> str:
        """Retract the newest event on both platforms; return what Ann is answered."""
        stories = await self.stage.application.store.read(lambda tables: tables.stories.latest({"shared"}, storyline=None, limit=1))
        name, reason = stories[0].id, "the report was about another company"
        told = await self.slack(f"retract {name} {reason}")
        await self.discord("retract", {"event": name, "reason": reason}, CHANNEL)
        await self.pass_time()
        return f"`/deals retract {name} {reason}`:\n\n{_quoted(told)}\n"

    async def slack(self, text: str, channel: str = "C01") -> str:
        """Type a command in Slack as Ann."""
        return await self.stage.ask_slack(text, user="U1", channel=channel)

    async def discord(self, sub: str, options: dict[str, str], channel: str) -> str:
        """Use an admin's command in Discord."""
        interaction = await self.stage.discord.command(
            "deals-admin", sub, options, channel=channel, permissions=PERMISSIONS["MANAGE_GUILD"]
        )
        await interaction.filled()
        return interaction.text


def _quoted(text: str) -> str:
    return "\n".join(f"> {row}  " for row in text.splitlines())


def prepare(stage: Stage) -> None:
    """Make Ann an admin, and open a second channel in Discord."""
    stage.slack.space.users["U1"] = {"is_admin": True, "name": "ann", "real_name": "Ann"}
    stage.discord.world.add_channel(DIGESTS, GUILD)
