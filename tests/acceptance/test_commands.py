"""Every declared command, on both platforms, through the real clients: what it answers, to whom, and of whose news.

One newsroom is played for the whole module. Three workspaces live with it: one in Slack, two servers in Discord. Each follows everything,
reads a feed of its own and tracks a storyline of its own, whose words no other workspace may ever read.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.demo.newsroom import NewsItem, NewsroomFeed
from bot.demo.server import document
from bot.model.command import Access
from bot.model.ids import SHARED
from bot.model.ruling import RulingKind
from handlers.registry import COMMANDS
from tests.acceptance.newsroom_maker import OPENS, PARTNERS, make
from tests.acceptance.stage import Stage, staged
from tests.emulators.discord import CHANNEL, GUILD
from tests.emulators.discord_world import PERMISSIONS
from tests.emulators.feed_server import FeedServer
from tests.emulators.slack_checks import shown

pytestmark = pytest.mark.asyncio(loop_scope="module")

DECLARED = {command.name: command for command in COMMANDS}
PLATFORMS = ("slack", "discord")
SECOND, SECOND_CHANNEL = "911000000000000001", "921000000000000001"
MANAGE = PERMISSIONS["MANAGE_GUILD"]
SHARED_FEEDS = 4


@dataclass(frozen=True, kw_only=True)
class Row:
    """One use of a command: how it is written on both platforms, and what its answer says and does not say."""

    line: str
    """As it is typed after `/deals` in Slack."""
    options: dict[str, object] = field(default_factory=dict)
    """The same as Discord's options."""
    says: tuple[str, ...]
    hides: tuple[str, ...] = ()
    keeps: dict[str, str] = field(default_factory=dict)
    """Patterns whose first group later rows may name."""

    @property
    def command(self) -> str:
        """The name of the command that the line uses."""
        words = self.line.split()
        return " ".join(words[:2]) if " ".join(words[:2]) in DECLARED else words[0]


def row(line, says, *, hides=(), keeps=None, **options):
    """A row of the table."""
    return Row(
        line=line, options=options, says=(says,) if isinstance(says, str) else tuple(says), hides=tuple(hides), keeps=dict(keeps or {})
    )


SETTLING = (
    row("subscribe all status=reported", ("Exactly this holds now", "every storyline", "reported and above", "By {admin}"),
        storylines="all", status="reported"),
    row("feeds test {feed}", ("{feed_title}", "A quiet morning"), url="{feed}"),
    row("feeds add {feed}", ("{feed_title}", "A quiet morning", "undo"), url="{feed}"),
)  # fmt: skip
"""What each workspace does before its own news comes."""

TRACKING = (
    row("track {names}", ("{first_name} × {second_name}: a preview", "{tracked_headline}"),
        parties="{names}", keeps={"draft": r"track save (\S+)"}),
    row("track save {draft}", ("Tracked: {first_name} × {second_name}", "undo"), parties="save {draft}", keeps={"slug": r"untrack (\S+)"}),
)  # fmt: skip

ROWS = (
    row("help latest", ("latest openai-foxconn 5", "Everybody can use it."), topic="latest"),
    row("latest", ("{headline}", "{own_value}", "show {event}", "show {own_event}")),
    row("latest {storyline} 1", ("{headline}", "{coverage}"), storyline="{storyline}", count=1, hides=("{own_value}",)),
    row("show {event}", ("{headline}", "{value}", "{power}", "{place}", "wire.example"), event="{event}"),
    row("show {own_event}", ("{own_headline}", "{own_value}", "{own_second}"), event="{own_event}"),
    row("facts {storyline}", ("OpenAI × {partner}", "Value: {value}", "Power: {power}", "Site: {place}"), storyline="{storyline}"),
    row("facts {own_storyline}", ("Value: {own_value}", "{own_host}"), storyline="{own_storyline}"),
    row("timeline {storyline}", ("2 Mar 2026", "announced", "{headline}"), storyline="{storyline}"),
    row("map", ("OpenAI – {partner}: {value}", "OpenAI – {own_partner}: {own_value}")),
    row("search {partner} gigawatts", ("{partner}", "show {event}"), words="{partner} gigawatts"),
    row("search {own_partner} {own_figure}", "{own_headline}", words="{own_partner} {own_figure}"),
    row("why {event}", ("Alerted in deals", "{partner}", "show {event}"), item="{event}"),
    row("why {negative}", ("Not a deal in deals", "How to choose a laptop for school"), item="{negative}"),
    row("storylines", ("● {storyline}", "OpenAI × {partner}", "{slug}")),
    row("tracked", ("{slug}", "1 of 10", "by {admin}")),
    row("list", ("deals follows every storyline", "reported and above", "By {admin} since 02 Mar 2026")),
    row("health", ("Feeds: 5 of 5 well", "{feed_title}: last read", "Wire: last read", "sent, 0 waiting")),
    row("export {storyline}", ("The ledger of OpenAI × {partner}", "claims in 1 deal\n", ".csv is attached"), storyline="{storyline}"),
    row("feedback {third}", ("What is wrong with “{third_headline}”?", "a vote"), event="{third}"),
    row("feedback {third} too-minor", ("Noted", "The admins of this workspace see it."), event="{third}", why="too-minor"),
    row("votes", ("{third_headline}", "1 vote: too minor", "By {reader}")),
    row("mute 2h", ("Exactly this holds now", "Muted until", "undo"), time="2h"),
    row("settings", ("Follows: everything", "Muted: until", "Feeds of its own: 1 of 25", "Votes of readers: 1")),
    row("undo", ("Taken back: mute 2h (by {admin})", "No longer muted")),
    row("quiet 22:00-07:00 Europe/Berlin", ("Alerts wait from 22:00 to 07:00, Europe/Berlin", "undo"), hours="22:00-07:00", zone="Europe/Berlin"),
    row("quiet off", "No quiet hours.", hours="off"),
    row("digest 08:00 weekdays Europe/Berlin", ("The digest comes at 08:00 Europe/Berlin, weekdays", "The next one"),
        time="08:00", days="weekdays", zone="Europe/Berlin"),
    row("digest off", "Alerts come as they happen.", time="off"),
    row("ping {role} for definitive", ("That role is pinged in this channel", "undo"), role="{role} for definitive"),
    row("ping off", "Nobody is pinged in this channel any more.", role="off"),
    row("test {storyline}", ("{headline}", "{value}", "A preview for you alone: nothing was posted."), storyline="{storyline}"),
    row("feeds list", ("5 feeds are read", "{feed_title}", "Of this workspace: 1 of 25", "Wire"), keeps={"feed_id": r"{feed_title} · [\w.]+ · (\w+)"}),
    row("retract {event} the company denied it", ("Retracted: {headline}", "Reason: the company denied it", "undo"),
        event="{event}", reason="the company denied it"),
    row("latest", "{other_headline}", hides=("{headline}",)),
    row("why {event}", ("Retracted in deals", "the company denied it"), item="{event}"),
    row("restore {event}", ("It stands again: {headline}", "undo"), event="{event}"),
    row("merge {event} {other} one and the same", ("Told as one: {other_headline}", "Struck through: {headline}", "undo"),
        event="{event}", into="{other}", reason="one and the same"),
    row("restore {event}", "It stands again: {headline}", event="{event}"),
    row("split {event} 1", ("Nothing was changed", "sources mute"), event="{event}", report="1"),
    row("split {own_event} {own_address}", ("Told apart: {own_second}", "has one report less", "undo"),
        event="{own_event}", report="{own_address}"),
    row("claim dismiss {event}", ("The claims about “{headline}”", "Value: {value}"), event="{event}", keeps={"claim": r"(\d+)\. Value: "}),
    row("claim dismiss {event} {claim} of another deal", ("Dismissed: Value: {value}", "others see no change"),
        event="{event}", claim="{claim}", reason="of another deal"),
    row("claim restore {event} {claim}", "It counts again: Value: {value}", event="{event}", claim="{claim}"),
    row("sources list", ("0 publishers muted", "wire.example · wire", "{own_host}")),
    row("sources mute rackweekly.example invents figures", ("rackweekly.example counts for nothing in this workspace", "undo"),
        host="rackweekly.example", reason="invents figures"),
    row("sources list", ("1 publisher muted", "rackweekly.example · {admin}: invents figures")),
    row("sources unmute rackweekly.example", "rackweekly.example counts again", host="rackweekly.example"),
    row("untrack {slug}", ("{slug} is tracked no more", "undo"), storyline="{slug}"),
    row("feeds remove {feed_id}", ("“{feed_title}” is read no more.", "undo"), feed="{feed_id}"),
    row("ops here", "This channel follows news, and trouble is never told among news. Nothing was changed."),
    row("unsubscribe {storyline}", ("Exactly this holds now", "{own_storyline}", "subscribe all floor=material status=reported mode=live"), storyline="{storyline}"),
    row("unsubscribe", ("This channel follows nothing now", "{own_storyline}", "status=reported")),
    row("ops here", ("Trouble is told here from now on.", "ops off")),
    row("ops off", "Trouble is only in the log"),
    row("audit", ("{admin} · ops off", "{admin} · retract {event} “{headline}”", "{admin} · untrack {slug}", "{admin} · unsubscribe {storyline}")),
)  # fmt: skip


@dataclass(kw_only=True)
class Workspace:
    """One workspace with its people, its own news and what its commands told so far."""

    platform: str
    name: str
    channel: str
    stage: Stage
    facts: dict[str, str]

    @property
    def tenant(self) -> str:
        """Whose rows are its own."""
        return f"{self.platform}:{self.name}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Words that no other workspace may read."""
        return tuple(self.facts[name] for name in ("own_value", "own_second", "own_host", "feed_title", "first_name", "second_name"))

    async def ask(self, line: str, options: dict[str, object], *, admin: bool) -> tuple[str, bool]:
        """Use a command; return what its user sees, and whether it is theirs alone."""
        self.stage.clock.advance(30)
        if self.platform == "slack":
            exchange = await self.stage.slack.command(line, user="U1" if admin else "U7", channel=self.channel)
            answer = await exchange.answer()
            return shown(answer.arguments), answer.private
        command = command_of(line)
        interaction = await self.stage.discord.command(
            "deals" if DECLARED[command].access is Access.EVERYONE else "deals-admin",
            command,
            options,
            user="1" if admin else "7",
            guild=self.name,
            channel=self.channel,
            permissions=MANAGE if admin else 0,
        )
        await interaction.filled(quiet=0.05)
        return interaction.text, not interaction.public

    async def use(self, use: Row, others: tuple["Workspace", ...]) -> list[str]:
        """Use a row's command as who may use it; return what is wrong with the answer."""
        line = use.line.format_map(self.facts)
        options = {name: value.format_map(self.facts) if isinstance(value, str) else value for name, value in use.options.items()}
        told, private = await self.ask(line, options, admin=DECLARED[use.command].access is Access.ADMIN)
        for name, pattern in use.keeps.items():
            if found := re.search(pattern.replace("{feed_title}", self.facts["feed_title"]), told):
                self.facts[name] = found[1]
        said = [words.format_map(self.facts) for words in use.says]
        wrong = [f"does not say “{words}”" for words in said if words not in told]
        wrong += [f"says “{words}”" for words in (hidden.format_map(self.facts) for hidden in use.hides) if words in told]
        wrong += [f"tells “{words}” of {other.tenant}" for other in others for words in other.secrets if words in told]
        wrong += [] if private else ["is public"]
        return [f"{self.platform} `{line}` {', '.join(wrong)}:\n{told}"] if wrong else []

    async def holds(self) -> object:
        """Return all that commands can change here."""
        tenant = self.tenant
        kept = tuple(kind for kind in RulingKind if kind is not RulingKind.DRAFT)
        return await self.stage.application.store.read(
            lambda tables: (
                tables.rulings.of(tenant, kept),
                tables.feeds.all((tenant,)),
                [tables.places.subscription_of(place.id) for place in tables.places.destinations(tenant)],
                tables.places.destinations(tenant),
                [line for line in tables.audit.latest(tenant, 500) if not line.what.startswith("refused")],
            )
        )


def command_of(line):
    """The name of the command that a line begins with."""
    return Row(line=line, says=()).command


@dataclass(kw_only=True)
class House:
    """The stage with its three workspaces."""

    stage: Stage
    slack: Workspace
    discord: Workspace
    second: Workspace
    settled: list[str] = field(default_factory=list)
    """What went wrong while the workspaces were set up through their own commands."""

    def others(self, one: Workspace) -> tuple[Workspace, ...]:
        """Every workspace but one."""
        return tuple(other for other in (self.slack, self.discord, self.second) if other is not one)

    async def walk(self, rows: tuple[Row, ...], *workspaces: Workspace) -> list[str]:
        """Use every row in order in each workspace; return what went wrong, a line for each row."""
        return [wrong for one in workspaces for use in rows for wrong in await one.use(use, self.others(one))]


OWN = {
    "slack": (101, "Quagga Compute", "Okapi Cloud", "Ohio"),
    "discord": (103, "Tapir Grid", "Dugong Systems", "Virginia"),
    "second": (107, "Numbat Power", "Bilby Racks", "Arizona"),
}
"""Of each workspace: the value of its own deal in billions, the parties that it tracks, and where."""


def own_news(key, partner, at):
    """The news of a workspace's own feed: one event in two reports, and a deal of the parties that it tracks."""
    value, first, second, place = OWN[key]
    host = f"{first.split()[0].lower()}.example"
    said = (
        (f"OpenAI and {partner} sign ${value} billion AI data center agreement in {place}",
         f"OpenAI has signed an agreement with {partner} for AI data center capacity in {place}, both companies said. It is worth ${value} billion."),
        (f"{partner} signs ${value} billion AI data center agreement with OpenAI in {place}",
         f"{partner} and OpenAI have signed an agreement for AI data center capacity in {place}. The agreement is worth ${value} billion, they said."),
        (f"{first} and {second} sign AI data center agreement",
         f"{first} has signed an agreement with {second} for AI data center capacity, both companies said. It is worth ${value} million."),
    )  # fmt: skip
    return [
        NewsItem(feed=key, edition=0, title=title, text=text, url=f"https://{host}/{number}", published=at + timedelta(minutes=number))
        for number, (title, text) in enumerate(said)
    ]


@asynccontextmanager
async def furnished(folder) -> AsyncIterator[House]:
    """Play a newsroom of three events and settle three workspaces in it."""
    newsroom, events = make(4, events=3)
    async with staged(newsroom, folder) as stage, FeedServer() as server:
        stage.slack.space.users["U1"] = {"is_admin": True, "name": "ann", "real_name": "Ann"}
        await stage.discord.invite(SECOND, SECOND_CHANNEL)
        await stage.play()
        stories = await stage.application.store.read(lambda tables: tables.stories.latest((SHARED,), storyline=None, limit=9))
        news = {event.storyline: (event, next(s for s in stories if s.storyline == event.storyline)) for event in events}
        (event, story), (_, other), (_, third) = news.values()
        common = {
            "partner": event.partner, "storyline": event.storyline, "value": f"${event.value} billion", "power": f"{event.power} GW",
            "place": event.place, "headline": story.headline, "event": story.id[:8], "coverage": f"of {event.reports}",
            "other": other.id[:8], "other_headline": other.headline, "third": third.id[:8], "third_headline": third.headline,
            "negative": next(item.url for item in newsroom.items if "laptop" in item.title),
        }  # fmt: skip
        partners = [partner for partner in PARTNERS if partner not in {one.partner for one in events}]
        places = {
            "slack": ("slack", stage.slack.space.team, "C01"),
            "discord": ("discord", GUILD, CHANNEL),
            "second": ("discord", SECOND, SECOND_CHANNEL),
        }
        made = {}
        for key, partner in zip(places, partners, strict=False):
            platform, name, channel = places[key]
            value, first, second, _ = OWN[key]
            items = own_news(key, partner, OPENS)
            quiet = [NewsItem(feed=key, edition=0, title="A quiet morning", text="", url=f"{items[0].url}/quiet", published=OPENS)]
            own = {
                "own_partner": partner, "own_storyline": f"openai-{partner.lower()}", "own_value": f"${value} billion", "own_figure": str(value),
                "own_headline": items[0].title, "own_second": items[1].title, "tracked_headline": items[2].title,
                "own_address": items[1].url, "own_host": items[0].url.split("/")[2], "first_name": first, "second_name": second, "names": f"{first}, {second}",
                "feed_title": f"{first} Daily", "feed": server.put(key, document(NewsroomFeed(id=key, title=f"{first} Daily"), quiet)),
                "admin": "u1" if platform == "slack" else "reader1", "reader": "u7" if platform == "slack" else "reader7",
                "role": "<!subteam^S0EDITORS>" if platform == "slack" else "<@&910000000000000044>",
            }  # fmt: skip
            made[key] = Workspace(platform=platform, name=name, channel=channel, stage=stage, facts=common | own)
        house = House(stage=stage, **made)
        house.settled += await house.walk(SETTLING, *made.values())
        await _read_own_feeds(house)
        for key, one in made.items():
            server.put(
                key,
                document(NewsroomFeed(id=key, title=one.facts["feed_title"]), own_news(key, one.facts["own_partner"], stage.clock.now())),
            )
        stage.clock.advance(3600)
        await _read_own_feeds(house)
        for one in made.values():
            own_stories = await stage.application.store.read(
                lambda tables, tenant=one.tenant: tables.stories.latest((tenant,), storyline=None, limit=9)
            )
            one.facts["own_event"] = next((s.id[:8] for s in own_stories if s.storyline == one.facts["own_storyline"]), "none")
        house.settled += await house.walk(TRACKING, *made.values())
        yield house


async def _read_own_feeds(house: House) -> None:
    tenants = [one.tenant for one in (house.slack, house.discord, house.second)]
    now, store = house.stage.clock.now(), house.stage.application.store
    feeds = await store.read(lambda tables: [feed.id for feed in tables.feeds.all(tenants)])
    await store.write(lambda tables: tables.feeds.poll_now(feeds, now))
    await house.stage.application.poller.poll_all()
    await house.stage.deliver()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory) -> AsyncIterator[House]:
    async with furnished(tmp_path_factory.mktemp("house")) as made:
        yield made


async def test_every_command_has_a_row():
    """A command that is declared and has no row here fails the run, as has a row of no command."""
    assert {use.command for use in (*SETTLING, *TRACKING, *ROWS)} == set(DECLARED)


async def test_three_workspaces_settle(house):
    """Each workspace follows, adds a feed and tracks a storyline by its own commands, and is told its own news beside the common."""
    assert house.settled == []
    for one, roots in (
        (house.slack, house.stage.slack_roots()),
        (house.discord, house.stage.discord_roots()),
        (house.second, house.stage.discord_roots(SECOND_CHANNEL)),
    ):
        assert sum(one.facts["own_value"] in root for root in roots) == 1, roots
        assert not [words for other in house.others(one) for words in other.secrets if words in "\n".join(roots)]


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_every_command_answers(house, platform):
    """Each row of the table is answered privately, with what this run stored and with no word of another workspace."""
    wrong = await house.walk(ROWS, getattr(house, platform))

    assert not wrong, "\n\n".join(wrong)
