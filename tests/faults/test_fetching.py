"""Faults 53 to 61: servers that send too much, too slowly, or nonsense."""

import asyncio
import json
import resource
import shutil
import ssl
import subprocess
import sys
import zlib
from datetime import UTC, datetime, timedelta

import pycurl
import pytest

from bot.clock import ManualClock
from bot.feeds.http import FetchLimits, HttpFetcher
from bot.feeds.parse import ChildParser
from bot.model.feed import FeedState, Fetched, FetchFailed, FetchProblem, NotModified, ParseFailed, Schedule
from bot.pipeline.schedule import after_poll, confirmed_move
from tests.emulators.feed_server import FeedServer, RawServer
from tests.faults.guards import guarded, is_off

ALLOW = ("127.0.0.0/8:*",)
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
HUGE = 1_000_000_000


def gzip_bomb(size):
    """A gigabyte of zeros in a megabyte: the same flushed block over and over."""
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = pack.compress(b"\0" * 2**20) + pack.flush(zlib.Z_FULL_FLUSH)
    again = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = again.compress(b"\0" * 2**20) + again.flush(zlib.Z_FULL_FLUSH)
    return head + block * (size // 2**20 - 1)


async def fetch_apart(url, seconds=10.0, most_bytes=5_000_000):
    """Fetch in a process of its own; return what it cost."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.faults.fetch_once", url, str(most_bytes), str(seconds)), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    return json.loads(out)


@pytest.fixture
async def fetcher():
    made = HttpFetcher(allow=ALLOW, limits=FetchLimits(seconds=1.0))
    yield made
    await made.close()


async def test_f53_gzip_bomb():
    """A gigabyte packed into a megabyte stops at 5 MB: at most 60 MB of memory, a second, and no stall of the loop."""
    async with FeedServer() as server:
        server.put("small", "<rss/>")
        url = server.put("bomb", gzip_bomb(2**30), headers={"Content-Encoding": "gzip"})
        cost = await fetch_apart(url, most_bytes=guarded("53", 5_000_000, HUGE))

    assert cost["problem"] == "too_large"
    assert cost["mib"] < 60
    assert cost["seconds"] < 1
    assert cost["lag"] < 0.1


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip, gzip", "compress"])
async def test_f53_other_codings_are_refused(fetcher, coding):
    """What was not asked for is not unpacked."""
    async with FeedServer() as server:
        result = await fetcher.fetch(server.put("bomb", b"\x1f\x8b" * 500, headers={"Content-Encoding": coding}))

    assert result.problem is FetchProblem.PROTOCOL


async def test_f54_endless_body():
    """A body without end is left at 5 MB."""

    async def endless(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        if b"/small" in head:
            writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
            return
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"10000\r\n" + b"x" * 65_536 + b"\r\n")
            await writer.drain()

    async with RawServer(endless) as server:
        cost = await fetch_apart(server.url("endless"), seconds=2.0, most_bytes=guarded("54", 5_000_000, HUGE))

    assert cost["problem"] == "too_large"
    assert cost["mib"] < 60
    assert cost["lag"] < 0.1


async def dribble(writer, start, piece):
    writer.write(start)
    while True:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0.05)


SLOW = {
    "header": (b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
    "body": (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
    "endless 103": (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
    "nothing": (b"", b""),
}


@pytest.mark.parametrize("kind", SLOW)
async def test_f54_slow_answers_end_in_time(kind):
    """A header, body or hint that comes drop by drop, or nothing at all, is left when the time is up."""

    async def slow(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        await dribble(writer, *SLOW[kind])

    fetcher = HttpFetcher(allow=ALLOW, limits=guarded("54", FetchLimits(seconds=0.5), FetchLimits(seconds=60.0)))
    async with RawServer(slow) as server, asyncio.timeout(3):
        result = await fetcher.fetch(server.url("feed.xml"))
    await fetcher.close()

    assert result.problem is FetchProblem.TIMEOUT


BROKEN = {
    "5 MB header": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 5_000_000 + b"\r\nContent-Length: 2\r\n\r\nok",
    "200k headers": b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200_000 + b"Content-Length: 2\r\n\r\nok",
    "negative length": b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nok",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\nok",
    "length too long": b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nok",
    "truncated chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nok",
    "bad chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n",
    "truncated gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03ab",
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
    "random bytes": bytes(range(1, 256)) * 20,
    "huge length": b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nok",
}


@pytest.mark.parametrize("kind", BROKEN)
async def test_f55_broken_answers_have_a_class(fetcher, kind):
    """Headers without end, lengths that lie, chunks and packing that stop half-way: a class, no exception."""

    async def broken(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(BROKEN[kind])
        await writer.drain()

    if is_off("55"):
        fetcher = HttpFetcher(allow=ALLOW, limits=FetchLimits(most_bytes=10**12))
        fetcher._options[pycurl.IGNORE_CONTENT_LENGTH] = 1
    async with RawServer(broken) as server:
        result = await fetcher.fetch(server.url("feed.xml"))
    await fetcher.close()

    assert isinstance(result, FetchFailed)
    assert result.problem in {FetchProblem.PROTOCOL, FetchProblem.TOO_LARGE}


async def test_f56_validators_that_are_no_validators(fetcher, monkeypatch):
    """A 304 without a condition is an error; an ETag of a page's length and a date that is none are ignored."""
    if is_off("56"):
        monkeypatch.setattr("bot.feeds.http.read.etag", lambda headers: headers.get("etag"))
        monkeypatch.setattr("bot.feeds.http.read.last_modified", lambda headers: headers.get("last-modified"))
    async with FeedServer() as server:
        bad = {"ETag": '"' + "e" * 60_000 + '"', "Last-Modified": "yesterday, about noon"}
        odd = await fetcher.fetch(server.put("odd", "<rss/>", headers=bad))
        unasked = await fetcher.fetch(server.put("unasked", status=304))

    assert isinstance(odd, Fetched)
    assert (odd.etag, odd.last_modified) == (None, None)
    assert unasked.problem is FetchProblem.PROTOCOL


async def test_f57_an_empty_body_is_not_healthy(fetcher):
    """A 200 without a body is a failure of the class `empty`, and what was known of the feed stays known."""
    state = FeedState(feed_id="f", next_poll_at=NOW, learned_at=NOW, item_hashes="a b", body_hash="h", etag='"e"')
    parser = ChildParser(workers=1)
    async with FeedServer() as server:
        result = await fetcher.fetch(server.put("feed.xml", b" \n"))
        parsed = await parser.parse(guarded("57", result.body, b"<rss version='2.0'><channel/></rss>"), content_type="", url="")
    await parser.close()
    after = after_poll(state, result, parsed, now=NOW, bounds=Schedule(), random=lambda: 0.0)

    assert parsed == ParseFailed(problem=FetchProblem.EMPTY)
    assert (after.item_hashes, after.body_hash, after.etag, after.problem) == ("a b", "h", '"e"', FetchProblem.EMPTY)


async def test_f58_gone_missing_and_moved(fetcher):
    """410 parks the feed, 404 backs off, a permanent move is believed at its third sight, each hop checked again."""
    state = gone = missing = FeedState(feed_id="f", next_poll_at=NOW, learned_at=NOW)
    how = {"now": NOW, "bounds": Schedule(), "random": lambda: 0.0}
    async with FeedServer() as server:
        new = server.put("new.xml", "<rss/>")
        old = server.put("old.xml", status=301, headers={"Location": "/new.xml"})
        moves = []
        for _ in range(3):
            result = await fetcher.fetch(guarded("58", old, new), etag=state.etag)
            state = after_poll(state, result, None, **how)
            moves.append(confirmed_move(state))
        gone = after_poll(gone, await fetcher.fetch(server.put("gone", status=410)), None, **how)
        waits = []
        for _ in range(3):
            missing = after_poll(missing, await fetcher.fetch(server.url("missing")), None, **how)
            waits.append(missing.next_poll_at - NOW)

    assert moves == [None, None, new]
    assert gone.parked
    assert waits == [timedelta(seconds=240), timedelta(seconds=480), timedelta(seconds=960)]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("86400", 86_400), ("999999999999", 86_400), ("Wed, 11 Mar 2026 12:00:00 GMT", 86_400), ("-5", 240), ("soon", 240), ("", 240)],
)
async def test_f59_retry_after_is_honoured_up_to_a_day(header, seconds):
    """Both forms of Retry-After are obeyed, a day at most; nonsense counts as absent."""
    fetcher = HttpFetcher(allow=ALLOW, clock=ManualClock(NOW))
    async with FeedServer() as server:
        result = await fetcher.fetch(server.put("feed.xml", status=503, headers={"Retry-After": guarded("59", header, "1")}))
    await fetcher.close()
    state = after_poll(FeedState(feed_id="f", next_poll_at=NOW), result, None, now=NOW, bounds=Schedule(), random=lambda: 1.0)

    assert (result.problem, result.status) == (FetchProblem.SERVER_ERROR, 503)
    assert timedelta(seconds=seconds) <= state.next_poll_at - NOW <= timedelta(seconds=min(seconds * 1.1, 86_400))


@pytest.fixture(scope="module")
def made_certificate(tmp_path_factory):
    key, certificate = (tmp_path_factory.mktemp("tls") / name for name in ("key.pem", "cert.pem"))
    options = (
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=paper.example",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
    )
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    subprocess.run(["openssl", "req", *options, "-keyout", key, "-out", certificate], capture_output=True, check=True)
    return key, certificate


def secret_server(made_certificate, host="127.0.0.1"):
    key, certificate = made_certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    async def secret(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>")
        await writer.drain()

    return RawServer(secret, host, ssl=context)


async def test_f60_a_certificate_that_nobody_vouches_for(fetcher, made_certificate):
    """A self-signed, expired or foreign certificate is the class `tls`; verification is never switched off silently."""
    if is_off("60"):
        fetcher._options |= {pycurl.SSL_VERIFYPEER: 0, pycurl.SSL_VERIFYHOST: 0}
    async with secret_server(made_certificate) as server:
        result = await fetcher.fetch(server.url("feed.xml").replace("http:", "https:"))

    assert isinstance(result, FetchFailed)
    assert result.problem is FetchProblem.TLS


@pytest.mark.parametrize(("host", "problem"), [("127.0.0.1", None), ("127.0.0.2", FetchProblem.TLS)])
async def test_f60_the_operators_own_authority_is_believed(made_certificate, monkeypatch, host, problem):
    """SSL_CERT_FILE names whom to believe, as everywhere; for a host of another name the certificate is worth nothing still."""
    monkeypatch.setenv("SSL_CERT_FILE", str(made_certificate[1]))
    fetcher = HttpFetcher(allow=ALLOW)
    async with secret_server(made_certificate, host) as server:
        result = await fetcher.fetch(server.url("feed.xml").replace("http:", "https:"))
    await fetcher.close()

    assert getattr(result, "problem", None) is problem


async def test_f61_two_requests_at_once_to_a_host():
    """However many feeds a host has, two are asked for at once; another host need not wait for them."""
    fetcher = HttpFetcher(allow=ALLOW, limits=guarded("61", FetchLimits(), FetchLimits(at_once=1000)))
    async with FeedServer() as busy, FeedServer("127.0.0.2") as other:
        urls = [busy.put(f"{n}.xml", "<rss/>", delay=0.005) for n in range(100)]
        tasks = [asyncio.create_task(fetcher.fetch(url)) for url in urls]
        await asyncio.sleep(0.02)
        assert isinstance(await fetcher.fetch(other.put("feed.xml", "<rss/>")), Fetched)
        waiting = sum(not task.done() for task in tasks)
        results = await asyncio.gather(*tasks)
    await fetcher.close()

    assert all(isinstance(result, Fetched) for result in results)
    assert busy.most_at_once == 2
    assert waiting > 50


async def test_not_modified_costs_no_memory(fetcher):
    """A thousand warm polls leave memory as it was."""
    async with FeedServer() as server:
        url = server.put("feed.xml", "<rss/>" * 1000)
        tag = (await fetcher.fetch(url)).etag
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        results = [await fetcher.fetch(url, etag=tag) for _ in range(300)]

    assert set(map(type, results)) == {NotModified}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 10_000
