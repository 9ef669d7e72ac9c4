"""One act as one call of the Web API, and the look whether an earlier call arrived."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.model.alert import Act
from bot.model.delivery import LookBack, NotFound, Order, Refusal, Rejected, RetryLater, Sent, Uncertain
from bot.platforms.slack.limits import HISTORY_PAGE
from bot.platforms.slack.render import Message, render

EVENT_TYPE: Final = "dealwire_delivery"
EARLIER: Final = timedelta(seconds=60)
"""Read back from so long before the first attempt: two clocks never agree."""
MOST_PAGES: Final = 25
_GROUP: Final = re.compile(r"S[A-Z0-9]{2,20}")


def metadata(order: Order) -> dict[str, Any]:
    """Return the message's metadata: the delivery's key, which every member of the workspace may see."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": order.key}}


async def perform(client: AsyncWebClient, order: Order) -> Sent | Uncertain | Rejected:
    """Call Slack once; the SDK's and aiohttp's exceptions pass through."""
    message = _pinging(render(order.card, bare=order.plain), order.ping)
    shape: dict[str, Any] = {
        "text": message.text,
        "blocks": list(message.blocks) if message.blocks else None,
        "metadata": metadata(order),
        "link_names": False,
        "parse": "none",
    }
    channel, _, root = order.root_ref.partition(":")
    if order.act in (Act.EDIT, Act.RETRACT):
        if not root:
            return Rejected(refusal=Refusal.MESSAGE_GONE, reason=f"no message is known to {order.act.value}")
        # An empty list takes the old blocks off; None would leave them standing.
        answer = await client.chat_update(channel=channel, ts=root, **(shape | {"blocks": list(message.blocks)}))
    else:
        if order.act is Act.REPLY and not root:
            return Rejected(refusal=Refusal.MESSAGE_GONE, reason="no message is known to reply to")
        answer = await client.chat_postMessage(
            channel=channel if order.act is Act.REPLY else order.destination.channel,
            thread_ts=root if order.act is Act.REPLY else None,
            reply_broadcast=True if order.act is Act.REPLY and order.broadcast else None,
            unfurl_links=False,
            unfurl_media=False,
            mrkdwn=False if order.plain else None,
            **shape,
        )
    posted, ts = answer.get("channel"), answer.get("ts")
    if not isinstance(ts, str) or not ts:
        return Uncertain(reason="Slack accepted without naming the message")
    return Sent(ref=f"{posted or channel or order.destination.channel}:{ts}")


def _pinging(message: Message, group: str) -> Message:
    """Return a message that names a user group and notifies it: blocks notify, the text stands for them where they are not shown."""
    if not _GROUP.fullmatch(group):
        return message
    mention = f"<!subteam^{group}>"
    block = {"type": "context", "elements": [{"type": "mrkdwn", "text": mention}]}
    return replace(message, text=f"{mention} {message.text}", blocks=(*message.blocks, block) if message.blocks else ())


async def find(client: AsyncWebClient, order: Order, *, bot_user: str, bot_id: str, clock: Clock) -> LookBack:
    """Read the channel, or the thread for a reply, back to the first attempt, and return the message with the order's key."""
    channel, _, root = order.root_ref.partition(":")
    since = (order.first_attempt_at or clock.now() - timedelta(days=1)) - EARLIER
    query: dict[str, Any] = {"channel": channel or order.destination.channel, "include_all_metadata": True, "limit": HISTORY_PAGE}
    if order.act in (Act.EDIT, Act.RETRACT):
        query |= {"oldest": root, "latest": root, "inclusive": True, "limit": 1}
    else:
        query |= {"oldest": f"{since.timestamp():.6f}", "inclusive": True}
    cursor = None
    for _ in range(MOST_PAGES):
        if order.act is Act.REPLY:
            page = await client.conversations_replies(ts=root, cursor=cursor, **query)
        else:
            page = await client.conversations_history(cursor=cursor, **query)
        for message in page.get("messages") or ():
            if _is_ours(message, order.key, bot_user=bot_user, bot_id=bot_id):
                return Sent(ref=f"{query['channel']}:{message['ts']}")
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return NotFound()
    return RetryLater(reason=f"the channel has more than {MOST_PAGES} pages since the first attempt")


def _is_ours(message: dict[str, Any], key: str, *, bot_user: str, bot_id: str) -> bool:
    """Tell whether a message carries the key and is the app's own: anybody's app may write any metadata."""
    data = message.get("metadata") or {}
    if data.get("event_type") != EVENT_TYPE or (data.get("event_payload") or {}).get("key") != key:
        return False
    author = {message.get("user"), message.get("bot_id")} - {None, ""}
    return not author or bool(author & {bot_user, bot_id})
