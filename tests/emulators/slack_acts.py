"""What people do in the emulated Slack: commands, buttons, shortcuts, modals, App Home; over sockets or signed over HTTP."""

import hashlib
import hmac
from typing import Any
from urllib.parse import urlencode

from tests.emulators.slack_sockets import Sockets
from tests.emulators.slack_state import Exchange, ResponseUrl


class Acts(Sockets):
    """The part of the emulator that plays people."""

    _triggers: dict[str, float | None]

    def moment(self) -> float:
        """Return the clock's seconds."""
        raise NotImplementedError

    def new_ts(self) -> str:
        """Return a message's name."""
        raise NotImplementedError

    def _person(self, user: str) -> dict[str, Any]:
        return {"id": user, "username": user.lower(), "name": user.lower(), "team_id": self.space.team}

    def _response_url(self, user: str, channel: str) -> str:
        name = f"r{next(self._numbers)}"
        self._responses[name] = ResponseUrl(Exchange(user, channel, {}), self.moment())
        return f"{self.url}/respond/{name}"

    def _trigger(self) -> str:
        trigger = f"{next(self._numbers)}.trigger"
        self._triggers[trigger] = self.moment()
        return trigger

    def command_payload(self, text: str, *, user: str = "U7", channel: str = "C01", root: str = "/deals") -> dict[str, Any]:
        """Return a slash command's payload."""
        known = self.space.channels.get(channel)
        return {
            "command": root,
            "text": text,
            "team_id": self.space.team,
            "team_domain": "emulated",
            "channel_id": channel,
            "channel_name": known.name if known else "privategroup",
            "user_id": user,
            "user_name": user.lower(),
            "api_app_id": self.space.app_id,
            "response_url": self._response_url(user, channel),
            "trigger_id": self._trigger(),
        }

    async def command(self, text: str, *, user: str = "U7", channel: str = "C01", root: str = "/deals") -> Exchange:
        """Type a slash command."""
        return await self.send(
            "slash_commands", self.command_payload(text, user=user, channel=channel, root=root), user=user, channel=channel
        )

    def press_payload(self, channel: str, ts: str, label: str, *, user: str = "U7", blocks: Any = None) -> dict[str, Any]:
        """Return the payload of a press on a button by its label; `blocks` are those of an ephemeral message."""
        message = self.space.channels[channel].find(ts)
        held = blocks if blocks is not None else (message.arguments.get("blocks") or [] if message else [])
        button, block = next(
            (e, b) for b in held for e in b.get("elements", []) if isinstance(e.get("text"), dict) and e["text"]["text"] == label
        )
        action = {k: button[k] for k in ("type", "action_id", "text", "value", "url") if k in button}
        payload: dict[str, Any] = {
            "type": "block_actions",
            "team": {"id": self.space.team, "domain": "emulated"},
            "user": self._person(user),
            "api_app_id": self.space.app_id,
            "channel": {"id": channel, "name": self.space.channels[channel].name},
            "container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": message is None},
            "actions": [action | {"block_id": block.get("block_id", "b1"), "action_ts": self.new_ts()}],
            "response_url": self._response_url(user, channel),
            "trigger_id": self._trigger(),
        }
        if message is not None:
            payload["message"] = message.as_json(with_metadata=False)
        if message is not None and message.thread_ts:
            payload["container"]["thread_ts"] = message.thread_ts
        return payload

    async def press(self, channel: str, ts: str, label: str, *, user: str = "U7", blocks: Any = None) -> Exchange:
        """Press a button."""
        return await self.send("interactive", self.press_payload(channel, ts, label, user=user, blocks=blocks), user=user, channel=channel)

    async def shortcut(self, callback: str, channel: str, ts: str, *, user: str = "U7") -> Exchange:
        """Use a message shortcut."""
        message = self.space.channels[channel].find(ts)
        payload = {
            "type": "message_action",
            "callback_id": callback,
            "team": {"id": self.space.team, "domain": "emulated"},
            "user": self._person(user),
            "channel": {"id": channel, "name": self.space.channels[channel].name},
            "message": message.as_json(with_metadata=False) if message else {},
            "message_ts": ts,
            "response_url": self._response_url(user, channel),
            "trigger_id": self._trigger(),
        }
        return await self.send("interactive", payload, user=user, channel=channel)

    async def press_in_view(self, view: dict[str, Any], label: str, *, user: str = "U7") -> Exchange:
        """Press a button of a modal or of App Home."""
        found = ((e, b) for b in view["blocks"] for e in b.get("elements", []) if isinstance(e.get("text"), dict))
        button, block = next((e, b) for e, b in found if e["text"]["text"] == label)
        action = {k: button[k] for k in ("type", "action_id", "text", "value", "url") if k in button}
        payload = {
            "type": "block_actions",
            "team": {"id": self.space.team},
            "user": self._person(user),
            "container": {"type": "view", "view_id": view.get("id", "")},
            "view": view,
            "actions": [action | {"block_id": block.get("block_id", "b1"), "action_ts": self.new_ts()}],
            "trigger_id": self._trigger(),
        }
        return await self.send("interactive", payload, user=user)

    async def type_into(self, view: dict[str, Any], action_id: str, value: str, *, user: str = "U7") -> list[dict[str, Any]]:
        """Type into an external select of a modal; return what is suggested."""
        payload = {
            "type": "block_suggestion",
            "team": {"id": self.space.team},
            "user": self._person(user),
            "container": {"type": "view", "view_id": view.get("id", "")},
            "view": view,
            "action_id": action_id,
            "block_id": action_id,
            "value": value,
        }
        exchange = await self.send("interactive", payload, user=user)
        return list((exchange.payload or {}).get("options") or [])

    async def submit(self, view: dict[str, Any], values: dict[str, Any], *, user: str = "U7") -> Exchange:
        """Submit a modal with these state values."""
        payload = {
            "type": "view_submission",
            "team": {"id": self.space.team},
            "user": self._person(user),
            "view": view | {"state": {"values": values}},
            "trigger_id": self._trigger(),
        }
        return await self.send("interactive", payload, user=user)

    async def event(self, kind: str, *, event_id: str = "", retry: int = 0, **fields: Any) -> Exchange:
        """Let something happen in the workspace; give `event_id` to repeat an event."""
        payload = {
            "type": "event_callback",
            "team_id": self.space.team,
            "api_app_id": self.space.app_id,
            "event_id": event_id or f"Ev{next(self._numbers)}",
            "event_time": int(self.moment()),
            "authorizations": [{"team_id": self.space.team, "user_id": self.space.bot_user, "is_bot": True}],
            "event": {"type": kind, "event_ts": self.new_ts(), **fields},
        }
        return await self.send("events_api", payload, retry=retry)

    def sign(self, body: bytes, *, at: float | None = None, secret: str | None = None) -> dict[str, str]:
        """Return the headers with which Slack signs a request body."""
        stamp = str(int(at if at is not None else self.moment()))
        base = b"v0:" + stamp.encode() + b":" + body
        digest = hmac.new((secret or self.space.signing_secret).encode(), base, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

    def signed_command(self, text: str, *, user: str = "U7", channel: str = "C01") -> tuple[bytes, dict[str, str], Exchange]:
        """Return body, headers and exchange of a slash command as Slack posts it in HTTP mode."""
        payload = self.command_payload(text, user=user, channel=channel)
        body = urlencode(payload).encode()
        exchange = self._responses[payload["response_url"].rsplit("/", 1)[1]].exchange
        return body, self.sign(body) | {"Content-Type": "application/x-www-form-urlencoded"}, exchange
