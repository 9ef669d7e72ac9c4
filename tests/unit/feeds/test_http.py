"""Fetching over real HTTP on loopback."""

import asyncio
import socket

import pytest

from bot.feeds.exchange import Exchange, ExchangeError, handle_options
from bot.feeds.guard import AddressGuard
from bot.feeds.http import FetchLimits, HttpFetcher
from bot.feeds.transfers import Transfers
from bot.model.feed import Fetched, FetchFailed, FetchProblem, NotModified
from tests.emulators.feed_server import FeedServer, RawServer

ALLOW = ("127.0.0.0/8:*",)


@pytest.fixture
async def server():
    async with FeedServer() as running:
        yield running


@pytest.fixture
async def fetcher():
    made = HttpFetcher(contact="ops@example.org", allow=ALLOW)
    yield made
    await made.close()


async def test_fetches_with_an_honest_name(server, fetcher):
    """The User-Agent says who asks and whom to write to."""
    url = server.put("feed.xml", "<rss/>", headers={"Cache-Control": "public, max-age=600"})

    result = await fetcher.fetch(url)

    assert isinstance(result, Fetched)
    assert (result.body, result.url, result.max_age, result.moved_to) == (b"<rss/>", url, 600.0, None)
    headers = server.requests[0][1]
    assert headers["User-Agent"].startswith("dealwire/")
    assert headers["User-Agent"].endswith("(+ops@example.org)")
    assert headers["Accept-Encoding"] == "gzip"


async def test_conditional_get(server, fetcher):
    """An unchanged feed answers 304 to the validators it gave."""
    url = server.put("feed.xml", "<rss/>")
    first = await fetcher.fetch(url)

    second = await fetcher.fetch(url, etag=first.etag)

    assert second == NotModified()


async def test_packed_bodies_are_unpacked(server, fetcher):
    """A gzip body arrives as the bytes that were packed."""
    url = server.put("feed.xml", b"<rss>" + b"x" * 100_000, packed=True)

    result = await fetcher.fetch(url)

    assert len(result.body) == 100_005


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (204, FetchProblem.EMPTY),
        (304, FetchProblem.PROTOCOL),
        (300, FetchProblem.REDIRECT),
        (404, FetchProblem.CLIENT_ERROR),
        (410, FetchProblem.GONE),
        (429, FetchProblem.RATE_LIMITED),
        (503, FetchProblem.SERVER_ERROR),
    ],
)
async def test_statuses_have_classes(server, fetcher, status, problem):
    """Every status falls into one of the fixed classes; a 304 that nobody asked for is an error."""
    url = server.put("feed.xml", status=status, headers={"Retry-After": "120"})

    result = await fetcher.fetch(url)

    assert isinstance(result, FetchFailed)
    assert (result.problem, result.status, result.retry_after) == (problem, status, 120.0)


@pytest.mark.parametrize(("status", "moved"), [(301, True), (308, True), (302, False), (307, False)])
async def test_permanent_moves_are_told(server, fetcher, status, moved):
    """Only an unbroken chain of permanent redirects says that the feed has moved."""
    new = server.put("new.xml", "<rss/>")
    middle = server.put("middle.xml", status=301, headers={"Location": "/new.xml"})
    old = server.put("old.xml", status=status, headers={"Location": middle})

    result = await fetcher.fetch(old)

    assert result.url == new
    assert result.moved_to == (new if moved else None)


async def test_a_moved_feed_says_so_with_304_too(server, fetcher):
    """A feed that moved and did not change still tells its new address."""
    new = server.put("new.xml", "<rss/>")
    old = server.put("old.xml", status=301, headers={"Location": "/new.xml"})
    tag = (await fetcher.fetch(old)).etag

    assert await fetcher.fetch(old, etag=tag) == NotModified(moved_to=new)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://a:b@127.0.0.1/", "gopher://x", "", "http://", "http://[::1", "not an address"],
)
async def test_odd_addresses_are_refused(fetcher, url):
    """Only plain http and https addresses are fetched; the answer is the class of an address where nobody is."""
    result = await fetcher.fetch(url)

    assert result.problem is FetchProblem.UNREACHABLE


async def test_a_kept_connection_that_dies_is_replaced():
    """A server that closes a kept connection instead of answering is asked again on a new one, at the address that we looked up."""
    asked = 0

    async def answer(reader, writer):
        nonlocal asked
        while await reader.readuntil(b"\r\n\r\n"):
            asked += 1
            if asked == 2:
                await asyncio.sleep(1.5)  # libcurl forgets a told address by the second
                return
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>")

    fetcher = HttpFetcher(allow=ALLOW, look_up=lambda _, port: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))])
    async with RawServer(answer) as server:
        results = [await fetcher.fetch(f"http://paper.example:{server.port}/feed.xml") for _ in range(2)]
        await fetcher.close()

    assert [type(result) for result in results] == [Fetched, Fetched]
    assert (asked, server.accepted) == (3, 2)


async def test_a_name_that_was_found_too_late_is_a_timeout():
    """When looking a name up has taken the rest of a fetch's time and more, that is what is said."""

    async def say_nothing(reader, _):
        await reader.read()

    connections = Transfers(1)
    exchange = Exchange(handle_options("dealwire", 1_000), AddressGuard(ALLOW), 1_000)
    async with RawServer(say_nothing) as server:
        place = f"paper.example:{server.port}"
        with pytest.raises(ExchangeError) as raised:
            await exchange.get(connections, f"http://{place}/", (), (f"+{place}:127.0.0.1",), seconds=-4.8)
        connections.close()
        exchange.close()

    assert raised.value.problem is FetchProblem.TIMEOUT


@pytest.mark.parametrize(("most", "made"), [(10, 1), (1, 3)])
async def test_connections_are_kept_until_there_are_too_many(most, made):
    """A warm poll needs no new connection; where fewer are kept than there are hosts, the longest unused is closed."""

    async def answer(reader, writer):
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>")

    fetcher = HttpFetcher(allow=ALLOW, limits=FetchLimits(sockets=most))
    async with RawServer(answer) as one, RawServer(answer, "127.0.0.2") as other:
        for _ in range(3):
            for server in (one, other):
                assert isinstance(await fetcher.fetch(server.url("feed.xml")), Fetched)
        await fetcher.close()

    assert (one.accepted, other.accepted) == (made, made)
