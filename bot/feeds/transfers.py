"""libcurl's transfers side by side on the event loop, many woken at once.

`pycurl.AsyncCurlMulti` hands every socket to the loop and takes it back, twice for each request; that was a third of a fetch's CPU. Here
the loop watches one descriptor, the selector's, and whatever is ready behind it is told to libcurl in one go
(https://curl.se/libcurl/c/libcurl-multi.html, “multi_socket”).
"""

import asyncio
import selectors

import pycurl


class Transfers:
    """Performs handles on kept connections; made inside the loop that it stays with."""

    def __init__(self, kept: int) -> None:
        """Keep so many idle connections for the next request, at most."""
        self._loop = asyncio.get_running_loop()
        self._waiting: dict[pycurl.Curl, asyncio.Future[None]] = {}
        self._timer: asyncio.Handle | None = None
        self._is_soon = False
        self._watched: set[int] = set()
        self._sockets = selectors.DefaultSelector()
        self._loop.add_reader(self._sockets.fileno(), self._ready)
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, kept)
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._wake_in)

    async def perform(self, handle: pycurl.Curl) -> None:
        """Wait until the transfer has ended; raise pycurl.error when it failed. Cancelled, the handle is free again at once."""
        self._multi.add_handle(handle)
        self._waiting[handle] = answer = self._loop.create_future()
        try:
            await answer
        finally:
            if self._waiting.pop(handle, None) is not None:
                self._multi.remove_handle(handle)

    def close(self) -> None:
        """Close every connection; who still waits is cancelled."""
        self._loop.remove_reader(self._sockets.fileno())
        while self._waiting:
            handle, answer = self._waiting.popitem()
            self._multi.remove_handle(handle)
            answer.cancel()
        if self._timer is not None:
            self._timer.cancel()
        self._multi.close()
        self._sockets.close()

    # --- called by the loop ---

    def _ready(self) -> None:
        for key, events in self._sockets.select(0):
            self._act(key.fd, events)  # to read is 1 and to write is 2, for selectors and libcurl alike
        self._settle()

    def _due(self) -> None:
        self._timer, self._is_soon = None, False
        self._act(pycurl.SOCKET_TIMEOUT, 0)
        self._settle()

    def _act(self, descriptor: int, events: int) -> None:
        try:
            self._multi.socket_action(descriptor, events)
        except pycurl.error as error:  # none of them can end any more
            for handle in tuple(self._waiting):
                self._end(handle, error)

    def _settle(self) -> None:
        _, well, failed = self._multi.info_read()
        for handle in well:
            self._end(handle, None)
        for handle, code, sentence in failed:
            self._end(handle, pycurl.error(code, sentence))

    def _end(self, handle: pycurl.Curl, error: Exception | None) -> None:
        answer = self._waiting.pop(handle)
        self._multi.remove_handle(handle)
        if answer.done():
            return
        if error is None:
            answer.set_result(None)
        else:
            answer.set_exception(error)

    # --- called by libcurl ---

    def _watch(self, what: int, descriptor: int, _multi: pycurl.CurlMulti, _data: object) -> None:
        if what & pycurl.POLL_INOUT:
            if descriptor in self._watched:
                self._sockets.modify(descriptor, what)
            else:
                self._sockets.register(descriptor, what)
                self._watched.add(descriptor)
        elif descriptor in self._watched:
            self._sockets.unregister(descriptor)
            self._watched.discard(descriptor)

    def _wake_in(self, milliseconds: int) -> None:
        """Let libcurl go on in so many milliseconds, instead of when it said last; -1 for not at all."""
        if milliseconds == 0 and self._is_soon:  # it says so for every handle
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._is_soon = milliseconds == 0
        if self._is_soon:  # never from within: libcurl is in the middle of something
            self._timer = self._loop.call_soon(self._due)
        elif milliseconds > 0:
            self._timer = self._loop.call_later(milliseconds / 1000, self._due)
