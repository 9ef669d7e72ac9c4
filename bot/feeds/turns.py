"""Politeness: so many requests at once to a host, the others wait their turn."""

import asyncio
from collections import deque


class HostBusyError(Exception):
    """No turn came in time."""


class Turns:
    """Counts the requests at each host, and queues those beyond the limit; a host is forgotten when nobody uses it."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._running: dict[str, int] = {}
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    def turn(self, host: str, seconds: float) -> "Turn":
        """Wait for a turn at the host, in `async with`; raise HostBusyError when it has not come in time."""
        return Turn(self, host, seconds)

    def take(self, host: str) -> bool:
        """Take a turn, if one is free."""
        running = self._running.get(host, 0)
        if running >= self._at_once:
            return False
        self._running[host] = running + 1
        return True

    async def wait(self, host: str, seconds: float) -> None:
        """Wait for the turn that somebody gives back; first come, first served."""
        queue = self._waiting.setdefault(host, deque())
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(mine)
        try:
            async with asyncio.timeout(seconds):
                await mine
        except BaseException as error:
            if mine.done() and not mine.cancelled():
                self.give(host)  # the turn came in the very moment in which nobody wanted it any more
            if isinstance(error, TimeoutError):
                raise HostBusyError(f"other requests to {host} took {seconds:g} s") from error
            raise
        finally:
            if mine in queue:
                queue.remove(mine)
            if not queue and self._waiting.get(host) is queue:
                del self._waiting[host]

    def give(self, host: str) -> None:
        """Hand the turn on to who waits longest, or back."""
        for mine in self._waiting.get(host, ()):
            if not mine.done():
                mine.set_result(None)
                return
        self._running[host] -= 1
        if not self._running[host]:
            del self._running[host]


class Turn:
    """One turn at a host. Every request takes one, nearly always without waiting: so a class, not a generator, and no semaphore."""

    __slots__ = ("_host", "_seconds", "_turns")

    def __init__(self, turns: Turns, host: str, seconds: float) -> None:
        self._turns, self._host, self._seconds = turns, host, seconds

    async def __aenter__(self) -> None:
        """Wait for it."""
        if not self._turns.take(self._host):
            await self._turns.wait(self._host, self._seconds)

    async def __aexit__(self, *_: object) -> None:
        """Let the next one in."""
        self._turns.give(self._host)
