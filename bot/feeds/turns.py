"""Politeness: so many requests at once to a host, the others wait their turn."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """A semaphore per host, kept only while somebody uses it."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._hosts: dict[str, tuple[asyncio.Semaphore, int]] = {}

    @asynccontextmanager
    async def turn(self, host: str, seconds: float) -> AsyncIterator[None]:
        """Wait for a turn at the host; raise TimeoutError when it has not come in time."""
        semaphore, users = self._hosts.get(host, (asyncio.Semaphore(self._at_once), 0))
        self._hosts[host] = (semaphore, users + 1)
        try:
            if semaphore.locked():
                async with asyncio.timeout(seconds):
                    await semaphore.acquire()
            else:
                await semaphore.acquire()
            try:
                yield
            finally:
                semaphore.release()
        finally:
            semaphore, users = self._hosts.pop(host)
            if users > 1:
                self._hosts[host] = (semaphore, users - 1)
