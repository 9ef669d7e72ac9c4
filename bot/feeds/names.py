"""Looking names up without letting one slow name server hold up the others.

`loop.getaddrinfo` shares a handful of threads with everything else and joins them at exit. Here each name has at most one look-up under way,
in a thread of its own that nobody waits for: whoever asks for a name that hangs gives up after a while, and asks no second time meanwhile.
"""

import asyncio
import socket
import threading
from collections.abc import Callable
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

LookUp = Callable[[str, int], list[tuple[Any, ...]]]


def system_look_up(host: str, port: int) -> list[tuple[Any, ...]]:
    """Ask the operating system."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


class PatientResolver(AbstractResolver):
    """aiohttp's resolver over threads of our own, bounded in number and in the time that anybody waits."""

    def __init__(self, look_up: LookUp = system_look_up, *, seconds: float = 5.0, threads: int = 64) -> None:
        self._look_up = look_up
        self._seconds = seconds
        self._threads = threads
        self._under_way: dict[str, asyncio.Future[list[tuple[Any, ...]]]] = {}

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC) -> list[ResolveResult]:
        """Return the addresses of a name; raise OSError when there are none or the name server does not answer."""
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
        results = [
            ResolveResult(hostname=host, host=info[4][0], port=port, family=info[0], proto=info[2], flags=socket.AI_NUMERICHOST)
            for info in found
            if info[0] in {socket.AF_INET, socket.AF_INET6} and family in {socket.AF_UNSPEC, info[0]}
        ]
        if not results:
            raise OSError(f"{host} has no address")
        return results

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

    async def close(self) -> None:
        """Wait for nobody: the threads end by themselves."""
