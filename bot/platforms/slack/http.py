"""Slack over HTTP, for installations that can be reached: every request's signature is checked before anything reads it.

The SDK's own verifier raises on some forged requests (no number as timestamp, bytes that are no UTF-8, a signature beyond ASCII); here
whatever is not right is a 401. Source: docs.slack.dev/authentication/verifying-requests-from-slack.
"""

import hashlib
import hmac
import re
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import structlog
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.clock import Clock

WINDOW: Final = 300.0
"""Seconds by which a request's timestamp may differ from our clock."""
REMEMBERED: Final = 600.0
"""Seconds for which a signature is known again: a replay within the window is answered and not acted upon."""
LARGEST: Final = 1_000_000
"""Bytes of a body; Slack's own are far smaller."""
_TIMESTAMP: Final = re.compile(r"[0-9]{1,12}")

log = structlog.get_logger("dealwire")


def is_signed(*, secret: str, body: bytes, timestamp: str, signature: str, now: datetime) -> bool:
    """Tell whether a request comes from who knows the secret, within the window; never raises, compares in constant time."""
    if not secret or _TIMESTAMP.fullmatch(timestamp) is None or abs(now.timestamp() - int(timestamp)) > WINDOW:
        return False
    expected = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"v0={expected}".encode(), signature.encode("utf-8", "surrogatepass"))


class HttpEvents:
    """The handler of Slack's request address: mount it for POST; commands, buttons, shortcuts and events all come there."""

    def __init__(self, app: AsyncApp, *, secret: str, clock: Clock) -> None:
        self._app = app
        self._secret = secret
        self._clock = clock
        self._seen: OrderedDict[str, datetime] = OrderedDict()
        self.heard_at: datetime | None = None
        """When the last true request came."""

    async def handle(self, request: web.Request) -> web.Response:
        """Answer a request: 401 unless it is signed, 413 when it is too large, else what Bolt answers."""
        if (request.content_length or 0) > LARGEST:
            return web.Response(status=413)
        body = await request.read()
        now = self._clock.now()
        signature = request.headers.get("X-Slack-Signature", "")
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        if not is_signed(secret=self._secret, body=body, timestamp=timestamp, signature=signature, now=now):
            log.info("slack.request_refused", remote=request.remote)
            return web.Response(status=401)
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return web.Response(status=401)
        self.heard_at = now
        if self._replayed(signature, now):
            log.info("slack.request_replayed", remote=request.remote)
            return web.Response()
        headers: dict[str, str | Sequence[str]] = {name: [value] for name, value in request.headers.items()}
        answer = await self._app.async_dispatch(AsyncBoltRequest(body=text, query=request.query_string, headers=headers))
        kind = answer.first_headers_without_set_cookie().get("content-type", "text/plain")
        return web.Response(status=answer.status, text=answer.body, content_type=kind.split(";")[0].strip())

    def _replayed(self, signature: str, now: datetime) -> bool:
        while self._seen and (now - next(iter(self._seen.values()))).total_seconds() > REMEMBERED:
            self._seen.popitem(last=False)
        if signature in self._seen:
            return True
        self._seen[signature] = now
        return False
