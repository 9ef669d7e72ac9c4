"""What an emulated Slack workspace holds."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any

ALL_SCOPES = "chat:write,commands,channels:history,groups:history,im:history,channels:read,groups:read,im:read,im:write,users:read,files:write,connections:write"


@dataclass
class Message:
    """A posted message, with what it said before."""

    ts: str
    channel: str
    arguments: dict[str, Any]
    author: str
    bot_id: str = ""
    thread_ts: str = ""
    broadcast: bool = False
    visible_at: float = 0.0
    """Moment, in seconds, from which history shows it."""
    edits: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self, *, with_metadata: bool) -> dict[str, Any]:
        """Return it as conversations.history does."""
        body = {
            "type": "message",
            "ts": self.ts,
            "user": self.author,
            "bot_id": self.bot_id,
            "text": self.arguments.get("text", ""),
            "blocks": self.arguments.get("blocks") or [],
        }
        if self.thread_ts:
            body["thread_ts"] = self.thread_ts
        if with_metadata and self.arguments.get("metadata"):
            body["metadata"] = self.arguments["metadata"]
        return body


@dataclass
class Channel:
    """A conversation."""

    id: str
    name: str
    member: bool = True
    archived: bool = False
    private: bool = False
    im: bool = False
    messages: list[Message] = field(default_factory=list)

    def find(self, ts: str) -> Message | None:
        """Return a message by its ts."""
        return next((m for m in self.messages if m.ts == ts), None)


@dataclass
class Fault:
    """Something that goes wrong with the next calls of a method."""

    kind: str
    """`error`, `status`, `ratelimited`, `html`, `reset_before`, `reset_after`, `slow`."""
    value: Any = None
    times: int = 1


@dataclass
class Request:
    """A call of the Web API, as it came."""

    method: str
    arguments: dict[str, Any]
    token: str
    at: float


@dataclass
class Answer:
    """What somebody is told in return for an act."""

    private: bool
    arguments: dict[str, Any]
    via: str
    """`response_url`, `ephemeral`, `ack`."""


@dataclass
class Exchange:
    """One act of a person: its envelope, the acknowledgement, the answers."""

    user: str
    channel: str
    envelope: dict[str, Any]
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    payload: Any = None
    timed_out: bool = False
    answers: asyncio.Queue[Answer] = field(default_factory=asyncio.Queue)

    async def answer(self, seconds: float = 5.0) -> Answer:
        """Wait for the next answer."""
        return await asyncio.wait_for(self.answers.get(), seconds)


@dataclass
class ResponseUrl:
    """One response address."""

    exchange: Exchange
    made_at: float
    ts: str = ""
    uses: int = 0


@dataclass
class Workspace:
    """Everything in a workspace, and what its app did."""

    team: str = "T01"
    app_id: str = "A01"
    bot_user: str = "U0BOT"
    bot_id: str = "B01"
    bot_token: str = "xoxb-emulated"
    app_token: str = "xapp-emulated"
    signing_secret: str = "emulated-secret"
    scopes: set[str] = field(default_factory=lambda: set(ALL_SCOPES.split(",")))
    channels: dict[str, Channel] = field(default_factory=lambda: {"C01": Channel("C01", "deals"), "C02": Channel("C02", "news")})
    users: dict[str, dict[str, Any]] = field(default_factory=dict)
    outside: dict[str, set[str]] = field(default_factory=dict)
    """The channels that a person is not in."""
    revoked: bool = False
    faults: dict[str, deque[Fault]] = field(default_factory=dict)
    late: deque[float] = field(default_factory=deque)
    """Seconds by which the next messages become readable late."""
    requests: list[Request] = field(default_factory=list)
    accepted: list[Message] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """What no client may cause: unknown routes, missed acknowledgements; a test fails on them."""
    views: list[dict[str, Any]] = field(default_factory=list)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    mentions: int = 0
