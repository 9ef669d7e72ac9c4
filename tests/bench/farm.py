"""A farm of feeds on loopback, each at an address of its own: `python tests/bench/farm.py COUNT [LATENCY_MS]`.

Prints its port when it listens. A line on standard input `change SHARE` gives that share of the feeds one new item and is answered by how many.
Only the standard library, and uvloop where it is installed: the server must be quicker than all it is asked by.
"""

import asyncio
import contextlib
import resource
import socket
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from feeds import feed_body

with contextlib.suppress(ImportError):
    import uvloop

    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())


class Farm:
    """Feeds and their editions."""

    def __init__(self, count: int, latency: float) -> None:
        self.editions = [0] * count
        self.latency = latency
        self._turn = 0

    def change(self, share: float) -> int:
        """Give every so-many-th feed a new item; another group each time."""
        step = max(1, round(1 / share))
        self._turn += 1
        chosen = range(self._turn % step, len(self.editions), step)
        for feed in chosen:
            self.editions[feed] += 1
        return len(chosen)

    def answer(self, request: bytes) -> bytes:
        """Return the response to a request's head."""
        feed = int(request.split(b" ", 2)[1].rsplit(b"/", 1)[1])
        tag = b'"%d-%d"' % (feed, self.editions[feed])
        head = request.lower()
        if (at := head.find(b"if-none-match:")) >= 0 and head[at + 14 : head.find(b"\r\n", at)].strip() == tag:
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + tag + b"\r\n\r\n"
        body = feed_body(feed, self.editions[feed])
        kind = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\nETag: "
        return kind + tag + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body


class Connection(asyncio.Protocol):
    """One kept connection."""

    def __init__(self, farm: Farm) -> None:
        self._farm = farm
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        while (end := self._read.find(b"\r\n\r\n")) >= 0:
            request, self._read = self._read[: end + 2], self._read[end + 4 :]
            if self._farm.latency:
                asyncio.get_running_loop().call_later(self._farm.latency, self._answer, request)
            else:
                self._answer(request)

    def _answer(self, request: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(self._farm.answer(request))
            if b"\nconnection: close" in request.lower():
                self._transport.close()


async def serve(count: int, latency: float) -> None:
    """Listen at every feed's address, on one port, until the input ends: one socket has all addresses of the loopback device, and of no other."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # a connection for each feed may be kept
    farm, loop = Farm(count, latency), asyncio.get_running_loop()
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo\0")
    listening.bind(("0.0.0.0", 0))  # of that device only
    await loop.create_server(lambda: Connection(farm), sock=listening, backlog=1_024)
    print(listening.getsockname()[1], flush=True)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        print(farm.change(float(line.split()[1])), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2]) / 1000 if len(sys.argv) > 2 else 0.0))
