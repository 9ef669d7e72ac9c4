"""Faults 76 to 82: what a stranger writes stays words. Real adapters and clients, emulated platforms, a real parser, the real desk."""

import html
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from bot.clock import ManualClock
from bot.feeds.parse import ChildParser
from bot.model.alert import Act
from bot.model.card import Button, Card, Section, bold, code, line, link
from bot.model.catalogue import Catalogue
from bot.model.command import CommandCall
from bot.model.delivery import Order, SendResult, Sent
from bot.pipeline.cluster import StoryIndex
from bot.pipeline.corrections import Corrections
from bot.platforms.discord.render import render as discord_form
from bot.platforms.slack.render import render as slack_form
from handlers.context import Context
from handlers.desk import CommandDesk
from handlers.registry import COMMANDS, HANDLERS
from tests.emulators.discord_checks import entities, message_errors, notified, visible
from tests.emulators.slack_checks import check_message, count_mentions, shown, texts
from tests.faults.guards import guarded
from tests.faults.hostile import BIDI, DISCORD_MARKS, SLACK_MARKS, WORDS
from tests.faults.naive_platforms import naive_discord, naive_slack, words
from tests.faults.wires import DISCORD, SLACK, START, Wires, wired

EVIL = "https://evil.example/sign-in"


@pytest.fixture
async def wires() -> AsyncIterator[Wires]:
    async with wired() as stage:
        yield stage


@pytest.fixture
async def parser() -> AsyncIterator[ChildParser]:
    made = ChildParser(workers=1)
    yield made
    await made.close()


def everywhere(text: str) -> Card:
    """Return a card with the text in every field."""
    return Card(
        chip=text,
        kicker=text,
        source_mark=text,
        title=text,
        title_url="https://news.example/a",
        body=(line(text, bold(text), code(text), link(text, "https://news.example/b")),),
        facts=(line(text),),
        notes=(line(text),),
        sections=(Section(title=text, lines=(line(text),)),),
        footer=line(text),
        buttons=(Button(label=text, command="why", argument="s1"),),
    )


async def send(wires: Wires, fault: str, card: Card, key: str, *, plain: bool = False) -> list[tuple[str, SendResult, dict[str, Any]]]:
    """Send a card on both platforms; return each one's name, its answer and the message as the platform was given it."""
    slack = guarded(fault, wires.platforms["slack"], naive_slack(wires.slack))
    discord = guarded(fault, wires.platforms["discord"], naive_discord(wires.discord))
    told = []
    for platform, place in ((slack, SLACK), (discord, DISCORD)):
        order = Order(key=key, destination=place, act=Act.POST, card=card, plain=plain, first_attempt_at=wires.clock.now())
        result = await platform.send(order)
        held = wires.slack.space.accepted[-1].arguments if place is SLACK else wires.discord.world.journal[-1]["body"]
        told.append((platform.name, result, held if isinstance(result, Sent) else {}))
    return told


def strings(node: Any) -> Iterator[str]:
    """Yield every string of a message."""
    if isinstance(node, str):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list | tuple) else ():
        yield from strings(child)


def read_as_markup(name: str, body: dict[str, Any]) -> list[str]:
    """Return the strings that a platform reads marks in; labels of buttons are literal."""
    if name == "slack":
        return [body.get("text") or "", *(t["text"] for t in texts(body.get("blocks") or []) if t["type"] == "mrkdwn")]
    return [body.get("content") or "", *strings(body.get("embeds"))]


def read(name: str, body: dict[str, Any]) -> str:
    """Return a message as its reader sees it."""
    return shown(body) if name == "slack" else visible(body)


@pytest.mark.parametrize("plain", [False, True], ids=["rich", "plain"])
@pytest.mark.parametrize("mark", DISCORD_MARKS)
async def test_f76_marks_of_discord(wires: Wires, mark: str, plain):
    """A mark of Discord's in any field is no entity and notifies nobody; its reader sees it as it was written. Guard: the escaping."""
    for name, result, body in await send(wires, "76", everywhere(f"Deal {mark} signed"), "k1", plain=plain):
        assert isinstance(result, Sent)
        assert f"Deal {mark} signed" in read(name, body)
        if name == "discord":
            assert [found for text in read_as_markup(name, body) for found in entities(text) if "news.example" not in found] == []
            assert notified(body) == 0


@pytest.mark.parametrize("coding", ["raw", "once", "twice"])
async def test_f77_marks_of_slack(wires: Wires, parser: ChildParser, coding):
    """Slack's marks in a feed, raw or encoded, mention nobody and link nowhere. Guard: the escaping of every field."""
    for number, mark in enumerate(SLACK_MARKS):
        coded = {"raw": mark, "once": html.escape(mark), "twice": html.escape(html.escape(mark))}[coding]
        item = f"<item><guid>1</guid><title><![CDATA[Deal {coded} signed]]></title><link>https://news.example/1</link></item>"
        feed = f"<rss version='2.0'><channel><title>Paper</title>{item}</channel></rss>".encode()
        parsed = await parser.parse(feed, content_type="application/rss+xml", url="https://news.example/feed")
        (found,) = parsed.items
        decoded = guarded("77", found.title, f"Deal {mark} signed")

        for name, result, body in await send(wires, "77", everywhere(decoded), f"k{number}"):
            assert isinstance(result, Sent)
            signs = ("<!", "<@U", "<#", "<http://evil") if name == "slack" else ("](http://evil", "<http://evil")
            assert not any(sign in text for text in read_as_markup(name, body) for sign in signs)
            assert name != "slack" or count_mentions(body) == 0
    assert wires.slack.space.mentions == 0


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://bank.example/", EVIL),
        ("bank.example", EVIL),
        ("sign in", "https://bank.example@evil.example/"),
        ("sign in", "https://bank.example:x@evil.example/"),
        ("sign in", "https://evil.example/a|bank.example"),
        ("bank.example>|", "https://evil.example/a)b](https://bank.example"),
    ],
)
async def test_f78_links_that_pretend(wires: Wires, text, url):
    """Beside a link that names another host stands the true one, and no user information survives. Guard: the host beside the link."""
    for name, result, body in await send(wires, "78", Card(title="Racks", body=(line("See ", link(text, url)),)), "k1"):
        assert isinstance(result, Sent)
        linked = "evil.example" in json.dumps(body)
        assert not linked or "evil.example" in read(name, body)
        assert linked or "@" in url, "only what names a user may lose its link"
        assert "@evil.example" not in json.dumps(body)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "//evil.example/x", "ftp://evil.example/x"]
)
async def test_f79_links_to_elsewhere(wires: Wires, url):
    """Only http and https make a link, in lines, headlines and buttons; the words stay. Guard: the check of the protocol."""
    card = Card(title="Racks", title_url=url, body=(line(link("the page", url)),), buttons=(Button(label="Open", url=url),))
    for name, result, body in await send(wires, "79", card, "k1"):
        assert isinstance(result, Sent)
        assert "the page" in read(name, body)
        assert not any(url in text for text in strings(body))


async def test_f80_directions_and_look_alikes(wires: Wires):
    """Signs that turn the direction are gone, and a host in look-alike letters is shown in ASCII. Guard: the cleaning of text and hosts."""
    card = everywhere(f"gpj.{BIDI}exe")
    odd = Card(title="Racks", body=(line(link("here", "https://раураl.example/a")),))
    for _, result, body in await send(wires, "80", card, "k1"):
        assert isinstance(result, Sent)
        assert not any(sign in text for text in strings(body) for sign in BIDI)
    for name, _, body in await send(wires, "80", odd, "k2"):
        assert "xn--" in read(name, body)
        assert "раураl" not in json.dumps(body, ensure_ascii=False)


async def test_f81_hostile_words_in_every_field(wires: Wires):
    """Over a hundred hostile strings in every field, rich and plain, are legal messages that mention nobody. Guard: the renderers."""
    for number, text in enumerate(WORDS):
        for plain in (False, True):
            for name, result, body in await send(wires, "81", everywhere(text), f"k{number}{plain}", plain=plain):
                assert isinstance(result, Sent), (name, ascii(text)[:80], result)
                assert name == "slack" or notified(body) == 0
                assert "Deal" in read(name, body) or not text.startswith("Deal")
    assert wires.slack.space.mentions == 0


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
async def test_f81_hostile_words_in_every_argument(wires: Wires, command):
    """Each hostile string as each argument of each command is answered, legally, without a failure inside. Guard: the renderers."""
    catalogue = Catalogue()
    context = Context(
        store=wires.store,
        catalogue=catalogue,
        clock=wires.clock,
        commands=COMMANDS,
        handlers=HANDLERS,
        corrections=Corrections(catalogue, ManualClock(START), StoryIndex()),
        commands_a_minute=1_000_000,
    )
    desk = CommandDesk(context)
    who = {"tenant": "slack:T01", "platform": "slack", "workspace": "T01", "channel": "C01", "user": "U1", "is_admin": True, "at": START}

    for text in WORDS:
        given = [{option.name: text} for option in command.options] + [dict.fromkeys((o.name for o in command.options), text)]
        calls = [CommandCall(**who, name=command.name, arguments=one) for one in given]
        for call in [*calls, CommandCall(**who, text=f"{command.name} {text}")]:
            card = (await desk.answer(call)).card
            assert "did not work" not in card.title, ascii(text)
            if command.options:
                slack = slack_form(card)
                held = {"text": slack.text, "blocks": list(slack.blocks)}
                naive = {"text": words(card, "<{url}|{text}>"), "content": words(card, "[{text}]({url})")}
                assert_legal(guarded("81", held, naive), guarded("81", discord_form(card, key="k").payload(), naive))


def assert_legal(slack: dict[str, Any], discord: dict[str, Any]) -> None:
    """Hold that both platforms take an answer, and that it names nobody."""
    assert check_message(slack) is None
    assert count_mentions(slack) == 0
    assert message_errors(discord) == {}
    assert notified(discord) == 0


@pytest.mark.parametrize(
    "text", ["😀" * 100_000, "e\u0301" * 100_000, "a" + "\u0301" * 100_000, "👩‍👩‍👧‍👦" * 20_000, "\U0001d400" * 100_000, "&<>" * 50_000]
)
async def test_f82_lengths_in_the_platforms_own_units(wires: Wires, text):
    """A field of 100,000 signs, however many units each has, is cut to a legal message. Guard: the cutting."""
    for _, result, body in await send(wires, "82", everywhere(text), "k1"):
        assert isinstance(result, Sent), result
        assert body
