"""Forum channels: one post, which is a thread, per event, with the tags that fit.

A forum takes no nonce, so before a post is made the forum's threads are read: what an earlier attempt left there is adopted.
"""

from typing import Any, Final

from bot.model.delivery import CannotCheck, NotFound, Order, RetryLater, SendResult, Sent
from bot.platforms.discord import errors, limits
from bot.platforms.discord.components import buttons_of
from bot.platforms.discord.escape import clean
from bot.platforms.discord.places import Forum, Places
from bot.platforms.discord.render import render, render_plain, thread_name
from bot.platforms.discord.wire import Wire

THREADS: Final = "/channels/{channel_id}/threads"
_LOOKED_AT: Final = 20
"""Threads of the same name whose first message is read."""


async def post_to_forum(order: Order, wire: Wire, places: Places) -> SendResult:
    """Make one post for the order, or return the one that is there."""
    channel = order.destination.channel
    if not places.is_forum(channel):
        looked = await places.look_up(channel, wire)
        if not looked.ok:
            return errors.unposted(looked)
    forum = places.forum(channel) or Forum(guild=order.destination.workspace)
    found = await find_in_forum(order, wire, forum)
    if not isinstance(found, NotFound | CannotCheck):
        return found
    message = render_plain(order.card, key=order.key) if order.plain else render(order.card, key=order.key)
    body: dict[str, Any] = {"name": thread_name(order.card), "message": message.payload()}
    if tags := _tags(order, forum):
        body["applied_tags"] = list(tags)
    made = await wire.call("POST", THREADS, channel_id=channel, json=body, params={"use_nested_fields": 1})
    post = str(made.body.get("id") or "") if made.ok and isinstance(made.body, dict) else ""
    # A post's first message has the post's own id.
    return Sent(ref=f"{post}:{post}") if post.isdigit() else errors.judged(made)


async def find_in_forum(order: Order, wire: Wire, forum: Forum) -> Sent | NotFound | CannotCheck | RetryLater:
    """Look among the active and the newest archived threads of the forum for the order's post."""
    channel, name = order.destination.channel, thread_name(order.card)
    listed: list[dict[str, Any]] = []
    for path in (f"/guilds/{forum.guild}/threads/active", f"/channels/{channel}/threads/archived/public"):
        exchange = await wire.call("GET", path)
        if exchange.status == 429:
            return errors.limited(exchange)
        if not exchange.ok or not isinstance(exchange.body, dict):
            return CannotCheck(
                reason=f"the forum's posts cannot be listed (status {exchange.status}): give the bot Read Message History there"
            )
        listed += [thread for thread in exchange.body.get("threads") or [] if isinstance(thread, dict)]
    candidates = [t for t in listed if str(t.get("parent_id")) == channel and clean(str(t.get("name"))) == clean(name)]
    for thread in candidates[:_LOOKED_AT]:
        first = str(thread.get("id"))
        exchange = await wire.call("GET", "/channels/{channel_id}/messages/{message_id}", channel_id=first, message_id=first)
        if not exchange.ok or not isinstance(exchange.body, dict):
            continue
        keys = {button.key for button in buttons_of(exchange.body)}
        if order.key in keys or not keys:
            return Sent(ref=f"{first}:{first}")
    return NotFound()


def _tags(order: Order, forum: Forum) -> tuple[str, ...]:
    """Return the tags whose names the card's status or subject contain; any where the forum insists on one."""
    words = clean(f"{order.card.chip} {order.card.kicker}").casefold()
    fitting = tuple(tag for tag, name in forum.tags if name.strip() and name.casefold() in words)
    if not fitting and forum.needs_tag:
        fitting = tuple(tag for tag, _ in forum.tags[:1])
    return fitting[: limits.THREAD_TAGS]
