"""Heartbeat: a dead-man switch. A GET to the operator's own address while all is well; whoever watches that address tells of the silence.

The address is the operator's and may lie inside, so it does not pass the guard that strangers' addresses do; redirects are not followed, and no proxy
of the environment is used.
"""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import structlog

log = structlog.get_logger("dealwire")

EVERY = 60.0
LIMIT = 10.0


class Heartbeat:
    """Beats; `run` is the pass."""

    def __init__(self, address: str, *, well: Callable[[], Awaitable[bool]]) -> None:
        self._address = address
        self._well = well
        self.failures = 0
        """Beats in a row that nobody took."""

    async def run(self) -> bool:
        """Beat once, unless something is wrong here; True where it was taken. Never raises for what the network does, never logs the address."""
        if not await self._well():
            log.warning("heartbeat.withheld")
            return False
        try:
            async with (
                asyncio.timeout(LIMIT),
                aiohttp.ClientSession(trust_env=False) as session,
                session.get(self._address, allow_redirects=False) as answer,
            ):
                taken = answer.status < 400
                said = str(answer.status)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            taken, said = False, type(error).__name__
        self.failures = 0 if taken else self.failures + 1
        if not taken:
            log.warning("heartbeat.missed", failures=self.failures, said=said)
        return taken
