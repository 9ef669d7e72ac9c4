"""App Home: what the reader's channels follow, the newest events, how the wire is; each part an answer of the desk.

A channel is shown only to its members: those that the reader and the app share.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.model.card import Button, Card
from bot.model.command import Access
from bot.platforms.slack import limits
from bot.platforms.slack.calls import Asked, Caller, Where
from bot.platforms.slack.errors import FAILURES, code_of
from bot.platforms.slack.mrkdwn import unformatted
from bot.platforms.slack.render import ROOM, Block, render
from bot.platforms.slack.work import Work

EVENT: Final = "app_home_opened"
CHANNELS: Final = 12
"""Channels shown, so that the page stays one."""
PARTS: Final = (
    ("Newest events", Asked(name="latest", arguments={"count": "10"})),
    ("Health", Asked(name="health")),
    ("Changes", Asked(name="audit")),
)
"""Shown where the command is declared."""
AGAIN: Final = timedelta(seconds=20)
"""A page made less long ago is still good."""

log = structlog.get_logger("dealwire")


class Home:
    """Publishes the page whenever somebody opens it."""

    def __init__(self, client: AsyncWebClient, *, caller: Caller, work: Work, clock: Clock) -> None:
        self._client = client
        self._caller = caller
        self._work = work
        self._clock = clock
        self._made: dict[str, datetime] = {}

    def listen(self, app: AsyncApp) -> None:
        """Take the opening of the page."""
        app.event(EVENT)(self._on_opened)

    async def _on_opened(self, body: dict[str, Any]) -> None:
        event = body.get("event") or {}
        user, now = str(event.get("user") or ""), self._clock.now()
        if event.get("tab", "home") != "home" or not user or now - self._made.get(user, now - 2 * AGAIN) < AGAIN:
            return
        if len(self._made) > 1_000:
            self._made.clear()
        self._made[user] = now
        self._work.begin(self._publish(user))

    async def _publish(self, user: str) -> None:
        try:
            blocks = await self._blocks(user)
            await self._client.views_publish(user_id=user, view={"type": "home", "blocks": blocks})
        except FAILURES as error:
            self._made.pop(user, None)
            log.warning("slack.home_refused", error=code_of(error) or type(error).__name__, user=user)

    async def _blocks(self, user: str) -> list[Block]:
        blocks: list[Block] = []
        for channel, name in await self._shared(user):
            where = Where(channel=channel, channel_name=name, user=user, surface="home")
            call = await self._caller.call(where, Asked(name="list"))
            reply = await self._caller.answer(call)
            blocks += _part(f"#{name}", reply.card)
            change = self._caller.declared("subscribe")
            if change is not None and (call.is_admin or change.access is Access.EVERYONE):
                blocks += render(Card(buttons=(Button(label="Change", command="form", argument=f"{change.name} {channel}"),))).blocks[-1:]
        for title, asked in PARTS:
            if self._caller.declared(asked.name) is not None:
                reply = await self._caller.answer(await self._caller.call(Where(channel="", user=user, surface="home"), asked))
                blocks += _part(title, reply.card)
        return _fitting(blocks)

    async def _shared(self, user: str) -> list[tuple[str, str]]:
        """Return the channels that the reader and the app are both in, by name."""
        try:
            own, theirs = await self._member_of(None), await self._member_of(user)
        except FAILURES as error:
            log.info("slack.channels_unknown", error=code_of(error) or type(error).__name__)
            return []
        return sorted(((channel, own[channel]) for channel in own.keys() & theirs.keys()), key=lambda pair: pair[1])[:CHANNELS]

    async def _member_of(self, user: str | None) -> dict[str, str]:
        found: dict[str, str] = {}
        cursor = None
        for _ in range(10):
            page = await self._client.users_conversations(
                user=user, types="public_channel,private_channel", exclude_archived=True, limit=200, cursor=cursor
            )
            found |= {str(channel["id"]): str(channel.get("name") or channel["id"]) for channel in page.get("channels") or ()}
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
        return found


def _part(title: str, card: Card) -> list[Block]:
    """Return a titled part of the page."""
    header = {"type": "header", "text": {"type": "plain_text", "text": unformatted(title, 150) or "…", "emoji": False}}
    return [header, *render(card).blocks]


def _fitting(blocks: list[Block]) -> list[Block]:
    """Return as many blocks as one page takes, each row of buttons with a name of its own: several answers stand there."""
    kept: list[Block] = []
    left = ROOM
    for number, block in enumerate(blocks[: limits.HOME_BLOCKS - 1]):
        left -= sum(limits.width(text) for text in _texts(block))
        if left < 0:
            break
        kept.append(block | {"block_id": f"row.{number}"} if block["type"] == "actions" else block)
    if len(kept) < len(blocks):
        kept.append({"type": "context", "elements": [{"type": "plain_text", "text": "… and more: ask in the channels", "emoji": False}]})
    return kept


def _texts(block: Block) -> Iterator[str]:
    for part in (block, *block.get("elements", ())):
        text = part.get("text")
        yield text if isinstance(text, str) else (text or {}).get("text", "")
