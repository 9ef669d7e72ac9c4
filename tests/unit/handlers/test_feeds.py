"""A workspace's own feeds: tried at once, read for it alone, taken back."""

import pytest

from bot.feeds.http import HttpFetcher
from bot.feeds.parse import ChildParser
from bot.feeds.probe import probe_feed
from bot.model.feed import Feed
from bot.model.ids import SHARED
from bot.model.quota import Quotas
from bot.pipeline.read import NewsReader
from tests.emulators.feed_server import FeedServer
from tests.unit.handlers.conftest import NOW
from tests.unit.handlers.test_desk import words

ITEMS = "".join(
    f"<item><guid>{n}</guid><title>{title}</title><link>https://desk.example/{n}</link><pubDate>{day} Mar 2026 08:00:00 GMT</pubDate></item>"
    for n, title, day in (
        (1, "Council repaints the bridge", "01"),
        (2, "OpenAI and Foxconn sign an agreement to build data center racks", "02"),
        (3, "A quiet week", "27 Feb 2026 08:00:00 GMT ="),
        (4, "The oldest", "20 Feb 2026 08:00:00 GMT ="),
    )
)
FEED = f"<rss version='2.0'><channel><title>Desk &amp; Co</title>{ITEMS}</channel></rss>"


@pytest.fixture
async def server():
    async with FeedServer() as running:
        running.put("feed", FEED, content_type="application/rss+xml")
        running.put("page", "<html><body>Nothing here</body></html>", content_type="text/html")
        yield running


@pytest.fixture
async def wired(make_desk, catalogue):
    """A desk that fetches from loopback, and counts how often polls were woken."""
    fetcher, parser, woken = HttpFetcher(allow=("127.0.0.0/8:*",)), ChildParser(workers=1), []
    say = make_desk(
        probe=lambda url: probe_feed(url, fetcher, parser),
        reader=NewsReader(catalogue),
        wake_polls=lambda: woken.append(1),
        quotas=Quotas(feeds=2),
    )
    say.woken = woken
    yield say
    await parser.close()
    await fetcher.close()


async def mine(store, tenant="slack:T1"):
    return [feed.url for feed in await store.read(lambda t: t.feeds.all((tenant,)))]


async def test_add_shows_what_it_holds_and_reads_it(wired, server, store):
    """The newest items and what would match are shown; the feed is the workspace's, due at once, and learned silently."""
    card = await wired(f"feeds add <{server.url('feed')}>", admin=True)

    text = words(card)
    assert "“Desk & Co” is read from now on, for this workspace alone." in text
    assert text.index("OpenAI and Foxconn sign") < text.index("Council repaints")
    assert "The oldest" not in text
    assert "Would match: 1 of 4" in text
    assert "OpenAI × Foxconn: OpenAI and Foxconn sign" in text
    assert await mine(store) == [server.url("feed")]
    assert await mine(store, SHARED) == []
    assert wired.woken == [1]
    (lease,) = await store.write(lambda t: t.feeds.claim_due(NOW, owner="w", lease_seconds=9, limit=9))
    assert (lease.feed.tenant, lease.state.learned_at) == ("slack:T1", None)


async def test_test_changes_nothing(wired, server, store):
    """A test shows the same and offers to read the feed."""
    card = await wired(f"feeds test {server.url('feed')}", admin=True)

    assert "A feed: Desk & Co, 4 items" in words(card)
    assert [(b.command, b.argument) for b in card.buttons] == [("feeds add", server.url("feed"))]
    assert await mine(store) == []


async def test_what_cannot_be_followed_is_refused(wired, server, store):
    """A page that is no feed, and a word that is no address, change nothing and say what to do."""
    assert "no RSS, Atom or JSON feed" in words(await wired(f"feeds add {server.url('page')}", admin=True))
    for typed in ("ftp://x.example/feed", "not an address", "javascript:alert(1)", "https://"):
        assert "nothing was changed" in words(await wired(f"feeds add {typed}", admin=True))
    assert await mine(store) == []


async def test_a_private_host_gets_the_words_of_an_unreachable_one(make_desk):
    """Nobody can look around in our network by adding feeds: what is blocked and what does not answer are one sentence."""
    closed, open_to_loopback, parser = HttpFetcher(), HttpFetcher(allow=("127.0.0.0/8:*",)), ChildParser(workers=1)
    guarded = make_desk(probe=lambda url: probe_feed(url, closed, parser))
    unguarded = make_desk(probe=lambda url: probe_feed(url, open_to_loopback, parser))

    said = {
        words(await guarded(f"feeds add http://{host}", admin=True)) for host in ("127.0.0.1/feed", "10.0.0.1:8080/", "169.254.169.254/")
    }
    said.add(words(await unguarded("feeds add http://127.0.0.1:1/feed", admin=True)))

    assert len(said) == 1
    assert "Nobody answers there" in said.pop()
    for part in (closed, open_to_loopback, parser):
        await part.close()


async def test_a_workspace_has_a_quota_of_its_own(wired, server, store):
    """Beyond the quota nothing is added; another workspace's feeds do not count, and the same feed is not added twice."""
    for name in ("a", "b", "c"):
        server.put(name, FEED, content_type="application/rss+xml")
    await wired(f"feeds add {server.url('a')}", admin=True, tenant="slack:T2")
    await wired(f"feeds add {server.url('a')}", admin=True)
    again = await wired(f"feeds add {server.url('a')}", admin=True)
    await wired(f"feeds add {server.url('b')}", admin=True)

    assert "is read for this workspace already" in words(again)
    assert "all that it may" in words(await wired(f"feeds add {server.url('c')}", admin=True))
    assert len(await mine(store)) == 2


async def test_shared_feeds_are_neither_added_nor_removed(wired, server, store):
    """What is read for everybody stays so whatever one workspace says."""
    shared = Feed(id="wire", url=server.url("feed"), title="Wire")
    await store.write(lambda t: t.feeds.sync([shared], NOW))

    assert "read for everybody already" in words(await wired(f"feeds add {server.url('feed')}", admin=True))
    assert "read for everybody; nothing was changed" in words(await wired("feeds remove wire", admin=True))
    assert await mine(store, SHARED) == [shared.url]


async def test_remove_and_undo_both_ways(wired, server, store):
    """Removing is by name, title or address, undone by one word, and another workspace's feed is unknown here."""
    await wired(f"feeds add {server.url('feed')}", admin=True)
    assert "has no feed" in words(await wired("feeds remove Desk & Co", admin=True, tenant="slack:T2"))
    assert "is read no more" in words(await wired("feeds remove desk & co", admin=True))
    assert await mine(store) == []

    assert "Taken back: feeds remove" in words(await wired("undo", admin=True))
    assert await mine(store) == [server.url("feed")]
    assert "is read no more" in words(await wired("undo", admin=True))
    assert await mine(store) == []


async def test_list_shows_ones_own_and_everybodys(wired, server, store):
    """The list tells them apart, shows no address that might hold a key, and nothing of other workspaces."""
    await store.write(lambda t: t.feeds.sync([Feed(id="wire", url="https://wire.example/feed?key=secret", title="Wire")], NOW))
    await wired(f"feeds add {server.url('feed')}", admin=True)

    text = words(await wired("feeds list", admin=True))
    assert "Of this workspace: 1 of 2" in text
    assert "Desk & Co · 127.0.0.1" in text
    assert "Wire · wire.example" in text
    assert "secret" not in text
    assert "Desk & Co" not in words(await wired("feeds list", admin=True, tenant="slack:T2"))
