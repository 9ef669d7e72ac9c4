"""The gateway: HELLO, IDENTIFY, READY, RESUME, heartbeats, shards, zlib-stream, and every way in which it can fail."""

import asyncio
import contextlib
import json
import time
import zlib
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.emulators.discord_checks import LIMITS
from tests.emulators.discord_faults import answer
from tests.emulators.discord_world import APP, BOT, guild_object, user_object

if TYPE_CHECKING:
    from tests.emulators.discord import Discord

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15)


@dataclass
class Session:
    """What can be resumed."""

    id: str
    shard: tuple[int, int] = (0, 1)
    """Which one of how many; one of one for who named none."""
    seq: int = 0
    sent: list[dict[str, Any]] = field(default_factory=list)
    alive: bool = True

    def holds(self, guild: str) -> bool:
        """Tell whether a server's events belong to it, direct messages ("") to the first shard."""
        number, count = self.shard
        return number == ((int(guild) >> 22) % count if guild.isdigit() else 0)


class Connection:
    """One open socket."""

    def __init__(self, socket: web.WebSocketResponse, *, compressed: bool, path: str) -> None:
        self.socket = socket
        self.path = path
        self.session: Session | None = None
        self.frozen = False
        """Neither read nor answered any more: a peer that vanished without a word."""
        self._deflate = zlib.compressobj() if compressed else None

    async def send(self, frame: dict[str, Any]) -> None:
        """Send one frame, compressed as one message of the connection's stream."""
        text = json.dumps(frame)
        if self._deflate is None:
            await self.socket.send_str(text)
        else:
            await self.socket.send_bytes(self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH))

    def abort(self) -> None:
        """Cut the connection without a word."""
        transport = self.socket._req.transport if self.socket._req else None
        if transport is not None:
            transport.abort()

    async def dispatch(self, event: str, data: Any) -> None:
        """Send an event of the session."""
        assert self.session is not None
        self.session.seq += 1
        frame = {"op": DISPATCH, "t": event, "s": self.session.seq, "d": data}
        self.session.sent.append(frame)
        with contextlib.suppress(ConnectionError):  # the session keeps it for the resume
            await self.send(frame)


class Gateway:
    """Accepts connections under /gw/ (main) and /resume/ (for sessions)."""

    def __init__(self, owner: "Discord") -> None:
        self.owner = owner
        self.connections: list[Connection] = []
        self.sessions: dict[str, Session] = {}
        self.frames: list[dict[str, Any]] = []
        self.identifies = 0
        self.resumes = 0
        self.acks = True
        """Whether heartbeats are answered."""
        self.resume_host_down = False
        self.names_resume_url = True
        """Whether READY says where to resume."""
        self.refuse: int | None = None
        """A close code for every IDENTIFY."""
        self.frozen = False
        """Every connection is."""
        self.silent = False
        """Accepts connections and says nothing."""
        self.shards = 1
        """How many `GET /gateway/bot` recommends."""
        self.remaining = LIMITS["gateway"]["identifies_per_day"]
        self.concurrency = 1
        self.paced = False
        """Whether a second IDENTIFY of one `shard % concurrency` within 5 s is answered by operation 9."""
        self.guilds_per_session = LIMITS["gateway"]["guilds_per_session"]
        self._identified: dict[int, float] = {}

    def routes(self) -> list[web.RouteDef]:
        """Return its addresses."""
        return [
            web.get("/gw/", self._serve),
            web.get("/resume/", self._serve),
            web.get("/api/v10/gateway", self._advice),
            web.get("/api/v10/gateway/bot", self._advice),
        ]

    async def _advice(self, _request: web.Request) -> web.Response:
        total = LIMITS["gateway"]["identifies_per_day"]
        limit = {"total": total, "remaining": self.remaining, "reset_after": 86_400_000, "max_concurrency": self.concurrency}
        return answer({"url": self.owner.gateway_url, "shards": self.shards, "session_start_limit": limit})

    @property
    def live(self) -> list[Connection]:
        """Connections with a session."""
        return [c for c in self.connections if c.session is not None and not c.socket.closed]

    def of(self, shard: int) -> Connection:
        """Return a shard's newest live connection."""
        return [c for c in self.live if c.session and c.session.shard[0] == shard][-1]

    async def emit(self, event: str, data: Any) -> None:
        """Send an event to every session of its shard; one without a connection keeps it for its resume."""
        guild = str(data.get("guild_id") or (data.get("id", "") if event.startswith("GUILD_") else ""))
        for session in [session for session in self.sessions.values() if session.alive and session.holds(guild)]:
            if mine := [connection for connection in self.live if connection.session is session]:
                await mine[-1].dispatch(event, data)
            else:
                session.seq += 1
                session.sent.append({"op": DISPATCH, "t": event, "s": session.seq, "d": data})

    async def close_all(self, code: int) -> None:
        """Close every connection with a code; 1000 and 1001 end the sessions too."""
        for connection in list(self.connections):
            if connection.session and code in (1000, 1001):
                connection.session.alive = False
            await connection.socket.close(code=code)

    async def abort_all(self) -> None:
        """Cut every connection without a word."""
        for connection in list(self.connections):
            connection.abort()

    async def op(self, code: int, data: Any = None) -> None:
        """Send a bare operation: 7 (reconnect), 9 (invalid session, `data` says whether it can be resumed)."""
        for connection in self.live:
            if code == INVALID and not data and connection.session:
                connection.session.alive = False
            await connection.send({"op": code, "d": data})

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if self.resume_host_down and request.path == "/resume/":
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        connection = Connection(socket, compressed=request.query.get("compress") == "zlib-stream", path=request.path)
        self.connections.append(connection)
        try:
            if not self.silent:
                await connection.send({"op": HELLO, "d": {"heartbeat_interval": self.owner.heartbeat_ms}})
            await self._read(connection)
        finally:
            self.connections.remove(connection)
        return socket

    async def _read(self, connection: Connection) -> None:
        recent: deque[float] = deque()
        async for message in connection.socket:
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                continue
            if self.frozen or connection.frozen:
                await asyncio.Event().wait()
            if len(message.data) > LIMITS["gateway"]["frame_bytes"]:
                await connection.socket.close(code=4002)
                return
            recent.append(time.monotonic())
            while recent[0] < recent[-1] - 60:
                recent.popleft()
            if len(recent) > LIMITS["gateway"]["sends_per_minute"]:
                await connection.socket.close(code=4008)
                return
            frame = json.loads(message.data)
            self.frames.append(frame | {"path": connection.path})
            await self._take(connection, frame)

    async def _take(self, connection: Connection, frame: dict[str, Any]) -> None:
        data = frame.get("d")
        if frame["op"] == HEARTBEAT:
            if self.acks:
                await connection.send({"op": ACK})
        elif frame["op"] == IDENTIFY:
            await self._identify(connection, data)
        elif frame["op"] == RESUME:
            await self._resume(connection, data)

    async def _identify(self, connection: Connection, data: dict[str, Any]) -> None:
        self.identifies += 1
        code = self.refuse or (4004 if data["token"] != self.owner.token else 4014 if data["intents"] & PRIVILEGED else None)
        number, count = data.get("shard", (0, 1))
        code = code or (4005 if connection.session else None if 0 <= number < count else 4010)
        world = self.owner.world
        session = Session(id=f"session{len(self.sessions)}", shard=(number, count))
        guilds = [guild for guild in world.guilds if not code and session.holds(guild)]
        code = code or (4011 if len(guilds) > self.guilds_per_session else None)
        if code:
            await connection.socket.close(code=code)
            return
        if not self._in_turn(number):
            await connection.send({"op": INVALID, "d": False})
            return
        connection.session = self.sessions[session.id] = session
        await connection.dispatch(
            "READY",
            {
                "v": 10,
                "user": user_object(BOT) | {"verified": True, "mfa_enabled": False, "flags": 0},
                "guilds": [{"id": guild, "unavailable": True} for guild in guilds],
                "session_id": session.id,
                **({"shard": [number, count]} if "shard" in data else {}),
                **({"resume_gateway_url": self.owner.resume_url} if self.names_resume_url else {}),
                "application": {"id": APP, "flags": 0},
                "_trace": [],
            },
        )
        for guild in guilds:
            await connection.dispatch("GUILD_CREATE", guild_object(world, guild))

    def _in_turn(self, shard: int) -> bool:
        """Tell whether an IDENTIFY keeps the pace, and take note of it."""
        now, bucket = time.monotonic(), shard % self.concurrency
        early = self.paced and now - self._identified.get(bucket, -60.0) < LIMITS["gateway"]["identify_seconds"]
        self._identified[bucket] = now
        return not early

    async def _resume(self, connection: Connection, data: dict[str, Any]) -> None:
        self.resumes += 1
        session = self.sessions.get(data["session_id"])
        if session is None or not session.alive:
            await connection.send({"op": INVALID, "d": False})
            return
        connection.session = session
        for frame in [frame for frame in session.sent if frame["s"] > data["seq"]]:
            await connection.send(frame)
        await connection.dispatch("RESUMED", {"_trace": []})
