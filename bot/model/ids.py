"""Names that stay the same when the same thing is seen again."""

import hashlib

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(first + second for first in _LETTERS for second in _LETTERS)
_PLACES = range(60, -1, -10)

SHARED = "shared"
"""The tenant of what everybody sees: shipped feeds and the public news read from them."""


def stable_id(prefix: str, *parts: str) -> str:
    """Return `prefix` and 13 base32 characters (64 bits) that depend on the parts and their order alone."""
    digest = hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    bits = int.from_bytes(digest, "big") << 6  # to 70, seven pairs; a new item has five ids, and `base64` takes five times as long
    return prefix + "".join([_PAIRS[bits >> place & 1023] for place in _PLACES])[:13]
