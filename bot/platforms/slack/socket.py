"""Two Socket Mode connections and the watchdog that keeps them: an event goes to either, so that a reconnect loses none.

What the watchdog is for (slack_sdk 3.47, read in its source and tried): a failed handshake repeats one used-up address for ever; a
connection can go silent without closing; a session can be closed under a spinning `connect`.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from aiohttp import WSMessage
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.clock import Clock

log = structlog.get_logger("dealwire")


class Link:
    """One connection, made anew whenever it cannot be trusted any more."""

    def __init__(self, number: int, make: Callable[[], AsyncSocketModeHandler], *, patience: float, heard: asyncio.Event) -> None:
        self._number = number
        self._make = make
        self._patience = patience
        self._any_heard = heard
        self._handler: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._heard: float | None = None
        self._down_since: float | None = None
        self._handling: set[asyncio.Task[Any]] = set()

    def open(self, address: str | None = None) -> None:
        """Begin to connect; `address` is a fresh one-shot address, where one is at hand."""
        self._handler = self._make()
        self._handler.client.on_message_listeners.append(self._note)
        self._handler.client.socket_mode_request_listeners[:] = [self._counted(self._handler)]
        if address is not None:
            self._handler.client.wss_uri = address
        self._down_since = time.monotonic()
        connecting = self._handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it unannotated
        self._connecting = asyncio.get_running_loop().create_task(connecting)

    def connected(self) -> bool:
        """Tell whether the socket is open and has been heard lately: hello, an event or a pong."""
        silence = self.silent_for()
        return self._open() and silence is not None and silence < self._patience

    def silent_for(self) -> float | None:
        """Return the seconds since the last message or pong; None before the first of either."""
        if self._handler is None:
            return None
        pong = self._handler.client.last_ping_pong_time
        ages = [time.monotonic() - self._heard] if self._heard is not None else []
        ages += [time.time() - pong] if pong is not None else []
        return max(0.0, min(ages)) if ages else None

    async def watch(self) -> None:
        """Look once: let a dead address be replaced, and a connection that stays down or silent be made anew."""
        if self._handler is None:
            return
        if self.connected():
            self._down_since = None
            return
        if not self._open():
            self._handler.client.wss_uri = None  # used up: without a new one the SDK tries it for ever
        if self._down_since is None:
            self._down_since = time.monotonic()
        silence = self.silent_for()
        if time.monotonic() - self._down_since >= self._patience or (silence is not None and silence >= self._patience):
            log.warning("slack.socket_renewed", link=self._number, silent_seconds=silence)
            await self.close()
            self.open()

    async def close(self) -> None:
        """Disconnect and wait until every task of the SDK has ended."""
        handler, self._handler, self._heard = self._handler, None, None
        if handler is None:
            return
        client = handler.client
        if self._handling:  # Bolt takes some milliseconds to acknowledge: whoever asked just now is not left to Slack's timeout
            await asyncio.wait(self._handling, timeout=1)
        if self._connecting is not None:
            self._connecting.cancel()
        with contextlib.suppress(Exception):  # a session that is broken already closes no better
            await asyncio.wait_for(handler.close_async(), 1)  # type: ignore[no-untyped-call]  # as above
        if not client.aiohttp_client_session.closed:
            await client.aiohttp_client_session.close()
        tasks = (client.message_processor, client.current_session_monitor, client.message_receiver, self._connecting)
        living = [task for task in tasks if task is not None]
        for task in living:
            task.cancel()
        await asyncio.gather(*living, return_exceptions=True)

    def _open(self) -> bool:
        client = None if self._handler is None else self._handler.client
        session = None if client is None else client.current_session
        return client is not None and not client.closed and not client.stale and session is not None and not session.closed

    def _counted(self, handler: AsyncSocketModeHandler) -> Callable[[Any, SocketModeRequest], Awaitable[None]]:
        """Return the handler's listener, each run of it known until it has acknowledged."""

        async def listen(client: Any, request: SocketModeRequest) -> None:
            task = asyncio.current_task()
            if task is not None:
                self._handling.add(task)
                task.add_done_callback(self._handling.discard)
            await handler.handle(client, request)

        return listen

    async def _note(self, _message: WSMessage) -> None:
        self._heard = time.monotonic()
        self._any_heard.set()


class Links:
    """The connections of one app, watched until closed."""

    def __init__(
        self, make: Callable[[], AsyncSocketModeHandler], *, clock: Clock, count: int = 2, every: float = 1.0, patience: float = 40.0
    ) -> None:
        self._clock = clock
        self._every = every
        self._heard = asyncio.Event()
        self._links = [Link(number, make, patience=patience, heard=self._heard) for number in range(count)]
        self._watching: asyncio.Task[None] | None = None

    async def open(self, address: str, *, within: float) -> bool:
        """Connect all; return whether one of them stands after at most `within` seconds."""
        for number, link in enumerate(self._links):
            link.open(address if number == 0 else None)
        self._watching = asyncio.get_running_loop().create_task(self._watch())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._heard.wait(), within)
        return self.up() > 0

    def up(self) -> int:
        """Return how many connections stand."""
        return sum(link.connected() for link in self._links)

    def heard_at(self) -> datetime | None:
        """Return when Slack was last heard."""
        ages = [age for link in self._links if (age := link.silent_for()) is not None]
        return self._clock.now() - timedelta(seconds=min(ages)) if ages else None

    def __len__(self) -> int:
        return len(self._links)

    async def close(self) -> None:
        """End the watch and the connections."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
            self._watching = None
        await asyncio.gather(*(link.close() for link in self._links))

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            for link in self._links:
                try:
                    await link.watch()
                except Exception:
                    log.exception("slack.watchdog_failed")
