"""Faults 83 to 85 and 87 to 90: who may speak, how often, and for whom. Signed HTTP on loopback, the real desk, a real database."""

import re
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web

from bot.clock import ManualClock
from bot.feeds.http import HttpFetcher
from bot.feeds.parse import ChildParser
from bot.feeds.probe import probe_feed
from bot.model.catalogue import Catalogue
from bot.model.command import Access, CommandCall
from bot.model.entry import Entry
from bot.model.feed import Feed
from bot.model.reading import Reading
from bot.model.story import Likeness, Story, StoryEntry
from bot.pipeline.cluster import StoryIndex
from bot.pipeline.corrections import Corrections
from bot.platforms.slack.adapter import SlackPlatform
from bot.ports import Store
from bot.store import open_store
from handlers.context import Context
from handlers.desk import CommandDesk
from handlers.registry import COMMANDS, HANDLERS
from tests.contracts.platform_suite import RecordingDesk
from tests.emulators.feed_server import FeedServer
from tests.emulators.slack import SlackEmulator
from tests.faults.guards import guarded, is_off
from tests.faults.wires import START

SIGNED = ("X-Slack-Signature", "X-Slack-Request-Timestamp")


@dataclass(kw_only=True)
class Door:
    """Slack's request address of a running adapter."""

    slack: SlackEmulator
    desk: RecordingDesk
    session: aiohttp.ClientSession

    async def knock(self, body: bytes, headers: dict[str, str]) -> int:
        """Post a request; return its status."""
        async with self.session.post("/slack/events", data=body, headers=headers) as answer:
            return answer.status


@pytest.fixture
async def door(request: pytest.FixtureRequest) -> AsyncIterator[Door]:
    """An adapter in HTTP mode on loopback; without its guard every request is read, and read again, as it comes."""
    clock = ManualClock(START)
    async with SlackEmulator(clock=clock) as slack:
        platform = SlackPlatform(
            bot_token=slack.space.bot_token,
            app_token="",
            signing_secret=slack.space.signing_secret,
            api_base=slack.api_base,
            commands=COMMANDS,
            clock=clock,
        )
        desk = RecordingDesk()
        await platform.start(desk)

        async def believe(asked: web.Request) -> web.StreamResponse:
            body = await asked.read()
            platform.http._seen.clear()
            trusted = asked.clone(headers=asked.headers | slack.sign(body)) if is_off("83") else asked
            trusted._read_bytes = body
            return await platform.http.handle(trusted)

        app = web.Application()
        app.router.add_post("/slack/events", believe if is_off("83") or is_off("84") else platform.http.handle)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with aiohttp.ClientSession(base_url=f"http://127.0.0.1:{runner.addresses[0][1]}") as session:
            yield Door(slack=slack, desk=desk, session=session)
        await runner.cleanup()
        await platform.stop()


FORGED: dict[str, Callable[[Door, bytes], dict[str, str]]] = {
    "bad": lambda door, body: {SIGNED[0]: "v0=" + "0" * 64},
    "another secret": lambda door, body: door.slack.sign(body, secret="guessed"),
    "of another body": lambda door, body: door.slack.sign(body + b"x"),
    "no signature": lambda door, body: {SIGNED[0]: ""},
    "no timestamp": lambda door, body: {SIGNED[1]: ""},
    "old": lambda door, body: door.slack.sign(body, at=door.slack.moment() - 301),
    "future": lambda door, body: door.slack.sign(body, at=door.slack.moment() + 301),
    "words as timestamp": lambda door, body: {SIGNED[1]: "abc"},
    "huge timestamp": lambda door, body: {SIGNED[1]: "9" * 5000},
    "negative timestamp": lambda door, body: {SIGNED[1]: "-1"},
    "foreign digits": lambda door, body: {SIGNED[1]: "\u0661\u0662"},
    "foreign signature": lambda door, body: {SIGNED[0]: "v0=\u00e9\u4e2d"},
}


@pytest.mark.parametrize("kind", FORGED)
async def test_f83_requests_that_slack_did_not_sign(door: Door, kind):
    """Bad, old, future, missing, foreign or endless: 401, never 500, and nothing happens. Guard: the signature's check."""
    body = urlencode(door.slack.command_payload("latest")).encode()
    headers = door.slack.sign(body) | {"Content-Type": "application/x-www-form-urlencoded"} | FORGED[kind](door, body)

    assert await door.knock(body, headers) == 401
    assert door.desk.calls == []


async def test_f83_signed_bytes_that_are_no_text(door: Door):
    """0xFF is nothing that Slack sends: 401 whoever signed it. Guard: the signature's check."""
    body = b"payload=\xff\xfe"
    headers = {} if is_off("83") else door.slack.sign(body)

    assert await door.knock(guarded("83", body, urlencode(door.slack.command_payload("latest")).encode()), headers) == 401


async def test_f84_a_request_sent_again(door: Door):
    """The same signed request within its five minutes is answered each time and worked on once. Guard: the memory of signatures."""
    body, headers, exchange = door.slack.signed_command("latest")

    statuses = {await door.knock(body, headers) for _ in range(4)}
    await exchange.answer()

    assert statuses == {200}
    assert len(door.desk.calls) == 1


async def test_f85_an_event_that_slack_repeats():
    """An event and its three repetitions are one. Guard: the memory of event ids."""
    clock = ManualClock(START)
    async with SlackEmulator(clock=clock) as slack:
        platform = SlackPlatform(
            bot_token=slack.space.bot_token, app_token=slack.space.app_token, api_base=slack.api_base, commands=COMMANDS, clock=clock
        )
        desk = RecordingDesk()
        await platform.start(desk)

        for retry in range(4):
            event_id = guarded("85", "Ev1", f"Ev{retry}")
            await slack.event("channel_deleted", event_id=event_id, retry=retry, channel="C02")
        await platform.stop()

    assert len(desk.notices) == 1


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    made = open_store("sqlite:///:memory:", clock=ManualClock(START))
    yield made
    await made.close()


class People:
    """Members of two workspaces at one desk."""

    def __init__(self, store: Store, **more: Any) -> None:
        catalogue, self.clock = Catalogue(), ManualClock(START)
        self.store = store
        self.index = StoryIndex()
        self.context = Context(
            store=store,
            catalogue=catalogue,
            clock=self.clock,
            commands=COMMANDS,
            handlers=HANDLERS,
            corrections=Corrections(catalogue, self.clock, self.index),
            **more,
        )
        self.desk = CommandDesk(self.context)

    async def say(self, text: str, *, workspace: str = "T1", admin: bool = True) -> str:
        """Type a line; return all words of the answer."""
        call = CommandCall(
            tenant=f"slack:{workspace}",
            platform="slack",
            workspace=workspace,
            channel="C1",
            user="U1",
            user_name="Ann",
            is_admin=admin,
            text=text,
            at=self.clock.now(),
        )
        card = (await self.desk.answer(call)).card
        rows = [*card.body, *card.facts, *card.notes, *(row for section in card.sections for row in section.lines), card.footer]
        return "\n".join([card.title, card.kicker, *("".join(span.text for span in row) for row in rows)])


async def test_f87_the_ids_of_another_workspace(store: Store):
    """Ids of a workspace's own feed, item and event get another one the words for what does not exist. Guard: the tenant in each query."""
    people = People(store)
    owner = guarded("87", "slack:T1", "shared")
    feed = Feed(id="f1feed", url="https://secret-desk.example/feed", title="Secret desk", tenant=owner)
    entry = Entry(
        id="e1entry",
        url="https://secret-desk.example/1",
        page="secret-desk.example/1",
        title="Quiet racks",
        text="",
        seen=START,
        host="secret-desk.example",
        tenant=owner,
    )
    story = Story(
        id="5ecret57ory",
        storyline=None,
        headline="Quiet racks",
        opened_at=START,
        updated_at=START,
        tenant=owner,
        lead_entry=entry.id,
        alertable=True,
    )

    def put(tables) -> None:
        tables.feeds.add(feed, START)
        tables.entries.add([Reading(entry=entry)])
        tables.stories.put(story)
        tables.stories.join(StoryEntry(story_id=story.id, entry=entry, likeness=Likeness.FIRST))

    await store.write(put)
    absent = {"5ecret57ory": "0bsent57ory", "f1feed": "f0feed", "https://secret-desk.example/1": "https://absent-desk.example/1"}

    for real, none in absent.items():
        for command in ("show", "why", "retract", "restore", "merge", "split", "feeds remove", "claim dismiss", "search"):
            of_another = await people.say(f"{command} {real}", workspace="T2")
            of_nobody = await people.say(f"{command} {none}", workspace="T2")
            assert of_another.replace(real, none).replace("secret-desk", "absent-desk") == of_nobody, command
    assert "Quiet" not in await people.say("latest", workspace="T2")
    assert "Secret" not in await people.say("feeds list", workspace="T2")


async def test_f88_commands_of_those_who_may_not(store: Store):
    """Every admin's command by a reader is refused, changes nothing and stands in the audit. Guard: the look at the caller's rights."""
    people = People(store)
    commands = [command for command in COMMANDS if command.access is Access.ADMIN]

    for command in commands:
        told = await people.say(command.examples[0] if command.examples else command.name, admin=is_off("88"))
        assert "Only admins" in told, command.name

    lines = await store.read(lambda tables: tables.audit.latest("slack:T1", 200))
    assert sorted(line.what for line in lines) == sorted(f"refused: {command.name}" for command in commands)
    assert await store.read(lambda tables: (tables.places.subscriptions("slack:T1"), tables.feeds.all(("slack:T1",)))) == ((), ())


async def test_f88_rights_are_looked_at_each_time(store: Store):
    """Who was an admin a moment ago and is none now is refused now. Guard: the look at the caller's rights."""
    people = People(store)
    await people.say("feeds list", admin=True)

    assert "Only admins" in await people.say("quiet 22:00-07:00", admin=is_off("88"))


async def test_f89_a_thousand_feeds_in_a_minute(store: Store):
    """A thousand `feeds add` in a minute fetch twenty addresses, and another workspace is served meanwhile. Guard: commands a minute."""
    asked: list[str] = []
    async with FeedServer() as server:
        url = server.put("none", "nothing", content_type="text/plain")
        fetcher, parser = HttpFetcher(allow=("127.0.0.0/8:*",)), ChildParser(workers=1)

        async def probe(address: str):
            asked.append(address)
            return await probe_feed(url, fetcher, parser)

        people = People(store, probe=probe, commands_a_minute=guarded("89", 120, 1_000_000))
        told = [await people.say(f"feeds add https://desk{number}.example/feed") for number in range(1000 if not is_off("89") else 60)]
        other = await people.say("help", workspace="T2")
        people.clock.advance(60)
        later = await people.say("help")
        await parser.close()
        await fetcher.close()

    assert len(asked) == 20
    assert sum("used all the commands" in one for one in told) == len(told) - 20
    assert "used all" not in other + later


async def test_f90_adding_a_private_address(store: Store):
    """A private address is answered in the words and the time of one where nobody answers. Guard: fixed classes of fetch errors."""
    closed, parser = HttpFetcher(), ChildParser(workers=1)
    async with FeedServer() as server:
        secret = server.put("admin", "internal: password", content_type="text/html")
        open_to_all = HttpFetcher(allow=("127.0.0.0/8:*",))
        fetcher = guarded("90", closed, open_to_all)
        people = People(store, probe=lambda url: probe_feed(url, fetcher, parser), commands_a_minute=1_000)
        unguarded = People(store, probe=lambda url: probe_feed(url, open_to_all, parser), commands_a_minute=1_000)
        said, slowest = set(), 0.0

        for url in (secret, "http://127.0.0.1:1/feed", "http://169.254.169.254/latest/", "http://[::1]/feed", "http://10.255.255.1/feed"):
            begun = time.monotonic()
            told = await people.say(f"feeds add {url}")
            slowest = max(slowest, time.monotonic() - begun)
            said.add(re.sub(r"https?://\S+", "ADDRESS", told))
        said.add(re.sub(r"https?://\S+", "ADDRESS", await unguarded.say("feeds add http://127.0.0.1:1/feed")))
        await closed.close()
        await open_to_all.close()
        await parser.close()

    assert len(said) == 1, said
    assert slowest < 2.0
