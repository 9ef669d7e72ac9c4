"""What Slack tells of the app itself: invited, removed, uninstalled, a channel archived or back; each event once."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final

from slack_bolt.app.async_app import AsyncApp

from bot.platforms.slack.patterns import ANYTHING
from bot.platforms.slack.work import Work
from bot.ports import Desk, Notice, NoticeKind

REMEMBERED: Final = 10_000
"""Event ids: Slack repeats an event at once, after one and after five minutes."""
EVENTS: Final[Mapping[str, str]] = {
    "member_joined_channel": "the app was invited: it says once what it is",
    "channel_left": "the app was taken out of a public channel",
    "group_left": "the app was taken out of a private channel",
    "channel_deleted": "a channel is gone",
    "group_deleted": "a private channel is gone",
    "channel_unarchive": "a channel is back: what was parked goes on",
    "group_unarchive": "a private channel is back",
    "app_uninstalled": "the workspace removed the app",
    "tokens_revoked": "the token no longer works",
}
"""Every event of the manifest, and why."""
_KINDS: Final = {
    "channel_left": NoticeKind.REMOVED,
    "group_left": NoticeKind.REMOVED,
    "channel_deleted": NoticeKind.REMOVED,
    "group_deleted": NoticeKind.REMOVED,
    "channel_unarchive": NoticeKind.RESTORED,
    "group_unarchive": NoticeKind.RESTORED,
    "app_uninstalled": NoticeKind.UNINSTALLED,
}


async def _nothing() -> None:
    """Have nothing to do with an event."""


class Notices:
    """Turns events into notices for the desk."""

    def __init__(self, *, desk: Desk, work: Work, team: str, bot_user: str) -> None:
        self._desk = desk
        self._work = work
        self._team = team
        self._bot_user = bot_user
        self._seen: OrderedDict[str, None] = OrderedDict()

    def listen(self, app: AsyncApp) -> None:
        """Take the events of the manifest; Bolt acknowledges them before the listener runs.

        To be called last of all: whatever is left over is acknowledged too, or Slack would send it three times more.
        """
        for event in EVENTS:
            app.event(event)(self._on_event)
        app.event(ANYTHING)(_nothing)

    async def _on_event(self, body: dict[str, Any]) -> None:
        notice = self._read(body.get("event") or {})
        if notice is not None and self._new(str(body.get("event_id") or "")):
            self._work.begin(self._desk.notice(notice))

    def _read(self, event: Mapping[str, Any]) -> Notice | None:
        kind = _KINDS.get(str(event.get("type")))
        channel = event.get("channel") or ""
        if isinstance(channel, dict):
            channel = channel.get("id") or ""
        if event.get("type") == "member_joined_channel":
            kind = NoticeKind.INVITED if event.get("user") == self._bot_user else None
        elif event.get("type") == "tokens_revoked":
            kind = NoticeKind.UNINSTALLED if (event.get("tokens") or {}).get("bot") else None
        return None if kind is None else Notice(kind=kind, platform="slack", workspace=self._team, channel=str(channel))

    def _new(self, event_id: str) -> bool:
        if not event_id:
            return True
        if event_id in self._seen:
            return False
        self._seen[event_id] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return True
