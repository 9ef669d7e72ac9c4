"""What can be made to go wrong with a request, and the record of every request."""

import asyncio
import json
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class Record:
    """One request as it arrived, and what was answered."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    at: float
    status: int = 0
    fault: str = ""


@dataclass
class Fault:
    """The next `times` requests that fit go wrong.

    Names: `429` (options `retry_after`, `via`, `everywhere`, `shared`, `html`), `500` and other statuses, `error` (`status`, `code`,
    `message`: a refusal in Discord's own JSON), `html` (200 with a page), `reset before`, `reset after` (stored, then the connection
    ends), `slow` (`seconds`), `slow after`.
    """

    method: str
    path: str
    name: str
    times: int = 1
    options: dict[str, Any] = field(default_factory=dict)

    def fits(self, method: str, path: str) -> bool:
        return self.times > 0 and self.method in ("*", method) and re.fullmatch(self.path, path) is not None


def answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Return JSON with exactly Discord's content type: with a charset behind it discord.py takes the body for text."""
    made = web.Response(body=json.dumps(body).encode(), status=status, headers=headers)
    made.headers["Content-Type"] = "application/json"
    return made


def refusal(status: int, code: int, message: str, errors: Any = None) -> web.Response:
    """Return an error in Discord's JSON."""
    return answer({"message": message, "code": code} | ({"errors": errors} if errors else {}), status)


def limited(
    *, retry_after: Any = 1.0, via: bool = True, everywhere: bool = False, shared: bool = False, html: bool = False
) -> web.Response:
    """Return a 429 of one of the kinds that Discord and what stands before it give."""
    header = str(retry_after)
    if html:
        made = web.Response(body=b"<html><title>Access denied | Cloudflare</title></html>", status=429, headers={"Retry-After": header})
        made.headers["Content-Type"] = "text/html"
        return made
    headers = {"Retry-After": header, "X-RateLimit-Scope": "global" if everywhere else "shared" if shared else "user"}
    if via:
        headers["Via"] = "1.1 google"
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    return answer({"message": "You are being rate limited.", "retry_after": retry_after, "global": everywhere}, 429, headers)


async def apply(fault: Fault, request: web.Request, handler: Any) -> web.StreamResponse:
    """Let the request go wrong in the fault's way."""
    fault.times -= 1
    options = fault.options
    if fault.name == "429":
        return limited(**options)
    if fault.name.isdigit():
        return answer({"message": "server error", "code": 0}, int(fault.name))
    if fault.name == "error":
        return refusal(options.get("status", 400), options.get("code", 0), options.get("message", "refused"))
    if fault.name == "html":
        made = web.Response(body=b"<html><body>Welcome to the airport network</body></html>")
        made.headers["Content-Type"] = "text/html"
        return made
    if fault.name == "slow":
        await asyncio.sleep(options.get("seconds", 60))
        return await handler(request)
    made = await handler(request) if fault.name in ("reset after", "slow after") else web.Response()
    if fault.name == "slow after":
        await asyncio.sleep(options.get("seconds", 60))
        return made
    if request.transport is not None:
        request.transport.abort()
    return made
