"""What would be used instead, in an environment of its own: `python tests/bench/peers.py NAME COUNT PORT FOLDER`.

Each line `poll` on standard input is one poll of all feeds, answered by its seconds. Names: reader, threads, aiohttp, fetch, bare.
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


def reader_contender(urls: list[str], folder: str) -> Callable[[], object]:
    """lemon24/reader with twenty workers and its database in a file."""
    from reader import make_reader

    reader = make_reader(f"{folder}/reader.sqlite")
    for url in urls:
        reader.add_feed(url)
    return lambda: reader.update_feeds(workers=20, scheduled=False)


def threads_contender(urls: list[str], _folder: str) -> Callable[[], object]:
    """feedparser fetches and parses over twenty threads; nothing is stored."""
    import feedparser

    tags: dict[str, str] = {}
    pool = ThreadPoolExecutor(20)

    def one(url: str) -> int:
        parsed = feedparser.parse(url, etag=tags.get(url))
        tags[url] = parsed.get("etag") or tags.get(url, "")
        return len(parsed.entries)

    return lambda: sum(pool.map(one, urls))


def session_contender(urls: list[str], *, parse: bool) -> Callable[[], object]:
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

    return lambda: loop.run_until_complete(side_by_side(one, urls))


def bare_contender(urls: list[str], _folder: str) -> Callable[[], object]:
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

    return lambda: loop.run_until_complete(side_by_side(one, urls))


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
    make: dict[str, Callable[[], Callable[[], object]]] = {
        "reader": lambda: reader_contender(urls, folder),
        "threads": lambda: threads_contender(urls, folder),
        "aiohttp": lambda: session_contender(urls, parse=True),
        "fetch": lambda: session_contender(urls, parse=False),
        "bare": lambda: bare_contender(urls, folder),
    }
    poll = make[name]()
    print("ready", flush=True)
    for _ in sys.stdin:
        began = time.perf_counter()
        poll()
        print(time.perf_counter() - began, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
