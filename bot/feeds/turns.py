"""Politeness: so many requests at once to a host, the others wait their turn."""

import asyncio


class Turns:
    """A semaphore per host, kept only while somebody uses it."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._hosts: dict[str, _Host] = {}

    def turn(self, host: str, seconds: float) -> "Turn":
        """Wait for a turn at the host, in `async with`; raise TimeoutError when it has not come in time."""
        return Turn(self, host, seconds)

    def enter(self, host: str) -> asyncio.Semaphore:
        """Count one more user of a host; return its semaphore."""
        place = self._hosts.get(host)
        if place is None:
            place = self._hosts[host] = _Host(self._at_once)
        place.users += 1
        return place.semaphore

    def leave(self, host: str) -> None:
        """Count one user less."""
        place = self._hosts[host]
        place.users -= 1
        if not place.users:
            del self._hosts[host]


class Turn:
    """One turn at a host. A class, as every request takes one: a generator would cost several times as much."""

    __slots__ = ("_host", "_seconds", "_semaphore", "_turns")

    def __init__(self, turns: Turns, host: str, seconds: float) -> None:
        self._turns, self._host, self._seconds = turns, host, seconds

    async def __aenter__(self) -> None:
        """Wait for it."""
        self._semaphore = self._turns.enter(self._host)
        try:
            if self._semaphore.locked():
                async with asyncio.timeout(self._seconds):
                    await self._semaphore.acquire()
            else:
                await self._semaphore.acquire()
        except BaseException:
            self._turns.leave(self._host)
            raise

    async def __aexit__(self, *_: object) -> None:
        """Let the next one in."""
        self._semaphore.release()
        self._turns.leave(self._host)


class _Host:
    __slots__ = ("semaphore", "users")

    def __init__(self, at_once: int) -> None:
        self.semaphore = asyncio.Semaphore(at_once)
        self.users = 0
