"""What an answer of Discord's means for a delivery: pure.

Codes are those of https://docs.discord.com/developers/topics/opcodes-and-status-codes, "JSON Error Codes".
"""

from typing import Any, Final

from bot.model.delivery import Reach, Refusal, Rejected, RetryLater, SendResult, Sent, Uncertain
from bot.platforms.discord.wire import Exchange

UNKNOWN_CHANNEL: Final = 10003
UNKNOWN_GUILD: Final = 10004
UNKNOWN_MESSAGE: Final = 10008
BAD_FORM: Final = 50035
NOT_TEXT: Final = frozenset({50008, 50024})
"""The channel takes no messages itself: a forum, a category."""
THREAD_EXISTS: Final = 160004
THREAD_ARCHIVED: Final = 50083
MISSING_PERMISSIONS: Final = 50013

_GONE: Final = {
    10003: "the channel was deleted",
    10004: "the server is gone, or the bot was removed from it",
    50001: "the bot cannot see the channel: give it View Channel there",
    50007: "the person does not take direct messages",
    50013: "the bot may not post in the channel: give it Send Messages and Embed Links there (in threads: Send Messages in Threads)",
}
_BAD: Final = frozenset({50035, 50006, 40005, 50109, 240000, 200000})
"""Invalid form body, empty message, too large, invalid JSON, harmful link, blocked by AutoMod."""
_WAIT: Final = frozenset({20016, 20028, 20029, 40062, 130000})
"""Slow mode, write limits, an overloaded resource: try again later."""
_MESSAGE_GONE: Final = frozenset({UNKNOWN_MESSAGE, 50005})
_EDIT_CLOSED: Final = 30046

DEFAULT_WAIT: Final = 5.0
"""Seconds to wait where the platform asked for none that makes sense."""
LONGEST_WAIT: Final = 3600.0
BANNED_WAIT: Final = 60.0
"""After an answer that is Cloudflare's and not Discord's own, where it names no wait."""


def judged(exchange: Exchange, channel: str = "") -> SendResult:
    """Return what one exchange that should have made or changed a message in `channel` came to."""
    if exchange.status == 0:
        return _unanswered(exchange)
    if exchange.code == _EDIT_CLOSED:  # a 429 by its status, and no wait that helps
        return Rejected(refusal=Refusal.EDIT_CLOSED, reason="Discord takes no more edits of a message that old for now")
    if exchange.status == 429:
        return limited(exchange)
    if exchange.status >= 500:
        return Uncertain(reason=f"Discord answered with status {exchange.status}")
    if 200 <= exchange.status < 300:
        ref = ref_of(exchange.body, channel)
        return Sent(ref=ref) if ref else Uncertain(reason=f"Discord answered with status {exchange.status}, but with no message")
    return _refused(exchange)


def unposted(exchange: Exchange) -> SendResult:
    """Return what a failed preparation came to: nothing was posted, so every doubt of it is just a wait."""
    result = judged(exchange)
    return RetryLater(reason=result.reason) if isinstance(result, Uncertain) else result


def _unanswered(exchange: Exchange) -> SendResult:
    why = exchange.failure or "no answer in time"
    if exchange.begun:
        return Uncertain(reason=f"the connection to Discord ended before the answer came ({why})")
    return RetryLater(reason=f"Discord could not be reached ({why})", reach=Reach.PLATFORM)


def limited(exchange: Exchange) -> RetryLater:
    """Return for how long and how far a 429 closes the door."""
    headers = {name.lower(): value for name, value in exchange.headers.items()}
    body = exchange.body if isinstance(exchange.body, dict) else {}
    if not body or not headers.keys() & {"via", "x-ratelimit-scope", "x-ratelimit-bucket"}:
        wait = _seconds(body.get("retry_after")) or _seconds(headers.get("retry-after")) or BANNED_WAIT
        return RetryLater(reason="Cloudflare refuses this machine's requests to Discord", after=wait, reach=Reach.PLATFORM)
    wait = _seconds(body.get("retry_after")) or _seconds(headers.get("retry-after")) or DEFAULT_WAIT
    wide = body.get("global") is True or headers.get("x-ratelimit-scope") == "global"
    return RetryLater(reason="Discord's rate limit", after=wait, reach=Reach.PLATFORM if wide else Reach.DESTINATION)


def _refused(exchange: Exchange) -> SendResult:
    said = f": {exchange.message} ({exchange.code})" if exchange.message else ""
    if exchange.status == 401:
        return Rejected(
            refusal=Refusal.TENANT_GONE, reason="Discord no longer accepts the bot's token; set a new one in DEALWIRE_DISCORD_TOKEN"
        )
    if not isinstance(exchange.body, dict):
        return RetryLater(
            reason=f"something before Discord answered with status {exchange.status}", after=BANNED_WAIT, reach=Reach.PLATFORM
        )
    if exchange.code in _MESSAGE_GONE:
        return Rejected(refusal=Refusal.MESSAGE_GONE, reason="the message was deleted")
    if exchange.code in _WAIT:
        return RetryLater(reason=f"Discord asks to wait{said}", after=_seconds(exchange.body.get("retry_after")) or DEFAULT_WAIT)
    if exchange.code in _GONE:
        return Rejected(refusal=Refusal.DESTINATION_GONE, reason=_GONE[exchange.code])
    if exchange.code in _BAD or exchange.status in {400, 413}:
        return Rejected(refusal=Refusal.BAD_PAYLOAD, reason=f"Discord refused the message's form{said}")
    return Rejected(refusal=Refusal.DESTINATION_GONE, reason=f"Discord refused with status {exchange.status}{said}")


def ref_of(body: Any, channel: str = "") -> str:
    """Return `channel:message` of a message object, or of a forum's new post; empty where the body is neither.

    `channel` is the one that was asked for; it stands in where the object names none.
    """
    if not isinstance(body, dict):
        return ""
    if isinstance(body.get("message"), dict):
        body, channel = body["message"], str(body.get("id") or channel)
    channel, message = str(body.get("channel_id") or channel), str(body.get("id") or "")
    return f"{channel}:{message}" if channel.isdigit() and message.isdigit() else ""


def _seconds(value: Any) -> float | None:
    """Return a wait that makes sense, None for what is no number, not positive or not finite."""
    try:
        seconds = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return min(seconds, LONGEST_WAIT) if 0 < seconds < float("inf") else None
