"""Looking names up without letting one slow name server hold up the others.

`loop.getaddrinfo` shares a handful of threads with everything else and joins them at exit. Here each name has at most one look-up under way,
in a thread of its own that nobody waits for: whoever asks for a name that hangs gives up after a while, and asks no second time meanwhile.
"""

import asyncio
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

LookUp = Callable[[str, int], list[tuple[Any, ...]]]
_KEPT = 60.0
"""Seconds that an answer serves."""
_NAMES = 16_384
"""Answers that are kept."""


def system_look_up(host: str, port: int) -> list[tuple[Any, ...]]:
    """Ask the operating system."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


class PatientResolver:
    """Looks up in threads of our own, bounded in number and in the time that anybody waits; an answer serves for a minute."""

    def __init__(self, look_up: LookUp = system_look_up, *, seconds: float = 5.0, threads: int = 64) -> None:
        self._look_up = look_up
        self._seconds = seconds
        self._threads = threads
        self._under_way: dict[str, asyncio.Future[list[tuple[Any, ...]]]] = {}
        self._known: dict[str, tuple[float, tuple[str, ...]]] = {}

    async def resolve(self, host: str, port: int) -> tuple[str, ...]:
        """Return the addresses of a name; raise OSError when there are none or the name server does not answer."""
        until, known = self._known.get(host, (0.0, ()))
        if time.monotonic() < until:
            return known
        asked = self._under_way.get(host)
        if asked is None:
            if len(self._under_way) >= self._threads:
                raise OSError("too many names are being looked up")
            asked = self._ask(host, port)
        try:
            found = await asyncio.wait_for(asyncio.shield(asked), self._seconds)
        except TimeoutError as error:
            raise OSError(f"nobody told the address of {host} in {self._seconds:g} s") from error
        except UnicodeError as error:
            raise OSError(f"{host} is no name") from error
        addresses = tuple(dict.fromkeys(str(info[4][0]) for info in found if info[0] in {socket.AF_INET, socket.AF_INET6}))
        if not addresses:
            raise OSError(f"{host} has no address")
        if len(self._known) >= _NAMES:
            self._known.clear()
        self._known[host] = (time.monotonic() + _KEPT, addresses)
        return addresses

    def _ask(self, host: str, port: int) -> asyncio.Future[list[tuple[Any, ...]]]:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[tuple[Any, ...]]] = loop.create_future()
        self._under_way[host] = answer

        def settle(found: list[tuple[Any, ...]] | None, error: Exception | None) -> None:
            self._under_way.pop(host, None)
            if answer.done():
                return
            if error is None:
                answer.set_result(found or [])
            else:
                answer.set_exception(error)
                answer.exception()  # looked at: whoever asked may have given up

        def work() -> None:
            found: list[tuple[Any, ...]] | None = None
            failure: Exception | None = None
            try:
                found = self._look_up(host, port)
            except Exception as error:  # noqa: BLE001  whatever it is, it belongs to the one who asked
                failure = error
            try:
                loop.call_soon_threadsafe(settle, found, failure)
            except RuntimeError:  # the loop is closed, and so nobody waits
                return

        threading.Thread(target=work, name=f"look-up {host[:40]}", daemon=True).start()
        return answer
