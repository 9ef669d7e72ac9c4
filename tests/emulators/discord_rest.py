"""The routes of Discord's REST interface that a bot like ours needs; anything else is a 404 that fails the test."""

import json
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.emulators import discord_faults as faults
from tests.emulators.discord_application import Application
from tests.emulators.discord_checks import LIMITS, message_errors, notified
from tests.emulators.discord_faults import answer, refusal
from tests.emulators.discord_world import BODY, BOT, DM, FORUM, THREAD, Channel, channel_object

if TYPE_CHECKING:
    from tests.emulators.discord import Discord

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Rest:
    """Handlers over one world."""

    def __init__(self, owner: "Discord") -> None:
        self.owner = owner
        self.world = owner.world
        self._sent: defaultdict[str, deque[float]] = defaultdict(deque)
        self._recent: deque[float] = deque()
        """Moments of the bot's requests in the last second."""
        self.pings = 0

    def routes(self) -> list[web.RouteDef]:
        """Return every route under /api/v10."""
        base = "/api/v10"
        return [
            *Application(self.owner).routes(),
            web.get(f"{base}/guilds/{{guild}}/threads/active", self._active),
            web.get(f"{base}/channels/{{channel}}", self._channel),
            web.patch(f"{base}/channels/{{channel}}", self._patch_channel),
            web.get(f"{base}/channels/{{channel}}/threads/archived/public", self._archived),
            web.post(f"{base}/channels/{{channel}}/threads", self._forum_post),
            web.get(f"{base}/channels/{{channel}}/messages", self._history),
            web.post(f"{base}/channels/{{channel}}/messages", self._post),
            web.get(f"{base}/channels/{{channel}}/messages/{{message}}", self._message),
            web.patch(f"{base}/channels/{{channel}}/messages/{{message}}", self._edit),
            web.delete(f"{base}/channels/{{channel}}/messages/{{message}}", self._delete),
            web.post(f"{base}/channels/{{channel}}/messages/{{message}}/threads", self._open_thread),
            web.post(f"{base}/interactions/{{id}}/{{token}}/callback", self._callback),
            web.patch(f"{base}/webhooks/{{app}}/{{token}}/messages/@original", self._edit_original),
            web.post(f"{base}/webhooks/{{app}}/{{token}}", self._follow_up),
        ]

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Record, check the token, let faults happen, count the bucket."""
        if not request.path.startswith("/api/"):
            return await handler(request)
        path = request.path.removeprefix("/api/v10")
        record = faults.Record(request.method, path, dict(request.query), await _body(request), time.monotonic())
        request[BODY] = record.body
        self.owner.requests.append(record)
        try:
            response = await self._guarded(request, handler, path, record)
        except web.HTTPNotFound:
            self.owner.problems.append(f"unknown route {request.method} {path}")
            response = refusal(404, 0, "404: Not Found")
        except Exception as error:
            self.owner.problems.append(f"{request.method} {path}: {error!r}")
            raise
        record.status = response.status
        return response

    async def _guarded(self, request: web.Request, handler: Handler, path: str, record: faults.Record) -> web.StreamResponse:
        fault = next((f for f in self.owner.faults if f.fits(request.method, path)), None) or self.owner.misfortune(request.method, path)
        if fault is not None:
            record.fault = fault.name
            return await faults.apply(fault, request, handler)
        free = path.startswith(("/interactions/", "/webhooks/"))
        if not free and request.headers.get("Authorization") != f"Bot {self.owner.token}":
            return refusal(401, 0, "401: Unauthorized")
        if not free and self.owner.a_second and (wait := self._too_many()):
            return faults.limited(retry_after=wait, everywhere=True)
        return await handler(request)

    def _too_many(self) -> float:
        """Count a request of the bot's; return the seconds to wait where a second's worth is used up."""
        now = time.monotonic()
        while self._recent and self._recent[0] <= now - 1.0:
            self._recent.popleft()
        if len(self._recent) >= self.owner.a_second:
            return round(max(0.001, self._recent[0] + 1.0 - now), 3)
        self._recent.append(now)
        return 0.0

    # --- channels and threads ---

    def _scope(self, request: web.Request) -> str:
        return request.match_info.get("guild", "")

    def _find(self, request: web.Request) -> Channel | web.Response:
        channel = self.world.channels.get(request.match_info["channel"])
        if channel is None:
            return refusal(404, 10003, "Unknown Channel")
        if (channel.type != DM and channel.guild not in self.world.guilds) or not self.world.may(channel, "VIEW_CHANNEL"):
            return refusal(403, 50001, "Missing Access")
        return channel

    async def _channel(self, request: web.Request) -> web.Response:
        channel = self._find(request)
        return channel if isinstance(channel, web.Response) else answer(channel_object(self.world, channel))

    async def _patch_channel(self, request: web.Request) -> web.Response:
        channel = self._find(request)
        if isinstance(channel, web.Response):
            return channel
        if channel.type != THREAD or channel.locked:
            return refusal(403, 50013, "Missing Permissions")
        channel.archived = bool(request[BODY].get("archived", channel.archived))
        return answer(channel_object(self.world, channel))

    async def _active(self, request: web.Request) -> web.Response:
        mine = [c for c in self.world.channels.values() if c.guild == self._scope(request) and c.type == THREAD and not c.archived]
        return answer({"threads": [channel_object(self.world, c) for c in mine], "members": []})

    async def _archived(self, request: web.Request) -> web.Response:
        channel = self._find(request)
        if isinstance(channel, web.Response):
            return channel
        if not self.world.may(channel, "READ_MESSAGE_HISTORY"):
            return refusal(403, 50013, "Missing Permissions")
        mine = [c for c in self.world.channels.values() if c.parent == channel.id and c.archived]
        return answer({"threads": [channel_object(self.world, c) for c in mine], "members": [], "has_more": False})

    def _capped(self) -> bool:
        active = sum(c.type == THREAD and not c.archived for c in self.world.channels.values())
        return self.world.thread_cap is not None and active >= self.world.thread_cap

    async def _open_thread(self, request: web.Request) -> web.Response:
        channel, message = self._find(request), request.match_info["message"]
        if isinstance(channel, web.Response):
            return channel
        if message not in channel.messages:
            return refusal(404, 10008, "Unknown Message")
        if not self.world.may(channel, "CREATE_PUBLIC_THREADS"):
            return refusal(403, 50013, "Missing Permissions")
        if channel.type == THREAD:
            return refusal(400, 50024, "Cannot execute action on this channel type")
        if message in self.world.channels:
            return refusal(400, 160004, "A thread has already been created for this message")
        if self._capped():
            return refusal(400, 160006, "Maximum number of active threads reached")
        if not 1 <= len(request[BODY].get("name") or "") <= LIMITS["thread"]["name"]:
            return refusal(400, 50035, "Invalid Form Body", {"name": "1 to 100"})
        return answer(channel_object(self.world, self.world.thread(channel, request[BODY]["name"], thread_id=message)), 201)

    async def _forum_post(self, request: web.Request) -> web.Response:
        channel, body = self._find(request), request[BODY]
        if isinstance(channel, web.Response):
            return channel
        if channel.type != FORUM:
            return refusal(400, 50024, "Cannot execute action on this channel type")
        if not self.world.may(channel, "SEND_MESSAGES"):
            return refusal(403, 50013, "Missing Permissions")
        message, tags = body.get("message") or {}, body.get("applied_tags") or []
        errors = message_errors(message)
        if not 1 <= len(body.get("name") or "") <= LIMITS["thread"]["name"]:
            errors["name"] = "1 to 100"
        if len(tags) > LIMITS["thread"]["tags"] or set(tags) - {tag["id"] for tag in channel.tags}:
            errors["applied_tags"] = "unknown or too many"
        if errors:
            return refusal(400, 50035, "Invalid Form Body", errors)
        if channel.flags & (1 << 4) and not tags:
            return refusal(400, 40067, "A tag is required to create a forum post in this channel")
        if message.get("embeds") and not self.world.may(channel, "EMBED_LINKS"):
            return refusal(403, 50013, "Missing Permissions")
        thread = self.world.thread(channel, body["name"], thread_id=self.world.snowflake(), applied=tags)
        posted = self.world.post(thread, message, message_id=thread.id)
        self.pings += notified(message)
        self.owner.write_journal(self.world.journal[-1])
        return answer(channel_object(self.world, thread) | {"message": posted}, 201)

    # --- messages ---

    async def _history(self, request: web.Request) -> web.Response:
        channel = self._find(request)
        if isinstance(channel, web.Response):
            return channel
        if channel.type == FORUM:
            return refusal(400, 50008, "Cannot send messages in a non-text channel")
        if not self.world.may(channel, "READ_MESSAGE_HISTORY"):
            return answer([])
        messages, limit = self.world.readable(channel), int(request.query.get("limit", 50))
        if "after" in request.query:
            newer = [m for m in messages if int(m["id"]) > int(request.query["after"])]
            return answer(newer[-limit:])
        if "before" in request.query:
            messages = [m for m in messages if int(m["id"]) < int(request.query["before"])]
        return answer(messages[:limit])

    async def _message(self, request: web.Request) -> web.Response:
        channel = self._find(request)
        if isinstance(channel, web.Response):
            return channel
        if not self.world.may(channel, "READ_MESSAGE_HISTORY"):
            return refusal(403, 50013, "Missing Permissions")
        found = next((m for m in self.world.readable(channel) if m["id"] == request.match_info["message"]), None)
        return answer(found) if found else refusal(404, 10008, "Unknown Message")

    async def _post(self, request: web.Request) -> web.Response:
        channel, body = self._find(request), request[BODY]
        if isinstance(channel, web.Response):
            return channel
        headers = self._bucket(channel.id)
        if headers is None:
            return faults.limited(retry_after=self._wait(channel.id))
        if channel.type == FORUM:
            return refusal(400, 50008, "Cannot send messages in a non-text channel")
        if not self.world.may(channel, "SEND_MESSAGES_IN_THREADS" if channel.type == THREAD else "SEND_MESSAGES"):
            return refusal(403, 50013, "Missing Permissions")
        if (body.get("embeds") and not self.world.may(channel, "EMBED_LINKS")) or channel.locked:
            return refusal(403, 50013, "Missing Permissions")
        if errors := message_errors(body):
            return refusal(400, 50035, "Invalid Form Body", errors)
        reference = body.get("message_reference")
        if reference and not self.world.may(channel, "READ_MESSAGE_HISTORY"):
            return refusal(400, 160002, "Cannot reply without permission to read message history")
        if reference and reference.get("fail_if_not_exists", True) and reference["message_id"] not in channel.messages:
            return refusal(400, 50035, "Invalid Form Body", {"message_reference": "Unknown message"})
        twin = self.world.twin(body.get("nonce")) if body.get("enforce_nonce") else None
        if twin:
            first = self.world.channels[twin[0]].messages.get(twin[1])
            return answer(first | {"nonce": body["nonce"]}, 200, headers) if first else refusal(404, 10008, "Unknown Message")
        self.pings += notified(body)
        posted = self.world.post(channel, body)
        self.owner.write_journal(self.world.journal[-1])
        return answer(posted, 200, headers)

    async def _edit(self, request: web.Request) -> web.Response:
        channel, body = self._find(request), request[BODY]
        if isinstance(channel, web.Response):
            return channel
        message = channel.messages.get(request.match_info["message"])
        if message is None:
            return refusal(404, 10008, "Unknown Message")
        if message["author"]["id"] != BOT:
            return refusal(403, 50005, "Cannot edit a message authored by another user")
        if channel.archived:
            return refusal(400, 50083, "Thread is archived")
        if body.get("embeds") and not self.world.may(channel, "EMBED_LINKS"):
            return refusal(403, 50013, "Missing Permissions")
        changed = {key: body[key] for key in ("content", "embeds", "components", "attachments", "flags") if key in body}
        if errors := message_errors(message | changed):
            return refusal(400, 50035, "Invalid Form Body", errors)
        message |= changed | {"edited_timestamp": self.world.now().isoformat()}
        return answer(message)

    async def _delete(self, request: web.Request) -> web.Response:
        channel = self._find(request)
        if isinstance(channel, web.Response):
            return channel
        gone = channel.messages.pop(request.match_info["message"], None)
        return web.Response(status=204) if gone else refusal(404, 10008, "Unknown Message")

    def _bucket(self, channel: str) -> dict[str, str] | None:
        """Take a token of a channel's bucket; None where there is none."""
        most, seconds = self.owner.bucket
        sent, now = self._sent[channel], time.monotonic()
        while sent and sent[0] <= now - seconds:
            sent.popleft()
        if len(sent) >= most:
            return None
        sent.append(now)
        left = seconds - (now - sent[0])
        return {
            "X-RateLimit-Limit": str(most),
            "X-RateLimit-Remaining": str(most - len(sent)),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": "channel-messages",
        }

    def _wait(self, channel: str) -> float:
        return round(max(0.001, self.owner.bucket[1] - (time.monotonic() - self._sent[channel][0])), 3)

    # --- interactions ---

    async def _callback(self, request: web.Request) -> web.Response:
        interaction = self.owner.interactions.get(request.match_info["token"])
        if interaction is None or interaction.id != request.match_info["id"]:
            return refusal(404, 10062, "Unknown interaction")
        return interaction.callback(request[BODY], with_response=request.query.get("with_response") in ("1", "true"))

    async def _edit_original(self, request: web.Request) -> web.Response:
        interaction = self.owner.interactions.get(request.match_info["token"])
        if interaction is None:
            return refusal(404, 10015, "Unknown Webhook")
        self.pings += notified(request[BODY])
        return interaction.edit_original(request[BODY])

    async def _follow_up(self, request: web.Request) -> web.Response:
        interaction = self.owner.interactions.get(request.match_info["token"])
        if interaction is None:
            return refusal(404, 10015, "Unknown Webhook")
        self.pings += notified(request[BODY])
        return interaction.follow_up(request[BODY])


async def _body(request: web.Request) -> Any:
    """Return the JSON of a request; of a multipart one its `payload_json`, with the files' sizes beside it."""
    if request.content_type == "multipart/form-data":
        form = await request.post()
        body = json.loads(form["payload_json"]) if "payload_json" in form else {}
        return body | {"_files": {name: len(part.file.read()) for name, part in form.items() if hasattr(part, "file")}}
    raw = await request.read()
    return json.loads(raw) if raw else {}
