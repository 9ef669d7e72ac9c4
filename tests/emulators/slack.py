"""An emulated Slack: its Web API, Socket Mode and response addresses on loopback, for real clients.

    async with SlackEmulator() as slack:
        ...  # api base: slack.api_base, tokens: slack.space.bot_token and .app_token
        exchange = await slack.command("latest", user="U7", channel="C01")
        answer = await exchange.answer()

It fails as Slack fails: one-shot tickets, three seconds to acknowledge, response addresses that end, limits, scopes. `inject` makes
calls go wrong; what no client may do is collected in `space.problems` and raised when the block ends.
"""

import asyncio
import itertools
import json
import time
from collections import deque
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from bot.clock import Clock, SystemClock
from tests.emulators.slack_acts import Acts
from tests.emulators.slack_checks import LIMITS, check_message, count_mentions
from tests.emulators.slack_methods import METHODS, RefusedError
from tests.emulators.slack_state import Answer, Channel, Exchange, Fault, Message, Request, ResponseUrl, Workspace

POSTS = ("chat.postMessage", "chat.update")


class SlackEmulator(Acts):
    """One workspace with one app.

    `visibility` is how many seconds later a message can be read back, `interval` the least seconds between posts to a channel (0 for no
    limit), `a_minute` the most posts in any minute (0 for any number), `page` the most messages a page of history holds, `journal` a file that gets a JSON line for each accepted message.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        space: Workspace | None = None,
        visibility: float = 0.0,
        interval: float = 0.0,
        a_minute: int = 0,
        page: int = 100,
        acknowledge_seconds: float = LIMITS["time.acknowledge_seconds"],
        journal: Path | None = None,
        strict: bool = True,
    ) -> None:
        self.clock = clock or SystemClock()
        self.space = space or Workspace()
        self.page = page
        self.url = ""
        self._visibility = visibility
        self._interval = interval
        self._a_minute = a_minute
        self._recent: deque[float] = deque()
        self._acknowledge_seconds = acknowledge_seconds
        self._journal = journal.open("a", encoding="utf-8") if journal else None
        self._strict = strict
        self._numbers = itertools.count(1)
        self._last_ts = 0
        self._last_post: dict[str, float] = {}
        self._tickets: dict[str, bool] = {}
        self._dead_tickets = 0
        self._triggers: dict[str, float | None] = {}
        self._responses: dict[str, ResponseUrl] = {}
        self._exchanges: dict[str, Exchange] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.sockets: list[web.WebSocketResponse] = []
        self._turn = itertools.count()
        self._connected = asyncio.Condition()
        self._runner: web.AppRunner | None = None

    # --- running ---

    async def start(self, port: int = 0) -> None:
        """Listen on a loopback port."""
        app = web.Application(client_max_size=8 * 2**20, middlewares=[self._watched])
        app.router.add_route("*", "/api/{method}", self._on_call)
        app.router.add_get("/link/", self._on_socket)
        app.router.add_post("/respond/{id}", self._on_response)
        app.router.add_post("/upload/{id}", self._on_upload)
        app.router.add_route("*", "/{anything:.*}", self._on_unknown)
        self._runner = web.AppRunner(app, shutdown_timeout=0.05, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Close every socket and stop listening: afterwards connections are refused."""
        for socket in [*self.sockets]:
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        for task in self._tasks:
            task.cancel()
        if self._journal:
            self._journal.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        await self.stop()
        if kind is None and self._strict and self.space.problems:
            raise AssertionError("; ".join(self.space.problems))

    @property
    def api_base(self) -> str:
        """What the client is told instead of https://slack.com/api/."""
        return f"{self.url}/api/"

    def moment(self) -> float:
        """Return the clock's seconds."""
        return self.clock.now().timestamp()

    # --- state ---

    def new_ts(self) -> str:
        """Return a message's name: seconds with six decimals, never the same twice."""
        self._last_ts = max(self._last_ts + 1, int(self.moment() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def store(self, channel: Channel, arguments: dict[str, Any], author: str | None = None) -> Message:
        """Keep a message that passed every check."""
        late = self.space.late.popleft() if self.space.late else self._visibility
        message = Message(
            ts=self.new_ts(),
            channel=channel.id,
            arguments=arguments,
            author=author or self.space.bot_user,
            bot_id="" if author else self.space.bot_id,
            thread_ts=str(arguments.get("thread_ts") or ""),
            broadcast=bool(arguments.get("reply_broadcast")),
            visible_at=self.moment() + late,
        )
        channel.messages.append(message)
        self.space.accepted.append(message)
        self.space.mentions += count_mentions(arguments)
        self.write_journal("chat.postMessage", message)
        return message

    def write_journal(self, method: str, message: Message) -> None:
        """Write a line that survives the death of the client."""
        if self._journal is None:
            return
        key = (message.arguments.get("metadata") or {}).get("event_payload", {}).get("key", "")
        said = {
            "at": time.time(),
            "method": method,
            "channel": message.channel,
            "ts": message.ts,
            "thread_ts": message.thread_ts,
            "key": key,
        }
        self._journal.write(json.dumps(said | {"text": message.arguments.get("text", "")}) + "\n")
        self._journal.flush()

    def tell(self, user: str, channel: str, answer: Answer) -> None:
        """Hand an ephemeral message to the newest exchange of its reader."""
        for exchange in reversed(self._exchanges.values()):
            if (exchange.user, exchange.channel) == (user, channel):
                exchange.answers.put_nowait(answer)
                return

    def inject(self, method: str, kind: str, times: int = 1, value: Any = None) -> None:
        """Make the next `times` calls of a method (`*` for any) go wrong.

        `error` with a code, `status` with a number, `ratelimited` with Retry-After's text, `html`, `plain`, `reset_before`, `reset_after` (stored,
        then cut: a lost response), `slow` with seconds (then 500), `late` with seconds of invisibility, `dead_ticket`.
        """
        if kind == "late":
            self.space.late.extend([value] * times)
        elif kind == "dead_ticket":
            self._dead_tickets += times
        else:
            self.space.faults.setdefault(method, deque()).append(Fault(kind, value, times))

    def use_trigger(self, trigger: str) -> None:
        """Use up a trigger, or refuse."""
        if trigger not in self._triggers:
            raise RefusedError("invalid_trigger_id")
        made = self._triggers[trigger]
        if made is None:
            raise RefusedError("exchanged_trigger_id")
        if self.moment() - made > LIMITS["time.trigger_seconds"]:
            raise RefusedError("expired_trigger_id")
        self._triggers[trigger] = None

    # --- the Web API ---

    async def _on_call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(arguments.pop("token", ""))
        self.space.requests.append(Request(method, arguments, token, self.moment()))
        fault = self._fault(method)
        if fault is not None and fault.kind != "reset_after":
            return await self._fail(fault, request)
        answer, status, headers = self._answer(method, arguments, token)
        if fault is not None:
            _cut(request)
        return web.json_response(answer, status=status, headers=headers)

    def _answer(self, method: str, arguments: dict[str, Any], token: str) -> tuple[dict[str, Any], int, dict[str, str]]:
        headers = {"x-oauth-scopes": ",".join(sorted(self.space.scopes))}
        try:
            if method == "apps.connections.open":
                return self._open_connection(token), 200, headers
            self._check_token(token)
            if method not in METHODS:
                self.space.problems.append(f"unknown method {method}")
                return {"ok": False, "error": "unknown_method"}, 404, headers
            if method == "chat.postMessage" and self._too_fast(str(arguments.get("channel", ""))):
                return {"ok": False, "error": "ratelimited"}, 429, headers | {"Retry-After": "1"}
            return METHODS[method](self, arguments), 200, headers
        except RefusedError as refusal:
            return refusal.answer, 200, headers

    def _check_token(self, token: str) -> None:
        if self.space.revoked:
            raise RefusedError("token_revoked")
        if token != self.space.bot_token:
            raise RefusedError("invalid_auth" if token else "not_authed")

    def _too_fast(self, channel: str) -> bool:
        now = self.moment()
        while self._recent and self._recent[0] <= now - 60.0:
            self._recent.popleft()
        if now - self._last_post.get(channel, 0) < self._interval or (self._a_minute and len(self._recent) >= self._a_minute):
            return True
        self._last_post[channel] = now
        self._recent.append(now)
        return False

    def _fault(self, method: str) -> Fault | None:
        for name in (method, "*"):
            waiting = self.space.faults.get(name)
            if waiting:
                waiting[0].times -= 1
                return waiting.popleft() if waiting[0].times <= 0 else waiting[0]
        return None

    async def _fail(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        match fault.kind:
            case "error":
                return web.json_response({"ok": False, "error": fault.value})
            case "ratelimited":
                headers = {} if fault.value is None else {"Retry-After": str(fault.value)}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
            case "html":
                return web.Response(text="<html><body>Sign in</body></html>", content_type="text/html")
            case "plain":
                return web.Response(text="welcome")
            case "reset_before":
                _cut(request)
                return web.Response()
            case "slow":
                await asyncio.sleep(fault.value)
                return web.Response(status=500)
            case "status":
                return web.Response(status=fault.value, text="<html>trouble</html>", content_type="text/html")
        raise AssertionError(f"no fault {fault.kind}")

    @web.middleware
    async def _watched(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Note an exception of the emulator's own: a client would only see a 500, and live with it."""
        try:
            return await handler(request)
        except web.HTTPException:
            raise
        except Exception as error:
            self.space.problems.append(f"the emulator failed at {request.path}: {error!r}")
            raise

    async def _on_unknown(self, request: web.Request) -> web.Response:
        self.space.problems.append(f"unknown route {request.method} {request.path}")
        return web.Response(status=404)

    async def _on_upload(self, request: web.Request) -> web.Response:
        found = next((f for f in self.space.files if f["id"] == request.match_info["id"]), None)
        if found is None:
            return web.Response(status=404)
        found["content"] = await request.read()
        return web.Response(text=f"OK - {len(found['content'])}")

    async def _on_response(self, request: web.Request) -> web.Response:
        """Take an answer at a response address: five within half an hour."""
        address = self._responses.get(request.match_info["id"])
        arguments = await request.json()
        if address is None or self.moment() - address.made_at > LIMITS["time.response_url_seconds"]:
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        address.uses += 1
        if address.uses > LIMITS["time.response_url_uses"]:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        if not arguments.get("delete_original") and (problem := check_message(arguments)):
            return web.Response(status=400, text=problem)
        private = arguments.get("response_type") != "in_channel"
        if private:
            self.space.mentions += count_mentions(arguments)
        else:
            self.store(self.space.channels[address.exchange.channel], arguments)
        address.exchange.answers.put_nowait(Answer(private, arguments, "response_url"))
        return web.Response(text="ok")


async def _arguments(request: web.Request) -> dict[str, Any]:
    """Merge query, form and JSON, as the SDK uses all three; JSON inside a form is read."""
    arguments: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        arguments |= json.loads(await request.text() or "{}")
    elif request.can_read_body:
        arguments |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    for name in ("blocks", "metadata", "view", "files", "attachments"):
        if isinstance(arguments.get(name), str):
            arguments[name] = json.loads(arguments[name])
    return arguments


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


if __name__ == "__main__":
    from tests.emulators.slack_process import main

    main()
