"""What would be used instead, in an environment of its own: `python tests/bench/peers.py NAME COUNT PORT FOLDER`.

Each line `FIRST BEYOND` on standard input is one poll of those feeds, answered by its seconds. Names: reader, threads, aiohttp, fetch, bare.
"""

import asyncio
import atexit
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from feeds import address

AT_ONCE = 64


Poll = Callable[[list[str]], object]


def reader_contender(folder: str) -> Poll:
    """lemon24/reader with twenty workers and its database in a file."""
    from reader import make_reader

    reader = make_reader(f"{folder}/reader.sqlite")
    there: set[str] = set()

    def poll(urls: list[str]) -> None:
        fresh = [url for url in urls if url not in there]
        for url in fresh:
            reader.add_feed(url)
        there.update(fresh)
        reader.update_feeds(workers=20, scheduled=False, new=True if fresh else None)

    return poll


def threads_contender() -> Poll:
    """feedparser fetches and parses over twenty threads; nothing is stored."""
    import feedparser

    tags: dict[str, str] = {}
    pool = ThreadPoolExecutor(20)

    def one(url: str) -> int:
        parsed = feedparser.parse(url, etag=tags.get(url))
        tags[url] = parsed.get("etag") or tags.get(url, "")
        return len(parsed.entries)

    return lambda urls: sum(pool.map(one, urls))


def session_contender(*, parse: bool) -> Poll:
    """aiohttp with kept connections on uvloop, and feedparser as it comes; nothing is stored."""
    import aiohttp
    import feedparser
    import uvloop

    tags: dict[str, str] = {}
    loop = uvloop.new_event_loop()
    asyncio.set_event_loop(loop)

    async def opened() -> aiohttp.ClientSession:
        return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    session = loop.run_until_complete(opened())
    atexit.register(lambda: loop.run_until_complete(session.close()))

    async def one(url: str) -> None:
        headers = {"If-None-Match": tags[url]} if url in tags else {}
        async with session.get(url, headers=headers) as response:
            body = await response.read()
            tags[url] = response.headers["ETag"]
        if body and parse:
            feedparser.parse(body)

    return lambda urls: loop.run_until_complete(side_by_side(one, urls))


def bare_contender() -> Poll:
    """Sockets on uvloop that write a request and find the end of its answer: the limit."""
    import uvloop

    loop = uvloop.new_event_loop()
    tags: dict[str, bytes] = {}
    streams: dict[str, tuple[asyncio.StreamReader, asyncio.StreamWriter]] = {}

    async def one(url: str) -> None:
        host, _, path = url.removeprefix("http://").partition("/")
        if url not in streams:
            name, _, port = host.partition(":")
            streams[url] = await asyncio.open_connection(name, int(port), limit=1 << 20)
        source, sink = streams[url]
        condition = b"If-None-Match: " + tags[url] + b"\r\n" if url in tags else b""
        sink.write(f"GET /{path} HTTP/1.1\r\nHost: {host}\r\n".encode() + condition + b"\r\n")
        head = await source.readuntil(b"\r\n\r\n")
        tags[url] = head.split(b"ETag: ", 1)[1].split(b"\r\n", 1)[0]
        if b"Content-Length: " in head:
            await source.readexactly(int(head.split(b"Content-Length: ", 1)[1].split(b"\r\n", 1)[0]))

    return lambda urls: loop.run_until_complete(side_by_side(one, urls))


async def side_by_side(one: Callable[[str], Awaitable[None]], urls: list[str]) -> None:
    """Run all, so many at once."""
    waiting = iter(urls)

    async def work() -> None:
        for url in waiting:
            await one(url)

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))


def main(name: str, count: int, port: int, folder: str) -> None:
    """Poll as often as asked."""
    urls = [f"http://{address(feed)}:{port}/{feed}" for feed in range(count)]
    make: dict[str, Callable[[], Poll]] = {
        "reader": lambda: reader_contender(folder),
        "threads": threads_contender,
        "aiohttp": lambda: session_contender(parse=True),
        "fetch": lambda: session_contender(parse=False),
        "bare": bare_contender,
    }
    poll = make[name]()
    print("ready", flush=True)
    for line in sys.stdin:
        first, beyond = map(int, line.split())
        began = time.perf_counter()
        poll(urls[first:beyond])
        print(time.perf_counter() - began, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
