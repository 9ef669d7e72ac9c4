"""An OpenAI-compatible endpoint on loopback that says whatever a test lets it say."""

import asyncio
import json
from typing import Any, Self

from aiohttp import web


def completion(text: str) -> dict[str, Any]:
    """Return a chat completion with one choice."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "small",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


class ModelServer:
    """Answers each request with `says`; `body`, `status`, `delay` and `headers` make it misbehave. Use as an async context manager."""

    def __init__(self) -> None:
        self.says = ""
        self.body: bytes | None = None
        self.status = 200
        self.delay = 0.0
        self.headers: dict[str, str] = {}
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        self.requests.append(await request.json())
        self.keys.append(request.headers.get("Authorization", ""))
        await asyncio.sleep(self.delay)
        body = json.dumps(completion(self.says)).encode() if self.body is None else self.body
        return web.Response(status=self.status, body=body, content_type="application/json", headers=self.headers)
