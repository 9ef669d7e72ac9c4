"""Socket Mode: one-shot tickets, hello, envelopes to any one socket, three seconds to acknowledge."""

import asyncio
import itertools
import json
from typing import Any

from aiohttp import WSMsgType, web

from tests.emulators.slack_checks import LIMITS, check_view
from tests.emulators.slack_methods import RefusedError
from tests.emulators.slack_state import Answer, Exchange, ResponseUrl, Workspace


class Sockets:
    """The part of the emulator that talks over sockets."""

    space: Workspace
    url: str
    deaf: bool = False
    """Half-open: sockets stand, and nobody answers on them."""
    sockets: list[web.WebSocketResponse]
    _acknowledge_seconds: float
    _numbers: "itertools.count[int]"
    _turn: "itertools.count[int]"
    _tickets: dict[str, bool]
    _dead_tickets: int
    _responses: dict[str, ResponseUrl]
    _exchanges: dict[str, Exchange]
    _connected: asyncio.Condition

    def _open_connection(self, token: str) -> dict[str, Any]:
        if token != self.space.app_token:
            raise RefusedError("invalid_auth" if token else "not_authed")
        if "connections:write" not in self.space.scopes:
            raise RefusedError("missing_scope", needed="connections:write")
        ticket = f"t{next(self._numbers)}"
        self._tickets[ticket] = self._dead_tickets <= 0
        self._dead_tickets = max(0, self._dead_tickets - 1)
        return {"ok": True, "url": f"{self.url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={self.space.app_id}"}

    async def _on_socket(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if not self._tickets.get(ticket) or len(self.sockets) >= LIMITS["socket.connections"]:
            return web.Response(status=401 if ticket in self._tickets else 404)
        self._tickets[ticket] = False
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        self.sockets.append(socket)
        hello = {"type": "hello", "num_connections": len(self.sockets), "debug_info": {}, "connection_info": {"app_id": self.space.app_id}}
        try:
            await socket.send_json(hello)
            async with self._connected:
                self._connected.notify_all()
            async for frame in socket:
                if frame.type is WSMsgType.PING and not self.deaf:
                    await socket.pong(frame.data)
                if frame.type is WSMsgType.TEXT and not self.deaf:
                    self._acknowledge(json.loads(frame.data))
        finally:
            self.sockets.remove(socket)
        return socket

    def _acknowledge(self, frame: dict[str, Any]) -> None:
        exchange = self._exchanges.get(str(frame.get("envelope_id")))
        if exchange is None or exchange.acknowledged.is_set():
            self.space.problems.append(f"acknowledged what was not sent: {frame}")
            return
        exchange.payload = frame.get("payload")
        exchange.acknowledged.set()
        self._apply(exchange)
        if exchange.payload and "text" in exchange.payload:
            exchange.answers.put_nowait(Answer(exchange.payload.get("response_type") != "in_channel", exchange.payload, "ack"))

    def _apply(self, exchange: Exchange) -> None:
        """Change the submitted modal as its acknowledgement says, and judge suggested options."""
        answer = exchange.payload or {}
        if answer.get("response_action") == "update":
            if problem := check_view(answer["view"]):
                self.space.problems.append(f"an acknowledgement's view is refused: {problem}")
            number = next(n for n, view in enumerate(self.space.views) if view["id"] == exchange.envelope["payload"]["view"]["id"])
            self.space.views[number] = self.space.views[number] | answer["view"]
        for option in answer.get("options") or []:
            text, value = option["text"]["text"], option["value"]
            if not (0 < len(text) <= LIMITS["element.option_text"] and 0 < len(value) <= LIMITS["element.option_value"]):
                self.space.problems.append(f"an option is refused: {option}")

    async def send(self, kind: str, payload: dict[str, Any], *, user: str = "", channel: str = "", retry: int = 0) -> Exchange:
        """Send an envelope over one of the sockets and wait for its acknowledgement; a missed one is a problem."""
        async with asyncio.timeout(10), self._connected:
            await self._connected.wait_for(lambda: any(not s.closed for s in self.sockets))
        living = [s for s in self.sockets if not s.closed]
        envelope_id = f"e{next(self._numbers)}"
        envelope = {"type": kind, "envelope_id": envelope_id, "payload": payload, "accepts_response_payload": kind != "events_api"}
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        exchange = self._exchanges[envelope_id] = Exchange(user, channel, envelope)
        if "response_url" in payload:
            self._responses[payload["response_url"].rsplit("/", 1)[1]].exchange = exchange
        await living[next(self._turn) % len(living)].send_json(envelope)
        try:
            await asyncio.wait_for(exchange.acknowledged.wait(), self._acknowledge_seconds)
        except TimeoutError:
            exchange.timed_out = True
            self.space.problems.append(f"no acknowledgement of {kind} within {self._acknowledge_seconds} s")
        return exchange

    async def disconnect(self, reason: str = "refresh_requested", *, warn: bool = True) -> None:
        """End every socket as Slack does every few hours; `warn` says so first."""
        for socket in [*self.sockets]:
            if warn:
                await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})
            else:
                await socket.close()
