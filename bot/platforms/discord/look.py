"""Looking whether an earlier attempt arrived: the channel's own history, read from a little before the first attempt.

A message is known by the key in its buttons. One without buttons is known by its words: in a thread two replies with the same words
say the same. Discord answers with an empty list where Read Message History is missing, so an empty list is believed only after a
request that would be refused without it.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from bot.model.alert import Act
from bot.model.delivery import CannotCheck, LookBack, NotFound, Order, RetryLater, Sent
from bot.platforms.discord import errors, limits
from bot.platforms.discord.acts import MESSAGE, MESSAGES, form
from bot.platforms.discord.components import buttons_of
from bot.platforms.discord.escape import BREAK
from bot.platforms.discord.forum import find_in_forum
from bot.platforms.discord.keys import nonce_of, snowflake_at, split_ref
from bot.platforms.discord.places import Places
from bot.platforms.discord.wire import Exchange, Wire

MARGIN: Final = timedelta(minutes=2)
"""How far this machine's clock and Discord's may differ."""
PAGES: Final = 5


async def look_back(order: Order, wire: Wire, places: Places, me: str) -> LookBack:
    """Return the message that an earlier attempt at the order left; the caller bounds the time."""
    if order.act in {Act.EDIT, Act.RETRACT}:
        return NotFound()  # doing it again changes nothing more
    if order.first_attempt_at is None:
        return NotFound()
    channel, root = order.destination.channel, ""
    if order.act is Act.REPLY:
        channel, root = split_ref(order.root_ref)
    elif order.destination.kind == "forum" or places.is_forum(channel):
        await places.look_up(channel, wire)
        forum = places.forum(channel)
        return await find_in_forum(order, wire, forum) if forum else CannotCheck(reason="the forum cannot be seen")
    if not channel:
        return NotFound()
    if root and channel == order.destination.channel:
        found = await _search(order, wire, root, me, optional=True)
        if not isinstance(found, NotFound):
            return found
    return await _search(order, wire, channel, me)


async def _search(order: Order, wire: Wire, channel: str, me: str, *, optional: bool = False) -> LookBack:
    """Read a channel's messages since the first attempt; an `optional` one may not exist."""
    after = snowflake_at(order.first_attempt_at, earlier=MARGIN) if order.first_attempt_at else 0
    looks = _Looks(order, me)
    for _ in range(PAGES):
        params = {"limit": limits.HISTORY_PAGE, "after": after}
        exchange = await wire.call("GET", MESSAGES, channel_id=channel, params=params)
        if optional and exchange.code == errors.UNKNOWN_CHANNEL:
            return NotFound()
        if not exchange.ok or not isinstance(exchange.body, list):
            return _unreadable(exchange)
        page = [message for message in exchange.body if isinstance(message, dict)]
        for message in page:
            if looks.fits(message):
                return Sent(ref=errors.ref_of({**message, "channel_id": channel}))
        if len(page) < limits.HISTORY_PAGE:
            return NotFound() if page else await _believed(wire, channel)
        after = max(int(message["id"]) for message in page if str(message.get("id")).isdigit())
    return CannotCheck(reason=f"more than {PAGES * limits.HISTORY_PAGE} messages since the attempt")


async def _believed(wire: Wire, channel: str) -> LookBack:
    """Tell an empty channel from one whose history is hidden: reading one message needs the permission, whether it is there or not."""
    exchange = await wire.call("GET", MESSAGE, channel_id=channel, message_id=channel)
    return NotFound() if exchange.ok or exchange.status == 404 else _unreadable(exchange)


def _unreadable(exchange: Exchange) -> LookBack:
    if exchange.status == 429:
        return errors.limited(exchange)
    if exchange.status == 0 or exchange.status >= 500:
        return RetryLater(reason=f"Discord could not be read ({exchange.failure or exchange.status})")
    return CannotCheck(
        reason=f"Discord lets the bot read nothing there (status {exchange.status}, code {exchange.code}): give it Read Message History"
    )


class _Looks:
    """How the order's message looks."""

    def __init__(self, order: Order, me: str) -> None:
        self._me = me
        self._key = order.key
        self._nonce = nonce_of(order.key)
        bodies = (form(order), form(order, plain=True))
        self._contents = {_words(body["content"]) for body in bodies}
        self._descriptions = {_words(embed.get("description")) for body in bodies for embed in body["embeds"]} | {""}

    def fits(self, message: Mapping[str, Any]) -> bool:
        """Tell whether a message object is the order's."""
        if message.get("nonce") is not None and str(message["nonce"]) == self._nonce:
            return True
        keys = {button.key for button in buttons_of(message)} - {""}
        if keys:
            return self._key in keys
        author = message.get("author")
        if not isinstance(author, Mapping) or str(author.get("id")) != self._me:
            return False
        embeds = message.get("embeds")
        first = embeds[0] if isinstance(embeds, list) and embeds and isinstance(embeds[0], Mapping) else {}
        return _words(message.get("content")) in self._contents and _words(first.get("description")) in self._descriptions


def _words(text: Any) -> str:
    """Return a text's words alone: Discord trims blanks, and sends some marks back differently."""
    return " ".join(re.sub(rf"[\\*~{BREAK}]", "", text).split()) if isinstance(text, str) else ""
