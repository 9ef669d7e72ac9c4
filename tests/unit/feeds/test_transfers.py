"""libcurl's transfers on the event loop, over real sockets."""

import asyncio

import pycurl
import pytest

from bot.feeds.transfers import Transfers
from tests.emulators.feed_server import RawServer

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>"


def handle_for(url, **options):
    """Return a handle that drops what it receives."""
    handle = pycurl.Curl()
    handle.setopt(pycurl.URL, url)
    handle.setopt(pycurl.WRITEFUNCTION, lambda _: None)
    for name, value in options.items():
        handle.setopt(getattr(pycurl, name), value)
    return handle


@pytest.fixture
async def transfers():
    made = Transfers(10)
    yield made
    made.close()


async def test_transfers_run_side_by_side(transfers):
    """A server that answers nobody before all have asked is answered by all."""
    together = asyncio.Barrier(40)

    async def answer(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        await together.wait()
        writer.write(OK)

    async with RawServer(answer) as server:
        handles = [handle_for(server.url(str(number))) for number in range(40)]
        async with asyncio.timeout(10):
            await asyncio.gather(*map(transfers.perform, handles))

    assert {handle.getinfo(pycurl.RESPONSE_CODE) for handle in handles} == {200}


async def test_each_ends_in_its_own_time_and_way(transfers):
    """One that waits too long, one that is refused and one that is answered do not keep each other."""

    async def answer(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(0.2)
        writer.write(OK)

    async def say_nothing(reader, _):
        await reader.read()

    async with RawServer(answer) as good, RawServer(say_nothing) as silent, RawServer(answer) as gone:
        closed_url = gone.url()
        await gone.__aexit__()
        handles = [handle_for(silent.url(), TIMEOUT_MS=100), handle_for(closed_url), handle_for(good.url())]
        late, refused, answered = await asyncio.gather(*map(transfers.perform, handles), return_exceptions=True)

    assert late.args[0] == pycurl.E_OPERATION_TIMEDOUT
    assert refused.args[0] == pycurl.E_COULDNT_CONNECT
    assert answered is None


async def test_cancelled_is_over_at_once(transfers):
    """Whose wait is cut off has its connection closed, and its handle is free for the next request."""
    left = asyncio.Event()

    async def answer(reader, writer):
        if b"slow" not in await reader.readuntil(b"\r\n\r\n"):
            writer.write(OK)
        elif not await reader.read():
            left.set()

    async with RawServer(answer) as server:
        handle = handle_for(server.url("slow"))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await transfers.perform(handle)
        handle.setopt(pycurl.URL, server.url("quick"))
        async with asyncio.timeout(5):
            await transfers.perform(handle)
            await left.wait()

    assert handle.getinfo(pycurl.RESPONSE_CODE) == 200


async def test_closed_leaves_nobody_waiting():
    """Who still waits when all is closed is cancelled."""
    asked = asyncio.Event()

    async def say_nothing(reader, _):
        await reader.readuntil(b"\r\n\r\n")
        asked.set()
        await reader.read()

    transfers = Transfers(10)
    async with RawServer(say_nothing) as server:
        waiting = asyncio.create_task(transfers.perform(handle_for(server.url())))
        await asked.wait()
        transfers.close()
        async with asyncio.timeout(5):
            await asyncio.wait([waiting])

    assert waiting.cancelled()
