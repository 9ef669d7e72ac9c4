"""Faults 63 to 70: bodies that are bombs, broken, or no feeds at all."""

import asyncio
import json
import time
import unicodedata
from pathlib import Path

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from bot.feeds.parse import ChildParser
from bot.model.feed import FetchProblem, ParsedFeed, ParseFailed
from tests.emulators.feed_server import RawServer
from tests.faults.guards import guarded, is_off
from tests.faults.naive import NaiveParser

pytestmark = pytest.mark.asyncio(loop_scope="module")
URL = "https://news.example/feed.xml"


def rss(*items, head=""):
    return f"<?xml version='1.0'?>{head}<rss version='2.0'><channel><title>Deals</title>{''.join(items)}</channel></rss>".encode()


def item(n, title="", rest=""):
    return f"<item><title>{title or f'Deal {n}'}</title><link>https://news.example/{n}</link><guid>g{n}</guid>{rest}</item>"


GOOD = rss(*map(item, range(5)))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def children():
    made = ChildParser(workers=2)
    yield made
    await made.close()


@pytest.fixture
def parser(request, children):
    fault = request.node.name.split("_")[1].removeprefix("f")
    return guarded(fault, children, NaiveParser())


async def parse(parser, body, content_type="application/xml", **how):
    return await parser.parse(body, content_type=content_type, url=URL, **how)


def entities():
    lines = ["<!ENTITY a0 'ha'>"] + [f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)]
    return rss(item(1, "&a9;"), head=f"<!DOCTYPE rss [{''.join(lines)}]>")


def quadratic():
    return rss(item(1, "&a;" * 5_000), head=f"<!DOCTYPE rss [<!ENTITY a '{'x' * 100_000}'>]>")


BOMBS = {
    "63 billion laughs": entities,
    "63 quadratic entity": quadratic,
    "64 author of 80 KB": lambda: rss(item(1, rest=f"<author>{'a' * 80_000}</author>")),
    "64 100k attributes": lambda: rss(item(1, rest="<x " + " ".join(f"a{n}='1'" for n in range(100_000)) + "/>")),
    "64 nesting of a million": lambda: rss("<x>" * 700_000),
    "64 5 MB of HTML in an item": lambda: rss(item(1, rest=f"<description>{'&lt;p>x &lt;b' * 400_000}</description>")),
    "64 unclosed comments": lambda: rss(item(1, rest=f"<description>{'&lt;!--' * 200_000}</description>")),
    "64 unclosed CDATA": lambda: rss(item(1, rest="<![CDATA[" * 100_000)),
    "64 tags without end": lambda: rss(item(1, rest="<item " * 500_000)),
    "64 items in items": lambda: rss("<item>" * 200_000),
}


class Lag:
    """The longest time for which the event loop stood still."""

    async def __aenter__(self):
        self.longest = 0.0
        self._task = asyncio.create_task(self._watch())
        return self

    async def _watch(self):
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.002)
            self.longest = max(self.longest, time.perf_counter() - before - 0.002)

    async def __aexit__(self, *_):
        self._task.cancel()


@pytest.mark.timeout(20)
@pytest.mark.parametrize("bomb", BOMBS)
async def test_f63_f64_bombs_hold_up_nobody(bomb, request):
    """A bomb ends within its 2 seconds, the loop never stalls, and meanwhile and afterwards other feeds are read at once."""
    body = BOMBS[bomb]()
    parser = guarded(bomb[:2], ChildParser(workers=2), NaiveParser())
    await asyncio.gather(parse(parser, GOOD), parse(parser, GOOD))

    async with Lag() as lag, asyncio.timeout(30):
        began = time.perf_counter()
        bomb_task = asyncio.create_task(parse(parser, body))
        await asyncio.sleep(0.05)
        meanwhile_began = time.perf_counter()
        meanwhile = await parse(parser, GOOD)
        waited = time.perf_counter() - meanwhile_began
        result = await bomb_task
        took = time.perf_counter() - began
        after = await parse(parser, GOOD)
    await parser.close()

    # The bars are 2.1 s, 0.1 s and 50 ms on a quiet machine; without the child they are missed by a factor of ten.
    assert took < 3.0
    assert waited < 1.0
    assert lag.longest < 0.5
    assert (len(meanwhile.items), len(after.items)) == (5, 5)
    if isinstance(result, ParsedFeed):
        assert all(len(found.title) <= 512 and "ha" * 50 not in found.title for found in result.items)
    else:
        assert result.problem in {FetchProblem.PARSER_KILLED, FetchProblem.NOT_A_FEED, FetchProblem.PARSER_ERROR}


async def test_f63_nothing_is_fetched_while_parsing(parser):
    """External entities and document types are left alone: no file is read, no server asked."""

    async def silent(reader, writer):
        await reader.read(100)

    async with RawServer(silent) as trap:
        head = f"<!DOCTYPE rss SYSTEM '{trap.url('x.dtd')}' [<!ENTITY f SYSTEM 'file:///etc/hostname'><!ENTITY h SYSTEM '{trap.url()}'>]>"
        result = await parse(parser, rss(item(1, "x&f;y&h;z"), item(2), head=head))

    assert trap.accepted == 0
    assert [found.link for found in result.items] == ["https://news.example/1", "https://news.example/2"]


@pytest.mark.parametrize("field", ["title", "description", "guid", "author", "link", "category", "pubDate"])
@pytest.mark.parametrize(
    "reference", ["&#xD800;", "&#x110000;", "&#99999999999;", "&#x0;", "&#xFFFF;", "&#" + "9" * 5_000 + ";", "&amp;#xD800;"]
)
async def test_f65_references_to_no_character(parser, field, reference):
    """A reference to what is no character, in any field, costs a character: the feed's other items are there."""
    bad = f"<item><title>Bad</title><guid>g9</guid><{field}>x{reference}y</{field}></item>"

    result = await parse(parser, rss(item(1), bad, item(2)))

    assert isinstance(result, ParsedFeed)
    assert [found.title for found in result.items if found.title.startswith("Deal")] == ["Deal 1", "Deal 2"]
    assert all(is_legal(text) for found in result.items for text in (found.title, found.text, found.guid, found.link))


def is_legal(text):
    """Nothing but text: no control, format (a joiner between emoji apart), surrogate or non-character, in NFC."""
    kinds = {unicodedata.category(c) for c in text if c not in "\n\u200d"}
    return not kinds & {"Cc", "Cf", "Cs"} and unicodedata.is_normalized("NFC", text) and not any(ord(c) & 0xFFFE == 0xFFFE for c in text)


async def test_f66_a_hundred_thousand_items(parser):
    """Of very many items the first 500 are read, and the log says so."""
    with capture_logs() as logged:
        result = await parse(parser, rss(*(f"<item><guid>{n}</guid><title>D{n}</title></item>" for n in range(50_000))))

    assert [found.guid for found in result.items] == [str(n) for n in range(500)]
    assert next(event for event in logged if event["event"] == "feed.too_many_items")["shown"] == 50_000


async def test_f67_lengths_are_bounded(parser):
    """A title of megabytes and a link of megabytes are cut or dropped; the siblings are there."""
    huge = f"<item><title>{'t' * 2_000_000}</title><guid>{'g' * 500_000}</guid><link>https://news.example/{'l' * 1_000_000}</link></item>"

    result = await parse(parser, rss(item(1), huge, item(2)))

    assert [(len(found.title), len(found.guid), len(found.link)) for found in result.items] == [(6, 2, 22), (512, 2048, 0), (6, 2, 22)]


CODINGS = {
    "NUL and controls": rss(item(1, "a\x00b\x01c\x0bd\x85e"), item(2)),
    "lone surrogates": rss(item(1, "aXb"), item(2)).replace(b"X", b"\xed\xa0\x80"),
    "a mark in the middle": rss(item(1, "a\ufeffb"), item(2)),
    "wrong charset": rss(item(1, "größer"), item(2)).replace(b"'1.0'", b"'1.0' encoding='us-ascii'"),
    "broken UTF-8": rss(item(1, "a?b"), item(2)).replace(b"?b", b"\xff\xfeb"),
    "UTF-16": rss(item(1), item(2)).decode().encode("utf-16"),
    "UTF-16 without a mark": rss(item(1), item(2)).decode().encode("utf-16-le"),
    "UTF-32": rss(item(1), item(2)).decode().encode("utf-32"),
    "Latin-1": rss(item(1, "größer"), item(2)).decode().replace("'1.0'", "'1.0' encoding='iso-8859-1'").encode("latin-1"),
    "unknown codec": rss(item(1), item(2)).replace(b"'1.0'", b"'1.0' encoding='klingon'"),
    "a codec that is none": rss(item(1), item(2)).replace(b"'1.0'", b"'1.0' encoding='base64'"),
    "a codec that makes surrogates": rss(item(1, "\\ud800"), item(2)).replace(b"'1.0'", b"'1.0' encoding='unicode_escape'"),
    "blank lines first": b"\n\n  " + rss(item(1), item(2)),
    "bidi and zero width": rss(item(1, "a\u202eb\u200bc\u2066d\u200de"), item(2)),
    "non-characters": rss(item(1, "a\ufffeb\uffffc\ufdd0d"), item(2)),
}


@pytest.mark.parametrize("coding", CODINGS)
async def test_f68_text_is_legal_in_any_coding(parser, coding):
    """Whatever bytes a feed is made of, its items are there and their text is legal."""
    result = await parse(parser, CODINGS[coding], "application/rss+xml")

    assert [found.link for found in result.items] == ["https://news.example/1", "https://news.example/2"]
    assert all(is_legal(found.title) for found in result.items)


NO_FEEDS = {
    "page": b"<!doctype html><html><head><title>x</title></head><body>" + b"<p>x</p>" * 50_000,
    "XHTML": b"<?xml version='1.0'?><!-- x --><html xmlns='http://www.w3.org/1999/xhtml'><body/></html>",
    "JSON": b'{"status": "ok", "items": [{"id": 1}]}',
    "a list": b"[1, 2, 3]",
    "PNG": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "gzip": b"\x1f\x8b\x08" + bytes(200),
    "random": bytes((n * 7919 + n // 7) % 256 for n in range(5_000)),
    "words": b"Not found",
    "SVG": b"<svg xmlns='http://www.w3.org/2000/svg'><title>x</title></svg>",
    "a site map": b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://news.example/</loc></url></urlset>",
}


@pytest.mark.parametrize("kind", NO_FEEDS)
async def test_f69_what_is_no_feed_is_said_to_be_none(parser, kind):
    """Pages, pictures, archives and other data have the class `not_a_feed`."""
    result = await parse(parser, NO_FEEDS[kind])

    assert isinstance(result, ParseFailed)
    assert result.problem is FetchProblem.NOT_A_FEED


JSON_ITEMS = [
    {
        "id": "1",
        "url": "https://news.example/1",
        "title": "Deal &amp; 1",
        "content_html": "<p>One</p><p>Two</p>",
        "date_published": "2026-03-10T10:00:00+01:00",
    },
    {"id": 2, "external_url": "https://news.example/2", "content_text": "Two < three", "language": "de-AT"},
    "nonsense",
    {"id": None},
    {"id": "5", "title": "Half a pair \ud800", "url": "javascript:alert(1)"},
]


@pytest.mark.parametrize("version", ["1", "1.1"])
async def test_f70_json_feeds(parser, version):
    """JSON Feed 1 and 1.1 are read; an odd item costs itself."""
    body = json.dumps(
        {"version": f"https://jsonfeed.org/version/{version}", "title": "Deals", "language": "en-US", "items": JSON_ITEMS}
    ).encode()

    result = await parse(parser, body, "application/feed+json")

    assert (result.title, result.lang, result.skipped) == ("Deals", "en", 2)
    assert [(i.guid, i.link, i.title, i.text, i.lang) for i in result.items] == [
        ("1", "https://news.example/1", "Deal & 1", "One\n\nTwo", ""),
        ("2", "https://news.example/2", "", "Two < three", "de"),
        ("5", "", "Half a pair ?", "", ""),
    ]
    assert result.items[0].published.isoformat() == "2026-03-10T09:00:00+00:00"
    assert (await parse(parser, body, known=result.item_hashes)).items == ()


@pytest.mark.parametrize(
    "body", [b"[" * 200_000, b'{"items":' + b"[" * 200_000, b'{"a":' * 100_000, b'{"items": [' + b"9" * 100_000, b"{", b"\xef\xbb\xbf{}"]
)
async def test_f70_deep_json_is_refused(parser, body):
    """JSON that is deep, endless or cut has the class `not_a_feed`."""
    result = await parse(parser, body)

    assert result.problem is FetchProblem.NOT_A_FEED


async def test_the_child_is_given_no_secrets(monkeypatch):
    """A reading process gets no variable of the operator's, whatever they are called."""
    if is_off("children"):
        pytest.fail("switched off")
    monkeypatch.setenv("DEALWIRE_DISCORD_TOKEN", "a-secret")
    parser = ChildParser(workers=1, seconds=20)
    await parse(parser, GOOD)
    environment = Path(f"/proc/{parser.children.pids[0]}/environ").read_bytes()  # noqa: ASYNC240
    await parser.close()

    assert b"a-secret" not in environment
