"""Unpacking a response's body in bounded steps: a bomb stops at the limit, whatever it claims to be."""

import asyncio
import zlib

_STEP = 64 * 1024


class TooLargeError(Exception):
    """The body, unpacked, is longer than the limit."""

    def __init__(self, received: int = 0) -> None:
        self.received = received
        """Bytes until that was seen; none where the server said it first."""


class CodingError(Exception):
    """The body is packed in a way that was not asked for, or badly."""


async def unpacked(body: bytearray, coding: str, most: int) -> bytes:
    """Return the body without its content coding, at most `most` bytes; raise TooLargeError or CodingError.

    gzip alone is asked for; some servers send deflate all the same, and zlib reads it. What comes behind the end of the packed data is
    ignored. The event loop gets its turn between steps.
    """
    coding = coding.lower()
    if coding in {"", "identity", "none", "utf-8"}:
        return bytes(body)
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise CodingError(f"content coding {coding[:40]!r} was not asked for")
    unpack = zlib.decompressobj(wbits=47)  # 32 + 15: gzip or zlib by their own headers
    plain = bytearray()
    for start in range(0, len(body), _STEP):
        packed = bytes(body[start : start + _STEP])
        while packed and not unpack.eof:
            try:
                plain += unpack.decompress(packed, min(_STEP, most + 1 - len(plain)))
            except zlib.error as error:
                if start or plain or unpack.unused_data:
                    raise CodingError(str(error)) from error
                unpack = zlib.decompressobj(wbits=-15)  # "deflate" without its header
                try:
                    plain += unpack.decompress(packed, min(_STEP, most + 1))
                except zlib.error:
                    raise CodingError(str(error)) from error
            if len(plain) > most:
                raise TooLargeError(len(plain))
            packed = unpack.unconsumed_tail
            await asyncio.sleep(0)
    if not unpack.eof:
        raise CodingError("the packed body ends too early")
    return bytes(plain)
