"""A newsroom in which three workspaces live: one in Slack, two servers in Discord.

Each follows everything, reads a feed of its own and tracks a storyline of its own, whose words no other workspace may ever read.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from bot.demo.newsroom import NewsItem, NewsroomFeed
from bot.demo.server import document
from bot.model.command import Access
from bot.model.ids import SHARED
from bot.model.ruling import RulingKind
from tests.acceptance.command_table import DECLARED, SETTLING, TRACKING, Row, command_of
from tests.acceptance.newsroom_maker import OPENS, PARTNERS, make
from tests.acceptance.stage import Stage, staged
from tests.emulators.discord import CHANNEL, GUILD
from tests.emulators.discord_world import PERMISSIONS
from tests.emulators.feed_server import FeedServer
from tests.emulators.slack_checks import shown

SECOND, SECOND_CHANNEL = "911000000000000001", "921000000000000001"
MANAGE = PERMISSIONS["MANAGE_GUILD"]


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
        self.stage.clock.advance(5)
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
                "role_form": "<!subteam^" if platform == "slack" else "<@&",
                "role": "<!subteam^S0EDITORS>" if platform == "slack" else "<@&910000000000000044>",
            }  # fmt: skip
            made[key] = Workspace(platform=platform, name=name, channel=channel, stage=stage, facts=common | own)
        house = House(stage=stage, **made)
        house.settled += await house.walk(SETTLING, *made.values())
        await read_own_feeds(house)
        for key, one in made.items():
            server.put(
                key,
                document(NewsroomFeed(id=key, title=one.facts["feed_title"]), own_news(key, one.facts["own_partner"], stage.clock.now())),
            )
        stage.clock.advance(3600)
        await read_own_feeds(house)
        for one in made.values():
            own_stories = await stage.application.store.read(
                lambda tables, tenant=one.tenant: tables.stories.latest((tenant,), storyline=None, limit=9)
            )
            one.facts["own_event"] = next((s.id[:8] for s in own_stories if s.storyline == one.facts["own_storyline"]), "none")
        house.settled += await house.walk(TRACKING, *made.values())
        yield house


async def read_own_feeds(house: House) -> None:
    """Poll every feed that a workspace added, and deliver what came of it."""
    tenants = [one.tenant for one in (house.slack, house.discord, house.second)]
    now, store = house.stage.clock.now(), house.stage.application.store
    feeds = await store.read(lambda tables: [feed.id for feed in tables.feeds.all(tenants)])
    await store.write(lambda tables: tables.feeds.poll_now(feeds, now))
    await house.stage.application.poller.poll_all()
    await house.stage.deliver()
