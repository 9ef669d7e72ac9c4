"""Who may change a channel: workspace admins and owners as Slack says now, and the configured ones; and what channels are called."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.platforms.slack.errors import FAILURES, code_of

KEPT: Final = timedelta(seconds=60)
"""How long an answer about somebody holds: rights that are taken away end within a minute."""
MOST: Final = 2_000
NAMELESS: Final = frozenset({"privategroup", "directmessage", ""})
"""What payloads call a private channel or a direct message."""

log = structlog.get_logger("dealwire")


@dataclass(frozen=True, kw_only=True)
class Person:
    """What is known of a user."""

    is_admin: bool = False
    locale: str = "en"


class People:
    """Asks `users.info`, and remembers for a minute."""

    def __init__(self, client: AsyncWebClient, *, team: str, admins: Collection[str], clock: Clock) -> None:
        self._client = client
        self._team = team
        self._admins = frozenset(admins)
        self._clock = clock
        self._known: dict[str, tuple[datetime, Person]] = {}
        self._names: dict[str, tuple[datetime, str]] = {}
        self._own: dict[str, tuple[datetime, str]] = {}

    async def look_up(self, user: str) -> Person:
        """Return a user's rights; without the scope `users:read`, or when Slack fails, only the configured admins are admins."""
        now = self._clock.now()
        known = self._known.get(user)
        if known is not None and now - known[0] < KEPT:
            return known[1]
        person = await self._ask(user)
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[user] = (now, person)
        return person

    async def _ask(self, user: str) -> Person:
        configured = user in self._admins
        try:
            answer = await self._client.users_info(user=user, include_locale=True)
        except FAILURES as error:
            log.info("slack.user_unknown", user=user, error=code_of(error) or type(error).__name__)
            return Person(is_admin=configured)
        found = answer.get("user") or {}
        here = found.get("team_id", self._team) == self._team and not found.get("deleted") and not found.get("is_stranger")
        admin = here and bool(found.get("is_admin") or found.get("is_owner") or found.get("is_primary_owner"))
        return Person(is_admin=configured or admin, locale=str(found.get("locale") or "en"))

    async def is_own_place(self, user: str, channel: str) -> bool:
        """Tell whether a channel is the direct message between a user and the bot; without `im:write` none is."""
        if not channel.startswith("D") or not user:
            return False
        now = self._clock.now()
        known = self._own.get(user)
        if known is None or now - known[0] >= KEPT:
            try:
                answer = await self._client.conversations_open(users=user)
                opened = str((answer.get("channel") or {}).get("id") or "")
            except FAILURES as error:
                log.info("slack.direct_message_unknown", user=user, error=code_of(error) or type(error).__name__)
                return False
            if len(self._own) >= MOST:
                self._own.clear()
            known = self._own[user] = (now, opened)
        return known[1] == channel

    async def channel_name(self, channel: str, given: str) -> str:
        """Return a channel's name; where the payload hides it, as Slack tells; empty where it does not."""
        if given not in NAMELESS or not channel:
            return given
        now = self._clock.now()
        known = self._names.get(channel)
        if known is not None and now - known[0] < KEPT:
            return known[1]
        try:
            answer = await self._client.conversations_info(channel=channel)
            name = str((answer.get("channel") or {}).get("name") or "")
        except FAILURES as error:
            log.info("slack.channel_unknown", channel=channel, error=code_of(error) or type(error).__name__)
            name = ""
        if len(self._names) >= MOST:
            self._names.clear()
        self._names[channel] = (now, name)
        return name
