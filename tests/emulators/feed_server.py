"""A real feed server on loopback: conditional GET, redirects, and every way of misbehaving that a raw socket allows."""

import asyncio
import gzip
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Self

from aiohttp import web

Raw = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Page:
    """What a path answers with."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/rss+xml; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    validators: bool = True
    packed: bool = False
    delay: float = 0.0


class FeedServer:
    """Serves pages and remembers every request; use as an async context manager."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.host = host
        self.port = 0
        self.pages: dict[str, Page] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.at_once = 0
        self.most_at_once = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def url(self, path: str) -> str:
        return f"http://{self.host}:{self.port}/{path}"

    def put(self, path: str, body: bytes | str = b"", **how: object) -> str:
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = Page(data, **how)
        return self.url(path)

    async def _answer(self, request: web.Request) -> web.Response:
        self.requests.append((request.path, dict(request.headers)))
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        try:
            page = self.pages.get(request.path.lstrip("/"))
            if page is None:
                return web.Response(status=404)
            if page.delay:
                await asyncio.sleep(page.delay)
            headers = {"Content-Type": page.content_type, **page.headers}
            if page.validators and page.status == 200:
                tag = '"' + hashlib.sha256(page.body).hexdigest()[:16] + '"'
                headers.setdefault("ETag", tag)
                if request.headers.get("If-None-Match") == headers["ETag"]:
                    return web.Response(status=304, headers={**page.headers, "ETag": headers["ETag"]})
            body = page.body
            if page.packed:
                body = gzip.compress(body)
                headers["Content-Encoding"] = "gzip"
            return web.Response(status=page.status, body=body, headers=headers)
        finally:
            self.at_once -= 1


class RawServer:
    """Hands each connection to a function of its own, which may break every rule of HTTP; counts the connections accepted."""

    def __init__(self, behave: Raw, host: str = "127.0.0.1", **listen: object) -> None:
        self._behave = behave
        self._listen = listen
        self.host = host
        self.port = 0
        self.accepted = 0

    async def __aenter__(self) -> Self:
        place = () if "sock" in self._listen else (self.host, 0)
        self._server = await asyncio.start_server(self._connected, *place, **self._listen)
        self.port = self._server.sockets[0].getsockname()[1]
        self._tasks: set[asyncio.Task[None]] = set()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def url(self, path: str = "") -> str:
        return f"http://{self.host}:{self.port}/{path}"

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        task = asyncio.current_task()
        self._tasks.add(task)
        try:
            await self._behave(reader, writer)
        except (ConnectionError, asyncio.CancelledError, asyncio.IncompleteReadError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()
