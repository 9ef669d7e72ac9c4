"""Interactions as the platform keeps them: 3 s to acknowledge, 15 minutes to fill in, once each."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.emulators.discord_checks import LIMITS, message_errors, visible
from tests.emulators.discord_faults import answer, refusal
from tests.emulators.discord_world import APP, World, blank_message

EPHEMERAL = 1 << 6
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES = 4, 5, 6, 7, 8


@dataclass
class Interaction:
    """One act of a person and what came of it."""

    id: str
    token: str
    channel: str
    world: World
    source: dict[str, Any] | None = None
    """The message whose button was pressed."""
    begun: float = field(default_factory=time.monotonic)
    seconds: float = LIMITS["interaction"]["acknowledge_seconds"]
    kind: int = 0
    """Of the callback; 0 while there is none."""
    acknowledged_after: float = 0.0
    private: bool = False
    original: dict[str, Any] | None = None
    follow_ups: list[dict[str, Any]] = field(default_factory=list)
    choices: list[dict[str, Any]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def filled(self, seconds: float = 5.0, quiet: float = 0.15) -> "Interaction":
        """Wait until it is answered and nothing more follows for a moment."""
        deadline = time.monotonic() + seconds
        while self.original is None and self.kind != CHOICES:
            await self._wait(deadline - time.monotonic())
        while True:
            try:
                await self._wait(quiet)
            except TimeoutError:
                return self

    async def _wait(self, seconds: float) -> None:
        self.changed.clear()
        async with asyncio.timeout(max(seconds, 0)):
            await self.changed.wait()

    @property
    def text(self) -> str:
        """What the person reads at the end."""
        return "\n".join(visible(message) for message in [self.original or {}, *self.follow_ups])

    @property
    def public(self) -> bool:
        """Whether the channel sees any of it."""
        shown = [message for message in [self.original, *self.follow_ups] if message]
        return any(not message["flags"] & EPHEMERAL for message in shown)

    def callback(self, body: dict[str, Any], *, with_response: bool) -> web.Response:
        """Take the acknowledgement."""
        if self.kind:
            return refusal(400, 40060, "Interaction has already been acknowledged.")
        if time.monotonic() - self.begun > self.seconds:
            return refusal(404, 10062, "Unknown interaction")
        kind, data = body.get("type"), body.get("data") or {}
        if kind == MESSAGE:
            if errors := message_errors(data):
                return refusal(400, 50035, "Invalid Form Body", errors)
            self.original = self._message(data, int(data.get("flags") or 0))
        elif kind == CHOICES:
            choices = data.get("choices")
            if not isinstance(choices, list) or len(choices) > LIMITS["interaction"]["choices"]:
                return refusal(400, 50035, "Invalid Form Body", {"choices": "at most 25"})
            if any(not 1 <= len(c["name"]) <= 100 or not 1 <= len(str(c["value"])) <= 100 for c in choices):
                return refusal(400, 50035, "Invalid Form Body", {"choices": "1 to 100"})
            self.choices = choices
        elif kind not in (DEFERRED, DEFERRED_UPDATE):
            return refusal(400, 50035, "Invalid Form Body", {"type": "unknown"})
        self.kind = kind
        self.acknowledged_after = time.monotonic() - self.begun
        self.private = bool(int(data.get("flags") or 0) & EPHEMERAL) or (
            kind == DEFERRED_UPDATE and bool((self.source or {}).get("flags", 0) & EPHEMERAL)
        )
        self.changed.set()
        if with_response:
            return answer({"interaction": {"id": self.id, "type": 2}, "resource": {"type": kind}})
        return web.Response(status=204)

    def edit_original(self, body: dict[str, Any]) -> web.Response:
        """Fill in the acknowledged message."""
        refused = self._token_error() or self._form_error(body)
        if refused:
            return refused
        self.original = self._message(body, EPHEMERAL if self.private else 0)
        self.changed.set()
        return answer(self.original)

    def follow_up(self, body: dict[str, Any]) -> web.Response:
        """Take another message; the first one after a bare acknowledgement takes its place, and its privacy."""
        refused = self._token_error() or self._form_error(body)
        if refused:
            return refused
        if self.original is None and self.kind == DEFERRED:
            return self.edit_original(body)
        message = self._message(body, int(body.get("flags") or 0) & EPHEMERAL)
        self.follow_ups.append(message)
        if not message["flags"] & EPHEMERAL:
            self.world.channels[self.channel].messages[message["id"]] = message
        self.changed.set()
        return answer(message)

    def _token_error(self) -> web.Response | None:
        if not self.kind:
            return refusal(404, 10015, "Unknown Webhook")
        if time.monotonic() - self.begun > LIMITS["interaction"]["token_seconds"]:
            return refusal(401, 50027, "Invalid Webhook Token")
        return None

    def _form_error(self, body: dict[str, Any]) -> web.Response | None:
        errors = message_errors(body)
        return refusal(400, 50035, "Invalid Form Body", errors) if errors else None

    def _message(self, body: dict[str, Any], flags: int) -> dict[str, Any]:
        made = blank_message(self.world, self.channel, self.world.snowflake(), APP)
        return made | {
            "content": body.get("content") or "",
            "embeds": body.get("embeds") or [],
            "components": body.get("components") or [],
            "attachments": body.get("attachments") or [],
            "flags": flags,
        }
