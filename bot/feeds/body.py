"""Reading a response's body in bounded steps: a bomb stops at the limit, whatever it claims to be."""

import asyncio
import zlib

from aiohttp import ClientResponse

_STEP = 64 * 1024


class TooLargeError(Exception):
    """The body, unpacked, is longer than the limit."""

    def __init__(self, received: int = 0) -> None:
        self.received = received
        """Bytes until that was seen; none where the server said it first."""


class CodingError(Exception):
    """The body is packed in a way that was not asked for, or badly."""


async def read_body(response: ClientResponse, most: int) -> bytes:
    """Return the unpacked body, at most `most` bytes; raise TooLargeError or CodingError. aiohttp must not unpack by itself.

    gzip alone is asked for; some servers send deflate all the same, and zlib reads it. What comes behind the end of the packed data is
    ignored. The event loop gets its turn between steps.
    """
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding in {"", "identity", "none", "utf-8"}:
        return await _plain(response, most)
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise CodingError(f"content coding {coding[:40]!r} was not asked for")
    return await _unpacked(response, most)


async def _plain(response: ClientResponse, most: int) -> bytes:
    if (response.content_length or 0) > most:
        raise TooLargeError
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > most:
            raise TooLargeError(len(body))
    return bytes(body)


async def _unpacked(response: ClientResponse, most: int) -> bytes:
    unpack = zlib.decompressobj(wbits=47)  # 32 + 15: gzip or zlib by their own headers
    body = bytearray()
    async for chunk in response.content.iter_any():
        packed = chunk
        while packed and not unpack.eof:
            try:
                body += unpack.decompress(packed, min(_STEP, most + 1 - len(body)))
            except zlib.error as error:
                if body or unpack.unused_data:
                    raise CodingError(str(error)) from error
                unpack = zlib.decompressobj(wbits=-15)  # "deflate" without its header
                try:
                    body += unpack.decompress(packed, min(_STEP, most + 1))
                except zlib.error:
                    raise CodingError(str(error)) from error
            if len(body) > most:
                raise TooLargeError(len(body))
            packed = unpack.unconsumed_tail
            await asyncio.sleep(0)
    if not unpack.eof:
        raise CodingError("the packed body ends too early")
    return bytes(body)
