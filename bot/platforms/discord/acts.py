"""The four acts of a delivery as requests: post, edit, reply in the thread, retract."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final

from bot.model.alert import Act
from bot.model.delivery import Order, Refusal, Rejected, SendResult
from bot.platforms.discord import errors, limits
from bot.platforms.discord.forum import post_to_forum
from bot.platforms.discord.keys import nonce_of, split_ref
from bot.platforms.discord.measure import length
from bot.platforms.discord.places import Places
from bot.platforms.discord.render import render, render_plain, thread_name
from bot.platforms.discord.wire import Exchange, Wire

MESSAGES: Final = "/channels/{channel_id}/messages"
MESSAGE: Final = "/channels/{channel_id}/messages/{message_id}"
_NO_REPLY: Final = frozenset({errors.UNKNOWN_CHANNEL, errors.UNKNOWN_GUILD, errors.UNKNOWN_MESSAGE})
"""What a refused thread says of the root itself. Every other refusal (permission, kind of channel, the server's cap, a locked thread)
is of the thread alone, and the reply refers to its root in the channel instead."""


async def perform(order: Order, wire: Wire, places: Places) -> SendResult:
    """Perform the act; the caller bounds the time."""
    if order.act is Act.POST:
        return await _post(order, wire, places)
    if order.act is Act.REPLY:
        return await _reply(order, wire, places)
    return await _edit(order, wire)


def form(order: Order, *, plain: bool = False) -> dict[str, Any]:
    """Return the message's body for an order."""
    card = replace(order.card, struck=True) if order.act is Act.RETRACT else order.card
    message = render_plain(card, key=order.key, buttons=not order.plain) if plain or order.plain else render(card, key=order.key)
    return pinging(message.payload(), order.ping)


def pinging(body: dict[str, Any], role: str) -> dict[str, Any]:
    """Return a body that names a role and notifies it alone; without one, or where there is no room, the body as it is."""
    content = f"<@&{role}> {body['content']}"
    if not role.isdigit() or length(content) > limits.CONTENT:
        return body
    return {**body, "content": content, "allowed_mentions": {"parse": [], "roles": [role]}}


async def _post(order: Order, wire: Wire, places: Places) -> SendResult:
    channel = order.destination.channel
    if not channel.isdigit():
        return Rejected(
            refusal=Refusal.DESTINATION_GONE, reason=f"`{channel[:40]}` is no id of a Discord channel: copy it with Developer Mode on"
        )
    if order.destination.kind == "forum" or places.is_forum(channel):
        return await post_to_forum(order, wire, places)
    exchange = await _create(order, wire, channel)
    if exchange.code in errors.NOT_TEXT and await places.look_up(channel, wire) and places.is_forum(channel):
        return await post_to_forum(order, wire, places)
    return errors.judged(exchange, channel)


async def _create(order: Order, wire: Wire, channel: str, **more: Any) -> Exchange:
    """Send a message with the order's nonce; without Embed Links the text form goes out instead, with the same nonce."""
    nonce = {"nonce": nonce_of(order.key), "enforce_nonce": True}
    return await _rich_then_plain(order, lambda body: wire.call("POST", MESSAGES, channel_id=channel, json={**body, **nonce, **more}))


async def _rich_then_plain(order: Order, send: Callable[[dict[str, Any]], Awaitable[Exchange]]) -> Exchange:
    exchange = await send(form(order))
    if exchange.code == errors.MISSING_PERMISSIONS and not order.plain:
        return await send(form(order, plain=True))
    return exchange


async def _edit(order: Order, wire: Wire) -> SendResult:
    channel, message = split_ref(order.root_ref)
    if not message:
        return _no_root(order)

    async def send(body: dict[str, Any]) -> Exchange:
        return await wire.call("PATCH", MESSAGE, channel_id=channel, message_id=message, json=body)

    exchange = await _rich_then_plain(order, send)
    if exchange.code == errors.THREAD_ARCHIVED:
        await wire.call("PATCH", "/channels/{channel_id}", channel_id=channel, json={"archived": False})
        exchange = await _rich_then_plain(order, send)
    if exchange.code == errors.UNKNOWN_CHANNEL and channel != order.destination.channel:
        return Rejected(refusal=Refusal.MESSAGE_GONE, reason="the post was deleted")
    return errors.judged(exchange, channel)


async def _reply(order: Order, wire: Wire, places: Places) -> SendResult:
    channel, message = split_ref(order.root_ref)
    if not message:
        return _no_root(order)
    if channel != order.destination.channel:
        # A forum's post or the thread that the channel itself is: the reply belongs into it.
        exchange = await _create(order, wire, channel)
        if exchange.code == errors.UNKNOWN_CHANNEL:
            return Rejected(refusal=Refusal.MESSAGE_GONE, reason="the post was deleted")
        return errors.judged(exchange, channel)
    if not order.broadcast:
        if message not in places.threads:
            opened = await wire.call(
                "POST", f"{MESSAGE}/threads", channel_id=channel, message_id=message, json={"name": thread_name(order.card)}
            )
            if opened.ok or opened.code == errors.THREAD_EXISTS:
                places.threads.add(message)
            elif opened.code in _NO_REPLY or not _refused(opened):
                return errors.unposted(opened)
        if message in places.threads:
            exchange = await _create(order, wire, message)
            if exchange.code == errors.BAD_FORM or not _refused(exchange):
                return errors.judged(exchange, message)
            places.threads.discard(message)
    refers = {"message_id": message, "channel_id": channel, "fail_if_not_exists": False}
    return errors.judged(await _create(order, wire, channel, message_reference=refers), channel)


def _refused(exchange: Exchange) -> bool:
    """Tell a definite no to this request from a doubt, a wait and a refused token."""
    return 400 <= exchange.status < 500 and exchange.status not in {401, 429}


def _no_root(order: Order) -> Rejected:
    return Rejected(refusal=Refusal.MESSAGE_GONE, reason=f"there is no message to {order.act.value}")
