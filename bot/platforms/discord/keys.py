"""The names a message goes by: nonce, reference, and the time inside a snowflake."""

import hashlib
from datetime import datetime, timedelta
from typing import Final

from bot.platforms.discord import limits

_EPOCH_MS: Final = 1_420_070_400_000
"""The first second of 2015: reference, "Snowflakes"."""


def nonce_of(key: str) -> str:
    """Return the nonce of an order: the same key posts once, however often it is sent within Discord's window."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[: limits.NONCE]


def split_ref(ref: str) -> tuple[str, str]:
    """Return channel and message of `channel:message`; both empty where it is none."""
    channel, _, message = ref.partition(":")
    return (channel, message) if channel.isdigit() and message.isdigit() else ("", "")


def snowflake_at(moment: datetime, *, earlier: timedelta = timedelta(0)) -> int:
    """Return the smallest id that something made at that moment can have."""
    return max(0, int((moment - earlier).timestamp() * 1000) - _EPOCH_MS) << 22
