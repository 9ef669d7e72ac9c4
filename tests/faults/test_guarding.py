"""Faults 48 to 52: nothing but the public internet is ever connected to, by whatever route."""

import asyncio
import socket

import pycurl
import pytest
from yarl import URL

from bot.feeds.guard import AddressGuard, Allowance
from bot.feeds.http import FetchLimits, HttpFetcher
from bot.model.feed import Fetched, FetchFailed, FetchProblem
from tests.emulators.feed_server import FeedServer, RawServer
from tests.faults.guards import guarded, is_off
from tests.faults.naive import OpenGuard

REFUSED = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.168.1.1",
    "192.175.48.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "2620:4f:8000::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]
PUBLIC = "1.1.1.1 8.8.8.8 2606:4700:4700::1111 2001:4860:4860::8888 ::ffff:8.8.8.8 64:ff9b::808:808".split()  # noqa: SIM905


def test_f48_the_table_of_addresses():
    """All 56 addresses are judged rightly: private, mapped, tunnelled, link-local, metadata, multicast and reserved ones are refused."""
    guard = guarded("48", AddressGuard(), OpenGuard())
    table = {**dict.fromkeys(REFUSED, False), **dict.fromkeys(PUBLIC, True)}

    wrong = [address for address, allowed in table.items() if guard.allows(address, 443) is not allowed]

    assert len(table) == 56
    assert wrong == []


def test_f48_allowances_are_exact():
    """An allowance lets its own network and port through, in mapped form too, and nothing else."""
    guard = AddressGuard(["127.0.0.0/8:8080", "[fd00::/8]:*"])

    assert [guard.allows(*address) for address in (("127.0.0.9", 8080), ("::ffff:127.0.0.9", 8080), ("fd00::1", 1))] == [True, True, True]
    assert [guard.allows(*address) for address in (("127.0.0.9", 80), ("10.0.0.1", 8080), ("::1", 8080))] == [False, False, False]
    with pytest.raises(ValueError, match=r"write it like 127\.0\.0\.0/8"):
        Allowance.parse("localhost:80")


class Names:
    """A name server of our own: each name has a list of answers, the last of which stays."""

    def __init__(self, **answers):
        self.answers = answers

    def __call__(self, host, port):
        queue = self.answers.get(host.split(".")[0]) or [[socket.inet_ntoa(socket.inet_aton(host))]]  # as libc reads numbers
        hosts = queue.pop(0) if len(queue) > 1 else queue[0]
        return [(socket.AF_INET6 if ":" in h else socket.AF_INET, socket.SOCK_STREAM, 6, "", (h, port)) for h in hosts]


def unchecked(url, *, any_port):
    """Stands in for the check of an address's spelling under `GUARD=off`."""
    return URL(str(url).replace("file:", "http:"))


ROUTES = {
    "48 IPv4": "http://127.0.0.1:{port}/",
    "48 IPv6": "http://[::1]:{port}/",
    "48 mapped": "http://[::ffff:127.0.0.1]:{port}/",
    "48 this host": "http://0.0.0.0:{port}/",
    "49 decimal": "http://2130706433:{port}/",
    "49 octal": "http://0177.0.0.1:{port}/",
    "49 hexadecimal": "http://0x7f.0.0.1:{port}/",
    "49 short": "http://127.1:{port}/",
    "49 full-width": "http://１２７.０.０.１:{port}/",
    "50 name": "http://private.example:{port}/",
    "50 mixed": "http://mixed.example:{port}/",
    "50 mapped name": "http://mapped.example:{port}/",
    "50 rebinding": "http://rebound.example:{port}/",
    "51 redirect": "http://127.0.0.2:{hop}/",
}


@pytest.mark.parametrize("route", ROUTES)
async def test_f48_to_f51_no_route_connects(route, monkeypatch):
    """By none of fourteen routes does a single connection reach a server on this machine; people are told `unreachable`, or `redirect`."""

    async def silent(reader, writer):
        await reader.read(100)

    fault = route.split()[0]
    if is_off(fault):
        monkeypatch.setattr("bot.feeds.http.fetchable", unchecked)
    names = Names(
        private=[["127.0.0.1"]],
        mixed=[["203.0.113.9", "127.0.0.1"]],
        mapped=[["::ffff:127.0.0.1"]],
        rebound=[["203.0.113.9"], ["127.0.0.1"]],
    )
    sock = socket.socket(socket.AF_INET6)
    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    sock.bind(("::", 0))
    async with RawServer(silent, None, sock=sock) as target, FeedServer("127.0.0.2") as hop:
        hop.put("", status=302, headers={"Location": f"http://127.0.0.1:{target.port}/"})
        # The rule opens the port and the server that redirects, so that the address alone decides.
        rules = (f"203.0.113.1/32:{target.port}", "127.0.0.2/32:*")
        guard = guarded(fault, AddressGuard(rules), OpenGuard())
        fetcher = HttpFetcher(guard=guard, look_up=names)
        url = ROUTES[route].format(port=target.port, hop=hop.port)
        results = [await fetcher.fetch(url) for _ in range(2)]
        await fetcher.close()

    assert target.accepted == 0
    assert {result.problem for result in results} == {FetchProblem.UNREACHABLE}


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/",
        "file:///etc/passwd",
        "ftp://127.0.0.2/x",
        "http://127.0.0.2:22/",
        "http://a@127.0.0.2/",
        "http://[",
        "",
    ],
)
async def test_f51_redirects_to_elsewhere(location, monkeypatch):
    """A redirect to metadata, a file, another protocol or an odd port ends there, without a request."""
    if is_off("51"):
        monkeypatch.setattr("bot.feeds.http.fetchable", unchecked)
    async with FeedServer("127.0.0.2") as hop:
        fetcher = HttpFetcher(allow=(f"127.0.0.2/32:{hop.port}",))
        result = await fetcher.fetch(hop.put("a", status=302, headers={"Location": location} if location else {}))
        await fetcher.close()

    assert isinstance(result, FetchFailed)
    assert result.problem in {FetchProblem.REDIRECT, FetchProblem.UNREACHABLE}
    assert len(hop.requests) == 1


async def test_f51_long_and_circular_redirects():
    """Thirty hops end after five, a circle at once."""
    async with FeedServer() as server:
        for n in range(30):
            server.put(str(n), status=301, headers={"Location": f"/{n + 1}"})
        server.put("round", status=301, headers={"Location": "/round"})
        limits = guarded("51", FetchLimits(), FetchLimits(redirects=100))
        fetcher = HttpFetcher(allow=("127.0.0.0/8:*",), limits=limits)
        long, circle = await fetcher.fetch(server.url("0")), await fetcher.fetch(server.url("round"))
        await fetcher.close()

    assert (long.problem, circle.problem) == (FetchProblem.REDIRECT, FetchProblem.REDIRECT)
    assert len(server.requests) == 7


async def test_f52_proxies_of_the_environment_are_not_used(monkeypatch):
    """HTTP_PROXY and its kin change nothing: a proxy would connect where the guard cannot look."""

    async def proxy(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy")

    async with RawServer(proxy) as trap, FeedServer() as server:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, trap.url())
        fetcher = HttpFetcher(allow=("127.0.0.0/8:*",))
        if is_off("52"):
            del fetcher._options[pycurl.PROXY]
        result = await fetcher.fetch(server.put("feed.xml", "<rss/>"))
        await fetcher.close()

    assert isinstance(result, Fetched)
    assert (result.body, trap.accepted) == (b"<rss/>", 0)


async def test_f62_a_hanging_name_server_holds_up_nobody():
    """While forty names hang, another is looked up at once; those that hang are given up in time."""
    release = asyncio.Event()
    loop = asyncio.get_running_loop()

    def look_up(host, port):
        if host.startswith("slow"):
            asyncio.run_coroutine_threadsafe(release.wait(), loop).result(timeout=20)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    class Shared:
        async def resolve(self, host, port):
            found = await loop.run_in_executor(None, look_up, host, port)
            return (found[0][4][0],)

    async with FeedServer() as server:
        server.put("feed.xml", "<rss/>")
        fetcher = HttpFetcher(allow=("127.0.0.0/8:*",), look_up=look_up)
        if is_off("62"):
            fetcher._names = Shared()
        slow = [asyncio.create_task(fetcher.fetch(f"http://slow{n}.example:{server.port}/feed.xml")) for n in range(40)]
        await asyncio.sleep(0.05)
        began = loop.time()
        good = await asyncio.wait_for(fetcher.fetch(f"http://good.example:{server.port}/feed.xml"), 3)
        took = loop.time() - began
        results = await asyncio.gather(*slow)
        release.set()
        await fetcher.close()

    assert isinstance(good, Fetched)
    assert took < 0.5
    assert {result.problem for result in results} == {FetchProblem.UNREACHABLE}
